import { z } from 'zod';
import { instant, localDate, side } from './common.js';
import { exportQuery } from './exports.js';

const person = z.strictObject({ id: z.string(), name: z.string() });
const said = { day: localDate.nullable(), text: z.string() };

/** What somebody wrote on a metric or a goal. One with a day stands numbered on the chart; one without is a comment. */
export const note = z
  .strictObject({
    id: z.string(),
    subject: z.strictObject({ kind: z.enum(['metric', 'goal']), id: z.string() }),
    answers: z.string().nullable().describe('The note that it answers'),
    day: localDate.nullable().describe('Day of the organisation’s calendar that it is about'),
    text: z.string().nullable().describe('null when its author removed it and somebody had answered'),
    side,
    by: person,
    madeAt: instant,
    changedAt: instant.nullable(),
    earlier: z.array(z.strictObject({ ...said, at: instant })).describe('What it said before, oldest first'),
  })
  .meta({ id: 'Note' });

export const noteList = z
  .strictObject({ asKnownAt: instant.nullable(), timeZone: z.string(), notes: z.array(note) })
  .meta({ id: 'NoteList' });

export const noteListQuery = z.strictObject({ asKnownAt: instant.optional(), ...exportQuery.shape });

const text = z.string().trim().min(1, 'Write something.').max(2000);
const day = localDate.nullable().default(null);
export const addNoteBody = z.strictObject({ text, day, answers: z.string().max(20).nullable().default(null) });
export const rewriteNoteBody = z.strictObject({ text, day });

export type Note = z.infer<typeof note>;
export type NoteList = z.infer<typeof noteList>;
export type NoteListQuery = z.infer<typeof noteListQuery>;
export type AddNoteBody = z.infer<typeof addNoteBody>;
export type RewriteNoteBody = z.infer<typeof rewriteNoteBody>;
