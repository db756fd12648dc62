import type { MetricDefinition } from './definition.js';
import type { Period } from './periods.js';

/** A definition of a metric with the time from which it answers. Versions count from 1, and each begins later than the one before. */
export interface MetricVersion {
  readonly version: number;
  /** From this instant on; the first version answers all time before it as well. */
  readonly validFrom: Date;
  readonly definition: MetricDefinition;
}

/**
 * The version in force at an instant: the latest that had begun by then, or the first one before anything had begun. `versions` are in
 * order. Throws for an empty list: every metric has a version.
 */
export function versionAt<Version extends MetricVersion>(versions: readonly Version[], instant: Date): Version {
  const inForce = versions.findLast(({ validFrom }) => validFrom.getTime() <= instant.getTime()) ?? versions[0];
  if (inForce === undefined) throw new Error('A metric has at least one version.');
  return inForce;
}

/** The one version that answers a period wholly: the one in force at its last instant. */
export function versionAnswering<Version extends MetricVersion>(versions: readonly Version[], period: Period): Version {
  return versionAt(versions, new Date(period.end.getTime() - 1));
}
