import type { Note, NoteList } from '@tandem/contracts/notes';
import { exportTable, text, type AnswerMoment, type ExportTable } from '../export-table.js';
import { momentColumns } from './observation-columns.js';

/** What was written on a metric or a goal, a row for each note and answer. */
export function notesTable(list: NoteList, { answeredAt }: AnswerMoment): ExportTable {
  return exportTable<Note>(
    'notes',
    [
      text('note', ({ id }) => id),
      text('on', ({ subject }) => subject.kind),
      text('key', ({ subject }) => subject.id),
      text('answers', ({ answers }) => answers),
      text('day', ({ day }) => day),
      text('department', ({ side }) => side),
      text('author', ({ by }) => by.name),
      text('text', (note) => note.text),
      text('made_at', ({ madeAt }) => madeAt),
      text('changed_at', ({ changedAt }) => changedAt),
      ...momentColumns<Note>({ timeZone: list.timeZone, asKnownAt: list.asKnownAt ?? answeredAt }),
    ],
    list.notes,
  );
}
