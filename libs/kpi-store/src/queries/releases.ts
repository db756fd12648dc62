import type pg from 'pg';
import { standingRecords } from './records-as-known.js';

const isProduction = `data ->> 'tier' = 'production'`;
const finishedAt = `(data ->> 'finishedAt')::timestamptz`;
const mostReleases = 5_000;

/**
 * Production releases that failed (by their outcome, or by an incident that is linked to them) and were not made good by `from`, up to `to`. Each counts from
 * its finish until it was recovered from, and at least for a day.
 */
export async function failedReleases(pool: Pick<pg.Pool, 'query'>, from: Date, to: Date) {
  const { rows } = await pool.query<{ id: string; what: string; from: Date; to: Date }>(
    `select id, what, began as "from", ended as "to" from (
       select record_id::text as id, data ->> 'service' as what, ${finishedAt} as began,
              greatest(coalesce((data ->> 'recoveredAt')::timestamptz, ${finishedAt}), ${finishedAt} + interval '1 day') as ended
         from (${standingRecords({ stream: 'deployment', needsLinks: true })}) deployment
        where ${isProduction} and data ->> 'changeFailed' = 'true') failed
      where began < $2 and ended > $1
      order by began, id limit ${mostReleases}`,
    [from, to],
  );
  return rows.map((row) => ({ ...row, kind: 'release' as const }));
}
