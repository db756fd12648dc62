import type { Invitation, SessionState } from '@tandem/contracts/access';
import { useEffect, useState, type FormEvent } from 'react';
import { askJson, sendJson } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { Entrance } from './entrance.js';
import { ProviderButtons } from './provider-buttons.js';

const token = location.hash.slice(1);

function AcceptForm({ invitation }: { readonly invitation: Invitation }) {
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { token, name, password };
    void attempt(() => sendJson('/invitation/accept', { method: 'POST', body })).then(
      (worked) => worked && location.assign('/board'),
    );
  };
  return (
    <form className="flex flex-col gap-3" onSubmit={submit}>
      <FormField label="Name" name="name" autoComplete="name" value={name} onChange={setName} error={error} />
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
      <FormError error={error} fields={['name', 'password']} />
      <button type="submit" className="btn btn-primary !h-9" disabled={busy}>
        Accept
      </button>
    </form>
  );
}

export default function InvitationPage() {
  const session = useResource<SessionState>('/session');
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const { error, attempt } = useTask();
  useEffect(() => {
    void attempt(async () =>
      setInvitation(await askJson<Invitation>('/invitation', { method: 'POST', body: { token } })),
    );
  }, [attempt]);
  if (invitation === null) {
    return (
      <Entrance title={error === null ? 'Your invitation' : 'This invitation does not work any more'}>
        <FormError error={error} />
      </Entrance>
    );
  }
  return (
    <Entrance title="Welcome to Tandem">
      <p className="text-sm text-text-2">
        {invitation.email} is invited as {invitation.role}
        {invitation.side === null ? '' : ` on the side of ${invitation.side === 'it' ? 'IT' : 'Marketing'}`}.
      </p>
      <ProviderButtons providers={session.data?.providers ?? []} returnTo="/board" invitation={token} />
      <AcceptForm invitation={invitation} />
    </Entrance>
  );
}
