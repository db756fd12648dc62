import type { Person } from '@tandem/domain/organisation/organisation';
import type { NoteSubject, StoredNote } from './note-ports.js';
import { readAsKnownAt } from './read-as-known-at.js';
import { personOf } from './read-proposals.js';
import { isRemoved, requireSubject, type NoteDependencies } from './write-notes.js';

const mostNotes = 500;

/** The notes on a metric or a goal as they stand, or as they were known: oldest first, what each said before beside it. */
export function readNotes({ configuration, notes, clock }: NoteDependencies) {
  return async (subject: NoteSubject, request: { readonly asKnownAt?: string | undefined }) => {
    const now = clock();
    const asKnownAt = readAsKnownAt(request.asKnownAt, now);
    const known = await configuration.known({ now, asKnownAt });
    requireSubject(subject, known, asKnownAt);
    const stored = await notes.of(subject, { asKnownAt, limit: mostNotes });
    const answered = new Set(stored.filter((note) => !isRemoved(note)).map(({ answers }) => answers));
    return {
      asKnownAt: asKnownAt?.toISOString() ?? null,
      timeZone: known.organisation.timeZone,
      notes: stored
        // What was removed stays only where somebody answered it, so that the answer does not hang in the air.
        .filter((note) => !isRemoved(note) || answered.has(note.id))
        .map((note) => shownNote(note, known.people)),
    };
  };
}

/** A note for whoever reads it. A removed one says nothing, and nothing of what it said before. */
export function shownNote(note: StoredNote, people: readonly Person[]) {
  const { id, subject, answers, side, by, madeAt, versions } = note;
  const last = versions.at(-1);
  const isGone = isRemoved(note);
  return {
    id,
    subject: { ...subject },
    answers,
    day: last?.day ?? null,
    text: last?.text ?? null,
    side,
    by: personOf(by, people) ?? { id: by, name: by },
    madeAt: madeAt.toISOString(),
    changedAt: versions.length > 1 && last ? last.at.toISOString() : null,
    earlier: isGone
      ? []
      : versions.slice(0, -1).map(({ day, text, at }) => ({ day, text: text ?? '', at: at.toISOString() })),
  };
}
