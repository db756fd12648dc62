import type { MetricDefinition } from './definition.js';
import { foldDerived } from './fold-derived.js';
import { foldObservations, type DayOfObservations, type ExactObservation } from './fold-observations.js';
import type { MetricFreshness } from './freshness.js';
import { versionAnswering, type MetricVersion } from './metric-version.js';
import type { Observation } from './observation.js';
import { addDays, periodsBetween, startOfDay, type Calendar, type Period } from './periods.js';

/** All days of one metric as one version of its definition counts them. */
export interface SeriesVersion extends MetricVersion {
  /** How far the sources of this version reach; a version that was followed reaches no further than the next one's beginning. */
  readonly freshness: MetricFreshness;
  /** Days by slice; without a dimension the whole stands under ''. null when this version cannot be sliced as asked. */
  readonly days: ReadonlyMap<string, readonly DayOfObservations[]> | null;
  /** Of a formula over metrics: the series that it is reckoned from, by key; `days` then only names the slices. */
  readonly inputs?: ReadonlyMap<string, MetricSeries>;
}

/** All days of one metric, read once; every window, period and slice of an answer is folded from it, so that they agree. */
export interface MetricSeries {
  /** The version that answers the current window: what pages say about the metric is its. */
  readonly definition: MetricDefinition;
  readonly version: number;
  readonly freshness: MetricFreshness;
  readonly calendar: Calendar;
  /** The moment that the answer is given for: now, or the time it is asked as known at. */
  readonly asOf: Date;
  /** Oldest first; each answers the periods whose last instant falls into its time. */
  readonly versions: readonly SeriesVersion[];
  /** The dimension it is sliced by; null for the whole. */
  readonly by: string | null;
}

/**
 * A series of the versions that there are, oldest first. The one that answers "now" is the newest whose data reach past its beginning: a
 * definition from this noon on first speaks when this day is complete. Throws for an empty list.
 */
export function seriesOf(
  versions: readonly SeriesVersion[],
  context: { readonly calendar: Calendar; readonly asOf: Date; readonly by: string | null },
): MetricSeries {
  const reachesPast = ({ freshness, validFrom }: SeriesVersion) => windowEnd(freshness, context) > validFrom;
  const present = versions.findLast(reachesPast) ?? versions[0];
  if (present === undefined) throw new Error('A metric has at least one version.');
  const { definition, version, freshness } = present;
  return { definition, version, freshness, versions, ...context };
}

/** The observations of a series over periods that start and end at local midnights: of the whole, or slice after slice. */
export function observationsOf(series: MetricSeries, periods: readonly Period[]): Observation[] {
  return slicesOf(series).flatMap((slice) => observationsOfSlice(series, slice, periods));
}

/** The values of the dimension that a series is sliced by, in order of their first day; '' alone for the whole. */
export function slicesOf({ versions, by }: MetricSeries): string[] {
  if (by === null) return [''];
  return [...new Set(versions.flatMap(({ days }) => [...(days?.keys() ?? [])]))];
}

/** The observations of one slice, each by the version in force at the last instant of its period. */
export function observationsOfSlice(series: MetricSeries, slice: string, periods: readonly Period[]): Observation[] {
  return exactObservations(series, slice, periods).map(withoutExact);
}

function exactObservations(series: MetricSeries, slice: string, periods: readonly Period[]): ExactObservation[] {
  const answered = new Map<Period, ExactObservation>();
  for (const version of series.versions) {
    const own = periods.filter((period) => versionAnswering(series.versions, period) === version);
    const observations = own.length ? exactUnder(version, series, slice, own) : [];
    own.forEach((period, index) => {
      const observation = observations[index];
      if (observation) answered.set(period, observation);
    });
  }
  return periods.flatMap((period) => answered.get(period) ?? []);
}

function exactUnder(
  version: SeriesVersion,
  { calendar, asOf, by }: Pick<MetricSeries, 'calendar' | 'asOf' | 'by'>,
  slice: string,
  periods: readonly Period[],
): ExactObservation[] {
  const { dataFrom: from, dataTo: to } = version.freshness;
  const dimensions = by === null ? {} : { [by]: slice };
  if (version.inputs) {
    const inputs = [...version.inputs].map(
      ([key, series]) => [key, version.days ? exactObservations(series, slice, periods) : []] as const,
    );
    return foldDerived(version, new Map(inputs), periods, { asOf }, dimensions);
  }
  // What cannot be sliced as asked has collected nothing for any slice: absent, never 0.
  const covered = from && to && version.days ? { from, to } : null;
  const days = version.days?.get(slice) ?? [];
  return foldObservations(
    version,
    days,
    periods,
    {
      timeZone: calendar.timeZone,
      weekStartsOn: calendar.weekStartsOn,
      covered,
      asOf,
      kept: version.freshness.kept,
    },
    dimensions,
  );
}

/** Readers print what was rounded once; the exact value stays in this file. */
function withoutExact(observation: ExactObservation): Observation {
  const { start, end, dimensions, value, numerator, denominator, n, state, version, absence, keptFrom } = observation;
  const bare = { start, end, dimensions, value, numerator, denominator, n, state, version };
  if (absence === undefined) return bare;
  return keptFrom === undefined ? { ...bare, absence } : { ...bare, absence, keptFrom };
}

/**
 * The series as its present version counts all of time, and its inputs likewise: what is compared or forecast is one definition's own history,
 * never a mixture. What a period *was* is answered by the version in force at its end, and so by the series itself.
 */
export function underPresentVersion(series: MetricSeries): MetricSeries {
  const versions = series.versions
    .filter(({ version }) => version === series.version)
    .map(({ inputs, ...version }): SeriesVersion => {
      if (inputs === undefined) return version;
      return { ...version, inputs: new Map([...inputs].map(([key, input]) => [key, underPresentVersion(input)])) };
    });
  return { ...series, versions };
}

/**
 * Several slices taken together as a series of its own, which has no dimension any more: sums of their parts, and items pooled. Slices that a
 * version does not know add nothing to it.
 */
export function joinSlices(series: MetricSeries, slices: readonly string[]): MetricSeries {
  const versions = series.versions.map((version): SeriesVersion => {
    if (version.days === null) return version;
    if (version.inputs) {
      const inputs = [...version.inputs].map(([key, input]) => [key, joinSlices(input, slices)] as const);
      return { ...version, inputs: new Map(inputs), days: new Map([['', []]]) };
    }
    const days = slices.flatMap((slice) => version.days?.get(slice) ?? []);
    return { ...version, days: new Map([['', days.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))]]) };
  });
  return { ...series, versions, by: null };
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
  const end = windowEnd(series.freshness, series);
  return { start: addDays(end, -windowDays, series.calendar.timeZone), end };
}

function windowEnd(freshness: MetricFreshness, { calendar, asOf }: Pick<MetricSeries, 'calendar' | 'asOf'>): Date {
  return freshness.dataTo ?? startOfDay(asOf, calendar.timeZone);
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
