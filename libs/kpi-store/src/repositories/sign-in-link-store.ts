import type { SignInLinkStore } from '@tandem/application/access/access-ports';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';

export function createSignInLinkStore({ pool }: Pick<Database, 'pool'>): SignInLinkStore {
  return {
    create: ({ tokenHash, accountId, secondFactorLost, actor, now, expiresAt }) =>
      inTransaction(pool, async (client) => {
        await client.query('delete from sign_in_link where expires_at <= $1', [now]);
        await client.query(
          `insert into sign_in_link (token_hash, account_id, second_factor_lost, created_at, expires_at)
           values ($1, $2, $3, $4, $5)`,
          [tokenHash, accountId, secondFactorLost, now, expiresAt],
        );
        const subject = {
          subjectKind: 'account',
          subjectId: accountId ?? 'administrator',
          before: null,
          after: secondFactorLost ? { secondFactorLost } : null,
        };
        await appendAudit(client, { at: now, actor, action: 'sign-in-link', ...subject });
      }),
    exists: async (tokenHash, now) => {
      const text = 'select 1 from sign_in_link where token_hash = $1 and expires_at > $2';
      return (await pool.query(text, [tokenHash, now])).rowCount === 1;
    },
    take: async (tokenHash, now) => {
      const { rows } = await pool.query<{ account_id: string | null; second_factor_lost: boolean }>(
        'delete from sign_in_link where token_hash = $1 and expires_at > $2 returning account_id, second_factor_lost',
        [tokenHash, now],
      );
      return rows[0] ? { accountId: rows[0].account_id, secondFactorLost: rows[0].second_factor_lost } : null;
    },
  };
}
