import { roundedNumber, shownDifference, shownNumber } from '../metric/shown-value.js';
import type { Forecast } from './forecast.js';
import type { ForecastMethod } from './forecast-methods.js';
import type { ReachKeyResult } from './goal.js';
import { meetsTarget } from './progress.js';

/** A forecast as it is printed: decimal strings in the metric's unit and precision. */
export interface ShownForecast {
  /** The due date. */
  readonly at: string;
  readonly value: string;
  readonly low80: string;
  readonly high80: string;
  readonly low50: string;
  readonly high50: string;
  readonly meetsTarget: boolean;
  /** Unsigned distance of the printed forecast to the target. */
  readonly gap: string;
  /**
   * Two decimals, cut and not rounded, so that 0.50 and 0.10 are printed only when they are reached; 0.01 to 0.99 unless the bounds of the
   * metric leave no other outcome.
   */
  readonly probability: number;
  readonly method: ForecastMethod;
  readonly error: string;
  /** Two decimals. */
  readonly coverage80: number | null;
  readonly points: number;
}

/** `due` is the due date as a local date; everything is rounded once, by the metric's precision. */
export function shownForecast(
  outlook: Forecast,
  { target }: ReachKeyResult,
  direction: 'up' | 'down',
  precision: number,
  due: string,
): ShownForecast {
  const value = shownNumber(outlook.value, precision);
  return {
    at: due,
    value,
    low80: shownNumber(outlook.low80, precision),
    high80: shownNumber(outlook.high80, precision),
    low50: shownNumber(outlook.low50, precision),
    high50: shownNumber(outlook.high50, precision),
    meetsTarget: meetsTarget(value, target, direction),
    gap: shownDifference(value, target, precision).replace('-', ''),
    probability: shownProbability(outlook.probability),
    method: outlook.method,
    error: shownNumber(outlook.error, precision),
    coverage80: roundedNumber(outlook.coverage80, 2),
    points: outlook.points,
  };
}

function shownProbability(probability: number): number {
  if (probability === 0 || probability === 1) return probability;
  return Math.min(0.99, Math.max(0.01, Math.floor(probability * 100 + 1e-9) / 100));
}
