import { type BackTestOptions, type Bounds, backTest, clampTo, measuredCoverage } from './back-test.js';
import { type ErrorDistribution, errorDistribution } from './error-distribution.js';
import { type ForecastMethod, fitMethod } from './forecast-methods.js';

/** What a history of values says about a horizon, by the method that erred least on it. */
export interface TestedOutlook {
  readonly method: ForecastMethod;
  /** Value at the horizon, within the bounds and unrounded. */
  readonly value: number;
  readonly errors: ErrorDistribution;
  readonly meanAbsoluteError: number;
  /** How often the 80 % range held, 0 to 1; `null` when history was too short to test it. */
  readonly coverage80: number | null;
  readonly testedSteps: number;
}

export interface OutlookOptions extends BackTestOptions {
  readonly bounds: Bounds;
}

/**
 * The outlook of these values, at least eight. Settled history changes once a week while boards are read all day, and testing the methods is
 * most of what a forecast costs: the latest outlooks are remembered by everything they were made from.
 */
export function testedOutlook(values: readonly number[], options: OutlookOptions): TestedOutlook {
  const { horizonSteps, seasonSteps, bounds } = options;
  const name = [values.length, values[0], values.at(-1), horizonSteps, seasonSteps, bounds.lower, bounds.upper].join();
  const known = remembered.get(name);
  if (known?.values.every((value, index) => Object.is(value, values[index]))) return known.outlook;
  const outlook = madeOutlook(values, options);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(name, { values: Float64Array.from(values), outlook });
  return outlook;
}

/** Some hundred key results of some horizons each; three years of weeks take a kilobyte. */
const mostRemembered = 4_000;
const remembered = new Map<string, { readonly values: Float64Array; readonly outlook: TestedOutlook }>();

function madeOutlook(values: readonly number[], options: OutlookOptions): TestedOutlook {
  const { horizonSteps, seasonSteps, bounds } = options;
  const { methods, testedSteps } = backTest(values, options);
  const [best] = methods;
  if (best === undefined) throw new Error('A back-test tries one method at least.');
  return {
    method: best.method,
    value: clampTo(fitMethod(best.method, values, seasonSteps)(horizonSteps), bounds),
    errors: errorDistribution(best.errors.map(({ error }) => error)),
    meanAbsoluteError: best.meanAbsoluteError,
    coverage80: measuredCoverage(best, testedSteps),
    testedSteps,
  };
}
