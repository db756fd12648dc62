import type { NoteSubject } from '@tandem/application/note-ports';
import type { ReadingDependencies } from '@tandem/application/metric-reading';
import { readNotes, shownNote } from '@tandem/application/read-notes';
import { writeNotes } from '@tandem/application/write-notes';
import type { AddNoteBody, Note, RewriteNoteBody } from '@tandem/contracts/notes';
import { createNoteStore } from '@tandem/kpi-store/repositories/note-store';
import type { ApiDependencies } from '../dependencies.js';

/** What people write on metrics and goals, over the real store. */
export function noteUseCases(reading: ReadingDependencies, { database }: Pick<ApiDependencies, 'database'>) {
  const dependencies = { ...reading, notes: createNoteStore(database) };
  const write = writeNotes(dependencies);
  const shown = async (note: Parameters<typeof shownNote>[0]): Promise<Note> => {
    const { people } = await reading.configuration.known({ now: reading.clock(), asKnownAt: null });
    return shownNote(note, people);
  };
  return {
    readNotes: readNotes(dependencies),
    addNote: async (subject: NoteSubject, by: string, body: AddNoteBody) =>
      shown(await write.add(subject, { ...body, by })),
    rewriteNote: async (id: string, by: string, body: RewriteNoteBody) => shown(await write.rewrite(id, by, body)),
    removeNote: async (id: string, by: string) => shown(await write.remove(id, by)),
  };
}
