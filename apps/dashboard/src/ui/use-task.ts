import { useCallback, useState } from 'react';
import { ApiError } from '../api/api-error.js';

export interface Task {
  readonly busy: boolean;
  readonly error: ApiError | null;
  /** Runs one piece of work at a time; a refusal of the API is kept to be shown. Answers whether it worked. */
  readonly attempt: (work: () => Promise<void>) => Promise<boolean>;
}

export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const attempt = useCallback(async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await work();
      return true;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, error, attempt };
}
