import type { MetricDefinition } from './definition.js';
import { foldObservations, type DayOfObservations, type FoldContext } from './fold-observations.js';
import type { MetricFreshness } from './freshness.js';
import type { Observation } from './observation.js';
import { addDays, periodsBetween, startOfDay, type Calendar, type Period } from './periods.js';

/** All days of one metric, read once; every window, period and slice of an answer is folded from it, so that they agree. */
export interface MetricSeries {
  readonly definition: MetricDefinition;
  readonly calendar: Calendar;
  readonly freshness: MetricFreshness;
  readonly context: FoldContext;
  /** Days by slice; without a dimension the whole stands under ''. */
  readonly days: ReadonlyMap<string, readonly DayOfObservations[]>;
  /** The dimension it is sliced by; null for the whole. */
  readonly by: string | null;
}

/** The observations of a series over periods that start and end at local midnights: of the whole, or slice after slice. */
export function observationsOf(series: MetricSeries, periods: readonly Period[]): Observation[] {
  const { definition, days, context, by } = series;
  if (by === null) return foldObservations(definition, days.get('') ?? [], periods, context);
  return [...days].flatMap(([slice, sliceDays]) =>
    foldObservations(definition, sliceDays, periods, context, { [by]: slice }),
  );
}

/** The observation of the whole over one period. Throws for a sliced series, which has no whole. */
export function observationOf(series: MetricSeries, period: Period): Observation {
  if (series.by !== null) throw new Error(`A series by ${series.by} has no single observation.`);
  const [observation] = observationsOf(series, [period]);
  if (!observation) throw new Error('One period gives one observation.');
  return observation;
}

/** The trailing window that ends with the complete data; where nothing was collected, with the last midnight. */
export function currentWindow(series: MetricSeries, windowDays = series.definition.windowDays): Period {
  const { timeZone } = series.calendar;
  const end = series.freshness.dataTo ?? startOfDay(series.context.asOf, timeZone);
  return { start: addDays(end, -windowDays, timeZone), end };
}

/** The equal window right before a window. */
export function windowBefore(window: Period, windowDays: number, timeZone: string): Period {
  return { start: addDays(window.start, -windowDays, timeZone), end: window.start };
}

/** One trailing window for each local day of [from, to), ending with that day. */
export function trailingWindows(series: MetricSeries, from: Date, to: Date, windowDays: number): Period[] {
  const { timeZone } = series.calendar;
  return periodsBetween(from, to, 'day', series.calendar).map((day) => ({
    start: addDays(day.end, -windowDays, timeZone),
    end: day.end,
  }));
}

/**
 * Windows of `windowDays` that end with the complete data and every `stepDays` before it, oldest first, as far back as every source was
 * collected, at most `most`. Steps as long as the window give windows that do not overlap.
 */
export function steppedWindows(series: MetricSeries, windowDays: number, stepDays: number, most: number): Period[] {
  const { timeZone } = series.calendar;
  const { dataFrom, dataTo } = series.freshness;
  const windows: Period[] = [];
  if (dataFrom === null || dataTo === null) return windows;
  let end = dataTo;
  while (windows.length < most) {
    const start = addDays(end, -windowDays, timeZone);
    if (start < dataFrom) break;
    windows.push({ start, end });
    end = addDays(end, -stepDays, timeZone);
  }
  return windows.reverse();
}
