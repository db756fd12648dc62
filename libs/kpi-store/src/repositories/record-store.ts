import {
  type BegunRun,
  type CommitResult,
  type CoveredTime,
  type Page,
  type RecordStore,
} from '@tandem/application/ports';
import { isBefore } from '@tandem/domain/record/record-end';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { rollUpMeasurements } from '../measurement/roll-up-measurements.js';
import { storeMeasurements } from '../measurement/store-measurements.js';
import { recordsKeptFrom } from '../retention/kept-time.js';
import { changedWith, countingVersions } from './counting-versions.js';
import { holdFence } from './hold-fence.js';
import { linkChangedRecords } from './link-records.js';
import { judgeSoon } from './judge-soon.js';
import { notifyChange } from './notify-change.js';
import { rollUpRestating } from './restate.js';
import { rollUpChanged, shareRollUp } from './roll-up.js';
import { storeReading } from './store-reading.js';
import { storeRecords } from './store-records.js';

/** Commits pages of a run: records, observations, quarantine, coverage and cursor stand or fall together. */
export function createRecordStore(database: Database): RecordStore {
  return {
    commitPage: (run, delivered, now) =>
      inTransaction(database.pool, (client) => commitWithin(client, run, delivered, now)),
  };
}

/**
 * Commits a page inside a transaction that does more; the caller ends it. Throws `StaleWorker` when fenced.
 *
 * @param count what the run counts, where what arrived are not the records themselves
 */
export async function commitWithin(
  client: pg.PoolClient,
  run: BegunRun,
  delivered: Page,
  now: Date,
  count: (result: CommitResult) => CommitResult = (result) => result,
): Promise<CommitResult> {
  await holdFence(client, run);
  const { page, leftOut } = await withoutRemoved(client, delivered);
  const { stored, takenBack, touchedMetrics } = await storeAndRollUp(client, run, page, now);
  await quarantine(client, run, page, now);
  await cover(client, run, page, now);
  await storeReading(client, run, page, now);
  const result = count({
    received: page.records.length + page.rejected.length,
    stored,
    unchanged: page.records.length - stored,
    quarantined: page.rejected.length,
    takenBack,
    leftOut,
    touchedMetrics,
  });
  await moveCursor(client, run, page, result, now);
  if (touchedMetrics.length) await notifyChange(client, { kind: 'observations', keys: touchedMetrics, at: now });
  await notifyChange(client, { kind: 'sources', keys: [run.connection.id], at: now });
  // A push is whole by itself; what a sync reads is judged when its run ends.
  if (run.trigger === 'push' && touchedMetrics.length) await judgeSoon(client, touchedMetrics, now);
  return result;
}

/**
 * Records of a time that is not kept any more are left out, for their days have been counted already and their earlier versions are gone: to
 * store them would count them twice.
 */
async function withoutRemoved(
  client: pg.PoolClient,
  page: Page,
): Promise<{ readonly page: Page; readonly leftOut: readonly CanonicalRecord[] }> {
  const streams = new Set([...page.records.map(({ stream }) => stream), ...Object.keys(page.coverage ?? {})]);
  const kept = await recordsKeptFrom(client, [...streams]);
  if (kept.size === 0) return { page, leftOut: [] };
  const from = new Map<string, string>([...kept].map(([stream, date]) => [stream, date.toISOString()]));
  const leftOut = new Set(page.records.filter((record) => isBefore(record, from.get(record.stream) ?? '')));
  // Nor has anything of that time been collected.
  const coverage = Object.entries<CoveredTime | undefined>(page.coverage ?? {}).flatMap(([stream, covered]) => {
    const begins = from.get(stream) ?? '';
    if (!covered || covered.to <= begins) return [];
    return [[stream, covered.from < begins ? { ...covered, from: begins } : covered] as const];
  });
  const left = page.records.filter((record) => !leftOut.has(record));
  const filteredOut = page.filteredOut + leftOut.size;
  return {
    page: { ...page, records: left, filteredOut, coverage: Object.fromEntries(coverage) },
    leftOut: [...leftOut],
  };
}

