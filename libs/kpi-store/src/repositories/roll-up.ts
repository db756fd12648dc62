import type pg from 'pg';
import { workOutOpeningHours } from '../calendar/opening-hours.js';
import { compileDefinition, type CompiledDefinition } from '../queries/compile-definition.js';
import { standingRecords } from '../queries/records-as-known.js';
import { withDeployment } from '../queries/with-deployment.js';
import type { CountingVersion } from './counting-versions.js';
import { insertReadings, replaceReadings } from './roll-up-readings.js';

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
  const streams = await client.query<{ stream: string }>('select distinct stream from changed_record');
  const changedStreams = new Set(streams.rows.map((row) => row.stream));
  const reading = versions.flatMap((version) => {
    const { formula } = version.definition;
    // A formula over metrics is reckoned when it is read.
    if (formula.kind === 'derived') return [];
    const compiled = compileDefinition(formula);
    const reads = changedStreams.has(compiled.stream) || (compiled.needsDeployment && changedStreams.has('deployment'));
    return reads ? [{ version, compiled }] : [];
  });
  const touched = new Set<string>();
  if (reading.length === 0) return [];
  const counted = await shareRollUp(
    client,
    reading.map(({ version }) => version.id),
    reading.filter(({ compiled }) => compiled.needsDeployment).map(({ version }) => version.id),
  );
  // Read under the lock: should the zone change from here on, the counting anew begins after this page.
  const found = await client.query<{ time_zone: string }>('select time_zone from organisation');
  const dated = { ...context, timeZone: found.rows[0]?.time_zone ?? context.timeZone };
  await workOutHours(
    client,
    reading.map(({ version, compiled }) => ({ ...version, compiled, isCounted: counted(version.id) })),
  );
  for (const { version, compiled } of reading) {
    const changes = await applyChanges(client, { ...version, compiled, isCounted: counted(version.id) }, dated);
    if (changes > 0) touched.add(version.key);
  }
  return [...touched];
}

/** Says in SQL whether a version has counted the record of this id: all of them, or up to where its counting has come. */
export type CountedCondition = (recordId: string) => string;

interface Counting {
  readonly id: string;
  readonly compiled: CompiledDefinition;
  readonly isCounted: CountedCondition;
}

/**
 * Many pages may add to a version at a time; a step of its counting waits for them, and they for it. What a version has not counted yet is
 * left to the step that comes to it. Versions that join two streams are counted by one page at a time: a change and its deployment that
 * come in two pages at once would each be counted without the other.
 */
export async function shareRollUp(
  client: pg.PoolClient,
  versionIds: readonly string[],
  alone: readonly string[] = [],
): Promise<(versionId: string) => CountedCondition> {
  await client.query(
    `select case when id = any($3::bigint[]) then pg_advisory_xact_lock($1, id::int) else pg_advisory_xact_lock_shared($1, id::int) end
       from (select unnest($2::bigint[]) as id order by 1) v`,
    [rollUpLock, versionIds, alone],
  );
  const { rows } = await client.query<{ id: string; through: string }>(
    'select metric_version_id as id, counted_through as through from metric_counting where metric_version_id = any($1)',
    [versionIds],
  );
  const through = new Map(rows.map((row) => [row.id, BigInt(row.through)]));
  return (versionId) => (recordId) => {
    const last = through.get(versionId);
    return last === undefined ? 'true' : `${recordId} <= ${last}`;
  };
}

/** Until the end of the transaction nobody else writes the observations of this version. */
export async function holdRollUp(client: pg.PoolClient, versionId: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2::int)', [rollUpLock, versionId]);
}

function applyChanges(client: pg.PoolClient, counting: Counting, context: RollUpContext): Promise<number> {
  const { id, compiled } = counting;
  if (compiled.reading !== null) return replaceReadings(client, counting, context);
  if (compiled.item !== null) return replaceItems(client, counting, compiled.item, context);
  const difference = `select 1 as sign, added.* from (${contributions(compiled, changedSide(counting, 'new'), '$4')}) added
             union all
             select -1, removed.* from (${contributions(compiled, changedSide(counting, 'old'), '$4')}) removed`;
  return addDifference(client, id, difference, context);
}

function changedSide({ compiled, isCounted }: Pick<Counting, 'compiled' | 'isCounted'>, which: 'old' | 'new'): string {
  return `select c.record_id, c.connection_id, c.${which}_data as data, c.${which}_known_at as known_at
       from changed_record c
      where c.stream = '${compiled.stream}' and c.${which}_data is not null and ${isCounted('c.record_id')}`;
}

