import type { CollectedTime } from '@tandem/domain/metric/freshness';
import type { RecordFormula } from '@tandem/domain/metric/definition';
import { linkedStreamOf, readsLinks } from '@tandem/domain/record/linked-fields';
import type pg from 'pg';
import { keptTime, removedOf, type Removed } from '../retention/kept-time.js';
import { compileDefinition, readsDeployment } from './compile-definition.js';

interface Row {
  id: string;
  name: string;
  expected_every_ms: string;
  covered_from: Date | null;
  covered_to: Date | null;
  last_success: Date | null;
  first_import_open: boolean;
  stream: string | null;
}

interface CountingRow {
  id: string;
  counted_at: Date | null;
  counted_from: Date | null;
}

/** A counted version of a metric. */
export interface CountedFormula {
  readonly formula: RecordFormula;
  readonly countedBy: string | null;
}

/**
 * What the sources behind versions of metrics have collected, or had collected as far as it was known at an earlier time; in the order of the
 * versions. A metric of several streams is complete only as far as the shortest of them. What versions have in common is read once.
 */
export async function metricCoverage(
  pool: Pick<pg.Pool, 'query'>,
  versions: readonly CountedFormula[],
  asKnownAt: Date | null,
): Promise<CollectedTime[]> {
  const sources = new Map(versions.map(({ formula }) => [sourcesOf(formula), formula]));
  const [collected, counting, removed] = await Promise.all([
    Promise.all(
      [...sources].map(async ([key, formula]) => [key, await collectedBy(pool, formula, asKnownAt)] as const),
    ),
    pool.query<CountingRow>(
      'select id::text, counted_at, counted_from from metric_version where id = any($1::bigint[])',
      [versions.flatMap(({ countedBy }) => countedBy ?? [])],
    ),
    removedOf(pool, [...new Set([...sources.values()].flatMap(streamsBehind))]),
  ]);
  const rowsOf = new Map(collected);
  const countingOf = new Map(counting.rows.map((row) => [row.id, row]));
  return versions.map(({ formula, countedBy }) =>
    collectedTime(formula, rowsOf.get(sourcesOf(formula)) ?? [], {
      version: countedBy === null ? undefined : countingOf.get(countedBy),
      removed,
      asKnownAt,
    }),
  );
}

/** Equal for formulas that read the same streams of the same connections. */
function sourcesOf(formula: RecordFormula): string {
  return JSON.stringify([streamsBehind(formula), formula.connections ?? null]);
}

async function collectedBy(
  pool: Pick<pg.Pool, 'query'>,
  formula: RecordFormula,
  asKnownAt: Date | null,
): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `with covered as (${asKnownAt ? coverageAsKnown : 'select * from stream_coverage where $4::timestamptz is null'}),
     named as (${asKnownAt ? connectionsAsKnown : 'select id, name, expected_every_ms from connection'})
     select c.id, c.name, c.expected_every_ms, s.covered_from, s.covered_to,
            (select max(finished_at) from sync_run
              where connection_id = c.id and state = 'succeeded' and ($4::timestamptz is null or finished_at <= $4)) as last_success,
            exists (select 1 from sync_run where connection_id = c.id and state in ('queued', 'running') and trigger <> 'push')
              and not exists (select 1 from sync_run where connection_id = c.id and state = 'succeeded') as first_import_open,
            s.stream
       from named c
       join covered s on s.connection_id = c.id and s.stream = any($1)
      where s.stream <> $3 or $2::text[] is null or c.id = any($2)
      union all
     select c.id, c.name, c.expected_every_ms, null, null, null,
            exists (select 1 from sync_run where connection_id = c.id and state in ('queued', 'running')), null
       from named c
      where c.id = any($2) and not exists (select 1 from covered where connection_id = c.id and stream = any($1))
      order by 2`,
    [streamsBehind(formula), formula.connections ?? null, formula.stream, asKnownAt],
  );
  return rows;
}

interface Known {
  readonly version: CountingRow | undefined;
  readonly removed: readonly Removed[];
  readonly asKnownAt: Date | null;
}

function collectedTime(
  formula: RecordFormula,
  rows: readonly Row[],
  { version, removed, asKnownAt }: Known,
): CollectedTime {
  const streams = streamsBehind(formula);
  // The past is answered from the versions of the records, which no import and no counting that runs now can change.
  const isCounted = asKnownAt !== null || version === undefined || version.counted_at !== null;
  const whole =
    isCounted &&
    rows.every((row) => row.covered_from !== null && row.covered_to !== null) &&
    streams.every((stream) => rows.some((row) => row.stream === stream));
  return {
    from: whole ? latest(rows.map((row) => row.covered_from)) : null,
    to: whole ? earliest(rows.map((row) => row.covered_to)) : null,
    lastSyncAt: latest(rows.map((row) => row.last_success)),
    expectedEveryMs: Math.max(...rows.map((row) => Number(row.expected_every_ms)), 0),
    isCounted,
    kept: keptTime(removed, {
      streams,
      stream: formula.stream,
      countedFrom: version?.counted_from ?? null,
      fromRecords: asKnownAt !== null || version === undefined || isPooled(formula),
    }),
    backfillRunning: !isCounted || (asKnownAt === null && rows.some((row) => row.first_import_open)),
    connections: [...new Map(rows.map((row) => [row.id, { id: row.id, name: row.name }])).values()],
  };
}

/** A deployment without an incident is a good one only where incidents were collected; and an incident's deployment likewise. */
export function streamsBehind(formula: RecordFormula): string[] {
  const linked = readsLinks(formula) ? linkedStreamOf(formula.stream) : null;
  return [formula.stream, ...(readsDeployment(formula) ? ['deployment'] : []), ...(linked === null ? [] : [linked])];
}

/** Items of measurements are pooled from the packed store; they are not kept a second time. */
function isPooled(formula: RecordFormula): boolean {
  const { stream, item, reading } = compileDefinition(formula);
  return stream === 'measurement' && (item !== null || reading !== null);
}

/** As each was called and expected then; one that was not known yet, as it was called first. */
const connectionsAsKnown = `
  select c.id, coalesce(earlier.content ->> 'name', c.name) as name,
         coalesce((earlier.content ->> 'expectedEveryMs')::bigint, c.expected_every_ms) as expected_every_ms
    from connection c
    left join lateral (
      select content from configuration_revision r where r.kind = 'connection' and r.subject_id = c.id
       order by r.known_from <= $4 desc, case when r.known_from <= $4 then -r.id else r.id end limit 1) earlier on true`;

const coverageAsKnown = `
  select distinct on (connection_id, stream) connection_id, stream, covered_from, covered_to
    from stream_coverage_revision where known_from <= $4 order by connection_id, stream, id desc`;

function earliest(dates: readonly (Date | null)[]): Date | null {
  return pick(dates, (a, b) => a < b);
}

function latest(dates: readonly (Date | null)[]): Date | null {
  return pick(dates, (a, b) => a > b);
}

function pick(dates: readonly (Date | null)[], before: (a: Date, b: Date) => boolean): Date | null {
  let best: Date | null = null;
  for (const date of dates) if (date && (best === null || before(date, best))) best = date;
  return best;
}
