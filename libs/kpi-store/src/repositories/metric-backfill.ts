import type { BackfillProgress, MetricBackfill } from '@tandem/application/backfill-ports';
import { readsLinks } from '@tandem/domain/record/linked-fields';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { streamsBehind } from '../queries/metric-coverage.js';
import { latest, recordsKeptFrom } from '../retention/kept-time.js';
import { recountMeasurements } from '../measurement/roll-up-measurements.js';
import { changedWith, countingVersions, type CountingVersion } from './counting-versions.js';
import { upholdLinks } from './link-records.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';
import { countRecords, forgetCounted, holdRollUp, type RollUpContext } from './roll-up.js';

/** Records that one step counts: it holds up the pages of the metric's sources for less than a second. */
const recordsPerStep = 20_000;

type Step = 'more' | 'done' | 'stopped';

/**
 * Counts metrics from all records as they stand, step by step. Where it has come to is in the table, so a step that is lost with its process
 * is taken again; pages that arrive meanwhile add to what is counted already and leave the rest to the steps to come.
 */
export function createMetricBackfill(database: Pick<Database, 'pool'>, stepSize = recordsPerStep): MetricBackfill {
  const { pool } = database;
  const countAll = async (metricKey: string, now: () => Date, signal?: AbortSignal): Promise<'counted' | 'stopped'> => {
    for (;;) {
      signal?.throwIfAborted();
      const step = await inTransaction(pool, (client) => countNext(client, metricKey, now(), stepSize));
      if (step !== 'more') return step === 'done' ? 'counted' : 'stopped';
    }
  };
  return {
    count: countAll,
    recalculate: async (metricKey, now) => {
      const reset = await pool.query(
        'update metric_version set counted_at = null where metric_key = $1 and counted_by is null returning id',
        [metricKey],
      );
      if (!reset.rowCount) throw new Error(`There is no metric "${metricKey}" to recalculate.`);
      await pool.query('delete from metric_counting where metric_version_id = any($1)', [
        reset.rows.map(({ id }: { id: string }) => id),
      ]);
      await countAll(metricKey, () => now);
    },
    stop: (metricKey, actor, now) => setState(pool, metricKey, 'stopped', { actor, now }),
    resume: (metricKey, actor, now) => setState(pool, metricKey, 'running', { actor, now }),
    progress: () => readProgress(pool),
  };
}

/** One step of the first version of the metric that has not counted everything. */
async function countNext(client: pg.PoolClient, metricKey: string, now: Date, stepSize: number): Promise<Step> {
  const [version] = await uncountedVersions(client, metricKey);
  if (!version) return 'done';
  // In the order in which pages lock them.
  if (readsLinks(version.definition.formula)) await upholdLinks(client);
  await holdRollUp(client, version.id);
  const zone = await client.query<{ time_zone: string }>('select time_zone from organisation');
  const context = { timeZone: zone.rows[0]?.time_zone ?? 'UTC', now, runId: null };
  const place = await placeOf(client, version, now);
  if (place === null) return 'more';
  if (place.state === 'stopped') return 'stopped';
  const { formula } = version.definition;
  if (formula.kind !== 'derived' && formula.stream === 'measurement') {
    // Measurements are packed by the day: all of them are counted in one step.
    await recountMeasurements(client, { id: version.id, formula }, context);
    await finish(client, version, now);
  } else await countFrom(client, version, place.counted_through, context, stepSize);
  const keys = changedWith([version.key], await countingVersions(client));
  await notifyChange(client, { kind: 'observations', keys, at: now });
  return 'more';
}

interface Place {
  readonly state: 'running' | 'stopped';
  readonly counted_through: string;
}

/** Where the counting has come; it begins with nothing counted. null when another process has counted everything meanwhile. */
async function placeOf(client: pg.PoolClient, version: CountingVersion, now: Date): Promise<Place | null> {
  const waiting = await client.query('select 1 from metric_version where id = $1 and counted_at is null', [version.id]);
  if (!waiting.rowCount) return null;
  const { formula } = version.definition;
  if (formula.kind === 'derived') {
    // A formula over metrics is reckoned when it is read.
    await client.query('update metric_version set counted_at = $2 where id = $1', [version.id, now]);
    return null;
  }
  const begun = await client.query(
    `insert into metric_counting (metric_version_id, state, counted_through, first_id, last_id, counted, started_at, updated_at)
     select $1, 'running', coalesce(min(id) - 1, 0), coalesce(min(id), 0), coalesce(max(id), 0), 0, $2, $2
       from record where stream = '${formula.stream}'
     on conflict do nothing`,
    [version.id, now],
  );
  if (begun.rowCount) await forgetCounted(client, version.id);
  const { rows } = await client.query<Place>(
    'select state, counted_through from metric_counting where metric_version_id = $1',
    [version.id],
  );
  return rows[0] ?? null;
}