/** Before any observation is written: pages that work out the same hours wait for each other here, in one order, and nowhere else. */
async function workOutHours(client: pg.PoolClient, countings: readonly Counting[]): Promise<void> {
  const timed = countings
    .flatMap((counting) => (counting.compiled.clock === null ? [] : [{ ...counting, clock: counting.compiled.clock }]))
    .sort((a, b) => (a.clock.key < b.clock.key ? -1 : 1));
  for (const { clock, ...counting } of timed) {
    const { compiled } = counting;
    const changed =
      compiled.item === null
        ? `(${changedSide(counting, 'old')} union all ${changedSide(counting, 'new')}) r`
        : joined(compiled, standingRecords(compiled, `join (${touchedRecords(counting)}) t on t.id = k.id`));
    await workOutOpeningHours(client, clock, { from: changed });
  }
}

/** Adds what the records with ids in (after, upTo] say, of which the version has counted nothing yet. */
export async function countRecords(
  client: pg.PoolClient,
  { id, definition }: CountingVersion,
  { after, upTo }: { readonly after: string; readonly upTo: string },
  context: RollUpContext,
): Promise<void> {
  const { formula } = definition;
  if (formula.kind === 'derived') return;
  const compiled = compileDefinition(formula);
  const records = `${standingRecords(compiled)} and k.id > ${BigInt(after)} and k.id <= ${BigInt(upTo)}`;
  if (compiled.clock !== null) await workOutOpeningHours(client, compiled.clock, { from: joined(compiled, records) });
  if (compiled.reading !== null) await insertReadings(client, id, compiled, context, records);
  else if (compiled.item !== null) await insertItems(client, id, compiled, compiled.item, context, records);
  else {
    const added = `select 1 as sign, added.* from (${contributions(compiled, records, '$4')}) added`;
    await addDifference(client, id, added, context);
  }
}

/** Nothing is left of what the version has counted. */
export async function forgetCounted(client: pg.PoolClient, versionId: string): Promise<void> {
  for (const table of ['observation', 'observation_item', 'observation_reading']) {
    await client.query(`delete from ${table} where metric_version_id = $1`, [versionId]);
  }
}

/** Sums lose the zeros at their end, which tell of decimals that were there once: counted anew, a row has to be the same. */
async function addDifference(
  client: pg.PoolClient,
  metricVersionId: string,
  difference: string,
  context: RollUpContext,
): Promise<number> {
  const written = await client.query(
    `insert into observation as o (metric_version_id, day, slice, numerator, denominator, n, recorded_at, run_id)
     select $1, day, slice, trim_scale(sum(sign * numerator)), trim_scale(sum(sign * denominator)), sum(sign * n), $2, $3
       from (${difference}) difference
      group by day, slice
     having sum(sign * n) <> 0 or sum(sign * numerator) <> 0 or coalesce(sum(sign * denominator), 0) <> 0
      order by day, slice
     on conflict (metric_version_id, day, slice) do update
        set numerator = trim_scale(o.numerator + excluded.numerator), denominator = trim_scale(o.denominator + excluded.denominator),
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
  counting: Counting,
  item: string,
  context: RollUpContext,
): Promise<number> {
  const { id, compiled } = counting;
  await client.query(`create temporary table touched_record on commit drop as ${touchedRecords(counting)}`);
  await client.query('analyze touched_record');
  const removed = await client.query(
    `delete from observation_item i using touched_record t where i.metric_version_id = $1 and i.record_id = t.id`,
    [id],
  );
  const records = standingRecords(compiled, 'join touched_record t on t.id = k.id');
  const inserted = await insertItems(client, id, compiled, item, context, records);
  await client.query('drop table touched_record');
  return (removed.rowCount ?? 0) + inserted;
}

function touchedRecords({ compiled, isCounted }: Pick<Counting, 'compiled' | 'isCounted'>): string {
  const changed = `select record_id as id from changed_record where stream = '${compiled.stream}' and ${isCounted('record_id')}`;
  if (!compiled.needsDeployment) return changed;
  return `${changed}
       union
       select ch.id from (${deploymentsWere}) c
         join record ch on ch.stream = 'change' and ch.link_service = c.service and ch.link_ref = c.ref
        where ${isCounted('ch.id')}`;
}

/** What deployments that changed were called, before and after. */
const deploymentsWere = ['old', 'new']
  .map(
    (side) =>
      `select ${side}_data ->> 'service' as service, ${side}_data ->> 'ref' as ref from changed_record where stream = 'deployment'`,
  )
  .join(' union ');

async function insertItems(
  client: pg.PoolClient,
  metricVersionId: string,
  compiled: CompiledDefinition,
  item: string,
  context: RollUpContext,
  records: string,
): Promise<number> {
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
  return `${compiled.needsDeployment ? withDeployment(records) : `(${records}) r`}${compiled.moves}`;
}
