import type { MetricFreshness, ObservationReader, ObservationsRequest } from '@tandem/application/ports';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { foldObservations, type DayOfObservations, type FoldContext } from '@tandem/domain/metric/fold-observations';
import type { Observation } from '@tandem/domain/metric/observation';
import { addDays, localDateOf, periodsBetween, startOfDay, type Period } from '@tandem/domain/metric/periods';
import type { Organisation } from '@tandem/domain/organisation/organisation';
import type { Database } from '../database.js';
import { dailyObservations } from '../queries/daily-observations.js';
import { metricCoverage, type MetricCoverage } from '../queries/metric-coverage.js';

/** Days of one metric, read once, from which every window, period and slice of an answer is folded. */
export interface MetricSeries {
  readonly definition: MetricDefinition;
  readonly organisation: Organisation;
  readonly freshness: MetricFreshness;
  readonly context: FoldContext;
  /** By slice; the whole stands under ''. */
  readonly days: ReadonlyMap<string, readonly DayOfObservations[]>;
  readonly by: string | null;
}

export interface SeriesRequest {
  readonly definition: MetricDefinition;
  readonly organisation: Organisation;
  readonly by?: string;
  readonly asKnownAt: Date | null;
  readonly now: Date;
}

/** Reads all days of a metric as they stand, or as they were known. */
export async function readSeries(database: Database, request: SeriesRequest): Promise<MetricSeries> {
  const { definition, organisation, by, asKnownAt, now } = request;
  const [coverage, rows] = await Promise.all([
    metricCoverage(database.pool, definition.formula),
    dailyObservations(database.pool, {
      definition,
      timeZone: organisation.timeZone,
      asKnownAt,
      ...(by === undefined ? {} : { by }),
    }),
  ]);
  const asOf = asKnownAt ?? now;
  const freshness = freshnessOf(coverage, asOf, organisation.timeZone);
  const days = new Map<string, DayOfObservations[]>();
  for (const row of rows) {
    const slice = days.get(row.slice);
    if (slice) slice.push(row);
    else days.set(row.slice, [row]);
  }
  const { dataFrom: from, dataTo: to } = freshness;
  return {
    definition,
    organisation,
    freshness,
    context: { timeZone: organisation.timeZone, covered: from && to ? { from, to } : null, asOf },
    days,
    by: by ?? null,
  };
}

/** The observations of a series over any periods; sliced when it was read by a dimension. */
export function observationsOf(series: MetricSeries, periods: readonly Period[]): Observation[] {
  const { definition, days, context, by } = series;
  if (by === null) return foldObservations(definition, days.get('') ?? [], periods, context);
  return [...days].flatMap(([slice, sliceDays]) =>
    foldObservations(definition, sliceDays, periods, context, { [by]: slice }),
  );
}

/** The trailing window that ends with the complete data; where nothing was collected, with the last midnight. */
export function currentWindow(series: MetricSeries, windowDays = series.definition.windowDays): Period {
  const { timeZone } = series.organisation;
  const end = series.freshness.dataTo ?? startOfDay(series.context.asOf, timeZone);
  return { start: addDays(end, -windowDays, timeZone), end };
}

/** One trailing window per day: [day end − window, day end) for each day of [from, to). */
export function trailingWindows(series: MetricSeries, from: Date, to: Date, windowDays: number): Period[] {
  const { organisation } = series;
  return periodsBetween(from, to, 'day', organisation).map((day) => ({
    start: addDays(day.end, -windowDays, organisation.timeZone),
    end: day.end,
  }));
}

export function createObservationReader(database: Database): ObservationReader {
  return {
    observations: async (request: ObservationsRequest) => {
      const series = await readSeries(database, request);
      const { from, to, grain, windowDays, organisation } = request;
      const periods =
        windowDays === undefined
          ? periodsBetween(from, to, grain, organisation)
          : trailingWindows(series, from, to, windowDays);
      return observationsOf(series, periods);
    },
    current: async (definition, organisation, options) => {
      const series = await readSeries(database, { definition, organisation, ...options });
      const [current] = observationsOf(series, [currentWindow(series, options.windowDays)]);
      if (!current) throw new Error(`The metric ${definition.key} has no current observation of the slice asked for.`);
      return current;
    },
    freshness: async (definition, { asKnownAt, now }) => {
      const coverage = await metricCoverage(database.pool, definition.formula);
      const organisation = await database.pool.query<{ time_zone: string }>('select time_zone from organisation');
      return freshnessOf(coverage, asKnownAt ?? now, organisation.rows[0]?.time_zone ?? 'UTC');
    },
  };
}

/** Complete data ends at a local midnight that has passed. More than twice the expected interval behind that is stale. */
function freshnessOf(coverage: MetricCoverage, asOf: Date, timeZone: string): MetricFreshness {
  const lastMidnight = startOfDay(asOf, timeZone);
  const covered = coverage.to && startOfDay(coverage.to, timeZone);
  const dataTo = covered && (covered < lastMidnight ? covered : lastMidnight);
  const ageMs = dataTo ? lastMidnight.getTime() - dataTo.getTime() : 0;
  return {
    dataTo: dataTo && coverage.from && dataTo > coverage.from ? dataTo : null,
    dataFrom: coverage.from,
    lastSyncAt: coverage.lastSyncAt,
    expectedEveryMs: coverage.expectedEveryMs,
    stale: dataTo !== null && ageMs > 2 * coverage.expectedEveryMs,
    backfillRunning: coverage.backfillRunning,
    connections: coverage.connections,
  };
}

/** Local date of an instant of a series; the day under which its parts are stored. */
export function dateOf(series: MetricSeries, instant: Date): string {
  return localDateOf(instant, series.organisation.timeZone);
}
