import type { MetricDefinition, Side } from '@tandem/domain/metric/definition';
import type { MetricFreshness } from '@tandem/domain/metric/freshness';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { ownerNamed } from '@tandem/domain/organisation/owner';

/** What a page needs to print a number of a metric. */
export function metricSummary(definition: MetricDefinition, freshness: MetricFreshness) {
  return {
    key: definition.key,
    title: definition.title,
    description: definition.description,
    unit: definition.unit,
    precision: definition.precision,
    direction: definition.direction,
    windowDays: definition.windowDays,
    sources: freshness.connections.map(({ id, name }) => ({ id, name })),
  };
}

export function shownFreshness(freshness: MetricFreshness) {
  return {
    dataTo: freshness.dataTo?.toISOString() ?? null,
    lastSyncAt: freshness.lastSyncAt?.toISOString() ?? null,
    expectedEveryMs: freshness.expectedEveryMs,
    stale: freshness.stale,
  };
}

/** The people and teams behind ids; null names a side without an owner, also when the owner is not known any more. */
export function ownersOf(ids: Partial<Record<Side, string>>, known: Pick<Configuration, 'people' | 'teams'>) {
  return { marketing: ownerNamed(ids.marketing, known), it: ownerNamed(ids.it, known) };
}
