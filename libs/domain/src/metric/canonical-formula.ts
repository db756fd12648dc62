import { canonicalJson } from '../organisation/canonical-json.js';
import type { MetricFormula } from './definition.js';

/**
 * Text that is the same for two formulas exactly when they count the same records in the same slices: the order of dimensions and
 * of connections does not matter, that of the instants under `at` does, because the first one that a record has decides.
 */
export function canonicalFormula(formula: MetricFormula): string {
  return canonicalJson({
    ...formula,
    dimensions: [...formula.dimensions].sort(),
    ...(formula.connections === undefined ? {} : { connections: [...formula.connections].sort() }),
  });
}
