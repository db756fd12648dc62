import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { ACCOUNT } from './account-words.js';

export function PasswordPanel({ hasPassword, email }: { readonly hasPassword: boolean; readonly email: string }) {
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { present: hasPassword ? present : null, next };
    void attempt(async () => {
      await sendJson('/account/password', { method: 'POST', body });
      setPresent('');
      setNext('');
      setDone(true);
      invalidateResources((path) => path === '/session' || path.startsWith('/account'), 0);
    });
  };
  return (
    <section className="panel px-5 py-4" aria-labelledby="password">
      <h2 id="password" className="text-lg font-semibold">
        {ACCOUNT.password.title}
      </h2>
      <form className="mt-3 flex max-w-[360px] flex-col gap-3" onSubmit={submit}>
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        {hasPassword && (
          <FormField
            label={ACCOUNT.password.present}
            name="present"
            type="password"
            autoComplete="current-password"
            value={present}
            onChange={setPresent}
            error={error}
          />
        )}
        <FormField
          label={ACCOUNT.password.next}
          name="password"
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          error={error}
          hint={ACCOUNT.password.hint}
        />
        <FormError error={error} fields={['present', 'password']} />
        <p role="status" className={done ? 'text-sm text-ok' : 'sr'}>
          {done ? ACCOUNT.password.isSet : ''}
        </p>
        <button type="submit" className="btn self-start" disabled={busy}>
          {ACCOUNT.password.set}
        </button>
      </form>
    </section>
  );
}
