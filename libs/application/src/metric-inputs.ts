import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { inputsOf } from '@tandem/domain/metric/derived-inputs';
import type { Configuration } from '@tandem/domain/organisation/organisation';

/** The metrics that a formula over metrics is reckoned from, for pages that lead to them; none for one that counts records. */
export function metricInputs({ formula }: MetricDefinition, { metrics }: Pick<Configuration, 'metrics'>) {
  return inputsOf(formula).map((key) => ({ key, title: metrics.find((metric) => metric.key === key)?.title ?? key }));
}
