import type { MetricDefinition, MetricFormula } from './definition.js';
import { metricsOf, parseExpression } from './parse-expression.js';

/** Keys of the metrics that a formula is reckoned from; none for one that counts records, or that cannot be read. */
export function inputsOf(formula: MetricFormula): readonly string[] {
  if (formula.kind !== 'derived') return [];
  const parsed = parseExpression(formula.expression);
  return parsed.ok ? metricsOf(parsed.expression) : [];
}

/**
 * The keys given, and those of every metric that is reckoned from one of them, directly or through others: whatever changes the value of
 * an input changes theirs. In the order given, then in that of the metrics.
 */
export function withDependents(
  keys: readonly string[],
  metrics: readonly Pick<MetricDefinition, 'key' | 'formula'>[],
): readonly string[] {
  const reached = new Set(keys);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const { key, formula } of metrics) if (inputsOf(formula).some((input) => reached.has(input))) reached.add(key);
  }
  return [...reached];
}
