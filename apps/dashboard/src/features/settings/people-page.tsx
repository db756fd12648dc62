import type { Account, AccountList, Invitation, PasswordLinkMade, SessionState } from '@tandem/contracts/access';
import { useState } from 'react';
import { askJson, sendJson } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { momentText } from '../../text/time-text.js';
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
import { SettingsNav } from './settings-page.js';
import { PEOPLE } from './people-words.js';
import { departmentName } from '../../ui/owners.js';

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
      title: PEOPLE.role,
      cell: (account) =>
        account.id === ownId ? (
          PEOPLE.you(PEOPLE.roles[account.role])
        ) : (
          <Choice
            label={PEOPLE.roleOf(account.name)}
            value={account.role}
            options={roleOptions()}
            onChange={(role) => patch(account, { role })}
          />
        ),
    },
    {
      title: PEOPLE.side,
      cell: (account) => (
        <Choice
          label={PEOPLE.sideOf(account.name)}
          value={account.side ?? ''}
          options={sideOptions()}
          onChange={(side) => patch(account, { side: sideOf(side), personId: null })}
        />
      ),
    },
    {
      title: PEOPLE.team,
      names: true,
      cell: ({ personId }) => people.find(({ id }) => id === personId)?.team ?? '–',
    },
    {
      title: PEOPLE.speaksAs,
      cell: (account) => (
        <Choice
          label={PEOPLE.personOf(account.name)}
          value={account.personId ?? ''}
          options={[
            { value: '', label: PEOPLE.nobody },
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
      title: PEOPLE.person,
      cell: ({ name, email, disabledAt }) => (
        <>
          <span className={disabledAt === null ? 'font-medium' : 'text-text-3 line-through'}>{name}</span>
          <span className="block break-all text-xs text-text-3">{email}</span>
        </>
      ),
    },
    ...standingColumns(people, ownId, patch),
    {
      title: PEOPLE.signsInWith,
      cell: ({ hasPassword, hasSecondFactor, issuers }) =>
        [hasPassword ? PEOPLE.password : null, ...issuers, hasSecondFactor ? PEOPLE.secondFactor : null]
          .filter(Boolean)
          .join(', ') || PEOPLE.oneTimeLink,
    },
    {
      title: PEOPLE.lastSignedIn,
      cell: ({ lastSignedInAt }) => (lastSignedInAt === null ? PEOPLE.never : momentText(lastSignedInAt)),
    },
    {
      title: PEOPLE.access,
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
    { title: PEOPLE.invited, cell: ({ name, email }) => `${name}, ${email}` },
    {
      title: PEOPLE.as,
      cell: ({ role, side }) => [PEOPLE.roles[role], ...(side === null ? [] : [departmentName(side)])].join(', '),
    },
    { title: PEOPLE.until, cell: ({ expiresAt }) => momentText(expiresAt) },
    {
      title: PEOPLE.withdraw,
      cell: ({ id }) => (
        <button
          type="button"
          className="btn"
          disabled={busy}
          onClick={() => change(`/accounts/invitations/${id}`, 'DELETE')}
        >
          {PEOPLE.withdraw}
        </button>
      ),
    },
  ];
  return (
    <div className="mt-6">
      <h2 className="mb-2 text-lg font-semibold">{PEOPLE.openInvitations}</h2>
      <DataTable caption={PEOPLE.openInvitations} columns={columns} rows={open} rowKey={({ id }) => id} />
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
      <SettingsNav />
      <PageHeading title={PEOPLE.title}>
        <p className="text-sm text-text-2">{PEOPLE.intro}</p>
      </PageHeading>
      <FormError error={error} />
      {made !== null && <ShownOnce key={made.link} label={PEOPLE.newLink(made.name)} text={made.link} />}
      <Loaded resource={list} heights={[240, 160]}>
        {({ accounts, invitations, people }) => (
          <>
            <div className="mt-4">
              <DataTable
                caption={PEOPLE.everybody}
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
