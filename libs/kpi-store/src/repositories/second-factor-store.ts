import type { SecondFactorStore } from '@tandem/application/access/access-ports';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';

export function createSecondFactorStore({ pool }: Pick<Database, 'pool'>): SecondFactorStore {
  return {
    read: async (accountId) => {
      const { rows } = await pool.query<{ totp_secret: string | null; confirmed: boolean }>(
        'select totp_secret, totp_confirmed_at is not null as confirmed from account where id = $1',
        [accountId],
      );
      const [row] = rows;
      return row && row.totp_secret !== null ? { sealedSecret: row.totp_secret, confirmed: row.confirmed } : null;
    },

    begin: (accountId, sealedSecret, actor, now) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          'update account set totp_secret = $2, totp_last_step = null where id = $1 and totp_confirmed_at is null',
          [accountId, sealedSecret],
        );
        const subject = { subjectKind: 'account', subjectId: accountId, before: null, after: null };
        if (rowCount) await appendAudit(client, { at: now, actor, action: 'second-factor.begin', ...subject });
      }),

    confirm: (accountId, step, codeHashes, actor, now) =>
      inTransaction(pool, async (client) => {
        await client.query('update account set totp_confirmed_at = $2, totp_last_step = $3 where id = $1', [
          accountId,
          now,
          step,
        ]);
        await client.query('delete from recovery_code where account_id = $1', [accountId]);
        await client.query('insert into recovery_code (account_id, code_hash) select $1, unnest($2::text[])', [
          accountId,
          codeHashes,
        ]);
        const subject = { subjectKind: 'account', subjectId: accountId, before: null, after: null };
        await appendAudit(client, { at: now, actor, action: 'second-factor.on', ...subject });
      }),

    remove: (accountId, actor, now) =>
      inTransaction(pool, async (client) => {
        await client.query(
          'update account set totp_secret = null, totp_confirmed_at = null, totp_last_step = null where id = $1',
          [accountId],
        );
        await client.query('delete from recovery_code where account_id = $1', [accountId]);
        const subject = { subjectKind: 'account', subjectId: accountId, before: null, after: null };
        await appendAudit(client, { at: now, actor, action: 'second-factor.off', ...subject });
      }),

    useStep: async (accountId, step) => {
      const { rowCount } = await pool.query(
        'update account set totp_last_step = $2 where id = $1 and (totp_last_step is null or totp_last_step < $2)',
        [accountId, step],
      );
      return rowCount === 1;
    },

    useRecoveryCode: async (accountId, codeHash) => {
      const { rowCount } = await pool.query('delete from recovery_code where account_id = $1 and code_hash = $2', [
        accountId,
        codeHash,
      ]);
      return rowCount === 1;
    },
  };
}
