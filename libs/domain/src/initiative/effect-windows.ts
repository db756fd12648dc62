import { addDays, startOfDate, type Period } from '../metric/periods.js';
import { observationOf, observationsOf, underPresentVersion, type MetricSeries } from '../metric/series.js';
import type { EffectWindow } from './measured-effect.js';

/** A quarter before the launch is what it is held against. */
export const baselineWeeks = 13;
/** Two years: the time that the gate asks about. */
const mostLiveWeeks = 104;
const weekDays = 7;

/**
 * A metric in whole weeks before the launch and since, as its present definition counts them; only settled weeks count, and weeks begin on the
 * weekday of the launch, so that both sides have every weekday equally often.
 *
 * @param launchedOn local date
 * @returns null for a stretch in which no week is settled
 */
export function effectWindows(
  series: MetricSeries,
  launchedOn: string,
): { readonly before: EffectWindow | null; readonly after: EffectWindow | null } {
  const { timeZone } = series.calendar;
  const { dataFrom, dataTo } = series.freshness;
  const launch = startOfDate(launchedOn, timeZone);
  if (dataFrom === null || dataTo === null) return { before: null, after: null };
  const week = (number: number): Period => ({
    start: addDays(launch, number * weekDays, timeZone),
    end: addDays(launch, (number + 1) * weekDays, timeZone),
  });
  const weeks = (count: number, first: number) => Array.from({ length: count }, (_, place) => week(first + place));
  return {
    before: windowOf(
      series,
      weeks(baselineWeeks, -baselineWeeks).filter(({ start }) => start >= dataFrom),
    ),
    after: windowOf(
      series,
      weeks(mostLiveWeeks, 0).filter(({ end }) => end <= dataTo),
    ),
  };
}

/** The pooled value of the settled weeks, from the first of them to the last, and each of them. */
function windowOf(series: MetricSeries, weeks: readonly Period[]): EffectWindow | null {
  const history = underPresentVersion(series);
  const settled = observationsOf(history, weeks).flatMap((week) =>
    week.state === 'settled' && week.value !== null ? [week] : [],
  );
  const [first, last] = [settled[0], settled.at(-1)];
  if (first === undefined || last === undefined) return null;
  const whole = observationOf(history, { start: new Date(first.start), end: new Date(last.end) });
  if (whole.value === null) return null;
  return { value: Number(whole.value), points: settled.map(({ value }) => Number(value)) };
}
