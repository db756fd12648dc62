import { errorDistribution } from './error-distribution.js';
import { type ForecastMethod, fitMethod, methodsBySimplicity } from './forecast-methods.js';

export interface Bounds {
  readonly lower?: number;
  readonly upper?: number;
}

export interface BackTestOptions {
  /** How many steps ahead the forecast has to reach. */
  readonly horizonSteps: number;
  readonly seasonSteps?: number;
  readonly bounds?: Bounds;
}

/** One forecast of the past held against what happened. */
interface BackTestError {
  /** How many points were known, counted from the first. */
  readonly known: number;
  readonly steps: number;
  /** Truth − forecast, scaled to the horizon that is needed. */
  readonly error: number;
}

export interface BackTestedMethod {
  readonly method: ForecastMethod;
  readonly errors: readonly BackTestError[];
  /** Mean size of the errors, at the horizon that is needed. */
  readonly meanAbsoluteError: number;
}

export interface BackTest {
  /** Best first; of equals the simpler one. */
  readonly methods: readonly BackTestedMethod[];
  /** The longest horizon that history could test; shorter than the needed one when history is short. */
  readonly testedSteps: number;
}

/** A method gets at least this many points, and at least a third of the history, before it is asked to forecast. */
const fewestKnownPoints = 4;
const fewestErrors = 3;
/** With fewer errors than this at the tested horizon, the errors at shorter horizons are pooled with them. */
const enoughErrors = 8;
const mostOrigins = 40;
const mostHorizons = 12;
const fewestCoverageTests = 5;
const equalWithin = 1e-9;

/**
 * Rolling-origin back-test (Tashman, "Out-of-sample tests of forecasting accuracy", 2000): each method is fitted to the points that
 * were known at a time, asked for the value at the horizon, and held against what came. All methods are asked at the same times.
 *
 * - Where history is too short for the needed horizon, the longest horizon is used that leaves three errors, and its errors are scaled by
 *   √(needed ÷ tested): errors that add up independently grow with the square root of time.
 * - With fewer than eight errors at that horizon, those at shorter horizons are pooled with them, scaled by the same rule.
 * - At most 40 times are asked, the latest ones (evenly spread when pooled), so that ten years of weeks cost no more than one.
 * - `seasonalNaive` takes part only when every asked time knows a whole season.
 *
 * `values` are equally spaced, oldest first, at least eight (fewer leave nothing to test).
 */
export function backTest(values: readonly number[], options: BackTestOptions): BackTest {
  const fewestKnown = Math.max(fewestKnownPoints, Math.ceil(values.length / 3));
  const testable = values.length - fewestKnown - (fewestErrors - 1);
  if (testable < 1) throw new RangeError(`${values.length} points are too few for a back-test. Give at least eight.`);
  const testedSteps = Math.min(options.horizonSteps, testable);
  const pooled = values.length - testedSteps - fewestKnown + 1 < enoughErrors;
  const origins = pooled
    ? spread(fewestKnown, values.length - 1, mostOrigins)
    : range(Math.max(fewestKnown, values.length - testedSteps - mostOrigins + 1), values.length - testedSteps);
  const horizons = pooled ? spread(1, testedSteps, mostHorizons) : [testedSteps];
  const candidates = candidateMethods(origins[0] ?? 0, options.seasonSteps);
  const methods = candidates
    .map((method) => testMethod(method, values, origins, horizons, options))
    .sort((a, b) => compareErrors(a.meanAbsoluteError, b.meanAbsoluteError));
  return { methods, testedSteps };
}

/**
 * How often the 80 % range held in the past, 0 to 1: at each asked time the range is drawn from only those errors whose outcome was
 * known by then (five at least). `null` when fewer than five times could be tested so.
 */
export function measuredCoverage(tested: BackTestedMethod, testedSteps: number): number | null {
  let held = 0;
  let tests = 0;
  for (const { known, steps, error } of tested.errors) {
    if (steps !== testedSteps) continue;
    const earlier = tested.errors.filter((other) => other.known + other.steps <= known).map((other) => other.error);
    if (earlier.length < fewestCoverageTests) continue;
    tests += 1;
    if (Math.abs(error) <= errorDistribution(earlier).halfWidth(0.8)) held += 1;
  }
  return tests < fewestCoverageTests ? null : held / tests;
}

/** Which methods can be asked when this many points are known. */
export function candidateMethods(known: number, seasonSteps: number | undefined): ForecastMethod[] {
  const seasonFits = seasonSteps !== undefined && seasonSteps > 1 && seasonSteps <= known;
  return methodsBySimplicity.filter((method) => method !== 'seasonalNaive' || seasonFits);
}

export function clampTo(value: number, bounds: Bounds | undefined): number {
  return Math.min(Math.max(value, bounds?.lower ?? -Infinity), bounds?.upper ?? Infinity);
}

function testMethod(
  method: ForecastMethod,
  values: readonly number[],
  origins: readonly number[],
  horizons: readonly number[],
  options: BackTestOptions,
): BackTestedMethod {
  const errors: BackTestError[] = [];
  for (const known of origins) {
    const extrapolate = fitMethod(method, values.slice(0, known), options.seasonSteps);
    for (const steps of horizons) {
      const truth = values[known + steps - 1];
      if (truth === undefined) break;
      const scale = Math.sqrt(options.horizonSteps / steps);
      errors.push({ known, steps, error: (truth - clampTo(extrapolate(steps), options.bounds)) * scale });
    }
  }
  const meanAbsoluteError = errors.reduce((sum, { error }) => sum + Math.abs(error), 0) / errors.length;
  return { method, errors, meanAbsoluteError };
}

/** Sorting is stable, so that equal errors leave the simpler method first. */
function compareErrors(a: number, b: number): number {
  return Math.abs(a - b) <= equalWithin * Math.max(a, b) ? 0 : a - b;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** At most `most` whole numbers from `from` to `to`, evenly spread, with both ends. */
function spread(from: number, to: number, most: number): number[] {
  const all = range(from, to);
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, index) => from + Math.round((index * (to - from)) / (most - 1)));
}
