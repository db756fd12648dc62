import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';

/** The first account of a server that others can reach: an administrator with a password. */
export function FirstAccountForm({ link, onDone }: { readonly link: string; readonly onDone: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { link, name, email, password };
    void attempt(() => sendJson('/session/first', { method: 'POST', body })).then((worked) => worked && onDone());
  };
  return (
    <form className="flex flex-col gap-3" onSubmit={submit}>
      <p className="text-sm text-text-2">
        You become the first administrator. Everybody else comes by your invitation.
      </p>
      <FormField label="Name" name="name" autoComplete="name" value={name} onChange={setName} error={error} />
      <FormField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={error}
      />
      <FormField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        error={error}
        hint="12 characters or more; a few words in a row do well."
      />
      <FormError error={error} fields={['name', 'email', 'password']} />
      <button type="submit" className="btn btn-primary !h-9" disabled={busy}>
        Set up Tandem
      </button>
    </form>
  );
}
