import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type pg from 'pg';
import { recountMeasurements } from '../measurement/roll-up-measurements.js';
import { compileDefinition, type CompiledDefinition } from '../queries/compile-definition.js';
import { standingRecords } from '../queries/records-as-known.js';
import { recalculateReadings, replaceReadings } from './roll-up-readings.js';

/** A version of a metric that has counted rows of its own. */
export interface CountingVersion {
  readonly id: string;
  readonly key: string;
  readonly definition: MetricDefinition;
}

export interface RollUpContext {
  readonly timeZone: string;
  readonly now: Date;
  readonly runId: string | null;
}

/** One number per version: roll-up of a page and recalculation of a whole version wait for each other here. */
const rollUpLock = 7_261_437;

/**
 * Adds to the observations what the records in `changed_record` changed: the new contribution less the old one. Only touched days are
 * written. Answers the keys of the metrics whose observations changed.
 */
export async function rollUpChanged(
  client: pg.PoolClient,
  versions: readonly CountingVersion[],
  context: RollUpContext,
): Promise<string[]> {
  const touched = new Set<string>();
  const streams = await client.query<{ stream: string }>('select distinct stream from changed_record');
  const changedStreams = new Set(streams.rows.map((row) => row.stream));
  for (const version of versions) {
    const { formula } = version.definition;
    if (formula.kind === 'derived') continue;
    const compiled = compileDefinition(formula);
    const reads = changedStreams.has(compiled.stream) || (compiled.needsDeployment && changedStreams.has('deployment'));
    if (!reads) continue;
    await shareRollUp(client, version.id);
    const changes = await applyChanges(client, version.id, compiled, context);
    if (changes > 0) touched.add(version.key);
  }
  return [...touched];
}

function applyChanges(
  client: pg.PoolClient,
  metricVersionId: string,
  compiled: CompiledDefinition,
  context: RollUpContext,
): Promise<number> {
  if (compiled.reading !== null) return replaceReadings(client, metricVersionId, compiled, context);
  if (compiled.item !== null) return replaceItems(client, metricVersionId, compiled, compiled.item, context);
  return addDifferences(client, metricVersionId, compiled, context);
}

/** Many pages may add to one version at a time; a recalculation of it has to wait for them, and they for it. */
export async function shareRollUp(client: pg.PoolClient, versionId: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock_shared($1, $2::int)', [rollUpLock, versionId]);
}

/** Recalculates a version of a metric from all its records; the result is the same rows that the page-wise roll-up leaves. */
export async function recalculate(
  client: pg.PoolClient,
  version: CountingVersion,
  context: RollUpContext,
): Promise<void> {
  const { formula } = version.definition;
  // A formula over metrics is reckoned when it is read.
  if (formula.kind === 'derived') return;
  const compiled = compileDefinition(formula);
  await client.query('select pg_advisory_xact_lock($1, $2::int)', [rollUpLock, version.id]);
  if (compiled.stream === 'measurement') return recountMeasurements(client, { id: version.id, formula }, context);
  if (compiled.reading !== null) {
    await recalculateReadings(client, version.id, compiled, context);
    return;
  }
  if (compiled.item) {
    await client.query('delete from observation_item where metric_version_id = $1', [version.id]);
    await insertItems(client, version.id, compiled, compiled.item, context, 'record');
    return;
  }
  await client.query('delete from observation where metric_version_id = $1', [version.id]);
  await client.query(
    `insert into observation (metric_version_id, day, slice, numerator, denominator, n, recorded_at, run_id)
     select $1, c.day, c.slice, sum(c.numerator), sum(c.denominator), sum(c.n), $2, $3
       from (${contributions(compiled, standingRecords(compiled), '$4')}) c
      group by c.day, c.slice
     having sum(c.n) <> 0 or sum(c.numerator) <> 0`,
    [version.id, context.now, context.runId, context.timeZone],
  );
}

