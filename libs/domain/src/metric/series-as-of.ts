import type { MetricFreshness } from './freshness.js';
import { startOfDay } from './periods.js';
import { seriesOf, type MetricSeries, type SeriesVersion } from './series.js';

/**
 * A series as it would have been read at an earlier moment, had every day been collected when it ended: days after the last midnight are not
 * there, and definitions that were not in force yet neither. Values that arrived late are as they stand now. Whether it was late itself is
 * reckoned for that moment.
 *
 * @param collectedTo what the sources had delivered by then, where that is known; up to the moment when left out
 */
export function seriesAsOf(series: MetricSeries, at: Date, collectedTo?: Date | null): MetricSeries {
  const { calendar, by } = series;
  const inForce = series.versions.filter(({ validFrom }, index) => index === 0 || validFrom <= at);
  const versions = inForce.map((version): SeriesVersion => ({
    ...version,
    freshness: freshnessAsOf(version.freshness, at, calendar.timeZone, collectedTo),
    ...(version.inputs && {
      inputs: new Map([...version.inputs].map(([key, input]) => [key, seriesAsOf(input, at, collectedTo)])),
    }),
  }));
  return seriesOf(versions, { calendar, asOf: at, by });
}

function freshnessAsOf(
  freshness: MetricFreshness,
  at: Date,
  timeZone: string,
  known: Date | null | undefined,
): MetricFreshness {
  const midnight = startOfDay(at, timeZone);
  const collectedTo = known === undefined ? earlier(freshness.collectedTo, at) : earlier(known, at);
  const reach =
    known === undefined ? freshness.dataTo : earlier(freshness.dataTo, known && startOfDay(known, timeZone));
  const end = earlier(reach, midnight);
  const dataTo = end && freshness.dataFrom && end > freshness.dataFrom ? end : null;
  return {
    ...freshness,
    dataTo,
    collectedTo,
    stale: dataTo !== null && midnight.getTime() - dataTo.getTime() > 2 * freshness.expectedEveryMs,
  };
}

function earlier(a: Date | null, b: Date | null): Date | null {
  return a === null || b === null ? null : a < b ? a : b;
}
