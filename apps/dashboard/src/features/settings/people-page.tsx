import type { Account, AccountList, Invitation, PasswordLinkMade, SessionState } from '@tandem/contracts/access';
import { useState } from 'react';
import { askJson, sendJson } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { dateText } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useTask } from '../../ui/use-task.js';
import { AccessActions } from './access-actions.js';
import { InviteForm } from './invite-form.js';
import { refreshPeople, roleOptions, sideOf, sideOptions } from './people-choices.js';
import { SecondFactorRule } from './second-factor-rule.js';

type Change = (path: string, method: 'PATCH' | 'DELETE', body?: object) => void;

type Patch = (account: Account, body: object) => void;

/** What somebody is: role, side, team, and the person of the configuration that they speak as. */
function standingColumns(
  people: AccountList['people'],
  ownId: string | null,
  patch: Patch,
): readonly Column<Account>[] {
  return [
    {
      title: 'Role',
      cell: (account) =>
        account.id === ownId ? (
          `${account.role} (you)`
        ) : (
          <Choice
            label={`Role of ${account.name}`}
            value={account.role}
            options={roleOptions}
            onChange={(role) => patch(account, { role })}
          />
        ),
    },
    {
      title: 'Side',
      cell: (account) => (
        <Choice
          label={`Side of ${account.name}`}
          value={account.side ?? ''}
          options={sideOptions}
          onChange={(side) => patch(account, { side: sideOf(side), personId: null })}
        />
      ),
    },
    {
      title: 'Team',
      cell: ({ personId }) => people.find(({ id }) => id === personId)?.team ?? '–',
    },
    {
      title: 'Speaks as',
      cell: (account) => (
        <Choice
          label={`Person of ${account.name}`}
          value={account.personId ?? ''}
          options={[
            { value: '', label: 'nobody' },
            ...people.filter(({ side }) => side === account.side).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(person) => patch(account, { personId: person === '' ? null : person })}
        />
      ),
    },
  ];
}

interface Doing {
  readonly busy: boolean;
  readonly change: Change;
  readonly makeLink: (account: Account) => void;
}

function accountColumns(
  people: AccountList['people'],
  ownId: string | null,
  { busy, change, makeLink }: Doing,
): readonly Column<Account>[] {
  const patch: Patch = ({ id }, body) => change(`/accounts/${id}`, 'PATCH', body);
  return [
    {
      title: 'Person',
      cell: ({ name, email, disabledAt }) => (
        <>
          <span className={disabledAt === null ? 'font-medium' : 'text-text-3 line-through'}>{name}</span>
          <span className="block break-all text-xs text-text-3">{email}</span>
        </>
      ),
    },
    ...standingColumns(people, ownId, patch),
    {
      title: 'Signs in with',
      cell: ({ hasPassword, hasSecondFactor, issuers }) =>
        [hasPassword ? 'password' : null, ...issuers, hasSecondFactor ? 'second factor' : null]
          .filter(Boolean)
          .join(', ') || 'one-time link',
    },
    {
      title: 'Last signed in',
      cell: ({ lastSignedInAt }) => (lastSignedInAt === null ? 'never' : dateText(lastSignedInAt, 'UTC')),
    },
    {
      title: 'Access',
      cell: (account) => (
        <AccessActions
          account={account}
          isOwn={account.id === ownId}
          busy={busy}
          onDisable={(disabled) => patch(account, { disabled })}
          onPasswordLink={() => makeLink(account)}
        />
      ),
    },
  ];
}

function Invitations({
  open,
  busy,
  change,
}: {
  readonly open: readonly Invitation[];
  readonly busy: boolean;
  readonly change: Change;
}) {
  if (open.length === 0) return null;
  const columns: readonly Column<Invitation>[] = [
    { title: 'Invited', cell: ({ name, email }) => `${name}, ${email}` },
    {
      title: 'As',
      cell: ({ role, side }) => `${role}${side === null ? '' : `, ${side === 'it' ? 'IT' : 'Marketing'}`}`,
    },
    { title: 'Until', cell: ({ expiresAt }) => dateText(expiresAt, 'UTC') },
    {
      title: 'Withdraw',
      cell: ({ id }) => (
        <button
          type="button"
          className="btn"
          disabled={busy}
          onClick={() => change(`/accounts/invitations/${id}`, 'DELETE')}
        >
          Withdraw
        </button>
      ),
    },
  ];
  return (
    <div className="mt-6">
      <h2 className="mb-2 text-lg font-semibold">Open invitations</h2>
      <DataTable caption="Open invitations" columns={columns} rows={open} rowKey={({ id }) => id} />
    </div>
  );
}

/** Who can come in, and as what. */
export default function PeoplePage() {
  const list = useResource<AccountList>('/accounts');
  const session = useResource<SessionState>('/session');
  const { busy, error, attempt } = useTask();
  const [made, setMade] = useState<{ readonly name: string; readonly link: string } | null>(null);
  const makeLink = ({ id, name }: Account): void => {
    void attempt(async () => {
      const { link } = await askJson<PasswordLinkMade>(`/accounts/${id}/password-link`, { method: 'POST', body: {} });
      setMade({ name, link });
    });
  };
  const change: Change = (path, method, body) => {
    void attempt(() => sendJson(path, { method, ...(body === undefined ? {} : { body }) })).then(refreshPeople);
  };
  return (
    <>
      <PageHeading title="People">
        <p className="text-sm text-text-2">
          A change counts from the next request on; whoever it concerns signs in again.
        </p>
      </PageHeading>
      <FormError error={error} />
      {made !== null && (
        <ShownOnce
          key={made.link}
          label={`Hand this link to ${made.name} for a new password; it works once, for a day, and is not shown again:`}
          text={made.link}
        />
      )}
      <Loaded resource={list} heights={[240, 160]}>
        {({ accounts, invitations, people }) => (
          <>
            <div className="mt-4">
              <DataTable
                caption="Everybody who can sign in"
                columns={accountColumns(people, session.data?.account?.id ?? null, { busy, change, makeLink })}
                rows={accounts}
                rowKey={({ id }) => id}
              />
            </div>
            <Invitations open={invitations} busy={busy} change={change} />
            <InviteForm people={people} />
            <SecondFactorRule accounts={accounts} />
          </>
        )}
      </Loaded>
    </>
  );
}
