import { useCallback, useEffect, useState } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { askJson } from '../../api/request.js';
import { useTask } from '../../ui/use-task.js';

export interface OpenedLink<T> {
  /** null: not known yet, or refused. */
  readonly answer: T | null;
  readonly error: ApiError | null;
  /** Asks anew: what failed in passing says nothing about the link. */
  readonly again: () => void;
}

/** What a link leads to. The page keeps what the link holds, so that it can be asked again without opening the link anew. */
export function useLink<T>(path: string, name: 'token' | 'link', held: string): OpenedLink<T> {
  const [answer, setAnswer] = useState<T | null>(null);
  const { error, attempt } = useTask();
  const again = useCallback((): void => {
    void attempt(async () => setAnswer(await askJson<T>(path, { method: 'POST', body: { [name]: held } })));
  }, [attempt, path, name, held]);
  useEffect(again, [again]);
  return { answer, error, again };
}
