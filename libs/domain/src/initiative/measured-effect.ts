/** A metric over a stretch of time: its pooled value, and the settled points that it is made of. */
export interface EffectWindow {
  readonly value: number;
  readonly points: readonly number[];
}

/** How far a metric moved the promised way, with its 80 % interval, in the metric's unit. Below 0 it moved the other way. */
export interface MeasuredEffect {
  readonly before: number;
  readonly after: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly pointsBefore: number;
  readonly pointsAfter: number;
}

/** 90th percentiles of Student's t by degrees of freedom, of which 80 % lie between the two ends (NIST/SEMATECH e-Handbook, 1.3.6.7.2). */
const tOfFreedom = [
  [1, 3.078],
  [2, 1.886],
  [3, 1.638],
  [4, 1.533],
  [5, 1.476],
  [6, 1.44],
  [7, 1.415],
  [8, 1.397],
  [9, 1.383],
  [10, 1.372],
  [12, 1.356],
  [15, 1.341],
  [20, 1.325],
  [30, 1.31],
  [60, 1.296],
  [120, 1.289],
] as const;

/**
 * The difference of the pooled values, with the interval that the scatter of the points gives it (Welch 1947: two means of unequal variance).
 * It says that the metric differs, never that the initiative is the cause. Of an odd number of degrees of freedom the next lower entry of the
 * table counts, which makes the interval wider.
 */
export function measuredEffect(before: EffectWindow, after: EffectWindow, direction: 'up' | 'down'): MeasuredEffect {
  const sign = direction === 'up' ? 1 : -1;
  const value = sign * (after.value - before.value);
  const [a, b] = [before, after].map(({ points }) => squaredError(points)) as [number, number];
  const error = Math.sqrt(a + b);
  const freedom =
    error === 0 ? 1 : (a + b) ** 2 / (a ** 2 / (before.points.length - 1) + b ** 2 / (after.points.length - 1));
  const reach = error * tAt(freedom);
  return {
    before: before.value,
    after: after.value,
    value,
    low: value - reach,
    high: value + reach,
    pointsBefore: before.points.length,
    pointsAfter: after.points.length,
  };
}

/** Variance of the mean of points; at least two are needed. */
function squaredError(points: readonly number[]): number {
  const mean = points.reduce((sum, point) => sum + point, 0) / points.length;
  const squares = points.reduce((sum, point) => sum + (point - mean) ** 2, 0);
  return squares / (points.length - 1) / points.length;
}

function tAt(freedom: number): number {
  const known = tOfFreedom.filter(([degrees]) => degrees <= freedom);
  return (known.at(-1) ?? tOfFreedom[0])[1];
}
