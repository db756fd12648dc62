import { deliveryBandsOf, type DeliveryBands } from '@tandem/domain/catalogue/delivery-bands-of';
import { standardMetricNamed } from '@tandem/domain/catalogue/standard-metrics';
import { describeFormula } from '@tandem/domain/metric/describe-formula';
import { versionAnswering } from '@tandem/domain/metric/metric-version';
import { localDateOf } from '@tandem/domain/metric/periods';
import { currentWindow, observationOf, type MetricSeries } from '@tandem/domain/metric/series';
import type { MetricBackfill } from './backfill-ports.js';
import { behaviourOf } from './read-behaviour.js';
import { describeGuardrails } from './describe-guardrails.js';
import { readMetric, type MetricReading, type ReadingDependencies } from './metric-reading.js';
import { metricInputs } from './metric-inputs.js';
import { servicesBehind } from './services-behind.js';
import { metricSummary, ownersOf, shownFreshness } from './metric-summary.js';
import type { EvidenceReader } from './evidence-ports.js';
import type { AlertReader } from './ports.js';
import { noticesAbout } from './source-notices.js';
import type { SourceReader } from './sources/source-ports.js';
import { trackGoals, type GoalReading } from './track-goals.js';

export interface ReadMetricPageDependencies extends ReadingDependencies {
  readonly alerts: AlertReader;
  readonly evidence: EvidenceReader;
  readonly backfill: MetricBackfill;
  readonly sources: SourceReader;
}

/** Is it real, why, what happens next: everything of the metric page that is not the series itself. */
export function readMetricPage(dependencies: ReadMetricPageDependencies) {
  return async (request: { readonly key: string; readonly asKnownAt?: string | undefined }) => {
    const reading = await readMetric(dependencies, request);
    const alerts = await dependencies.alerts.states(reading.asKnownAt);
    const { configuration, definition, series, now, asKnownAt } = reading;
    const goalReading: GoalReading = { configuration, alerts, observations: dependencies.observations, now, asKnownAt };
    const [keyResults, guardrails, services, counting, sources] = await Promise.all([
      keyResultsOf(reading, goalReading),
      guardrailsOf(dependencies, reading, goalReading),
      servicesBehind(dependencies, reading),
      dependencies.backfill.progress(),
      // What sources do is told of the present alone: nobody knows any more what an import said of itself at that time.
      asKnownAt === null ? dependencies.sources.list() : [],
    ]);
    const metric = metricSummary(definition, series.freshness);
    const current = observationOf(series, currentWindow(series));
    return {
      metric,
      version: reading.version,
      validFrom: reading.validFrom.toISOString(),
      owners: ownersOf(definition.owners, configuration),
      wording: { marketing: definition.wording?.marketing ?? null, it: definition.wording?.it ?? null },
      formula: describeFormula(definition),
      inputs: metricInputs(definition, configuration),
      standard: standardOf(definition),
      bands: shownBands(deliveryBandsOf(definition, current.value)),
      services: current.state === 'absent' ? [] : services,
      settlingDays: definition.settlingDays,
      dimensions: [...definition.formula.dimensions],
      asKnownAt: asKnownAt?.toISOString() ?? null,
      timeZone: series.calendar.timeZone,
      current,
      excluded: excludedOf(series),
      freshness: shownFreshness(series.freshness),
      backfill: asKnownAt === null ? (counting.get(definition.key) ?? null) : null,
      notices: noticesAbout(
        metric.sources.map(({ id }) => id),
        sources,
      ),
      keyResults,
      guardrails,
      behaviour: behaviourOf(series),
    };
  };
}

async function keyResultsOf({ configuration, definition }: MetricReading, goalReading: GoalReading) {
  const goals = configuration.goals.filter(({ keyResults }) =>
    keyResults.some(({ metric }) => metric === definition.key),
  );
  const tracked = await trackGoals(goals, goalReading);
  return tracked.flatMap((goal) =>
    goal.keyResults
      .filter(({ metric }) => metric.key === definition.key)
      .map((keyResult) => ({
        goal: { id: goal.id, title: goal.title, start: goal.start, due: goal.due },
        keyResult,
      })),
  );
}

async function guardrailsOf(
  { alerts }: ReadMetricPageDependencies,
  { configuration, definition, series }: MetricReading,
  goalReading: GoalReading,
) {
  const keyResult =
    configuration.goals.flatMap(({ keyResults }) => keyResults).find(({ metric }) => metric === definition.key) ?? null;
  return Promise.all(
    describeGuardrails(series, keyResult, goalReading).map(async (summary) => {
      const guardrail = configuration.guardrails.find(({ id }) => id === summary.id);
      return {
        ...summary,
        forMs: guardrail?.forMs ?? 0,
        owners: ownersOf(guardrail?.owners ?? {}, configuration),
        lastBreach: await alerts.lastBreach(summary.id, goalReading.asKnownAt),
      };
    }),
  );
}

/** What the metric was adopted from; null for one that was written, or whose standard a later edition lacks. */
function standardOf({ standard }: MetricReading['definition']) {
  const found = standard === undefined ? null : standardMetricNamed(standard);
  return found && { key: found.key, title: found.title };
}

function shownBands(bands: DeliveryBands | null) {
  return bands && { ...bands, editions: bands.editions.map((band) => ({ ...band, clusters: [...band.clusters] })) };
}

function excludedOf(series: MetricSeries) {
  const window = currentWindow(series);
  const [from, to] = [window.start, window.end].map((instant) => localDateOf(instant, series.calendar.timeZone));
  const n = (versionAnswering(series.versions, window).days?.get('') ?? [])
    .filter(({ day }) => from !== undefined && to !== undefined && day >= from && day < to)
    .reduce((sum, { excluded }) => sum + excluded, 0);
  return n > 0 ? { reason: 'nonPositive' as const, n } : null;
}
