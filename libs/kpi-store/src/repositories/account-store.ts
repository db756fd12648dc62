import { Contradiction } from '@tandem/application/access/access-ports';
import type { Account, AccountChange, AccountStore, NewAccount } from '@tandem/application/access/access-ports';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { auditedAccount, selectAccount, toAccount, type AccountRow } from './account-rows.js';
import { appendAudit } from './append-audit.js';

type Querying = Pick<pg.ClientBase, 'query'>;

export function createAccountStore({ pool }: Pick<Database, 'pool'>): AccountStore {
  const one = async (condition: string, values: unknown[]) => {
    const { rows } = await pool.query<AccountRow>(`${selectAccount} where ${condition}`, values);
    return rows[0] ? toAccount(rows[0]) : null;
  };
  return {
    list: async () => (await pool.query<AccountRow>(`${selectAccount} order by a.name, a.email`)).rows.map(toAccount),
    byId: (id) => one('a.id = $1', [id]),
    byEmail: (email) => one('a.email = lower($1)', [email]),
    byIdentity: ({ issuer, subject }) =>
      one('a.id = (select account_id from account_identity where issuer = $1 and subject = $2)', [issuer, subject]),
    passwordHash: async (id) => {
      const { rows } = await pool.query<{ password_hash: string | null }>(
        'select password_hash from account where id = $1',
        [id],
      );
      return rows[0]?.password_hash ?? null;
    },

    createFirst: (account, actor, now) =>
      inTransaction(pool, async (client) => {
        // Whoever comes first holds the workspace; those who waited find its account.
        await client.query('select 1 from workspace for update');
        const { rowCount } = await client.query('select 1 from account limit 1');
        return rowCount ? null : insertAccount(client, account, actor, now);
      }),

    change: (id, change, actor, now) =>
      inTransaction(pool, (client) => changeAccount(client, { id, change, actor, now })),

    setPassword: (id, hash, { keepSession, actor, now }) =>
      inTransaction(pool, (client) => writePassword(client, { id, hash, keepSession, actor, by: null, now })),

    rehash: async (id, hash) => {
      await pool.query('update account set password_hash = $2 where id = $1', [id, hash]);
    },
  };
}

interface NewPassword {
  readonly id: string;
  readonly hash: string;
  readonly keepSession: string | null;
  readonly actor: string;
  /** What stood in for the present password; null when that was given. */
  readonly by: 'link' | null;
  readonly now: Date;
}

/** Every session but one ends with a new password, and no link that was made for the old one replaces it. */
export async function writePassword(
  client: Querying,
  { id, hash, keepSession, actor, by, now }: NewPassword,
): Promise<void> {
  await client.query('update account set password_hash = $2 where id = $1', [id, hash]);
  await client.query('delete from session where account_id = $1 and id is distinct from $2', [id, keepSession]);
  await client.query('delete from password_link where account_id = $1', [id]);
  const subject = { subjectKind: 'account', subjectId: id, before: null, after: by && { by } };
  await appendAudit(client, { at: now, actor, action: 'password', ...subject });
}

interface Changing {
  readonly id: string;
  readonly change: AccountChange;
  readonly actor: string;
  readonly now: Date;
}

async function changeAccount(client: Querying, { id, change, actor, now }: Changing): Promise<Account> {
  const before = await lockedAccount(client, id);
  const next = {
    role: change.role ?? before.role,
    side: change.side === undefined ? before.side : change.side,
    personId: change.personId === undefined ? before.personId : change.personId,
    disabledAt: change.disabled === undefined ? before.disabledAt : change.disabled ? now : null,
  };
  await refusingDoubles(() =>
    client.query('update account set role = $2, side = $3, person_id = $4, disabled_at = $5 where id = $1', [
      id,
      next.role,
      next.side,
      next.personId,
      next.disabledAt,
    ]),
  );
  if (before.role === 'administrator' && before.disabledAt === null) await requireAdministrator(client);
  await client.query('delete from session where account_id = $1', [id]);
  await client.query('delete from password_link where account_id = $1', [id]);
  const after = { ...before, ...next };
  await appendAudit(client, {
    at: now,
    actor,
    action: 'change',
    subjectKind: 'account',
    subjectId: id,
    before: auditedAccount(before),
    after: auditedAccount(after),
  });
  return after;
}

/** A new account with its row of the audit trail, in the caller's transaction. */
export async function insertAccount(
  client: Querying,
  account: NewAccount,
  actor: string | null,
  now: Date,
): Promise<Account> {
  const { rows } = await refusingDoubles(() =>
    client.query<{ id: string }>(
      `insert into account (email, name, role, side, person_id, password_hash, created_at)
       values (lower($1), $2, $3, $4, $5, $6, $7) returning id`,
      [account.email, account.name, account.role, account.side, account.personId, account.passwordHash, now],
    ),
  );
  const created = await lockedAccount(client, rows[0]?.id ?? '');
  await appendAudit(client, {
    at: now,
    actor: actor ?? `account:${created.id}`,
    action: 'create',
    subjectKind: 'account',
    subjectId: created.id,
    before: null,
    after: auditedAccount(created),
  });
  return created;
}

async function lockedAccount(client: Querying, id: string): Promise<Account> {
  const { rows } = await client.query<AccountRow>(`${selectAccount} where a.id = $1 for update of a`, [id]);
  if (!rows[0]) throw new Error(`There is no account ${id}.`);
  return toAccount(rows[0]);
}

/** Nobody could ever let anybody in again. */
async function requireAdministrator(client: Querying): Promise<void> {
  // Two administrators who demote each other at the same moment wait for one another here.
  await client.query('select 1 from workspace for update');
  const { rowCount } = await client.query(
    "select 1 from account where role = 'administrator' and disabled_at is null limit 1",
  );
  if (!rowCount) throw new Contradiction('This is the last administrator: make somebody else one first.');
}

async function refusingDoubles<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const constraint = error instanceof Error && 'constraint' in error ? error.constraint : null;
    if (constraint === 'account_email_once') throw new Contradiction('This e-mail address has an account already.');
    if (constraint === 'account_person_once') throw new Contradiction('This person has an account already.');
    if (constraint === 'account_person') throw new Contradiction('There is no such person in the configuration.');
    throw error;
  }
}