async function addDifferences(
  client: pg.PoolClient,
  metricVersionId: string,
  compiled: CompiledDefinition,
  context: RollUpContext,
): Promise<number> {
  const side = (which: 'old' | 'new') =>
    `select c.record_id, c.connection_id, c.${which}_data as data, c.${which}_known_at as known_at
       from changed_record c
      where c.stream = '${compiled.stream}' and c.${which}_data is not null`;
  const written = await client.query(
    `insert into observation as o (metric_version_id, day, slice, numerator, denominator, n, recorded_at, run_id)
     select $1, day, slice, sum(sign * numerator), sum(sign * denominator), sum(sign * n), $2, $3
       from (select 1 as sign, added.* from (${contributions(compiled, side('new'), '$4')}) added
             union all
             select -1, removed.* from (${contributions(compiled, side('old'), '$4')}) removed) difference
      group by day, slice
     having sum(sign * n) <> 0 or sum(sign * numerator) <> 0 or coalesce(sum(sign * denominator), 0) <> 0
      order by day, slice
     on conflict (metric_version_id, day, slice) do update
        set numerator = o.numerator + excluded.numerator, denominator = o.denominator + excluded.denominator,
            n = o.n + excluded.n, recorded_at = excluded.recorded_at, run_id = excluded.run_id`,
    [metricVersionId, context.now, context.runId, context.timeZone],
  );
  await client.query(`delete from observation where metric_version_id = $1 and n = 0 and numerator = 0`, [
    metricVersionId,
  ]);
  return written.rowCount ?? 0;
}

/** Percentiles keep their items, one row per record, so that any longer period pools them exactly. */
async function replaceItems(
  client: pg.PoolClient,
  metricVersionId: string,
  compiled: CompiledDefinition,
  item: string,
  context: RollUpContext,
): Promise<number> {
  const touched = compiled.needsDeployment
    ? `select record_id as id from changed_record where stream = '${compiled.stream}'
       union
       select ch.id from changed_record c
         join record ch on ch.stream = 'change'
          and ch.data ->> 'service' in (c.new_data ->> 'service', c.old_data ->> 'service')
          and ch.data ->> 'deploymentRef' in (c.new_data ->> 'ref', c.old_data ->> 'ref')
        where c.stream = 'deployment'`
    : `select record_id as id from changed_record where stream = '${compiled.stream}'`;
  await client.query(`create temporary table touched_record on commit drop as ${touched}`);
  await client.query('analyze touched_record');
  const removed = await client.query(
    `delete from observation_item i using touched_record t where i.metric_version_id = $1 and i.record_id = t.id`,
    [metricVersionId],
  );
  const inserted = await insertItems(client, metricVersionId, compiled, item, context, 'touched_record');
  await client.query('drop table touched_record');
  return (removed.rowCount ?? 0) + inserted;
}

async function insertItems(
  client: pg.PoolClient,
  metricVersionId: string,
  compiled: CompiledDefinition,
  item: string,
  context: RollUpContext,
  touched: 'record' | 'touched_record',
): Promise<number> {
  const records = standingRecords(compiled, touched === 'record' ? '' : `join ${touched} t on t.id = k.id`);
  const inserted = await client.query(
    `insert into observation_item (metric_version_id, record_id, day, slice, value, excluded)
     select distinct on (r.record_id) $1::bigint, r.record_id, (${compiled.at} at time zone $2)::date, ${compiled.slice}, ${item}, ${compiled.excluded}
       from ${joined(compiled, records)}
      where ${compiled.matches} and ${compiled.at} is not null
      order by r.record_id, ${compiled.at}`,
    [metricVersionId, context.timeZone],
  );
  return inserted.rowCount ?? 0;
}

function contributions(compiled: CompiledDefinition, records: string, timeZone: string): string {
  return `select (${compiled.at} at time zone ${timeZone})::date as day, ${compiled.slice} as slice,
                 ${compiled.numerator} as numerator, ${compiled.denominator} as denominator, ${compiled.n} as n
            from ${joined(compiled, records)}
           where ${compiled.matches} and ${compiled.at} is not null`;
}

function joined(compiled: CompiledDefinition, records: string): string {
  const deployment = compiled.needsDeployment
    ? ` join record d on d.stream = 'deployment' and d.data ->> 'service' = r.data ->> 'service'
         and d.data ->> 'ref' = r.data ->> 'deploymentRef'`
    : '';
  return `(${records}) r${deployment}${compiled.moves}`;
}
