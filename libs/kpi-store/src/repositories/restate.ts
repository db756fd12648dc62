import type { MetricDefinition, RecordFormula } from '@tandem/domain/metric/definition';
import { foldObservations, type DayOfObservations } from '@tandem/domain/metric/fold-observations';
import { versionAnswering, type MetricVersion } from '@tandem/domain/metric/metric-version';
import type { Observation } from '@tandem/domain/metric/observation';
import { whyUnlisted } from '@tandem/domain/metric/restated-days';
import { addDays, endOfDate, localDateOf, startOfDate, startOfDay } from '@tandem/domain/metric/periods';
import type pg from 'pg';
import type { MeasurementChanges } from '../measurement/store-measurements.js';
import { dailyObservations } from '../queries/daily-observations.js';
import { touchedDays } from '../queries/touched-days.js';

interface StoredVersion extends MetricVersion {
  readonly key: string;
  readonly countedBy: string;
}

/** A settled day that a page may change, and the version that answers it. */
interface WatchedDay {
  readonly version: StoredVersion;
  readonly day: string;
}

interface RunContext {
  readonly connectionId: string;
  readonly runId: string;
  readonly timeZone: string;
  readonly now: Date;
  readonly measured: MeasurementChanges;
}

/**
 * Rolls up, and lists every settled day whose value that changed: old value, new value, run. Settled is a day whose settling time has
 * passed and that its source had reported as collected before this page; so neither a first import nor a first delivery of a day is
 * listed, and no record whose source says since when it was known: that is a replay of history. What is open at a time and what is reckoned from
 * other metrics is not listed: the former moves with every late record, the latter with its inputs, which are. Nor are percentiles of
 * measurements, which are pooled from the store that this page has changed already.
 */
export async function rollUpRestating<Answer>(
  client: pg.PoolClient,
  run: RunContext,
  rollUp: () => Promise<Answer>,
): Promise<Answer> {
  const watched = await watchedDays(client, run);
  if (!watched.length) return rollUp();
  const before = await valuesOf(client, watched, run);
  const answer = await rollUp();
  const after = await valuesOf(client, watched, run);
  for (const [index, { version, day }] of watched.entries()) {
    const [was, is] = [before[index], after[index]];
    if (!was || !is || sameParts(was, is)) continue;
    await client.query(
      `insert into restatement (metric_key, version, day, period_start, period_end, before, after, restated_at, run_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [version.key, version.version, day, is.start, is.end, partsOf(was), partsOf(is), run.now, run.runId],
    );
  }
  return answer;
}

async function watchedDays(client: pg.PoolClient, run: RunContext): Promise<WatchedDay[]> {
  const { timeZone, now } = run;
  const covered = await coveredBefore(client, run);
  if (!covered.size) return [];
  const versions = await allVersions(client);
  const watched: WatchedDay[] = [];
  for (const counting of versions.filter(isListed)) {
    const formula = counting.definition.formula as RecordFormula;
    const to = covered.get(formula.stream);
    if (counting.countedBy !== counting.id || to === undefined) continue;
    const end = localDateOf(startOfDay(to < now ? to : now, timeZone), timeZone);
    const touched =
      formula.stream === 'measurement'
        ? measuredDays(run, end)
        : await touchedDays(client, formula, { timeZone, now, end });
    for (const day of touched) {
      const own = versions.filter(({ key }) => key === counting.key);
      const period = { start: startOfDate(day, timeZone), end: endOfDate(day, timeZone) };
      const version = versionAnswering(own, period);
      const settledAt = addDays(period.end, version.definition.settlingDays, timeZone);
      if (version.countedBy === counting.id && settledAt <= now) watched.push({ version, day });
    }
  }
  return watched;
}

/** Days of measurements that came in the ordinary course; one that moved to another day changes both. */
function measuredDays({ measured: { added, replaced }, timeZone }: RunContext, end: string): string[] {
  const touched = [...added.map((after) => [after]), ...replaced.map(({ before, after }) => [after, before])];
  const ordinary = touched.filter(([after]) => !after?.arrival.replayed);
  const days = ordinary.flat().map(({ atMs }) => localDateOf(new Date(atMs), timeZone));
  return [...new Set(days)].filter((day) => day < end).sort();
}

function isListed({ definition: { formula } }: StoredVersion): boolean {
  return formula.kind !== 'derived' && whyUnlisted(formula) === null;
}

/** How far this source had told that it was collected, by stream; nothing while it is imported for the first time. */
async function coveredBefore(
  client: pg.PoolClient,
  { connectionId, measured }: RunContext,
): Promise<Map<string, Date>> {
  const { rows } = await client.query<{ stream: string; covered_to: Date }>(
    `select c.stream, c.covered_to from stream_coverage c
      where c.connection_id = $1
        and (c.stream in (select distinct stream from changed_record) or ($2 and c.stream = 'measurement'))
        and exists (select 1 from sync_run s where s.connection_id = $1 and s.state = 'succeeded')`,
    [connectionId, measured.added.length + measured.replaced.length > 0],
  );
  return new Map(rows.map((row) => [row.stream, row.covered_to]));
}

async function allVersions(client: pg.PoolClient): Promise<(StoredVersion & { readonly id: string })[]> {
  const { rows } = await client.query<{
    id: string;
    key: string;
    version: number;
    valid_from: Date;
    counted_by: string;
    definition: MetricDefinition;
  }>(
    `select id, metric_key as key, version, valid_from, coalesce(counted_by, id) as counted_by, definition
       from metric_version order by metric_key, version`,
  );
  return rows.map(({ valid_from: validFrom, counted_by: countedBy, ...row }) => ({ ...row, validFrom, countedBy }));
}

/** The value of each watched day as it is rolled up at this moment. */
async function valuesOf(
  client: pg.PoolClient,
  watched: readonly WatchedDay[],
  { timeZone, now }: RunContext,
): Promise<(Observation | undefined)[]> {
  const daysOf = new Map<StoredVersion, DayOfObservations[]>();
  for (const { version } of watched) {
    if (daysOf.has(version)) continue;
    const days = watched.filter((one) => one.version === version).map(({ day }) => day);
    const last = days.at(-1) ?? '';
    const rows = await dailyObservations(client, {
      formula: version.definition.formula as RecordFormula,
      countedBy: version.countedBy,
      timeZone,
      asKnownAt: null,
      ...(days[0] === undefined ? {} : { from: days[0] }),
      to: localDateOf(endOfDate(last, timeZone), timeZone),
    });
    daysOf.set(version, rows);
  }
  return watched.map(({ version, day }) => {
    const period = { start: startOfDate(day, timeZone), end: endOfDate(day, timeZone) };
    const covered = { from: period.start, to: period.end };
    return foldObservations(version, daysOf.get(version) ?? [], [period], { timeZone, covered, asOf: now })[0];
  });
}

function partsOf({ value, numerator, denominator, n }: Observation) {
  return { value, numerator, denominator, n };
}

function sameParts(a: Observation, b: Observation): boolean {
  return JSON.stringify(partsOf(a)) === JSON.stringify(partsOf(b));
}
