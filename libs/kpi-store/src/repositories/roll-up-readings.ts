import type pg from 'pg';
import type { CompiledDefinition } from '../queries/compile-definition.js';
import { standingRecords } from '../queries/records-as-known.js';
import type { CountedCondition, RollUpContext } from './roll-up.js';

/** Latest values keep their readings, one row per record, so that the last one of any period can be told after any correction. */
export async function replaceReadings(
  client: pg.PoolClient,
  {
    id,
    compiled,
    isCounted,
  }: { readonly id: string; readonly compiled: CompiledDefinition; readonly isCounted: CountedCondition },
  context: RollUpContext,
): Promise<number> {
  const removed = await client.query(
    `delete from observation_reading o using changed_record c
      where o.metric_version_id = $1 and o.record_id = c.record_id and c.stream = '${compiled.stream}'`,
    [id],
  );
  const changed = standingRecords(
    compiled,
    `join changed_record c on c.record_id = k.id and c.stream = '${compiled.stream}' and ${isCounted('c.record_id')}`,
  );
  return (removed.rowCount ?? 0) + (await insertReadings(client, id, compiled, context, changed));
}

export async function insertReadings(
  client: pg.PoolClient,
  metricVersionId: string,
  compiled: CompiledDefinition,
  context: RollUpContext,
  records: string,
): Promise<number> {
  const inserted = await client.query(
    `insert into observation_reading (metric_version_id, record_id, day, slice, value, at, version, tie)
     select $1::bigint, r.record_id, (${compiled.at} at time zone $2)::date, ${compiled.slice}, ${compiled.reading},
            ${compiled.at}, r.version, r.connection_id || ' ' || r.natural_key
       from (${records}) r
      where ${compiled.matches} and ${compiled.at} is not null`,
    [metricVersionId, context.timeZone],
  );
  return inserted.rowCount ?? 0;
}
