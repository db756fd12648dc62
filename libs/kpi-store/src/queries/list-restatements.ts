import type { RestatementRow } from '@tandem/application/restatement-ports';
import type pg from 'pg';

/** Changes of settled values, the newest first: of some metrics or of all, after the one that a page ended with. */
export async function listRestatements(
  pool: Pick<pg.Pool, 'query'>,
  request: {
    readonly metrics?: readonly string[] | undefined;
    readonly after?: string | undefined;
    readonly asKnownAt: Date | null;
    readonly since?: Date | undefined;
    readonly limit: number;
  },
): Promise<RestatementRow[]> {
  const { rows } = await pool.query<RestatementRow>(
    `select r.id::text, r.metric_key as metric, r.version, r.day::text, r.period_start as start, r.period_end as "end",
            r.before, r.after, r.restated_at as "restatedAt", r.run_id::text as "runId", s.trigger,
            json_build_object('id', c.id, 'name', c.name) as source
       from restatement r
       join sync_run s on s.id = r.run_id
       join connection c on c.id = s.connection_id
      where ($1::text[] is null or r.metric_key = any($1)) and ($2::bigint is null or r.id < $2)
        and ($3::timestamptz is null or r.restated_at <= $3) and ($5::timestamptz is null or r.restated_at > $5)
      order by r.id desc limit $4`,
    [request.metrics ?? null, request.after ?? null, request.asKnownAt, request.limit, request.since ?? null],
  );
  return rows;
}
