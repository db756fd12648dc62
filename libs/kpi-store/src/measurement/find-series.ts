import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { ArrivingSeries } from './arriving-measurement.js';

/** Gives every series of a page its id; those that are new are written. The caller holds the connection. */
export async function findSeries(
  client: pg.PoolClient,
  connectionId: string,
  series: ReadonlySet<ArrivingSeries>,
): Promise<void> {
  const byDigest = new Map([...series].map((each) => [digestOf(`${connectionId}\n${each.text}`), each]));
  const digests = [...byDigest.keys()];
  const known = await client.query<{ id: number; digest: string }>(
    'select id, digest from measurement_series where digest = any($1::uuid[])',
    [digests],
  );
  for (const { id, digest } of known.rows) setId(byDigest, digest, id);
  const missing = digests.filter((digest) => byDigest.get(digest)?.id === 0);
  if (missing.length === 0) return;
  const made = await client.query<{ id: number; digest: string }>(
    `insert into measurement_series (digest, connection_id, metric, dimensions)
     select digest, $1, metric, dimensions
       from jsonb_to_recordset($2::jsonb) as s (digest uuid, metric text, dimensions jsonb) returning id, digest`,
    [
      connectionId,
      JSON.stringify(
        missing.map((digest) => ({
          digest,
          metric: byDigest.get(digest)?.metric,
          dimensions: byDigest.get(digest)?.dimensions,
        })),
      ),
    ],
  );
  for (const { id, digest } of made.rows) setId(byDigest, digest, id);
}

function setId(series: ReadonlyMap<string, ArrivingSeries>, digest: string, id: number): void {
  const found = series.get(digest);
  if (found) found.id = id;
}

/** A text of any length as something that an index takes. */
export function digestOf(text: string): string {
  const hex = createHash('md5').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
