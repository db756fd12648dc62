import { useEffect, useRef, useState, type FormEvent } from 'react';
import { FormError, FormField } from '../../ui/form-field.js';
import { TextArea } from '../../ui/text-area.js';
import { useTask } from '../../ui/use-task.js';
import { NOTE_WORDS } from './note-words.js';

interface NoteFormProps {
  /** Of the form, for those who do not see where it stands. */
  readonly label: string;
  readonly submit: string;
  readonly text?: string;
  /** Local date that is suggested; `undefined` asks for none. */
  readonly day?: string | null | undefined;
  readonly textLabel?: string;
  readonly onSubmit: (said: { readonly text: string; readonly day: string | null }) => Promise<void>;
  readonly onDone?: () => void;
  readonly onCancel?: () => void;
}

const LONGEST = 2000;

/** A text, and the day that it is about. A form that was opened takes the focus; one that always stands there does not. */
export function NoteForm(props: NoteFormProps) {
  const { label, submit, onSubmit, onDone, onCancel, textLabel = NOTE_WORDS.text } = props;
  const [text, setText] = useState(props.text ?? '');
  const [day, setDay] = useState(props.day ?? '');
  const form = useRef<HTMLFormElement>(null);
  const { busy, error, attempt } = useTask();
  const wasOpened = onCancel !== undefined;
  useEffect(() => {
    if (wasOpened) form.current?.querySelector('textarea')?.focus();
  }, [wasOpened]);
  // Another day was chosen on the chart while the form stood open.
  useEffect(() => setDay(props.day ?? ''), [props.day]);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(() => onSubmit({ text, day: day === '' ? null : day })).then((worked) => {
      if (!worked) return;
      setText('');
      onDone?.();
    });
  };
  return (
    <form
      ref={form}
      className="noprint space-y-2"
      aria-label={label}
      onSubmit={send}
      onKeyDown={(event) => event.key === 'Escape' && onCancel?.()}
    >
      <TextArea label={textLabel} value={text} onChange={setText} longest={LONGEST} />
      {props.day !== undefined && (
        <div className="max-w-[220px]">
          <FormField
            label={NOTE_WORDS.day}
            type="date"
            name="day"
            value={day}
            onChange={setDay}
            error={error}
            required={false}
            hint={NOTE_WORDS.dayHint}
          />
        </div>
      )}
      <FormError error={error} fields={['day']} />
      <div className="flex gap-2">
        <button type="submit" className="btn btn-primary" disabled={busy}>
          {submit}
        </button>
        {onCancel && (
          <button type="button" className="btn" onClick={onCancel}>
            {NOTE_WORDS.cancel}
          </button>
        )}
      </div>
    </form>
  );
}
