import type { Direction } from '../metric/definition.js';
import { parseDecimal } from '../metric/parse-decimal.js';
import { shownDifference } from '../metric/shown-value.js';
import type { StayKeyResult } from './goal.js';

/** Why there is no progress to speak of. */
export type ProgressAbsence = 'valueAbsent' | 'targetEqualsBaseline';

export interface Progress {
  /** 0 at the baseline, 1 at the target; unclamped, so it may be negative or above 1. `null` with a reason. */
  readonly progress: number | null;
  readonly absence: ProgressAbsence | null;
}

/**
 * (value − baseline) ÷ (target − baseline), the same for targets above and below the baseline. All are decimal strings or numbers in the
 * metric's unit. Without a value, or with a target equal to the baseline, there is no progress, and it is said which.
 */
export function progressOf(
  value: string | number | null,
  baseline: string | number,
  target: string | number,
): Progress {
  if (value === null) return { progress: null, absence: 'valueAbsent' };
  const way = parseDecimal(`${target}`).minus(parseDecimal(`${baseline}`));
  if (way.eq(0)) return { progress: null, absence: 'targetEqualsBaseline' };
  const gone = parseDecimal(`${value}`).minus(parseDecimal(`${baseline}`));
  // At the baseline it is 0 in both directions, without the sign that a division keeps.
  return { progress: gone.eq(0) ? 0 : gone.div(way).toNumber(), absence: null };
}

/**
 * progress ÷ expected progress: 1 is on the agreed path. `null` when either is absent, and while the path has not left the baseline
 * (or dips behind it), where the quotient would say nothing.
 */
export function paceOf(progress: number | null, expectedProgress: number | null): number | null {
  if (progress === null || expectedProgress === null || expectedProgress <= 0) return null;
  return progress / expectedProgress;
}

/** Which way the target lies from the baseline; where they are equal, the way that is better for the metric. */
export function targetDirection(baseline: string, target: string, better: Direction): Direction {
  const compared = parseDecimal(target).cmp(parseDecimal(baseline));
  if (compared === 0) return better;
  return compared > 0 ? 'up' : 'down';
}

/** Whether a value is on the target's side of it; equal counts as hit. */
export function meetsTarget(value: string, target: string, direction: Direction): boolean {
  const compared = parseDecimal(value).cmp(parseDecimal(target));
  return direction === 'up' ? compared >= 0 : compared <= 0;
}

export interface PathGap {
  /** Unsigned distance to the path, as printed. */
  readonly gap: string;
  /** `ahead` is further on the way to the target, also when lower is better; on the path itself is `ahead` by 0. */
  readonly side: 'ahead' | 'behind';
}

/** Distance of the shown value to the shown expected value, so that the printed numbers add up. `null` when either is absent. */
export function pathGap(
  value: string | null,
  expected: string | null,
  direction: Direction,
  precision: number,
): PathGap | null {
  if (value === null || expected === null) return null;
  const gap = shownDifference(value, expected, precision);
  const side = meetsTarget(gap, '0', direction) ? 'ahead' : 'behind';
  return { gap: gap.replace('-', ''), side };
}

/** Whether a value is inside the limits of a stay key result; equal is inside, a limit left out does not bound. */
export function isInside(value: number, limits: Pick<StayKeyResult, 'atLeast' | 'atMost'>): boolean {
  const { atLeast, atMost } = limits;
  return (atLeast === undefined || value >= Number(atLeast)) && (atMost === undefined || value <= Number(atMost));
}

/** Share of the values inside the limits, 0 to 1; `null` when there are none yet. */
export function shareInside(
  values: readonly number[],
  limits: Pick<StayKeyResult, 'atLeast' | 'atMost'>,
): number | null {
  if (values.length === 0) return null;
  return values.filter((value) => isInside(value, limits)).length / values.length;
}
