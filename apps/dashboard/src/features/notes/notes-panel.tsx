import type { Note } from '@tandem/contracts/notes';
import { useState } from 'react';
import { countText } from '../../text/number-text.js';
import { localDateText, timeText } from '../../text/time-text.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { useTask } from '../../ui/use-task.js';
import { NoteForm } from './note-form.js';
import { NOTE_WORDS } from './note-words.js';
import { addNote, removeNote, rewriteNote, type NotePlace, type Notes, type Writer } from './use-notes.js';

const SHOWN = 6;

interface NoteProps {
  readonly note: Note;
  readonly place: NotePlace;
  readonly writer: Writer | null;
  readonly timeZone: string;
}

/** What an author does with a note of their own: change it, or remove it once they have been asked whether they mean it. */
function OwnActions({ note, onChange }: { readonly note: Note; readonly onChange: () => void }) {
  const [asked, setAsked] = useState(false);
  const { busy, error, attempt } = useTask();
  return (
    <>
      <button type="button" className="lnk" onClick={onChange}>
        {NOTE_WORDS.change}
      </button>
      <button
        type="button"
        className="lnk"
        disabled={busy}
        onBlur={() => setAsked(false)}
        onClick={() => (asked ? void attempt(() => removeNote(note.id)) : setAsked(true))}
      >
        {asked ? NOTE_WORDS.removeAgain : NOTE_WORDS.remove}
      </button>
      <FormError error={error} />
    </>
  );
}

function Earlier({ note, timeZone }: { readonly note: Note; readonly timeZone: string }) {
  if (note.earlier.length === 0) return null;
  return (
    <details className="text-xs text-text-3">
      <summary className="cursor-pointer py-1">{NOTE_WORDS.before}</summary>
      <ul className="space-y-1">
        {note.earlier.map(({ at, day, text }) => (
          <li key={at}>
            <span className="num">{timeText(at, timeZone)}</span>: {day !== null && `${localDateText(day)}, `}
            {text}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Said({ note, timeZone }: { readonly note: Note; readonly timeZone: string }) {
  if (note.text === null) return <span className="text-text-3">{NOTE_WORDS.removed}</span>;
  return (
    <>
      {note.day !== null && <b className="num font-semibold">{localDateText(note.day)} </b>}
      <span className="whitespace-pre-line break-words">{note.text}</span>
      <span className="num block text-xs text-text-3">
        {note.by.name}, {departmentName(note.side)}, {timeText(note.madeAt, timeZone)}
        {note.changedAt !== null && `, ${NOTE_WORDS.changed} ${timeText(note.changedAt, timeZone)}`}
      </span>
    </>
  );
}

function OneNote({ note, place, writer, timeZone }: NoteProps) {
  const [open, setOpen] = useState<'change' | 'answer' | null>(null);
  const close = (): void => setOpen(null);
  const isOwn = writer !== null && writer.personId === note.by.id && note.text !== null;
  return (
    <div className="flex items-start gap-2 text-sm">
      <span className="mt-0.5">
        <DepartmentBox side={note.side} />
      </span>
      <div className="min-w-0 flex-1">
        {open === 'change' ? (
          <NoteForm
            label={NOTE_WORDS.change}
            submit={NOTE_WORDS.save}
            text={note.text ?? ''}
            day={note.answers === null ? note.day : undefined}
            onSubmit={(said) => rewriteNote(note.id, said)}
            onDone={close}
            onCancel={close}
          />
        ) : (
          <Said note={note} timeZone={timeZone} />
        )}
        <Earlier note={note} timeZone={timeZone} />
        {writer && open === null && (
          <span className="noprint flex flex-wrap gap-3 text-xs">
            {note.answers === null && note.text !== null && (
              <button type="button" className="lnk" onClick={() => setOpen('answer')}>
                {NOTE_WORDS.answer}
              </button>
            )}
            {isOwn && <OwnActions note={note} onChange={() => setOpen('change')} />}
          </span>
        )}
        {open === 'answer' && (
          <NoteForm
            label={NOTE_WORDS.answer}
            textLabel={NOTE_WORDS.answerText}
            submit={NOTE_WORDS.answer}
            onSubmit={({ text }) => addNote(place, { text, day: null, answers: note.id })}
            onDone={close}
            onCancel={close}
          />
        )}
      </div>
    </div>
  );
}

function Thread(props: NoteProps & { readonly answers: readonly Note[] }) {
  const { answers, ...first } = props;
  return (
    <li>
      <OneNote {...first} />
      {answers.length > 0 && (
        <ul className="ml-6 mt-2 space-y-2 border-l border-line pl-3">
          {answers.map((answer) => (
            <li key={answer.id}>
              <OneNote {...first} note={answer} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

interface NotesPanelProps {
  readonly place: NotePlace;
  readonly notes: Notes;
  /** Whether a chart beside it shows the notes that are about a day. */
  readonly hasChart: boolean;
}

/** What both departments write on a metric or a goal: the newest first, answers below what they answer. */
export default function NotesPanel({ place, notes, hasChart }: NotesPanelProps) {
  const { list, writer, path } = notes;
  const [all, setAll] = useState(false);
  const title = place.startsWith('/metrics/') ? 'metric' : 'goal';
  return (
    <section className="panel px-4 py-3" aria-labelledby="notes">
      <div className="flex items-start justify-between gap-2">
        <h2 id="notes" className="text-base font-semibold">
          {NOTE_WORDS.title}
        </h2>
        {notes.notes.length > 0 && <ExportMenu path={path} label={NOTE_WORDS.of(title)} />}
      </div>
      <p className="text-xs text-text-3">{hasChart ? NOTE_WORDS.rule : NOTE_WORDS.noChart}</p>
      <Loaded resource={list} heights={[60]}>
        {(data) => {
          const threads = data.notes.filter(({ answers }) => answers === null).reverse();
          return (
            <>
              {threads.length === 0 && <p className="mt-2 text-sm text-text-2">{NOTE_WORDS.none}</p>}
              <ul className="mt-2 space-y-3">
                {threads.slice(0, all ? undefined : SHOWN).map((note) => (
                  <Thread
                    key={note.id}
                    note={note}
                    answers={data.notes.filter(({ answers }) => answers === note.id)}
                    place={place}
                    writer={writer}
                    timeZone={data.timeZone}
                  />
                ))}
              </ul>
              {threads.length > SHOWN && (
                <button type="button" className="lnk mt-2 text-sm" aria-expanded={all} onClick={() => setAll(!all)}>
                  {all ? NOTE_WORDS.showFewer : NOTE_WORDS.showAll(countText(threads.length))}
                </button>
              )}
            </>
          );
        }}
      </Loaded>
      {writer && (
        <div className="mt-3 border-t border-line pt-3">
          <NoteForm
            label={NOTE_WORDS.title}
            submit={NOTE_WORDS.add(departmentName(writer.side))}
            day={null}
            onSubmit={(said) => addNote(place, said)}
          />
        </div>
      )}
    </section>
  );
}
