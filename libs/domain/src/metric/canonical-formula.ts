import { canonicalJson } from '../organisation/canonical-json.js';
import type { MetricFormula } from './definition.js';
import { expressionText } from './expression-text.js';
import { parseExpression } from './parse-expression.js';

/**
 * Text that is the same for two formulas exactly when they count the same records in the same slices: the order of dimensions and
 * of connections does not matter, nor how a formula over metrics is spaced; that of the instants under `at` does, because the first one that a record has decides.
 */
export function canonicalFormula(formula: MetricFormula): string {
  return canonicalJson({
    ...formula,
    dimensions: [...formula.dimensions].sort(),
    ...(formula.kind === 'derived' ? { expression: canonicalExpression(formula.expression) } : {}),
    ...(!('connections' in formula) || formula.connections === undefined
      ? {}
      : { connections: [...formula.connections].sort() }),
  });
}

function canonicalExpression(text: string): string {
  const parsed = parseExpression(text);
  return parsed.ok ? expressionText(parsed.expression) : text;
}
