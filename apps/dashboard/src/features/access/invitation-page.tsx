import type { Invitation, SessionState } from '@tandem/contracts/access';
import { useEffect, useState } from 'react';
import { askJson } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { EntranceForm } from './entrance-form.js';
import { Entrance } from './entrance.js';
import { ProviderButtons } from './provider-buttons.js';
import { ENTRANCE } from './entrance-words.js';

const token = location.hash.slice(1);

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
      <Entrance title={error === null ? ENTRANCE.invitation.title : ENTRANCE.invitation.broken}>
        <FormError error={error} />
      </Entrance>
    );
  }
  return (
    <Entrance title={ENTRANCE.invitation.welcome}>
      <p className="text-sm text-text-2">{ENTRANCE.invitation.invited(invitation)}</p>
      <ProviderButtons providers={session.data?.providers ?? []} returnTo="/board" invitation={token} />
      <EntranceForm
        ask={['name', 'newPassword']}
        path="/invitation/accept"
        known={{ token }}
        startWith={{ name: invitation.name }}
        action={ENTRANCE.invitation.accept}
        onDone={() => location.assign('/board')}
      />
    </Entrance>
  );
}
