import { Contradiction } from '@tandem/application/access/access-ports';
import type { Invitation, InvitationStore } from '@tandem/application/access/access-ports';
import type { Role } from '@tandem/domain/access/permission';
import type { Side } from '@tandem/domain/metric/definition';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { insertAccount } from './account-store.js';
import { appendAudit } from './append-audit.js';

interface InvitationRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  side: Side | null;
  person_id: string | null;
  created_at: Date;
  expires_at: Date;
}

const columns = 'id, email, name, role, side, person_id, created_at, expires_at';
const isOpen = 'accepted_at is null and withdrawn_at is null and expires_at > $1';

export function createInvitationStore({ pool }: Pick<Database, 'pool'>): InvitationStore {
  const one = async (condition: string, now: Date, value: string) => {
    const text = `select ${columns} from invitation where ${isOpen} and ${condition}`;
    const { rows } = await pool.query<InvitationRow>(text, [now, value]);
    return rows[0] ? toInvitation(rows[0]) : null;
  };
  return {
    listOpen: async (now) => {
      const text = `select ${columns} from invitation where ${isOpen} order by created_at desc`;
      return (await pool.query<InvitationRow>(text, [now])).rows.map(toInvitation);
    },
    find: (tokenHash, now) => one('token_hash = $2', now, tokenHash),
    byId: (id, now) => one('id = $2', now, id),

    create: (invitation, actor, now) =>
      inTransaction(pool, (client) => createInvitation(client, invitation, actor, now)),

    withdraw: (id, actor, now) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(`update invitation set withdrawn_at = $1 where ${isOpen} and id = $2`, [
          now,
          id,
        ]);
        if (!rowCount) return false;
        const subject = { subjectKind: 'invitation', subjectId: id, before: null, after: null };
        await appendAudit(client, { at: now, actor, action: 'withdraw', ...subject });
        return true;
      }),

    accept: (id, { name, personId, passwordHash, identity }, now) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<InvitationRow>(
          `update invitation set accepted_at = $1 where ${isOpen} and id = $2 returning ${columns}`,
          [now, id],
        );
        if (!rows[0]) return null;
        const { email, role, side } = rows[0];
        const account = await insertAccount(client, { email, name, role, side, personId, passwordHash }, null, now);
        if (identity === null) return account;
        await client.query(
          'insert into account_identity (issuer, subject, account_id, linked_at) values ($1, $2, $3, $4)',
          [identity.issuer, identity.subject, account.id, now],
        );
        return { ...account, issuers: [identity.issuer] };
      }),
  };
}

async function createInvitation(
  client: pg.PoolClient,
  { tokenHash, email, name, role, side, personId, expiresAt }: Parameters<InvitationStore['create']>[0],
  actor: string,
  now: Date,
): Promise<Invitation> {
  const known = await client.query('select 1 from account where email = lower($1)', [email]);
  if (known.rowCount) throw new Contradiction('This e-mail address has an account already.');
  // A newer invitation of the same address takes the place of the older one.
  await client.query(`update invitation set withdrawn_at = $1 where ${isOpen} and email = lower($2)`, [now, email]);
  const { rows } = await client.query<InvitationRow>(
    `insert into invitation (token_hash, email, name, role, side, person_id, invited_by, created_at, expires_at)
     values ($1, lower($2), $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
    [tokenHash, email, name, role, side, personId, actor, now, expiresAt],
  );
  if (!rows[0]) throw new Error('The invitation that was just written cannot be read.');
  const after = { email: rows[0].email, name, role, side, person: personId };
  const subject = { subjectKind: 'invitation', subjectId: rows[0].id, before: null, after };
  await appendAudit(client, { at: now, actor, action: 'create', ...subject });
  return toInvitation(rows[0]);
}

function toInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    side: row.side,
    personId: row.person_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
