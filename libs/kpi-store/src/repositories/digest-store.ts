import type { DigestStore } from '@tandem/application/digest-ports';
import type { DigestCadence } from '@tandem/domain/alert/digest-slot';
import type { Side } from '@tandem/domain/metric/definition';
import { inTransaction, type Database } from '../database.js';

interface SubscriptionRow {
  account_id: string;
  email: string;
  side: Side | null;
  cadence: DigestCadence;
  hour: number;
  told_to: Date;
  follows: string[];
}

interface AlertRow {
  id: string;
  title: string;
  severity: 'warning' | 'critical';
  open: boolean;
  since: Date;
}

const alertsAtMost = 1_000;

export function createDigestStore({ pool }: Pick<Database, 'pool'>): DigestStore {
  return {
    subscriptions: async () => {
      const { rows } = await pool.query<SubscriptionRow>(
        `select s.account_id, a.email, a.side, s.cadence, s.hour, s.told_to,
                array(select f.metric_key from followed_metric f where f.account_id = s.account_id order by f.since, f.metric_key) as follows
           from digest_subscription s join account a on a.id = s.account_id and a.disabled_at is null
          order by s.told_to, s.account_id, s.cadence`,
      );
      return rows.map(({ account_id: accountId, told_to: toldTo, ...row }) => ({ ...row, accountId, toldTo }));
    },

    alerts: async (side, from, to) => {
      const { rows } = await pool.query<AlertRow>(
        `select a.id, g.definition ->> 'title' as title, g.definition ->> 'severity' as severity,
                e.resolved_at is null or e.resolved_at >= $3 as open, e.fired_at as since
           from alert_episode e join alert a on a.id = e.alert_id join guardrail g on g.id = a.guardrail_id
          where e.fired_at < $3 and (e.fired_at >= $2 or e.resolved_at is null or e.resolved_at >= $2)
            and ($1::text is null or coalesce(g.definition -> 'owners', '{}') ? $1
                 or coalesce(g.definition -> 'owners', '{}') = '{}')
          order by 4 desc, g.definition ->> 'severity', e.fired_at desc, e.id limit ${alertsAtMost}`,
        [side, from, to],
      );
      return rows.map(({ open, since, ...row }) => ({
        ...row,
        state: open ? ('open' as const) : ('resolved' as const),
        since: since.toISOString(),
      }));
    },

    send: (subscription, to, content, now) =>
      inTransaction(pool, async (client) => {
        const { accountId, cadence, toldTo, email } = subscription;
        const moved = await client.query(
          `update digest_subscription set told_to = $4 where account_id = $1 and cadence = $2 and told_to = $3`,
          [accountId, cadence, toldTo, to],
        );
        if (!moved.rowCount) return false;
        const { rowCount } = await client.query(
          `insert into outbox (address, channel, kind, occasion, content, next_attempt_at, created_at)
           values ($1, 'email', 'digest', $2, $3::jsonb, $4, $4) on conflict do nothing`,
          [email, `digest:${accountId}:${cadence}:${to.toISOString()}`, JSON.stringify(content), now],
        );
        return (rowCount ?? 0) > 0;
      }),

    restart: async ({ accountId, cadence, toldTo }, at) => {
      await pool.query(
        `update digest_subscription set told_to = $4 where account_id = $1 and cadence = $2 and told_to = $3`,
        [accountId, cadence, toldTo, at],
      );
    },
  };
}
