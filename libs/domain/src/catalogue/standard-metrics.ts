import { conversionMetrics } from './conversion-metrics.js';
import { deliveryMetrics } from './delivery-metrics.js';
import { serviceMetrics } from './service-metrics.js';
import type { StandardMetric } from './standard-metric.js';

/** The ready-made catalogue, family by family. */
export const standardMetrics: readonly StandardMetric[] = [...serviceMetrics, ...conversionMetrics, ...deliveryMetrics];

export const standardMetricKeys: readonly string[] = standardMetrics.map(({ key }) => key);

export function standardMetricNamed(key: string): StandardMetric | null {
  return standardMetrics.find((metric) => metric.key === key) ?? null;
}
