import type { ConfigurationKind, ThingList } from '@tandem/contracts/settings';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { useState } from 'react';
import { ApiError } from '../../api/api-error.js';
import { askJson, getJson, sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useTask } from '../../ui/use-task.js';
import type { Thing } from './flat-thing.js';

export type StoredThing = ThingList['things'][number];

export interface Conflict {
  readonly mine: Thing;
  /** null: it was removed. */
  readonly theirs: StoredThing | null;
}

export type Outcome = { readonly what: 'saved' | 'undone'; readonly answer: ApplyAnswer } | null;

export interface ThingTask {
  readonly busy: boolean;
  readonly error: ApiError | null;
  readonly outcome: Outcome;
  readonly conflict: Conflict | null;
  readonly save: (id: string, thing: Thing, edition: string | null) => Promise<StoredThing | null>;
  /** Puts the thing back as it was before the last save. */
  readonly undo: (() => Promise<StoredThing | null>) | null;
  readonly settleConflict: () => void;
}

const listPath = (kind: ConfigurationKind) => `/configuration/things/${kind}`;
export const thingPath = (kind: ConfigurationKind, id: string) => `${listPath(kind)}/${encodeURIComponent(id)}`;

export async function presentThing(kind: ConfigurationKind, id: string): Promise<StoredThing | null> {
  const list = await getJson<ThingList>(listPath(kind));
  return list.things.find((one) => one.id === id) ?? null;
}

/** What shows the configuration, or numbers that follow from it, is asked for anew. */
export function refreshAfterChange(): void {
  invalidateResources((path) => path !== '/session', 0);
}

export async function removeThing(kind: ConfigurationKind, { id, edition }: Pick<StoredThing, 'id' | 'edition'>) {
  await sendJson(`${thingPath(kind, id)}?edition=${encodeURIComponent(edition)}`, { method: 'DELETE' });
  refreshAfterChange();
}

interface Undoable {
  readonly id: string;
  /** null: it was not there. */
  readonly before: Thing | null;
  readonly edition: string;
}

/** Saves one thing of the configuration: with the edition that was seen, and the way back to what was there before. */
export function useThing(kind: ConfigurationKind): ThingTask {
  const { busy, error, attempt } = useTask();
  const [outcome, setOutcome] = useState<Outcome>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [undoable, setUndoable] = useState<Undoable | null>(null);

  const put = async (id: string, thing: Thing, edition: string | null, before: Thing | null) => {
    const answer = await askJson<ApplyAnswer>(thingPath(kind, id), { method: 'PUT', body: { thing, edition } });
    const now = await presentThing(kind, id);
    refreshAfterChange();
    if (now) setUndoable({ id, before, edition: now.edition });
    return { answer, now };
  };
  const save: ThingTask['save'] = async (id, thing, edition) => {
    setOutcome(null);
    let saved: StoredThing | null = null;
    await attempt(async () => {
      const before = edition === null ? null : await presentThing(kind, id);
      if (before !== null && before.edition !== edition) {
        setConflict({ mine: thing, theirs: before });
        return;
      }
      try {
        const { answer, now } = await put(id, thing, edition, before?.thing ?? null);
        saved = now;
        setConflict(null);
        setOutcome({ what: 'saved', answer });
      } catch (failure) {
        if (!(failure instanceof ApiError) || (failure.status !== 409 && failure.status !== 404)) throw failure;
        const theirs = await presentThing(kind, id);
        if (theirs?.edition === edition) throw failure;
        setConflict({ mine: thing, theirs });
      }
    });
    return saved;
  };
  const undo = async (): Promise<StoredThing | null> => {
    if (undoable === null) return null;
    const { id, before, edition } = undoable;
    let back: StoredThing | null = null;
    await attempt(async () => {
      if (before === null) {
        await removeThing(kind, { id, edition });
      } else {
        const { answer, now } = await put(id, before, edition, null);
        back = now;
        setOutcome({ what: 'undone', answer });
      }
      setUndoable(null);
    });
    return back;
  };
  const settleConflict = (): void => setConflict(null);
  return { busy, error, outcome, conflict, save, undo: undoable === null ? null : undo, settleConflict };
}
