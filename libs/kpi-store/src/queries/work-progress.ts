import type { NoticeContent } from '@tandem/application/delivery-ports';
import type { AlertPolicy } from '@tandem/domain/alert/alert-policy';
import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;

export type Work = 'evaluation' | 'delivery';

/** Without a sign of progress for this long, work stands still: both are done every half minute or as soon as they are due. */
const standsStillAfterMs = 5 * 60_000;

export async function markProgress(database: Queryable, work: Work, now: Date): Promise<void> {
  await database.query(
    `insert into work_progress (work, done_at) values ($1, $2)
     on conflict (workspace, work) do update set done_at = excluded.done_at`,
    [work, now],
  );
}

export interface Standstill {
  readonly work: Work;
  /** The last sign of progress, or what waits the longest. */
  readonly since: Date;
}

/**
 * What stands still: guardrails that are there and were not evaluated, messages that are due and that nobody takes. While no worker has run for
 * as long, neither is said of it: then the heartbeat is missing.
 */
export async function standstills(database: Queryable, now: Date): Promise<readonly Standstill[]> {
  const { rows } = await database.query<{
    evaluated: Date | null;
    started: Date | null;
    guarded: boolean;
    waiting: Date | null;
  }>(
    `select (select done_at from work_progress where work = 'evaluation') as evaluated,
            (select min(started_at) from worker_heartbeat where beat_at > $1::timestamptz - interval '1 minute') as started,
            exists (select 1 from guardrail) as guarded,
            (select min(next_attempt_at) from outbox
              where state = 'pending' and (leased_until is null or leased_until <= $1)) as waiting`,
    [now],
  );
  const [row] = rows;
  if (!row) return [];
  const isLongAgo = (at: Date | null): at is Date => at !== null && now.getTime() - at.getTime() > standsStillAfterMs;
  const found: Standstill[] = [];
  const evaluated = row.evaluated ?? row.started;
  if (row.guarded && isLongAgo(row.started) && isLongAgo(evaluated))
    found.push({ work: 'evaluation', since: evaluated });
  if (isLongAgo(row.waiting)) found.push({ work: 'delivery', since: row.waiting });
  return found;
}

/** Tells the routes that policies name for it, once for each standstill. Answers how many messages were written. */
export async function tellStandstill(
  database: Queryable,
  { work, since }: Standstill,
  { publicUrl, now }: { readonly publicUrl: string | null; readonly now: Date },
): Promise<number> {
  const known = await database.query<{ policies: AlertPolicy[]; zone: string }>(
    `select (select coalesce(json_agg(definition order by position, id), '[]') from alert_policy) as policies,
            (select time_zone from organisation where id = 1) as zone`,
  );
  const [row] = known.rows;
  const routes = [...new Set((row?.policies ?? []).flatMap(({ standstillTo = [] }) => standstillTo))];
  const content: NoticeContent = {
    kind: 'standstill',
    what: work,
    since: since.toISOString(),
    at: now.toISOString(),
    timeZone: row?.zone ?? 'UTC',
    url: publicUrl,
  };
  const { rowCount } = await database.query(
    `insert into outbox (route_id, channel, kind, occasion, content, next_attempt_at, created_at)
     select id, channel, 'standstill', $2, $3::jsonb, $4, $4 from route where id = any($1)
     on conflict do nothing`,
    [routes, `standstill:${work}:${since.toISOString()}`, JSON.stringify(content), now],
  );
  return rowCount ?? 0;
}
