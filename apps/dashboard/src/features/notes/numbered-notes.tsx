import { localDayText } from '../../text/time-text.js';
import { departmentName } from '../../ui/owners.js';
import type { ChartNote } from '../metric/chart-notes.js';
import { NOTE_WORDS } from './note-words.js';

const TONES = { marketing: 'border-mkt text-mkt', it: 'border-it text-it' } as const;

/** What the numbers on the chart say, who wrote it, and for which department. */
export function NumberedNotes({ notes }: { readonly notes: readonly ChartNote[] }) {
  if (notes.length === 0) return null;
  return (
    <ol className="mt-2 grid gap-x-5 gap-y-2 text-sm sm:grid-cols-2 xl:grid-cols-3" aria-label={NOTE_WORDS.onChart}>
      {notes.map(({ number, note }) => (
        <li key={note.id} className="flex min-w-0 items-start gap-2">
          <span
            className={`num mt-0.5 inline-flex h-4 min-w-[16px] shrink-0 items-center justify-center rounded-full border-[1.5px] text-[10px] font-semibold leading-none ${TONES[note.side]}`}
          >
            <span className="sr">{NOTE_WORDS.noteNumber} </span>
            {number}
          </span>
          <span className="min-w-0 break-words">
            <span className="num text-text-2">{localDayText(note.day ?? '')}</span> {note.text}{' '}
            <span className="text-text-2">
              {note.by.name}, {departmentName(note.side)}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}
