import type { SessionState } from '@tandem/contracts/access';
import { useResource } from '../../api/use-resource.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { DigestsPanel } from './digests-panel.js';
import { PasswordPanel } from './password-panel.js';
import { SecondFactorPanel } from './second-factor-panel.js';
import { SessionsPanel } from './sessions-panel.js';

const sideNames = { marketing: 'Marketing', it: 'IT' } as const;

/** What belongs to the account of whoever is signed in. */
export default function AccountPage() {
  const session = useResource<SessionState>('/session');
  return (
    <>
      <PageHeading title="Account" />
      <Loaded resource={session} heights={[120, 320]}>
        {({ account }) =>
          account === null ? (
            <p className="mt-2 text-sm text-text-2">This page is for people who are signed in.</p>
          ) : (
            <>
              <p className="mt-1 text-sm text-text-2">
                {account.name}, {account.email}: {account.role}
                {account.side === null ? '' : ` on the side of ${sideNames[account.side]}`}
                {account.personId === null ? '' : `, speaks as ${account.personId}`}.
              </p>
              <div className="mt-4 grid items-start gap-4 md:grid-cols-2">
                <PasswordPanel hasPassword={account.hasPassword} email={account.email} />
                <SecondFactorPanel
                  isOn={account.hasSecondFactor}
                  hasPassword={account.hasPassword}
                  email={account.email}
                />
              </div>
              <DigestsPanel />
              <SessionsPanel />
            </>
          )
        }
      </Loaded>
    </>
  );
}
