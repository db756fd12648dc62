import type { DefinitionPreview } from '@tandem/contracts/proposals';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error.js';
import { askJson } from '../../api/request.js';

export interface LivePreview<Preview = DefinitionPreview> {
  /** The last one that could be counted; it stays while the next is counted. */
  readonly preview: Preview | null;
  /** Why what stands in the form now has none. */
  readonly error: ApiError | null;
  readonly busy: boolean;
}

const QUIET_MS = 600;
const NOTHING: LivePreview<never> = { preview: null, error: null, busy: false };

/** @param body what is asked, as JSON; null for what is not worth a question. One is counted at a time, and then the newest only. */
export function useLivePreview<Preview = DefinitionPreview>(path: string, body: string | null): LivePreview<Preview> {
  const [state, setState] = useState<LivePreview<Preview>>(NOTHING);
  const newest = useRef<string | null>(null);
  const isCounting = useRef(false);
  const wanted = (): string | null => newest.current;
  useEffect(() => {
    newest.current = body;
    if (body === null) {
      setState(NOTHING);
      return undefined;
    }
    setState((before) => ({ ...before, busy: true }));
    const timer = setTimeout(() => void count(), QUIET_MS);
    return () => clearTimeout(timer);

    async function count(): Promise<void> {
      if (isCounting.current) return;
      isCounting.current = true;
      for (let asked = wanted(); asked !== null;) {
        const answer = await answerOf<Preview>(path, asked);
        const next = wanted();
        const isLast = next === asked;
        if (next !== null) {
          setState((before) => ({
            preview: answer.preview ?? before.preview,
            error: isLast ? answer.error : before.error,
            busy: !isLast,
          }));
        }
        asked = isLast ? null : next;
      }
      isCounting.current = false;
    }
  }, [path, body]);
  // A page that is left asks for nothing more.
  useEffect(() => () => void (newest.current = null), []);
  return state;
}

async function answerOf<Preview>(path: string, body: string): Promise<Pick<LivePreview<Preview>, 'preview' | 'error'>> {
  try {
    const preview = await askJson<Preview>(path, { method: 'POST', body: JSON.parse(body) as object });
    return { preview, error: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { preview: null, error };
  }
}
