import { percentileOfSorted } from '../metric/percentile.js';

export type ForecastMethod = 'naive' | 'drift' | 'seasonalNaive' | 'dampedHolt' | 'theilSen';

/** Value expected so many steps after the last point; steps are whole and at least 1. */
export type Extrapolation = (steps: number) => number;

/** Simplest first: of methods that err equally, the earlier one is taken. */
export const methodsBySimplicity = [
  'naive',
  'drift',
  'seasonalNaive',
  'theilSen',
  'dampedHolt',
] as const satisfies readonly ForecastMethod[];

/** Half a year of weeks: long enough for a slope, short enough that what was true years ago does not decide it. */
const theilSenWindow = 26;
const holtWindow = 104;
const holtGrid = [0.2, 0.4, 0.6, 0.8].flatMap((alpha) =>
  [0.05, 0.2, 0.5].flatMap((beta) => [0.8, 0.9, 0.98].map((phi) => ({ alpha, beta, phi }))),
);

/**
 * Fits one method to equally spaced values, oldest first, at least two. `seasonSteps` is the length of the season and at most the number
 * of values; only `seasonalNaive` reads it.
 * - naive: the last value stays.
 * - drift: the line through the first and the last value goes on.
 * - seasonalNaive: the value one season earlier comes again.
 * - theilSen: median of all pairwise slopes of the last 26 points, with the median intercept (Theil 1950; Sen 1968).
 * - dampedHolt: exponential smoothing of level and trend, the trend fading by φ a step (Gardner and McKenzie 1985); α, β, φ are those
 *   of a fixed grid with the least squared one-step error over the last 104 points.
 */
export function fitMethod(method: ForecastMethod, values: readonly number[], seasonSteps = 1): Extrapolation {
  const first = values[0];
  const last = values.at(-1);
  if (first === undefined || last === undefined || values.length < 2) {
    throw new RangeError('A forecast method needs at least two points.');
  }
  switch (method) {
    case 'naive':
      return () => last;
    case 'drift': {
      const slope = (last - first) / (values.length - 1);
      return (steps) => last + slope * steps;
    }
    case 'seasonalNaive':
      return (steps) => values[values.length - seasonSteps + ((steps - 1) % seasonSteps)] ?? last;
    case 'theilSen':
      return fitTheilSen(values.slice(-theilSenWindow));
    case 'dampedHolt':
      return fitDampedHolt(values.slice(-holtWindow));
  }
}

function fitTheilSen(values: readonly number[]): Extrapolation {
  const slopes = new Float64Array((values.length * (values.length - 1)) / 2);
  let filled = 0;
  for (const [right, value] of values.entries()) {
    for (let left = 0; left < right; left += 1) {
      slopes[filled] = (value - (values[left] ?? value)) / (right - left);
      filled += 1;
    }
  }
  const slope = median(slopes);
  const intercept = median(Float64Array.from(values, (value, index) => value - slope * index));
  return (steps) => intercept + slope * (values.length - 1 + steps);
}

interface HoltState {
  readonly level: number;
  readonly trend: number;
  readonly phi: number;
  readonly squaredError: number;
}

function fitDampedHolt(values: readonly number[]): Extrapolation {
  let best: HoltState | null = null;
  for (const { alpha, beta, phi } of holtGrid) {
    const state = smooth(values, alpha, beta, phi);
    if (best === null || state.squaredError < best.squaredError) best = state;
  }
  const { level, trend, phi } = best ?? { level: 0, trend: 0, phi: 0.9 };
  return (steps) => level + (trend * phi * (1 - phi ** steps)) / (1 - phi);
}

function smooth(values: readonly number[], alpha: number, beta: number, phi: number): HoltState {
  let level = values[0] ?? 0;
  let trend = (values[1] ?? level) - level;
  let squaredError = 0;
  for (let index = 1; index < values.length; index += 1) {
    const expected = level + phi * trend;
    const error = (values[index] ?? expected) - expected;
    squaredError += error * error;
    level = expected + alpha * error;
    trend = phi * trend + alpha * beta * error;
  }
  return { level, trend, phi, squaredError };
}

function median(values: Float64Array): number {
  return percentileOfSorted(values.sort(), 50) ?? 0;
}