/** Measurements have a packed store of their own; all other streams are records. */
async function storeAndRollUp(client: pg.PoolClient, run: BegunRun, page: Page, now: Date) {
  const place = { connectionId: run.connection.id, runId: run.runId, now };
  const isMeasurement = ({ stream }: CanonicalRecord) => stream === 'measurement';
  const records = page.records.filter((record) => !isMeasurement(record));
  const measured = await storeMeasurements(client, { ...place, records: page.records.filter(isMeasurement) });
  const recorded = await storeRecords(client, {
    ...place,
    records,
    tombstones: page.gone ?? [],
    isReplay: run.trigger === 'replay',
  });
  await linkChangedRecords(client);
  const versions = await countingVersions(client);
  const context = { timeZone: await organisationZone(client), now, runId: run.runId };
  const touched = await rollUpRestating(client, { ...context, ...place, measured: measured.changes }, async () => [
    ...(await rollUpMeasurements(client, versions, measured.changes, {
      ...context,
      share: (versionId) => shareRollUp(client, [versionId]),
    })),
    ...(await rollUpChanged(client, versions, context)),
  ]);
  const { takenBack } = recorded;
  return { stored: measured.stored + recorded.stored, takenBack, touchedMetrics: changedWith(touched, versions) };
}

export async function organisationZone(client: pg.PoolClient): Promise<string> {
  const found = await client.query<{ time_zone: string }>('select time_zone from organisation');
  return found.rows[0]?.time_zone ?? 'UTC';
}

async function quarantine(client: pg.PoolClient, run: BegunRun, page: Page, now: Date): Promise<void> {
  if (page.rejected.length === 0) return;
  await client.query(
    `insert into quarantine (connection_id, run_id, stream, file, line, field, reason, raw, raw_hash, columns, cells, first_seen_at, seen_at)
     select distinct on (stream, file, line, md5(raw)) $1, $2, stream, file, line, field, reason, raw, decode(md5(raw), 'hex'),
            columns, cells, $3, $3
       from jsonb_to_recordset($4::jsonb)
            as rejected (stream text, file text, line bigint, field text, reason text, raw text, columns text[], cells text[])
     on conflict (workspace, connection_id, stream, file, line, raw_hash) do update
        set run_id = excluded.run_id, seen_at = excluded.seen_at, reason = excluded.reason, field = excluded.field,
            columns = excluded.columns, cells = excluded.cells`,
    [run.connection.id, run.runId, now, JSON.stringify(page.rejected)],
  );
}

/** A connector says what it has read completely; a push speaks for its own days only, and leaves a gap a gap. */
async function cover(client: pg.PoolClient, run: BegunRun, page: Page, now: Date): Promise<void> {
  for (const [stream, covered] of Object.entries<CoveredTime | undefined>(page.coverage ?? {})) {
    if (!covered) continue;
    await client.query(
      `insert into stream_coverage as s (connection_id, stream, covered_from, covered_to, updated_at) values ($1, $2, $3, $4, $5)
       on conflict (workspace, connection_id, stream) do update
          set covered_from = least(s.covered_from, excluded.covered_from),
              covered_to = greatest(s.covered_to, excluded.covered_to), updated_at = excluded.updated_at
        where (excluded.covered_from <= s.covered_to and (excluded.covered_to >= s.covered_from or (select trigger = 'push' from sync_run where id = $6)))
           or (select trigger not in ('push', 'backfill') from sync_run where id = $6)`,
      [run.connection.id, stream, covered.from, covered.to, now, run.runId],
    );
    await rememberCoverage(client, run, stream, covered, now);
  }
}

/** What was covered at an earlier time stays answerable after the source has covered more. */
async function rememberCoverage(
  client: pg.PoolClient,
  run: BegunRun,
  stream: string,
  { replayed }: CoveredTime,
  now: Date,
): Promise<void> {
  await client.query(
    `insert into stream_coverage_revision (connection_id, stream, covered_from, covered_to, known_from, recorded_at)
     select connection_id, stream, covered_from, covered_to, case when $4 then covered_from else $3 end, $3
       from stream_coverage s
      where connection_id = $1 and stream = $2
        and not exists (
          select 1 from (
            select r.covered_from, r.covered_to from stream_coverage_revision r
             where r.connection_id = s.connection_id and r.stream = s.stream order by r.id desc limit 1) latest
           where latest.covered_from = s.covered_from and latest.covered_to = s.covered_to)`,
    [run.connection.id, stream, now, replayed === true],
  );
}

async function moveCursor(
  client: pg.PoolClient,
  run: BegunRun,
  page: Page,
  result: CommitResult,
  now: Date,
): Promise<void> {
  await client.query(
    `update sync_run
        set cursor = $2::jsonb, heartbeat_at = $3, progress = $4, received = received + $5, stored = stored + $6,
            unchanged = unchanged + $7, quarantined = quarantined + $8, filtered_out = filtered_out + $9,
            taken_back = taken_back + $10
      where id = $1`,
    [
      run.runId,
      JSON.stringify(page.cursor),
      now,
      page.progress,
      result.received,
      result.stored,
      result.unchanged,
      result.quarantined,
      page.filteredOut,
      result.takenBack,
    ],
  );
}
