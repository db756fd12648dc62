import { canonicalFormula } from './canonical-formula.js';
import type { MetricDefinition, MetricFormula } from './definition.js';

type Named = Pick<MetricDefinition, 'title' | 'formula'>;

/** A title as people hear it: case, spacing, punctuation and the width of letters make no other name. */
export function heardName(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%+]+/gu, ' ')
    .trim();
}

/** Whether two formulas show the same number of the whole: the dimensions that it can be sliced by do not change it. */
export function isSameNumber(a: MetricFormula, b: MetricFormula): boolean {
  return canonicalFormula({ ...a, dimensions: [] }) === canonicalFormula({ ...b, dimensions: [] });
}

/** Those of `others` that have the name of a metric and show another number, in their order. Names without a letter or digit are no names. */
export function otherNumbersOfName<Other extends Named>(metric: Named, others: readonly Other[]): Other[] {
  const name = heardName(metric.title);
  if (name === '') return [];
  return others.filter((other) => heardName(other.title) === name && !isSameNumber(other.formula, metric.formula));
}

/** Names that several metrics have although they show different numbers: of each all its metrics, in their order. */
export function sharedNames<Metric extends Named>(metrics: readonly Metric[]): Metric[][] {
  const byName = new Map<string, Metric[]>();
  for (const metric of metrics) {
    const name = heardName(metric.title);
    byName.set(name, [...(byName.get(name) ?? []), metric]);
  }
  return [...byName.values()].filter((group) => group.some((metric) => otherNumbersOfName(metric, group).length > 0));
}
