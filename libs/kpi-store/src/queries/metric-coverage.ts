import type { CollectedTime } from '@tandem/domain/metric/freshness';
import type { RecordFormula } from '@tandem/domain/metric/definition';
import { linkedStreamOf, readsLinks } from '@tandem/domain/record/linked-fields';
import type pg from 'pg';
import { keptTime } from '../retention/kept-time.js';
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

/**
 * What the sources behind a version of a metric have collected, or had collected as far as it was known at an earlier time. A metric of several streams
 * is complete only as far as the shortest of them.
 */
export async function metricCoverage(
  pool: Pick<pg.Pool, 'query'>,
  { formula, countedBy }: { readonly formula: RecordFormula; readonly countedBy: string | null },
  asKnownAt: Date | null,
): Promise<CollectedTime> {
  const streams = streamsBehind(formula);
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
    [streams, formula.connections ?? null, formula.stream, asKnownAt],
  );
  // The past is answered from the versions of the records, which no import and no counting that runs now can change.
  const counting = await pool.query<{ counted_at: Date | null; counted_from: Date | null }>(
    'select counted_at, counted_from from metric_version where id = $1',
    [countedBy],
  );
  const [version] = counting.rows;
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
    kept: await keptTime(pool, {
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
