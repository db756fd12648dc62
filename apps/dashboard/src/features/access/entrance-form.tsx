import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { ENTRANCE } from './entrance-words.js';

/** What can be asked for at the entrance; `autoComplete` is what a password manager goes by. */
const questions = {
  name: { name: 'name', autoComplete: 'name' },
  email: { name: 'email', type: 'email', autoComplete: 'username' },
  password: { name: 'password', type: 'password', autoComplete: 'current-password' },
  newPassword: { name: 'password', type: 'password', autoComplete: 'new-password' },
  code: { name: 'code', autoComplete: 'one-time-code' },
} as const;

interface EntranceFormProps {
  readonly ask: readonly (keyof typeof questions)[];
  /** Where the answers are sent, each under the name of its field. */
  readonly path: string;
  /** Sent with the answers: what the page knows already. */
  readonly known?: Readonly<Record<string, string>>;
  readonly startWith?: Readonly<Record<string, string>>;
  /** Whose password is asked for, where the form does not: a password manager is told. */
  readonly username?: string;
  readonly action: string;
  readonly onDone: () => void;
}

/** Asks for what somebody comes in with; faults stand beside their fields, and what was typed is kept. */
export function EntranceForm({ ask, path, known, startWith = {}, username, action, onDone }: EntranceFormProps) {
  const [answers, setAnswers] = useState(startWith);
  const { busy, error, attempt } = useTask();
  const asked = ask.map((question) => ({ ...questions[question], ...ENTRANCE.questions[question] }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const typed = Object.fromEntries(asked.map(({ name }) => [name, answers[name] ?? '']));
    void attempt(() => sendJson(path, { method: 'POST', body: { ...known, ...typed } })).then(
      (worked) => worked && onDone(),
    );
  };
  return (
    <form className="flex flex-col gap-3" onSubmit={submit}>
      {username !== undefined && (
        <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
      )}
      {asked.map((question) => (
        <FormField
          key={question.name}
          {...question}
          value={answers[question.name] ?? ''}
          onChange={(value) => setAnswers((before) => ({ ...before, [question.name]: value }))}
          error={error}
        />
      ))}
      <FormError error={error} fields={asked.map(({ name }) => name)} />
      <button type="submit" className="btn btn-primary !h-9" disabled={busy}>
        {action}
      </button>
    </form>
  );
}
