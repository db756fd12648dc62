import type { SessionState } from '@tandem/contracts/access';
import type { AlertPage } from '@tandem/contracts/alerts';
import { useEffect } from 'react';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';

/** Whether whoever is signed in can do something about an alert: everybody who does more than reading. */
export function mayHandle(session: SessionState | undefined): boolean {
  return session?.account != null && session.account.role !== 'viewer';
}

/** What concerns alerts is asked for again, at once. */
export function refreshAlerts(): void {
  invalidateResources((path) => path.startsWith('/alerts') || path.startsWith('/silences'), 0);
}

/** Tells the server that somebody of a side has opened the alert, where nobody of that side had before. */
export function useSeen(id: string, answer: AlertPage | undefined, session: SessionState | undefined): void {
  const side = session?.account?.side ?? null;
  const isNew =
    side !== null && answer !== undefined && answer.alert.firedAt !== null && !answer.alert.handling.seen[side];
  useEffect(() => {
    if (!isNew) return;
    // That it could not be noted hinders nobody from reading; the next opening notes it.
    sendJson(`/alerts/${encodeURIComponent(id)}/seen`, { method: 'POST' }).then(refreshAlerts, () => undefined);
  }, [id, isNew]);
}
