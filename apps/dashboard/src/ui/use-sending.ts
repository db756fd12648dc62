import { useState } from 'react';
import { useLocation } from 'wouter';
import { askJson } from '../api/request.js';
import { invalidateResources } from '../api/resource-store.js';
import { useTask } from './use-task.js';

/**
 * Sends what a form has written, as a new thing or in place of the one of that id, and then opens its page. `path` is where such things stand,
 * in the API and in the dashboard; `concerns` says which answers they change. `sent` is the body that was sent last, to tell whether a fault is still meant.
 */
export function useSending(path: string, id: string | null, concerns: (address: string) => boolean) {
  const [, navigate] = useLocation();
  const { busy, error, attempt } = useTask();
  const [sent, setSent] = useState('');
  const write = (body: string): void => {
    setSent(body);
    void attempt(async () => {
      const at = id === null ? path : `${path}/${encodeURIComponent(id)}`;
      const method = id === null ? 'POST' : 'PUT';
      const made = await askJson<{ readonly id: string }>(at, { method, body: JSON.parse(body) as object });
      invalidateResources(concerns, 0);
      navigate(`${path}/${encodeURIComponent(made.id)}`);
    });
  };
  return { busy, error, sent, write };
}
