import type { SessionState } from '@tandem/contracts/access';
import type { Side } from '@tandem/contracts/common';
import type { Note, NoteList } from '@tandem/contracts/notes';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { useParams } from '../../navigation/use-params.js';
import { mayPropose } from '../proposal/may-propose.js';

/** A metric or a goal, as the API addresses it: `/metrics/attainment`. */
export type NotePlace = `/metrics/${string}` | `/goals/${string}`;

/** Whoever may write here, and for which department. */
export interface Writer {
  readonly personId: string | null;
  readonly side: Side;
}

const NO_NOTES: readonly Note[] = [];

export function useNotes(place: NotePlace) {
  const { asOf } = useParams();
  const session = useResource<SessionState>('/session');
  const path = apiPath(`${place}/notes`, { asKnownAt: asOf });
  const list = useResource<NoteList>(path);
  const account = session.data?.account ?? null;
  // What was known then is not written on.
  const writer: Writer | null =
    asOf === null && mayPropose(session.data) && account?.side
      ? { personId: account.personId, side: account.side }
      : null;
  return { path, list, notes: list.data?.notes ?? NO_NOTES, writer };
}

export type Notes = ReturnType<typeof useNotes>;

async function changed(work: Promise<unknown>): Promise<void> {
  await work;
  invalidateResources((path) => path.includes('/notes'), 0);
}

export function addNote(
  place: NotePlace,
  body: { readonly text: string; readonly day: string | null; readonly answers?: string },
): Promise<void> {
  return changed(askJson<Note>(`${place}/notes`, { method: 'POST', body }));
}

export function rewriteNote(id: string, body: { readonly text: string; readonly day: string | null }): Promise<void> {
  return changed(askJson<Note>(`/notes/${id}`, { method: 'PUT', body }));
}

export function removeNote(id: string): Promise<void> {
  return changed(askJson<Note>(`/notes/${id}`, { method: 'DELETE' }));
}
