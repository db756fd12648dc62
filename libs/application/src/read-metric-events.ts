import { alternativesOf } from '@tandem/domain/metric/definition';
import type { MetricSeries } from '@tandem/domain/metric/series';
import type { EvidenceReader } from './evidence-ports.js';
import { readMetric, type ReadingDependencies } from './metric-reading.js';
import { readRange } from './read-observations.js';

/** Below a chart some thousand marks are a band: more of them say nothing more. */
const mostDeployments = 2_000;
const mostSpans = 200;

/** What each department did in the time that a chart shows, whatever the metric is about. */
export function readMetricEvents(dependencies: ReadingDependencies & { readonly evidence: EvidenceReader }) {
  return async (request: {
    readonly key: string;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly asKnownAt?: string | undefined;
  }) => {
    const { evidence } = dependencies;
    const { series, asKnownAt } = await readMetric(dependencies, request);
    const { from, to } = readRange(series, request);
    const own = servicesOf(series);
    const question = { from, to, asKnownAt };
    const [deployments, freezes, campaigns, told] = await Promise.all([
      // One more than is shown tells that there are more.
      evidence.deployments({ ...question, services: own, limit: mostDeployments + 1 }),
      evidence.spans('freeze', { ...question, services: own, limit: mostSpans }),
      evidence.spans('campaign', { ...question, services: null, limit: mostSpans }),
      evidence.told(['deployment', 'freeze', 'campaign'], asKnownAt),
    ]);
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      asKnownAt: asKnownAt?.toISOString() ?? null,
      timeZone: series.calendar.timeZone,
      deployments: deployments.slice(-mostDeployments),
      deploymentsCut: deployments.length > mostDeployments,
      freezes: freezes.map(({ detail, ...span }) => ({ ...span, service: detail })),
      campaigns: campaigns.map(({ detail, ...span }) => ({ ...span, channel: detail })),
      told: {
        deployments: told.has('deployment'),
        freezes: told.has('freeze'),
        campaigns: told.has('campaign'),
      },
    };
  };
}

/** A metric of one service is shown beside what was done to that service; any other beside all. */
export function servicesOf({ definition }: Pick<MetricSeries, 'definition'>): string[] | null {
  if (definition.formula.kind === 'derived') return null;
  const alternatives = alternativesOf(definition.formula.where);
  const service = alternatives.length === 1 ? alternatives[0]?.['service'] : undefined;
  if (typeof service === 'string') return [service];
  return Array.isArray(service) ? service.map(String) : null;
}
