import type { MetricDefinition, Side } from '@tandem/domain/metric/definition';
import type { MetricFreshness } from '@tandem/domain/metric/freshness';
import type { Person } from '@tandem/domain/organisation/organisation';

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

/** The people behind ids; null names a side without an owner, also when the person is not known any more. */
export function ownersOf(ids: Partial<Record<Side, string>>, people: readonly Person[]) {
  const person = (id: string | undefined) => people.find((candidate) => candidate.id === id) ?? null;
  return { marketing: person(ids.marketing), it: person(ids.it) };
}
