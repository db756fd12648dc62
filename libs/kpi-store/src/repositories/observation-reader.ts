import type { ObservationReader, SeriesRequest } from '@tandem/application/ports';
import type { DayOfObservations } from '@tandem/domain/metric/fold-observations';
import { freshnessAt } from '@tandem/domain/metric/freshness';
import { currentWindow, observationOf, type MetricSeries } from '@tandem/domain/metric/series';
import type { Database } from '../database.js';
import { dailyObservations } from '../queries/daily-observations.js';
import { metricCoverage } from '../queries/metric-coverage.js';

/** The one way from the store to a number: every reader folds the same days. */
export function createObservationReader(database: Database): ObservationReader {
  const series = (request: SeriesRequest) => readSeries(database, request);
  return {
    series,
    current: async (definition, organisation, options) => {
      const read = await series({ definition, organisation, ...options });
      return observationOf(read, currentWindow(read, options.windowDays));
    },
    freshness: async (definition, organisation, { asKnownAt, now }) =>
      freshnessAt(await metricCoverage(database.pool, definition, asKnownAt), asKnownAt ?? now, organisation.timeZone),
  };
}

async function readSeries(database: Database, request: SeriesRequest): Promise<MetricSeries> {
  const { definition, organisation, by, asKnownAt, now } = request;
  const [collected, rows] = await Promise.all([
    metricCoverage(database.pool, definition, asKnownAt),
    dailyObservations(database.pool, {
      definition,
      timeZone: organisation.timeZone,
      asKnownAt,
      ...(by === undefined ? {} : { by }),
    }),
  ]);
  const asOf = asKnownAt ?? now;
  const freshness = freshnessAt(collected, asOf, organisation.timeZone);
  const { dataFrom: from, dataTo: to } = freshness;
  return {
    definition,
    calendar: organisation,
    freshness,
    context: { timeZone: organisation.timeZone, covered: from && to ? { from, to } : null, asOf },
    days: bySlice(rows),
    by: by ?? null,
  };
}

function bySlice(rows: readonly DayOfObservations[]): Map<string, DayOfObservations[]> {
  const days = new Map<string, DayOfObservations[]>();
  for (const row of rows) {
    const slice = days.get(row.slice);
    if (slice) slice.push(row);
    else days.set(row.slice, [row]);
  }
  return days;
}
