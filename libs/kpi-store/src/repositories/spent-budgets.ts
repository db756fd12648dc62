import type { SpentBudgetStore } from '@tandem/application/review/talk-ports';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';

export function createSpentBudgets({ pool }: Pick<Database, 'pool'>): SpentBudgetStore {
  return {
    tell: ({ goal, from, people, routes, content, now }) =>
      inTransaction(pool, async (client) => {
        await client.query('select 1 from goal where id = $1 for update', [goal]);
        const { rowCount: told } = await client.query(
          `select 1 from audit_log where subject_kind = 'goal' and subject_id = $1 and action = 'hold' and after ->> 'from' = $2 limit 1`,
          [goal, from],
        );
        if (told) return 0;
        const values = [`budget:${goal}:${from}`, JSON.stringify(content), now];
        const byRoute = await client.query(
          `insert into outbox (route_id, channel, kind, occasion, content, next_attempt_at, created_at)
           select id, channel, 'budgetSpent', $1, $2::jsonb, $3::timestamptz, $3::timestamptz from route where id = any($4)
           on conflict do nothing`,
          [...values, routes],
        );
        const byMail = await client.query(
          `insert into outbox (address, channel, kind, occasion, content, next_attempt_at, created_at)
           select distinct coalesce(p.email, a.email), 'email', 'budgetSpent', $1, $2::jsonb, $3::timestamptz, $3::timestamptz
             from person p left join account a on a.person_id = p.id and a.disabled_at is null
            where p.id = any($4) and coalesce(p.email, a.email) is not null
           on conflict do nothing`,
          [...values, people],
        );
        const subject = { subjectKind: 'goal', subjectId: goal };
        const after = { from, ...content };
        await appendAudit(client, { at: now, actor: 'clock', action: 'hold', ...subject, before: null, after });
        await notifyChange(client, { kind: 'configuration', keys: [`goal:${goal}`], at: now });
        return (byRoute.rowCount ?? 0) + (byMail.rowCount ?? 0);
      }),
  };
}
