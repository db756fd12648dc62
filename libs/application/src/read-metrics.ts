import { otherNumbersOfName } from '@tandem/domain/metric/same-name';
import { currentWindow, observationOf } from '@tandem/domain/metric/series';
import type { MetricBackfill } from './backfill-ports.js';
import type { ReadingDependencies } from './metric-reading.js';
import { readAsKnownAt } from './read-as-known-at.js';
import { metricSummary, ownersOf, shownFreshness } from './metric-summary.js';

/** The catalogue: every metric with its present value, owners and the goals that it serves. */
export function readMetrics({
  configuration: store,
  observations,
  backfill,
  clock,
}: ReadingDependencies & { readonly backfill: MetricBackfill }) {
  return async (request: { readonly asKnownAt?: string | undefined }) => {
    const now = clock();
    const asKnownAt = readAsKnownAt(request.asKnownAt, now);
    const {
      organisation,
      people,
      teams,
      goals,
      metrics: inForce,
      versions: versionsOf,
    } = await store.known({ now, asKnownAt });
    const counting = await backfill.progress();
    const question = { metrics: versionsOf, organisation, asKnownAt, now };
    const metrics = (await observations.seriesOfEach([...versionsOf.values()], question)).map((series) => {
      const { definition } = series;
      return {
        metric: metricSummary(definition, series.freshness),
        version: series.version,
        retired: definition.retired ?? false,
        owners: ownersOf(definition.owners, { people, teams }),
        current: observationOf(series, currentWindow(series)),
        freshness: shownFreshness(series.freshness),
        backfill: asKnownAt === null ? (counting.get(definition.key) ?? null) : null,
        goals: goals
          .filter(({ keyResults }) => keyResults.some(({ metric }) => metric === definition.key))
          .map(({ id, title }) => ({ id, title })),
        namesakes: otherNumbersOfName(
          definition,
          inForce.filter(({ key }) => key !== definition.key),
        ).map(({ key, title }) => ({ key, title })),
      };
    });
    return { asKnownAt: asKnownAt?.toISOString() ?? null, timeZone: organisation.timeZone, metrics };
  };
}
