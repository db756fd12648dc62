import { shownNumber } from '../metric/shown-value.js';

/** Why no effect is told; the sentence is written where it is read. */
export type EffectAbsence = 'tooFewDaysAfter' | 'tooFewWeeksBefore' | 'notSettled' | 'noValue';

export type MatchedEffect =
  | {
      /** After minus before, in the unit of the metric (percentage points of a rate), and its 95 % interval. */
      readonly delta: string;
      readonly low: string;
      readonly high: string;
      /** Whole days after the event that were compared, and the weeks they were compared with. */
      readonly days: number;
      readonly weeks: number;
      /** Whether the interval leaves no change out: then the difference is within what these weeks do by themselves. */
      readonly includesZero: boolean;
    }
  | { readonly withheld: EffectAbsence };

export const fewestDaysAfter = 3;
export const fewestWeeksBefore = 4;
export const mostWeeksBefore = 8;

/** Quantiles of Student's t for 97.5 %, by degrees of freedom 3 to 7. */
const t975: Readonly<Record<number, number>> = { 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365 };

/**
 * How a metric went in the days after an event, against the same weekdays of the weeks before it: the matched baseline. Each value is one
 * number of the same length and the same weekdays (a rate is sum ÷ sum over them), so neither weekends nor the season of the year stand
 * between them. The interval is the prediction interval for one further week of a normal population,
 * mean ± t(0.975; k − 1) · s · √(1 + 1/k) over the k weeks before (Hahn & Meeker, "Statistical Intervals", 1991, 4.7; Meeker, Hahn & Escobar,
 * 2nd ed. 2017): where it takes in no change, these days are no different from what such weeks do by themselves.
 *
 * It says what went before and after, never why: whatever else happened in these days is in it too.
 *
 * - `after`: the settled value of the days after; null where there is none yet.
 * - `before`: settled values of the weeks before, in any order; weeks without a value are left out by the caller. The first eight count.
 * - `days`: how many days each value is of. Withheld below three days, or four weeks. Weeks that are all the same give an interval without width.
 */
export function matchedBaselineEffect(
  after: { readonly value: string | null; readonly settled: boolean },
  before: readonly string[],
  { days, precision }: { readonly days: number; readonly precision: number },
): MatchedEffect {
  if (days < fewestDaysAfter) return { withheld: 'tooFewDaysAfter' };
  if (after.value === null) return { withheld: 'noValue' };
  if (!after.settled) return { withheld: 'notSettled' };
  const weeks = before.slice(0, mostWeeksBefore).map(Number);
  const quantile = t975[weeks.length - 1];
  if (weeks.length < fewestWeeksBefore || quantile === undefined) return { withheld: 'tooFewWeeksBefore' };
  const mean = weeks.reduce((sum, value) => sum + value, 0) / weeks.length;
  const variance = weeks.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (weeks.length - 1);
  const reach = quantile * Math.sqrt(variance) * Math.sqrt(1 + 1 / weeks.length);
  const delta = Number(after.value) - mean;
  const shown = (value: number) => shownNumber(value, precision);
  return {
    delta: shown(delta),
    low: shown(delta - reach),
    high: shown(delta + reach),
    days,
    weeks: weeks.length,
    includesZero: delta - reach <= 0 && delta + reach >= 0,
  };
}
