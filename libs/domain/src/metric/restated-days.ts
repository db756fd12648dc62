import type { MetricFormula } from './definition.js';

/** Why a change of a settled day is not listed for a metric, where it is not. */
export type UnlistedReason = 'open' | 'percentileOfMeasurements';

/**
 * Whether changes of settled days are listed for what a formula counts: null when they are. What is open moves on every day after a late
 * record, so that one correction would be listed hundreds of times; percentiles of measurements are pooled from a store that keeps no days.
 * A formula over metrics has no days of its own: what is listed of it are the changes of its inputs.
 */
export function whyUnlisted(formula: MetricFormula): UnlistedReason | null {
  if (formula.kind === 'open') return 'open';
  return formula.kind === 'percentile' && formula.stream === 'measurement' ? 'percentileOfMeasurements' : null;
}
