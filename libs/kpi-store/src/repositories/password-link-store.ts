import type { PasswordLinkStore } from '@tandem/application/access/access-ports';
import { inTransaction, type Database } from '../database.js';
import { writePassword } from './account-store.js';
import { appendAudit } from './append-audit.js';

export function createPasswordLinkStore({ pool }: Pick<Database, 'pool'>): PasswordLinkStore {
  return {
    create: ({ tokenHash, accountId, actor, now, expiresAt }) =>
      inTransaction(pool, async (client) => {
        await client.query('delete from password_link where expires_at <= $1', [now]);
        await client.query(
          `insert into password_link (account_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4)
           on conflict (account_id) do update
             set token_hash = excluded.token_hash, created_at = excluded.created_at, expires_at = excluded.expires_at`,
          [accountId, tokenHash, now, expiresAt],
        );
        const subject = { subjectKind: 'account', subjectId: accountId, before: null };
        const after = { expiresAt: expiresAt.toISOString() };
        await appendAudit(client, { at: now, actor, action: 'password-link', ...subject, after });
      }),

    find: async (tokenHash, now) => {
      const { rows } = await pool.query<{ account_id: string }>(
        `select l.account_id from password_link l join account a on a.id = l.account_id
          where l.token_hash = $1 and l.expires_at > $2 and a.disabled_at is null`,
        [tokenHash, now],
      );
      return rows[0]?.account_id ?? null;
    },

    use: (tokenHash, passwordHash, now) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ account_id: string }>(
          `delete from password_link l using account a
            where l.token_hash = $1 and l.expires_at > $2 and a.id = l.account_id and a.disabled_at is null
            returning l.account_id`,
          [tokenHash, now],
        );
        const accountId = rows[0]?.account_id;
        if (accountId === undefined) return false;
        await writePassword(client, {
          id: accountId,
          hash: passwordHash,
          keepSession: null,
          actor: `account:${accountId}`,
          by: 'link',
          now,
        });
        return true;
      }),
  };
}
