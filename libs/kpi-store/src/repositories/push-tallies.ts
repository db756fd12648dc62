import type { PushTally, PushTallyView } from '@tandem/application/push-ports';
import type pg from 'pg';

/** More kinds of one sort are counted together, so that no sender can fill the table with names. */
const mostReasons = 50;
const furtherReasons = 'others';

/** Counts what was not taken; for a source that is not there it counts nothing. */
export async function countTallies(
  pool: Pick<pg.Pool, 'query'>,
  source: string,
  tallies: readonly PushTally[],
  now: Date,
): Promise<void> {
  for (const { kind, reason, count } of tallies) {
    await pool.query(
      `insert into push_tally as t (connection_id, kind, reason, count, first_at, last_at)
       select c.id, $2, case
                when exists (select from push_tally o where o.connection_id = c.id and o.kind = $2 and o.reason = $3)
                  or (select count(*) from push_tally o where o.connection_id = c.id and o.kind = $2) < ${mostReasons} then $3
                else '${furtherReasons}' end, $4, $5, $5
         from connection c where c.id = $1
       on conflict (workspace, connection_id, kind, reason) do update
          set count = t.count + excluded.count, last_at = greatest(t.last_at, excluded.last_at)`,
      [source, kind, reason.replaceAll('\0', '').slice(0, 200), count, now],
    );
  }
}

/** The latest first. */
export async function listTallies(pool: Pick<pg.Pool, 'query'>, source: string): Promise<readonly PushTallyView[]> {
  const { rows } = await pool.query<Omit<PushTallyView, 'firstAt' | 'lastAt'> & { firstAt: Date; lastAt: Date }>(
    `select kind, reason, count::float8 as count, first_at as "firstAt", last_at as "lastAt"
       from push_tally where connection_id = $1 order by last_at desc, kind, reason limit 200`,
    [source],
  );
  return rows.map((row) => ({ ...row, firstAt: row.firstAt.toISOString(), lastAt: row.lastAt.toISOString() }));
}