/** A change of the zone meanwhile has taken the row away: then nothing is counted yet. */
async function finish(client: pg.PoolClient, { id, definition }: CountingVersion, now: Date): Promise<void> {
  const finished = await client.query('delete from metric_counting where metric_version_id = $1', [id]);
  if (!finished.rowCount) return;
  // Days of records that had been removed by now cannot be counted any more.
  const { formula } = definition;
  const kept =
    formula.kind === 'derived' ? new Map<string, Date>() : await recordsKeptFrom(client, streamsBehind(formula));
  await client.query('update metric_version set counted_at = $2, counted_from = $3 where id = $1', [
    id,
    now,
    latest(kept.values()),
  ]);
}

async function countFrom(
  client: pg.PoolClient,
  version: CountingVersion,
  after: string,
  context: RollUpContext,
  stepSize: number,
): Promise<void> {
  const { formula } = version.definition;
  if (formula.kind === 'derived') return;
  const { rows } = await client.query<{ up_to: string | null; records: string }>(
    `select max(id) as up_to, count(*) as records
       from (select id from record where stream = '${formula.stream}' and id > $1 order by id limit $2) next`,
    [after, stepSize],
  );
  const [next] = rows;
  if (next?.up_to == null) {
    await finish(client, version, context.now);
    return;
  }
  await countRecords(client, version, { after, upTo: next.up_to }, context);
  await client.query(
    `update metric_counting set counted_through = $2, counted = counted + $3, last_id = greatest(last_id, $2), updated_at = $4
      where metric_version_id = $1`,
    [version.id, next.up_to, next.records, context.now],
  );
}

/** Answers whether the metric is being counted at all. The step that is under way is finished before. */
async function setState(
  pool: pg.Pool,
  metricKey: string,
  state: Place['state'],
  { actor, now }: { readonly actor: string; readonly now: Date },
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const versions = await uncountedVersions(client, metricKey);
    for (const version of versions) {
      await holdRollUp(client, version.id);
      if ((await placeOf(client, version, now)) === null) continue;
      await client.query('update metric_counting set state = $2, updated_at = $3 where metric_version_id = $1', [
        version.id,
        state,
        now,
      ]);
    }
    if (versions.length === 0) return false;
    const action = state === 'stopped' ? 'count.stop' : 'count.resume';
    const subject = { subjectKind: 'metric', subjectId: metricKey, before: null, after: null };
    await appendAudit(client, { at: now, actor, action, ...subject });
    await notifyChange(client, { kind: 'observations', keys: [metricKey], at: now });
    return true;
  });
}

async function uncountedVersions(client: pg.PoolClient, metricKey: string): Promise<CountingVersion[]> {
  const { rows } = await client.query<CountingVersion>(
    `select id, metric_key as key, definition from metric_version
      where metric_key = $1 and counted_by is null and counted_at is null order by id`,
    [metricKey],
  );
  return rows;
}

async function readProgress(pool: pg.Pool): Promise<ReadonlyMap<string, BackfillProgress>> {
  const { rows } = await pool.query<{ key: string; stopped: boolean; share: number; records: string }>(
    `select v.metric_key as key, bool_or(coalesce(c.state = 'stopped', false)) as stopped, coalesce(sum(c.counted), 0) as records,
            avg(coalesce((c.counted_through - c.first_id + 1)::float8 / nullif(c.last_id - c.first_id + 1, 0), 0)) as share
       from metric_version v left join metric_counting c on c.metric_version_id = v.id
      where v.counted_by is null and v.counted_at is null group by 1`,
  );
  return new Map(
    rows.map(({ key, stopped, share, records }) => [
      key,
      {
        state: stopped ? 'stopped' : 'running',
        // Only what is finished is whole.
        share: Math.min(0.99, Math.max(0, Math.floor(share * 100) / 100)),
        records: Number(records),
      },
    ]),
  );
}
