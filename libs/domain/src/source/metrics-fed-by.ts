import type { MetricDefinition } from '../metric/definition.js';
import { withDependents } from '../metric/derived-inputs.js';

/**
 * The metrics that count records of a source, and those that are reckoned from them, in the order of `metrics`. A metric that names no sources counts the
 * records of every source that delivers its stream.
 *
 * @param source its id, and the streams that have come from it
 */
export function metricsFedBy(
  { id, streams }: { readonly id: string; readonly streams: readonly string[] },
  metrics: readonly MetricDefinition[],
): readonly MetricDefinition[] {
  const counting = metrics.filter(
    ({ formula }) =>
      formula.kind !== 'derived' &&
      (formula.connections ? formula.connections.includes(id) : streams.includes(formula.stream)),
  );
  const fed = withDependents(
    counting.map(({ key }) => key),
    metrics,
  );
  return metrics.filter(({ key }) => fed.includes(key));
}
