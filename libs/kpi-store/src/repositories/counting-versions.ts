import { withDependents } from '@tandem/domain/metric/derived-inputs';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type pg from 'pg';

/** A version of a metric that has counted rows of its own. */
export interface CountingVersion {
  readonly id: string;
  readonly key: string;
  readonly definition: MetricDefinition;
}

/** Every version that has rows of its own: the old ones answer for their time, so late data must reach them as well. */
export async function countingVersions(client: Pick<pg.PoolClient, 'query'>): Promise<CountingVersion[]> {
  const found = await client.query<CountingVersion>(
    'select id, metric_key as key, definition from metric_version where counted_by is null order by id',
  );
  return found.rows;
}

/** These metrics and what is reckoned from them, by whichever of its versions. */
export function changedWith(keys: readonly string[], versions: readonly CountingVersion[]): readonly string[] {
  return withDependents(
    keys,
    versions.map(({ key, definition: { formula } }) => ({ key, formula })),
  );
}
