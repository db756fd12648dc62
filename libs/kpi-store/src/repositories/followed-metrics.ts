import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';

interface By {
  readonly actor: string;
  readonly now: Date;
}

/** The metrics that somebody follows. Following twice, or leaving what is not followed, changes nothing and leaves no row. */
export function createFollowedMetrics({ pool }: Pick<Database, 'pool'>) {
  const change = (accountId: string, key: string, by: By, does: 'follow' | 'unfollow') =>
    inTransaction(pool, async (client) => {
      const known = await client.query('select 1 from metric where key = $1', [key]);
      if (!known.rowCount) return null;
      const { rowCount } =
        does === 'follow'
          ? await client.query(
              `insert into followed_metric (account_id, metric_key, since) values ($1, $2, $3) on conflict do nothing`,
              [accountId, key, by.now],
            )
          : await client.query('delete from followed_metric where account_id = $1 and metric_key = $2', [
              accountId,
              key,
            ]);
      if (!rowCount) return false;
      const isFollowed = { metric: key };
      await appendAudit(client, {
        at: by.now,
        actor: by.actor,
        action: `metric.${does}`,
        subjectKind: 'account',
        subjectId: accountId,
        before: does === 'follow' ? null : isFollowed,
        after: does === 'follow' ? isFollowed : null,
      });
      return true;
    });
  return {
    /** Keys, the one followed longest first. */
    read: async (accountId: string): Promise<string[]> => {
      const { rows } = await pool.query<{ metric_key: string }>(
        'select metric_key from followed_metric where account_id = $1 order by since, metric_key',
        [accountId],
      );
      return rows.map(({ metric_key: key }) => key);
    },
    /** null for a metric that there is not. */
    follow: (accountId: string, key: string, by: By) => change(accountId, key, by, 'follow'),
    unfollow: (accountId: string, key: string, by: By) => change(accountId, key, by, 'unfollow'),
  };
}
