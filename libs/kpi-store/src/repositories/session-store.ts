import type { FoundSession, Session, SessionStore } from '@tandem/application/access/access-ports';
import type { Role } from '@tandem/domain/access/permission';
import type { Side } from '@tandem/domain/metric/definition';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit, type AuditEntry } from './append-audit.js';

interface FoundRow {
  id: string;
  account_id: string;
  name: string;
  role: Role;
  side: Side | null;
  person_id: string | null;
  awaiting_second_factor: boolean;
  must_enrol: boolean;
  last_seen_at: Date;
}

interface SessionRow {
  id: string;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  address: string;
  agent: string;
}

/** A session is a row: without it nobody is signed in, on any process, from the next request on. */
export function createSessionStore({ pool }: Pick<Database, 'pool'>): SessionStore {
  return {
    open: (session) => inTransaction(pool, (client) => openSession(client, session)),

    find: (tokenHash, now, idleSince) => findSession(pool, { tokenHash, now, idleSince }),

    touch: async (id, now) => {
      await pool.query('update session set last_seen_at = $2 where id = $1 and last_seen_at < $2', [id, now]);
    },

    listOf: async (accountId, now, idleSince) => {
      const { rows } = await pool.query<SessionRow>(
        `select id, created_at, last_seen_at, expires_at, address, agent from session
          where account_id = $1 and expires_at > $2 and last_seen_at > $3 and not awaiting_second_factor
          order by last_seen_at desc`,
        [accountId, now, idleSince],
      );
      return rows.map(toSession);
    },

    close: (id, accountId, ended) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query('delete from session where id = $1 and account_id = $2', [
          id,
          accountId,
        ]);
        if (!rowCount) return false;
        if (ended !== null) {
          const { actor, action, now } = ended;
          await note(client, accountId, {
            at: now,
            actor,
            action,
            after: action === 'sign-out' ? null : { session: id },
          });
        }
        return true;
      }),

    closeAll: (accountId, exceptId, actor, now) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          'delete from session where account_id = $1 and id is distinct from $2',
          [accountId, exceptId],
        );
        if (rowCount)
          await note(client, accountId, { at: now, actor, action: 'session.end', after: { sessions: rowCount } });
      }),
  };
}

async function openSession(
  client: pg.PoolClient,
  {
    tokenHash,
    accountId,
    awaitingSecondFactor,
    secondFactorElsewhere,
    visitor,
    by,
    now,
    expiresAt,
  }: Parameters<SessionStore['open']>[0],
): Promise<void> {
  const { address, agent } = visitor;
  await client.query(
    `insert into session (token_hash, account_id, awaiting_second_factor, second_factor_elsewhere, created_at, last_seen_at,
                          expires_at, address, agent)
     values ($1, $2, $3, $4, $5, $5, $6, $7, $8)`,
    [tokenHash, accountId, awaitingSecondFactor, secondFactorElsewhere, now, expiresAt, address, agent],
  );
  if (!awaitingSecondFactor) {
    await client.query('update account set last_signed_in_at = $2 where id = $1', [accountId, now]);
    await note(client, accountId, {
      at: now,
      actor: `account:${accountId}`,
      action: 'sign-in',
      after: { by, address },
    });
  }
  await client.query('delete from session where expires_at <= $1', [now]);
}

async function findSession(
  pool: pg.Pool,
  { tokenHash, now, idleSince }: { readonly tokenHash: string; readonly now: Date; readonly idleSince: Date },
): Promise<FoundSession | null> {
  const { rows } = await pool.query<FoundRow>({
    name: 'find-session',
    text: `select s.id, s.account_id, a.name, a.role, a.side, a.person_id, s.awaiting_second_factor, s.last_seen_at,
                  a.totp_confirmed_at is null and not s.second_factor_elsewhere
                    and exists (select from sign_in_rule r where a.role = any (r.second_factor_roles)) as must_enrol
             from session s join account a on a.id = s.account_id
            where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3 and a.disabled_at is null`,
    values: [tokenHash, now, idleSince],
  });
  const [row] = rows;
  if (!row) return null;
  return {
    principal: {
      kind: 'account',
      accountId: row.account_id,
      sessionId: row.id,
      name: row.name,
      role: row.role,
      side: row.side,
      personId: row.person_id,
      mustEnrol: row.must_enrol,
    },
    awaitingSecondFactor: row.awaiting_second_factor,
    lastSeenAt: row.last_seen_at,
  };
}

/** One row of the audit trail about the sign-ins of this account. */
function note(
  client: pg.PoolClient,
  accountId: string,
  entry: Pick<AuditEntry, 'at' | 'actor' | 'action' | 'after'>,
): Promise<void> {
  return appendAudit(client, { ...entry, subjectKind: 'account', subjectId: accountId, before: null });
}

function toSession(row: SessionRow): Session {
  return {
    id: row.id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    address: row.address,
    agent: row.agent,
  };
}
