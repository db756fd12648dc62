import { InvalidInput, NotFound } from './input-errors.js';
import { NotTheAuthor, type NoteStore, type NoteSubject, type NoteVersion, type StoredNote } from './note-ports.js';
import type { Clock, ConfigurationStore, KnownConfiguration } from './ports.js';
import { requirePerson } from './proposing.js';

export interface NoteDependencies {
  readonly configuration: ConfigurationStore;
  readonly notes: NoteStore;
  readonly clock: Clock;
}

interface WrittenNote {
  readonly day: string | null;
  readonly text: string;
}

/** What people write on a metric or a goal, for both departments. Nothing that was written is lost: a change and a removal are versions. */
export function writeNotes({ configuration, notes, clock }: NoteDependencies) {
  const mine = async (id: string, by: string): Promise<StoredNote> => {
    const note = await notes.find(id);
    if (!note || isRemoved(note)) throw new NotFound('note', id);
    if (note.by !== by) throw new NotTheAuthor();
    return note;
  };
  const revise = async (note: StoredNote, says: Omit<NoteVersion, 'at'>): Promise<StoredNote> => {
    const last = note.versions.at(-1);
    if (last?.text === says.text && last.day === says.day) return note;
    const version = { ...says, at: clock() };
    await notes.revise(note, version);
    return { ...note, versions: [...note.versions, version] };
  };
  return {
    add: async (
      subject: NoteSubject,
      written: WrittenNote & { readonly answers: string | null; readonly by: string },
    ): Promise<StoredNote> => {
      const now = clock();
      const known = await configuration.known({ now, asKnownAt: null });
      requireSubject(subject, known);
      const { side } = requirePerson(known, written.by);
      const { answers, by, day, text } = written;
      await requireAnswered(notes, subject, written);
      const note = { subject, answers, side, by, madeAt: now };
      const id = await notes.add({ ...note, says: { day, text } });
      return { ...note, id, versions: [{ day, text, at: now }] };
    },
    rewrite: async (id: string, by: string, { day, text }: WrittenNote): Promise<StoredNote> => {
      const note = await mine(id, by);
      if (note.answers !== null && day !== null) throw answerOfADay();
      return revise(note, { day, text });
    },
    remove: async (id: string, by: string): Promise<StoredNote> => {
      const note = await mine(id, by);
      return revise(note, { day: note.versions.at(-1)?.day ?? null, text: null });
    },
  };
}

/** Throws `NotFound` for a metric or a goal that there is not, or was not then. */
export function requireSubject(
  { kind, id }: NoteSubject,
  { versions, goals }: KnownConfiguration,
  asKnownAt: Date | null = null,
): void {
  const isThere = kind === 'metric' ? versions.has(id) : goals.some((goal) => goal.id === id);
  if (!isThere) throw new NotFound(kind, id, asKnownAt);
}

export function isRemoved({ versions }: Pick<StoredNote, 'versions'>): boolean {
  return versions.at(-1)?.text === null;
}

/** An answer stands below a note of the same metric or goal, which is itself no answer: threads have one level. */
async function requireAnswered(
  notes: NoteStore,
  subject: NoteSubject,
  { answers, day }: { readonly answers: string | null; readonly day: string | null },
): Promise<void> {
  if (answers === null) return;
  const answered = await notes.find(answers);
  const isOfSubject = answered?.subject.kind === subject.kind && answered.subject.id === subject.id;
  if (!answered || !isOfSubject || isRemoved(answered)) {
    throw new InvalidInput([{ field: 'answers', reason: `There is no note "${answers}" here.` }]);
  }
  if (answered.answers !== null) {
    const reason = `Note "${answers}" is an answer itself: answer note "${answered.answers}".`;
    throw new InvalidInput([{ field: 'answers', reason }]);
  }
  if (day !== null) throw answerOfADay();
}

function answerOfADay(): InvalidInput {
  return new InvalidInput([{ field: 'day', reason: 'An answer is about the day of the note that it answers.' }]);
}
