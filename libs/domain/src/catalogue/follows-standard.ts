import { canonicalFormula } from '../metric/canonical-formula.js';
import { isAlternatives, type MetricDefinition, type MetricFormula } from '../metric/definition.js';
import { parameterValues } from './standard-metric.js';
import { standardMetricNamed } from './standard-metrics.js';

/**
 * Whether an adopted metric still measures what its standard measures: of which connections and services, by which dimensions and per which
 * time makes no other measure. False for a metric that was not adopted, and for one whose parameters were chosen otherwise.
 */
export function followsStandard({ standard, formula }: Pick<MetricDefinition, 'standard' | 'formula'>): boolean {
  const adopted = standard === undefined ? null : standardMetricNamed(standard);
  return adopted !== null && measured(formula) === measured(adopted.formula(parameterValues(adopted)));
}

/** The part of a formula that says what is measured. */
function measured(formula: MetricFormula): string {
  if (formula.kind === 'derived') return canonicalFormula({ ...formula, dimensions: [] });
  const { connections: _connections, ...measure } = formula;
  const { where } = formula;
  const { service: _service, ...conditions } = where === undefined || isAlternatives(where) ? {} : where;
  return canonicalFormula({
    ...measure,
    ...(measure.kind === 'count' && measure.per !== undefined ? { per: 'day' } : {}),
    ...(where === undefined || isAlternatives(where) ? {} : { where: conditions }),
    dimensions: [],
  });
}
