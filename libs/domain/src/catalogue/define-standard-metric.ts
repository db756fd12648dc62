import type { MetricDefinition, MetricFormula } from '../metric/definition.js';
import { parameterValues, type ParameterValues, type StandardMetric } from './standard-metric.js';

/** What an organisation says of a standard metric that it adopts; everything else stands in the catalogue. */
export interface StandardMetricChoice extends Partial<
  Omit<MetricDefinition, 'formula' | 'unit' | 'direction' | 'standard'>
> {
  readonly parameters?: ParameterValues;
  /** Only these connections feed it; all that deliver the stream when left out. */
  readonly connections?: readonly string[];
  /** By which it can be sliced, instead of the dimensions of the catalogue. */
  readonly dimensions?: readonly string[];
}

/** The definition of a standard metric as an organisation adopts it. */
export function defineStandardMetric(standard: StandardMetric, choice: StandardMetricChoice = {}): MetricDefinition {
  const { parameters, connections, dimensions, ...own } = choice;
  const values = parameterValues(standard, parameters);
  return {
    key: standard.key,
    title: standard.title,
    description: standard.description,
    wording: standard.wording,
    unit: standard.unit(values),
    precision: standard.precision,
    direction: standard.direction,
    windowDays: standard.windowDays,
    settlingDays: standard.settlingDays,
    owners: {},
    ...own,
    formula: narrowed(standard.formula(values), { connections, dimensions }),
    standard: standard.key,
  };
}

function narrowed(
  formula: MetricFormula,
  { connections, dimensions }: Pick<StandardMetricChoice, 'connections' | 'dimensions'>,
): MetricFormula {
  const sliced = dimensions === undefined ? formula : { ...formula, dimensions };
  return connections === undefined || sliced.kind === 'derived' ? sliced : { ...sliced, connections };
}
