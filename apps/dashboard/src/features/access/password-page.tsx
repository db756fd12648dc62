import type { PasswordLinkOwner } from '@tandem/contracts/access';
import { EntranceForm } from './entrance-form.js';
import { Entrance } from './entrance.js';
import { Opening } from './opening.js';
import { useLink } from './use-link.js';
import { ENTRANCE } from './entrance-words.js';

/** The page keeps the link out of the address, so that no history of the browser holds it. */
const token = location.hash.slice(1);
if (token !== '') history.replaceState(null, '', location.pathname);

/** A new password in the place of a forgotten one, by an administrator's link. */
export default function PasswordPage() {
  const { answer: owner, ...opening } = useLink<PasswordLinkOwner>('/password-link', 'token', token);
  if (owner === null) return <Opening title={ENTRANCE.password.title} broken={ENTRANCE.brokenLink} {...opening} />;
  return (
    <Entrance title={ENTRANCE.password.title}>
      <p className="text-sm text-text-2">{ENTRANCE.password.of(owner.name, owner.email)}</p>
      <EntranceForm
        ask={['newPassword']}
        path="/password-link/use"
        known={{ token }}
        username={owner.email}
        action={ENTRANCE.password.set}
        // Signed in, or asked for the second factor: the sign-in page knows which.
        onDone={() => location.assign('/sign-in')}
      />
    </Entrance>
  );
}
