import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { MetricSeries } from '@tandem/domain/metric/series';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { InvalidInput, NotFound } from './input-errors.js';
import type { Clock, ConfigurationStore, ObservationReader } from './ports.js';

/** What every reading use case needs. */
export interface ReadingDependencies {
  readonly configuration: ConfigurationStore;
  readonly observations: ObservationReader;
  readonly clock: Clock;
}

export interface MetricReading {
  readonly configuration: Configuration;
  readonly definition: MetricDefinition;
  readonly version: number;
  readonly validFrom: Date;
  readonly series: MetricSeries;
  readonly now: Date;
  readonly asKnownAt: Date | null;
}

/** Reads a metric by its key, as it stands or as it was known; refuses a dimension that the metric does not have. */
export async function readMetric(
  dependencies: ReadingDependencies,
  request: { readonly key: string; readonly by?: string | undefined; readonly asKnownAt?: string | undefined },
): Promise<MetricReading> {
  const [configuration, versions] = await Promise.all([
    dependencies.configuration.load(),
    dependencies.configuration.currentMetricVersions(),
  ]);
  const current = versions.find((metric) => metric.key === request.key);
  if (!current) throw new NotFound('metric', request.key);
  const { definition, version, validFrom } = current;
  const { by } = request;
  if (by !== undefined) requireDimension('by', by, definition);
  const now = dependencies.clock();
  const asKnownAt = request.asKnownAt === undefined ? null : new Date(request.asKnownAt);
  const series = await dependencies.observations.series({
    definition,
    organisation: configuration.organisation,
    asKnownAt,
    now,
    ...(by === undefined ? {} : { by }),
  });
  return { configuration, definition, version, validFrom, series, now, asKnownAt };
}

export function requireDimension(field: string, dimension: string, definition: MetricDefinition): void {
  const { dimensions } = definition.formula;
  if (dimensions.includes(dimension)) return;
  const known = dimensions.length ? `Use one of: ${dimensions.join(', ')}.` : 'This metric has no dimensions.';
  throw new InvalidInput([{ field, reason: `"${dimension}" is not a dimension of ${definition.key}. ${known}` }]);
}
