import type { Direction } from './definition.js';

export type SpecialCauseRule = 'beyondLimits' | 'twoOfThree' | 'eightOnOneSide';

export interface SpecialCauseSignal {
  readonly rule: SpecialCauseRule;
  readonly side: 'above' | 'below';
}

export interface SpecialCauses {
  /** Mean of the baseline and its natural process limits, in the unit of the points. */
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  /** How many points the baseline was taken from. */
  readonly baselinePoints: number;
  /** One entry per point: the rule that the point completes, or `null` for ordinary variation. */
  readonly signals: readonly (SpecialCauseSignal | null)[];
}

export interface SpecialCauseOptions {
  /** The baseline is taken from this many of the first points and stays fixed (12 when left out, at least 6). */
  readonly baselinePoints?: number;
}

export const fewestBaselinePoints = 6;
const usualBaselinePoints = 12;
/** 3 ÷ d2 with d2 = 1.128 for ranges of two points: turns a mean moving range into three sigma. */
const threeSigmaPerMovingRange = 2.66;

/**
 * Special causes in a series of settled points, oldest first, by the chart of individual values and moving ranges (XmR; Shewhart,
 * "Economic Control of Quality of Manufactured Product", 1931; Wheeler, "Understanding Variation", 1993; the zone rules are those
 * of the Western Electric handbook, 1956). Limits are mean ± 2.66 × the mean moving range of the baseline.
 * - `beyondLimits`: the point is beyond a limit (equal is inside).
 * - `twoOfThree`: it and at least one of the two points before it are beyond two sigma on the same side.
 * - `eightOnOneSide`: it is at least the eighth in a row on one side of the mean.
 *
 * The first rule that holds, in that order, is named. While there are fewer points than the baseline asks for, all of them are the
 * baseline; below six there is no answer (`null`). Points must not overlap in time: windows that share days resemble their
 * neighbours, which makes the limits too narrow.
 */
export function specialCauses(values: readonly number[], options: SpecialCauseOptions = {}): SpecialCauses | null {
  const wanted = options.baselinePoints ?? usualBaselinePoints;
  if (!Number.isInteger(wanted) || wanted < fewestBaselinePoints) {
    throw new RangeError(
      `A baseline of ${wanted} points says too little. Use a whole number of at least ${fewestBaselinePoints}.`,
    );
  }
  if (values.some((value) => !Number.isFinite(value))) {
    throw new RangeError('A point is not a finite number. Leave out points without a value.');
  }
  const baseline = values.slice(0, wanted);
  if (baseline.length < fewestBaselinePoints) return null;
  const mean = meanOf(baseline);
  const reach = threeSigmaPerMovingRange * meanOf(movingRanges(baseline));
  return {
    mean,
    lower: mean - reach,
    upper: mean + reach,
    baselinePoints: baseline.length,
    signals: signalsOf(values, mean, reach),
  };
}

export type ChangeVerdict = 'better' | 'worse' | 'noise' | 'tooFewPoints';

/**
 * Whether the latest point is more than ordinary variation, and which way. `noise` when it completes no rule; `tooFewPoints` when
 * there are fewer than six points, which is not the same as "no change".
 */
export function changeVerdict(
  values: readonly number[],
  direction: Direction,
  options: SpecialCauseOptions = {},
): ChangeVerdict {
  const causes = specialCauses(values, options);
  if (causes === null) return 'tooFewPoints';
  const latest = causes.signals.at(-1) ?? null;
  if (latest === null) return 'noise';
  return (latest.side === 'above') === (direction === 'up') ? 'better' : 'worse';
}

function signalsOf(values: readonly number[], mean: number, reach: number): (SpecialCauseSignal | null)[] {
  const distances = values.map((value) => value - mean);
  // A mean of equal decimals can be off in its last binary digit; without this a flat series would seem to leave its limits.
  const tolerance = 1e-9 * Math.max(reach, Math.abs(mean), Number.MIN_VALUE);
  let run = 0;
  return distances.map((distance, index) => {
    const sign = Math.abs(distance) <= tolerance ? 0 : Math.sign(distance);
    run = sign === 0 ? 0 : Math.sign(run) === sign ? run + sign : sign;
    if (sign === 0) return null;
    const side = sign > 0 ? 'above' : 'below';
    const beyond = (limit: number, at: number) => (distances[at] ?? 0) * sign > limit + tolerance;
    if (beyond(reach, index)) return { rule: 'beyondLimits', side };
    const twoSigma = (reach * 2) / 3;
    if (beyond(twoSigma, index) && (beyond(twoSigma, index - 1) || beyond(twoSigma, index - 2))) {
      return { rule: 'twoOfThree', side };
    }
    return Math.abs(run) >= 8 ? { rule: 'eightOnOneSide', side } : null;
  });
}

function movingRanges(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
