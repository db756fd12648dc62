import type { MetricDefinition } from '../metric/definition.js';
import type { Bounds } from './back-test.js';

/**
 * Values that a metric cannot take, by the way it is computed: a ratio of counts is not negative, and in per cent not above 100; a count is not
 * negative; days of a week are at most 7; nor is what is open, nor a duration, unless zero and negative ones are kept. Sums, fields and formulas over metrics may be anything.
 */
export function valueBounds(metric: Pick<MetricDefinition, 'formula' | 'unit'>): Bounds {
  const { formula, unit } = metric;
  switch (formula.kind) {
    case 'ratio': {
      const counts = formula.numerator.sum === undefined && formula.denominator.sum === undefined;
      return { lower: counts ? 0 : undefined, upper: counts && unit === '%' ? 100 : undefined };
    }
    case 'activeDays':
      return { lower: 0, upper: 7 };
    case 'count':
    case 'open':
      return { lower: 0 };
    case 'duration':
      return { lower: formula.nonPositive === 'include' ? undefined : 0 };
    case 'percentile':
      return { lower: formula.field === undefined && formula.nonPositive !== 'include' ? 0 : undefined };
    case 'sum':
    case 'latest':
    case 'derived':
      return {};
  }
}
