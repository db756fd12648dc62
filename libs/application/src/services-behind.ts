import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { inputsOf } from '@tandem/domain/metric/derived-inputs';
import { currentWindow } from '@tandem/domain/metric/series';
import type { EvidenceReader } from './evidence-ports.js';
import type { MetricReading } from './metric-reading.js';

/**
 * The services that the present value is made of, with the records of each: a blended value names its parts. Of a formula over metrics those of
 * all that it is reckoned from, each record once for each of them.
 */
export async function servicesBehind(
  { evidence }: { readonly evidence: EvidenceReader },
  { configuration, definition, series, asKnownAt }: MetricReading,
): Promise<{ service: string; n: number }[]> {
  const { start, end } = currentWindow(series);
  const { linkWithinHours } = configuration.organisation;
  const found = await Promise.all(
    countedBehind(definition, configuration.metrics).map((counted) =>
      evidence.services({ definition: counted, from: start, to: end, asKnownAt, linkWithinHours }),
    ),
  );
  const sums = new Map<string, number>();
  for (const { service, n } of found.flat()) sums.set(service, (sums.get(service) ?? 0) + n);
  return [...sums]
    .map(([service, n]) => ({ service, n }))
    .sort((a, b) => b.n - a.n || (a.service < b.service ? -1 : 1));
}

/** The definitions that count records behind a value: its own, or those of its inputs and of theirs. */
function countedBehind(definition: MetricDefinition, metrics: readonly MetricDefinition[]): MetricDefinition[] {
  const byKey = new Map([...metrics, definition].map((metric) => [metric.key, metric]));
  const keys = new Set([definition.key]);
  // A set that grows while it is walked: inputs of inputs are reached, and none twice.
  for (const key of keys) {
    const known = byKey.get(key);
    if (known) for (const input of inputsOf(known.formula)) keys.add(input);
  }
  return [...keys].flatMap((key) => {
    const known = byKey.get(key);
    return known && known.formula.kind !== 'derived' ? [known] : [];
  });
}
