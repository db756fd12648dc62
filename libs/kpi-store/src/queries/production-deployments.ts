import type { LaneQuestion, ProductionDeployment } from '@tandem/application/evidence-ports';
import type pg from 'pg';
import { standingRecords, streamAsKnown } from './records-as-known.js';

/** Production deployments that finished in [from, to), for the lane below a chart; the latest ones when there are more than `limit`. */
export async function productionDeployments(
  pool: Pick<pg.Pool, 'query'>,
  request: LaneQuestion,
): Promise<ProductionDeployment[]> {
  const standing = `(${standingRecords({ stream: 'deployment', needsLinks: false })})`;
  const { rows } = await pool.query<{ at: Date; service: string; ref: string | null; outcome: string }>(
    `select (data ->> 'finishedAt')::timestamptz as at, data ->> 'service' as service, data ->> 'ref' as ref, data ->> 'outcome' as outcome
       from ${request.asKnownAt ? streamAsKnown('deployment', '$5') : standing} deployment
      where data ->> 'tier' = 'production' and data ->> 'outcome' in ('succeeded', 'failed')
        and (data ->> 'finishedAt')::timestamptz >= $1 and (data ->> 'finishedAt')::timestamptz < $2
        and ($3::text[] is null or data ->> 'service' = any($3))
      order by 1 desc limit $4`,
    [request.from, request.to, request.services, request.limit, ...(request.asKnownAt ? [request.asKnownAt] : [])],
  );
  return rows
    .reverse()
    .map((row) => ({ at: row.at.toISOString(), service: row.service, ref: row.ref ?? '', outcome: row.outcome }));
}
