import type { Direction } from '../metric/definition.js';
import { shownNumber } from '../metric/shown-value.js';
import { type Bounds, clampTo } from './back-test.js';
import type { ForecastMethod } from './forecast-methods.js';
import { testedOutlook } from './tested-outlook.js';

/** A settled value and the end of the period it stands for, in milliseconds since 1970. */
export interface SettledPoint {
  readonly t: number;
  readonly value: number;
}

export interface ForecastQuestion {
  /** Instant that the value is wanted for, in milliseconds since 1970. */
  readonly dueAt: number;
  readonly target: number;
  /** `up`: a value of at least the target hits it; `down`: of at most the target. Equal counts as hit. */
  readonly direction: Direction;
}

export interface ForecastOptions {
  /** Length of a season in points: 52 for weekly values, 7 for daily ones. Without it nothing seasonal is tried. */
  readonly seasonSteps?: number;
  /** Values that cannot be left, such as 0 to 100 for a share. A bound that history has left already is ignored. */
  readonly bounds?: Bounds;
  /** Decimals of the shown value; the forecast is rounded first, so that range and probability belong to the printed number. */
  readonly precision?: number;
}

export interface Forecast {
  readonly value: number;
  readonly low80: number;
  readonly high80: number;
  readonly low50: number;
  readonly high50: number;
  /** Probability of the hit at the due instant; 0 or 1 only where bounds leave no other outcome. */
  readonly probability: number;
  readonly method: ForecastMethod;
  /** Mean absolute error of the method in its back-test, at the needed horizon, in the metric's unit. */
  readonly error: number;
  /** How often the 80 % range held in the back-test, 0 to 1; `null` when history was too short to test it. */
  readonly coverage80: number | null;
  /** How many points it rests on. */
  readonly points: number;
  readonly horizonSteps: number;
  /** Horizon that history could test; when shorter than `horizonSteps`, errors were scaled up by the square root of the ratio. */
  readonly testedSteps: number;
}

/** Below this many settled points there is no forecast (semantics §6). */
export const fewestForecastPoints = 8;

/**
 * Forecast of the value at the due date, by whichever method erred least in a back-test on the metric's own history (see `backTest`).
 * Range and probability come from the errors of that method (see `errorDistribution`), not from an assumed curve.
 *
 * Points are equally spaced (weekly as a rule), oldest first. A missing week is left out, never filled in: its neighbours then count as
 * consecutive. The horizon is the nearest whole number of steps from the last point, at least one. `null` below eight points, and when the
 * last point already reaches the due date. The same input always gives the same answer.
 *
 * Throws a `RangeError` for points that are out of order or not finite.
 */
export function forecast(
  points: readonly SettledPoint[],
  question: ForecastQuestion,
  options: ForecastOptions = {},
): Forecast | null {
  const spacingMs = spacingOf(points);
  const last = points.at(-1);
  if (last === undefined || points.length < fewestForecastPoints || question.dueAt <= last.t) return null;
  const values = points.map((point) => point.value);
  const bounds = heldBounds(values, options.bounds);
  const horizonSteps = Math.max(1, Math.round((question.dueAt - last.t) / spacingMs));
  const outlook = testedOutlook(values, { horizonSteps, seasonSteps: options.seasonSteps, bounds });
  const { precision } = options;
  const value = precision === undefined ? outlook.value : Number(shownNumber(outlook.value, precision));
  const [half50, half80] = [outlook.errors.halfWidth(0.5), outlook.errors.halfWidth(0.8)];
  return {
    value,
    low80: clampTo(value - half80, bounds),
    high80: clampTo(value + half80, bounds),
    low50: clampTo(value - half50, bounds),
    high50: clampTo(value + half50, bounds),
    probability: hitProbability(question, bounds, outlook.errors.atLeast, value),
    method: outlook.method,
    error: outlook.meanAbsoluteError,
    coverage80: outlook.coverage80,
    points: points.length,
    horizonSteps,
    testedSteps: outlook.testedSteps,
  };
}

function hitProbability(
  { target, direction }: ForecastQuestion,
  bounds: Bounds,
  atLeast: (distance: number) => number,
  value: number,
): number {
  const [nearest, furthest] = direction === 'up' ? [bounds.lower, bounds.upper] : [bounds.upper, bounds.lower];
  const beyond = (a: number, b: number) => (direction === 'up' ? a > b : a < b);
  if (furthest !== undefined && beyond(target, furthest)) return 0;
  if (nearest !== undefined && !beyond(target, nearest)) return 1;
  return atLeast(direction === 'up' ? target - value : value - target);
}

/** A share above 100 % in history shows that the metric is not bounded there, whatever its unit suggests. */
function heldBounds(values: readonly number[], bounds: Bounds = {}): Bounds {
  const { lower, upper } = bounds;
  return {
    lower: lower !== undefined && values.every((value) => value >= lower) ? lower : undefined,
    upper: upper !== undefined && values.every((value) => value <= upper) ? upper : undefined,
  };
}

/** Median distance of neighbours: a missing week or a clock change does not move it. */
function spacingOf(points: readonly SettledPoint[]): number {
  const distances = points.slice(1).map((point, index) => point.t - (points[index]?.t ?? point.t));
  if (points.some(({ t, value }) => !Number.isFinite(t) || !Number.isFinite(value))) {
    throw new RangeError('A point to forecast from is not a finite number. Leave out periods without a value.');
  }
  if (distances.some((distance) => distance <= 0)) {
    throw new RangeError('The points to forecast from are out of order. Sort them by time, one per period.');
  }
  distances.sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 0;
}
