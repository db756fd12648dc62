import type { Invitation, SessionState } from '@tandem/contracts/access';
import { useResource } from '../../api/use-resource.js';
import { EntranceForm } from './entrance-form.js';
import { Entrance } from './entrance.js';
import { Opening } from './opening.js';
import { ProviderButtons } from './provider-buttons.js';
import { useLink } from './use-link.js';
import { ENTRANCE } from './entrance-words.js';

const token = location.hash.slice(1);

export default function InvitationPage() {
  const session = useResource<SessionState>('/session');
  const { answer: invitation, ...opening } = useLink<Invitation>('/invitation', 'token', token);
  if (invitation === null) {
    return <Opening title={ENTRANCE.invitation.title} broken={ENTRANCE.invitation.broken} {...opening} />;
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
