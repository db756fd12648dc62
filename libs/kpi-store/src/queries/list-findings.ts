import type { FindingView } from '@tandem/application/sources/source-ports';
import type pg from 'pg';

/** What the latest runs of a connection have noticed, the newest first. */
export async function listFindings(
  pool: Pick<pg.Pool, 'query'>,
  connectionId: string,
  limit: number,
): Promise<FindingView[]> {
  const { rows } = await pool.query<Omit<FindingView, 'seenAt'> & { readonly seenAt: Date }>(
    `select run_id::text as run, kind, stream, nullif(field, '') as field, message, seen_at as "seenAt"
       from run_finding where connection_id = $1 order by run_id desc, stream, kind, field limit $2`,
    [connectionId, limit],
  );
  return rows.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() }));
}
