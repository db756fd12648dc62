import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { versionAt, type MetricVersion } from '@tandem/domain/metric/metric-version';
import type { MetricSeries } from '@tandem/domain/metric/series';
import { InvalidInput, NotFound } from './input-errors.js';
import { readAsKnownAt } from './read-as-known-at.js';
import type { Clock, ConfigurationStore, KnownConfiguration, ObservationReader } from './ports.js';

/** What every reading use case needs. */
export interface ReadingDependencies {
  readonly configuration: ConfigurationStore;
  readonly observations: ObservationReader;
  readonly clock: Clock;
}

export interface MetricReading {
  readonly configuration: KnownConfiguration;
  /** The definition that answers the current window, and its version. */
  readonly definition: MetricDefinition;
  readonly version: number;
  readonly validFrom: Date;
  readonly series: MetricSeries;
  readonly now: Date;
  readonly asKnownAt: Date | null;
}

/**
 * Reads a metric by its key, as it stands or as it was known; refuses a dimension that the metric does not have.
 *
 * @param fields what the request calls the dimension, for the refusal
 */
export async function readMetric(
  dependencies: ReadingDependencies,
  request: {
    readonly key: string;
    readonly by?: string | undefined;
    /** How many of the last days are wanted; all when left out. */
    readonly lastDays?: (versions: readonly MetricVersion[]) => number;
    readonly asKnownAt?: string | undefined;
  },
  fields: { readonly by: string } = { by: 'by' },
): Promise<MetricReading> {
  const now = dependencies.clock();
  const asKnownAt = readAsKnownAt(request.asKnownAt, now);
  const configuration = await dependencies.configuration.known({ now, asKnownAt });
  const versions = configuration.versions.get(request.key);
  if (!versions) throw new NotFound('metric', request.key, asKnownAt);
  const { by, lastDays } = request;
  if (by !== undefined) requireDimension(fields.by, by, versionAt(versions, asKnownAt ?? now).definition);
  const series = await dependencies.observations.series({
    versions,
    metrics: configuration.versions,
    organisation: configuration.organisation,
    asKnownAt,
    now,
    ...(by === undefined ? {} : { by }),
    ...(lastDays === undefined ? {} : { lastDays: lastDays(versions) }),
  });
  const { definition, version } = series;
  const { validFrom } = series.versions.find((one) => one.version === version) ?? { validFrom: now };
  return { configuration, definition, version, validFrom, series, now, asKnownAt };
}

export function requireDimension(field: string, dimension: string, definition: MetricDefinition): void {
  const { dimensions } = definition.formula;
  if (dimensions.includes(dimension)) return;
  const known = dimensions.length ? `Use one of: ${dimensions.join(', ')}.` : 'This metric has no dimensions.';
  throw new InvalidInput([{ field, reason: `"${dimension}" is not a dimension of ${definition.key}. ${known}` }]);
}
