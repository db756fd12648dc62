import { useEffect } from 'react';
import { sendJson } from '../../api/request.js';

/** Counts that the reader's side has opened the page of a metric. Nothing waits for it, and a refusal changes nothing of the page. */
export function CountOpening({ metric }: { readonly metric: string }) {
  useEffect(() => {
    void sendJson(`/metrics/${encodeURIComponent(metric)}/openings`, { method: 'POST', body: {} }).catch(
      () => undefined,
    );
  }, [metric]);
  return null;
}
