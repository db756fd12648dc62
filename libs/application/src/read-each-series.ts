import type { MetricSeries } from '@tandem/domain/metric/series';
import type { KnownConfiguration, Log, ObservationReader } from './ports.js';

/**
 * Reads the series of metrics together; where that fails one by one, so that a metric that cannot be read does not hide the others. Those
 * that cannot are logged and left out.
 */
export function readEachSeries(
  { observations, log }: { readonly observations: Pick<ObservationReader, 'seriesOfEach'>; readonly log: Log },
  configuration: KnownConfiguration,
  now: Date,
) {
  return async (keys: readonly string[], by: string | null): Promise<ReadonlyMap<string, MetricSeries>> => {
    const { organisation, versions: metrics } = configuration;
    const question = { metrics, organisation, asKnownAt: null, now, ...(by === null ? {} : { by }) };
    const found = new Map<string, MetricSeries>();
    const read = async (some: readonly string[]) => {
      const series = await observations.seriesOfEach(
        some.map((key) => metrics.get(key) ?? []),
        question,
      );
      some.forEach((key, index) => {
        const own = series[index];
        if (own) found.set(key, own);
      });
    };
    const known = keys.filter((key) => metrics.has(key));
    try {
      await read(known);
    } catch {
      for (const key of known) {
        await read([key]).catch((error: unknown) => {
          log.error('The metric of a guardrail could not be read.', { metric: key, error });
        });
      }
    }
    return found;
  };
}
