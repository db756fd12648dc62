import type { Note } from '@tandem/contracts/notes';
import { DAY_MS } from '../../text/time-text.js';
import { EVENT_WORDS } from './trend-words.js';

/** A note that is about a day, with its number on the chart. */
export interface ChartNote {
  readonly number: number;
  readonly note: Note;
  /** Middle of the day. Zones differ by hours, which no chart of weeks shows. */
  readonly atMs: number;
}

/** The notes in the time shown, numbered in order of their days. */
export function numbered(
  notes: readonly Note[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly ChartNote[] {
  return notes
    .flatMap((note) =>
      note.day === null || note.text === null ? [] : [{ note, atMs: Date.parse(`${note.day}T12:00:00Z`) }],
    )
    .filter(({ atMs }) => atMs >= fromMs - DAY_MS && atMs <= toMs + DAY_MS)
    .sort((one, other) => one.atMs - other.atMs)
    .map((placed, index) => ({ ...placed, number: index + 1 }));
}

/** What a note says, for the card of a place and for whoever hears it. */
export function noteText({ number, note }: ChartNote): string {
  return EVENT_WORDS.note(number, note.by.name, EVENT_WORDS.sides[note.side], note.text ?? '');
}

/** What the notes of one day say; `end` is the instant with which it ends. */
export function notesOfDay(notes: readonly ChartNote[], end: string): readonly string[] {
  const toMs = Date.parse(end);
  return notes.filter(({ atMs }) => atMs >= toMs - DAY_MS && atMs < toMs).map(noteText);
}
