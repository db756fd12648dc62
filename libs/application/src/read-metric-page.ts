import { deliveryBandsOf, type DeliveryBands } from '@tandem/domain/catalogue/delivery-bands-of';
import { standardMetricNamed } from '@tandem/domain/catalogue/standard-metrics';
import { valueBounds } from '@tandem/domain/goal/value-bounds';
import { alternativesOf } from '@tandem/domain/metric/definition';
import { describeFormula } from '@tandem/domain/metric/describe-formula';
import { versionAnswering } from '@tandem/domain/metric/metric-version';
import { addDays, localDateOf } from '@tandem/domain/metric/periods';
import { currentWindow, observationOf, type MetricSeries } from '@tandem/domain/metric/series';
import { shownNumber } from '@tandem/domain/metric/shown-value';
import { specialCauses } from '@tandem/domain/metric/special-cause';
import type { MetricBackfill } from './backfill-ports.js';
import { describeGuardrails } from './describe-guardrails.js';
import { readMetric, type MetricReading, type ReadingDependencies } from './metric-reading.js';
import { metricInputs } from './metric-inputs.js';
import { servicesBehind } from './services-behind.js';
import { metricSummary, ownersOf, shownFreshness } from './metric-summary.js';
import type { EvidenceReader } from './evidence-ports.js';
import type { AlertReader } from './ports.js';
import { behaviourPoints, trackGoals, type GoalReading } from './track-goals.js';

export interface ReadMetricPageDependencies extends ReadingDependencies {
  readonly alerts: AlertReader;
  readonly evidence: EvidenceReader;
  readonly backfill: MetricBackfill;
}

const laneDays = 91;
const mostDeployments = 500;

/** Is it real, why, what happens next: everything of the metric page that is not the series itself. */
export function readMetricPage(dependencies: ReadMetricPageDependencies) {
  return async (request: { readonly key: string; readonly asKnownAt?: string | undefined }) => {
    const reading = await readMetric(dependencies, request);
    const alerts = await dependencies.alerts.states(reading.asKnownAt);
    const { configuration, definition, series, now, asKnownAt } = reading;
    const goalReading: GoalReading = { configuration, alerts, observations: dependencies.observations, now, asKnownAt };
    const [keyResults, guardrails, deployments, services, counting] = await Promise.all([
      keyResultsOf(reading, goalReading),
      guardrailsOf(dependencies, reading, goalReading),
      deploymentsOf(dependencies, reading),
      servicesBehind(dependencies, reading),
      dependencies.backfill.progress(),
    ]);
    const current = observationOf(series, currentWindow(series));
    return {
      metric: metricSummary(definition, series.freshness),
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
      keyResults,
      guardrails,
      behaviour: behaviourOf(series),
      deployments,
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

/** The IT lane under the chart shows what was deployed, whatever the metric is about. */
function deploymentsOf({ evidence }: ReadMetricPageDependencies, { series, asKnownAt }: MetricReading) {
  const { end } = currentWindow(series);
  const from = addDays(end, -laneDays, series.calendar.timeZone);
  return evidence
    .deployments({ from, to: end, services: servicesOf(series), asKnownAt, limit: mostDeployments })
    .then((deployments) => [...deployments]);
}

/** A metric of one service is shown beside that service's deployments; any other beside all. */
function servicesOf({ definition }: MetricSeries): string[] | null {
  if (definition.formula.kind === 'derived') return null;
  const alternatives = alternativesOf(definition.formula.where);
  const service = alternatives.length === 1 ? alternatives[0]?.['service'] : undefined;
  if (typeof service === 'string') return [service];
  return Array.isArray(service) ? service.map(String) : null;
}

function excludedOf(series: MetricSeries) {
  const window = currentWindow(series);
  const [from, to] = [window.start, window.end].map((instant) => localDateOf(instant, series.calendar.timeZone));
  const n = (versionAnswering(series.versions, window).days?.get('') ?? [])
    .filter(({ day }) => from !== undefined && to !== undefined && day >= from && day < to)
    .reduce((sum, { excluded }) => sum + excluded, 0);
  return n > 0 ? { reason: 'nonPositive' as const, n } : null;
}

function behaviourOf(series: MetricSeries) {
  const points = behaviourPoints(series);
  const causes = specialCauses(points.map(({ value }) => Number(value)));
  if (causes === null) return null;
  const bounds = valueBounds(series.definition);
  // A limit that the metric cannot reach would be drawn where nothing can ever be.
  const possible = (value: number) => Math.min(bounds.upper ?? Infinity, Math.max(bounds.lower ?? -Infinity, value));
  const shown = (value: number) => shownNumber(possible(value), series.definition.precision);
  return {
    mean: shown(causes.mean),
    lower: shown(causes.lower),
    upper: shown(causes.upper),
    baselinePoints: causes.baselinePoints,
    points: points.map(({ start, end, value }, index) => ({
      start,
      end,
      value: value ?? '',
      signal: causes.signals[index]?.rule ?? null,
    })),
  };
}
