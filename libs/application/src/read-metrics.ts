import { currentWindow, observationOf } from '@tandem/domain/metric/series';
import type { ReadingDependencies } from './metric-reading.js';
import { metricSummary, ownersOf, shownFreshness } from './metric-summary.js';

/** The catalogue: every metric with its present value, owners and the goals that it serves. */
export function readMetrics({ configuration: store, observations, clock }: ReadingDependencies) {
  return async (request: { readonly asKnownAt?: string | undefined }) => {
    const now = clock();
    const asKnownAt = request.asKnownAt === undefined ? null : new Date(request.asKnownAt);
    const [configuration, versions] = await Promise.all([store.load(), store.currentMetricVersions()]);
    const { organisation, people, goals } = configuration;
    const metrics = await Promise.all(
      versions.map(async ({ definition, version }) => {
        const series = await observations.series({ definition, organisation, asKnownAt, now });
        return {
          metric: metricSummary(definition, series.freshness),
          version,
          owners: ownersOf(definition.owners, people),
          current: observationOf(series, currentWindow(series)),
          freshness: shownFreshness(series.freshness),
          goals: goals
            .filter(({ keyResults }) => keyResults.some(({ metric }) => metric === definition.key))
            .map(({ id, title }) => ({ id, title })),
        };
      }),
    );
    return { asKnownAt: asKnownAt?.toISOString() ?? null, metrics };
  };
}
