import type { PasswordLinkOwner } from '@tandem/contracts/access';
import { useEffect, useState } from 'react';
import { askJson } from '../../api/request.js';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { EntranceForm } from './entrance-form.js';
import { Entrance } from './entrance.js';
import { ENTRANCE } from './entrance-words.js';

/** The page keeps the link out of the address, so that no history of the browser holds it. */
const token = location.hash.slice(1);
if (token !== '') history.replaceState(null, '', location.pathname);

/** A new password in the place of a forgotten one, by an administrator's link. */
export default function PasswordPage() {
  const [owner, setOwner] = useState<PasswordLinkOwner | null>(null);
  const { error, attempt } = useTask();
  useEffect(() => {
    void attempt(async () =>
      setOwner(await askJson<PasswordLinkOwner>('/password-link', { method: 'POST', body: { token } })),
    );
  }, [attempt]);
  if (owner === null) {
    return (
      <Entrance title={error === null ? ENTRANCE.password.title : ENTRANCE.brokenLink}>
        <FormError error={error} />
        {error !== null && (
          <a href="/sign-in" className="lnk text-sm">
            {ENTRANCE.anotherWay}
          </a>
        )}
      </Entrance>
    );
  }
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
