import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';

export function PasswordForm({ onDone }: { readonly onDone: () => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(() => sendJson('/session', { method: 'POST', body: { email, password } })).then(
      (worked) => worked && onDone(),
    );
  };
  return (
    <form className="flex flex-col gap-3" onSubmit={submit}>
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
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={error}
      />
      <FormError error={error} fields={['email', 'password']} />
      <button type="submit" className="btn btn-primary !h-9" disabled={busy}>
        Sign in
      </button>
    </form>
  );
}

/** The second step, with the app's code or a recovery code. */
export function CodeForm({ onDone }: { readonly onDone: () => void }) {
  const [code, setCode] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(() => sendJson('/session/code', { method: 'POST', body: { code } })).then(
      (worked) => worked && onDone(),
    );
  };
  return (
    <form className="flex flex-col gap-3" onSubmit={submit}>
      <FormField
        label="Code"
        name="code"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        error={error}
        hint="Six digits from your authenticator app, or one of your recovery codes."
      />
      <FormError error={error} fields={['code']} />
      <button type="submit" className="btn btn-primary !h-9" disabled={busy}>
        Go on
      </button>
    </form>
  );
}
