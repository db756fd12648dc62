import { valueBounds } from '@tandem/domain/goal/value-bounds';
import type { MetricSeries } from '@tandem/domain/metric/series';
import { movements, whatMoved, type MovementFacts, type WhatMovedSection } from '@tandem/domain/review/what-moved';
import type { Section } from '@tandem/domain/review/section';
import { ownersOf } from '../metric-summary.js';
import { behaviourPoints } from '../track-goals.js';
import { nearbyEvents } from './nearby-events.js';
import type { StoredExplanation } from './review-ports.js';
import type { ReviewDependencies, ReviewReading } from './review-reading.js';

export async function gatherWhatMoved(
  dependencies: ReviewDependencies,
  reading: ReviewReading,
): Promise<Section<WhatMovedSection>> {
  const explanations = await dependencies.reviews.explanations(reading.number, reading.asOf);
  const found = movementsOf(reading, explanations);
  return whatMoved(found, {
    from: reading.period.from,
    timeZone: reading.configuration.organisation.timeZone,
    events: await nearbyEvents(dependencies, found.moved, reading),
  });
}

export function movementsOf(reading: ReviewReading, explanations: readonly StoredExplanation[]) {
  const facts = [...reading.series.values()].map((series) => factsOf(series, reading, explanations));
  return movements(facts, reading.period);
}

function factsOf(
  series: MetricSeries,
  { configuration }: ReviewReading,
  explanations: readonly StoredExplanation[],
): MovementFacts {
  const { definition, freshness } = series;
  const { key, title, unit, precision, direction } = definition;
  const { lower, upper } = valueBounds(definition);
  return {
    metric: { key, title, unit, precision, direction },
    owners: ownersOf(definition.owners, configuration),
    stale: freshness.stale || freshness.backfillRunning,
    points: behaviourPoints(series).flatMap(({ start, end, value }) => (value === null ? [] : [{ start, end, value }])),
    explanations: explanations.flatMap(({ metric, ...explanation }) => (metric === key ? [explanation] : [])),
    bounds: { lower: lower ?? null, upper: upper ?? null },
  };
}
