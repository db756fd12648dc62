import type { SessionState } from '@tandem/contracts/access';
import { useResource } from '../../api/use-resource.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { DigestsPanel } from './digests-panel.js';
import { PasswordPanel } from './password-panel.js';
import { ReadingPanel } from './reading-panel.js';
import { SecondFactorPanel } from './second-factor-panel.js';
import { SessionsPanel } from './sessions-panel.js';
import { ACCOUNT } from './account-words.js';

/** What belongs to the account of whoever is signed in. */
export default function AccountPage() {
  const session = useResource<SessionState>('/session');
  return (
    <>
      <PageHeading title={ACCOUNT.title} />
      <Loaded resource={session} heights={[120, 320]}>
        {({ account }) =>
          account === null ? (
            <p className="mt-2 text-sm text-text-2">{ACCOUNT.forSignedIn}</p>
          ) : (
            <>
              <p className="mt-1 text-sm text-text-2">{ACCOUNT.who(account)}</p>
              <div className="mt-4 grid items-start gap-4 md:grid-cols-2">
                <PasswordPanel hasPassword={account.hasPassword} email={account.email} />
                <SecondFactorPanel
                  isOn={account.hasSecondFactor}
                  hasPassword={account.hasPassword}
                  email={account.email}
                />
              </div>
              <ReadingPanel />
              <DigestsPanel />
              <SessionsPanel />
            </>
          )
        }
      </Loaded>
    </>
  );
}
