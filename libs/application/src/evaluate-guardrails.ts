import { isDeepStrictEqual } from 'node:util';
import type { AlertTransition } from '@tandem/domain/alert/alert';
import { decideNotification } from '@tandem/domain/alert/decide-notification';
import { nextAlertState } from '@tandem/domain/alert/next-alert-state';
import { evaluateGuardrail } from '@tandem/domain/guardrail/evaluate-guardrail';
import { ruleOf } from '@tandem/domain/guardrail/guardrail-rule';
import { usualMostSlices, type Guardrail, type Verdict, type VerdictReason } from '@tandem/domain/guardrail/guardrail';
import { judgedSlices } from '@tandem/domain/guardrail/judged-slices';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { withDependents } from '@tandem/domain/metric/derived-inputs';
import type { MetricSeries } from '@tandem/domain/metric/series';
import { trackKeyResultOf } from './key-result-evidence.js';
import { notificationContent } from './notification-content.js';
import type {
  AlertIdentity,
  AlertReader,
  AlertStore,
  Clock,
  ConfigurationStore,
  JobQueue,
  Jobs,
  Log,
  KnownConfiguration,
  ObservationReader,
  OutgoingNotification,
  StoredAlert,
} from './ports.js';

export interface EvaluateGuardrailsDependencies {
  readonly configuration: ConfigurationStore;
  readonly observations: Pick<ObservationReader, 'series'>;
  readonly alerts: AlertStore & Pick<AlertReader, 'states'>;
  readonly jobs: JobQueue;
  readonly clock: Clock;
  /** Where people reach this installation, without trailing slash; null leaves links out. */
  readonly publicUrl: string | null;
  readonly log: Log;
}

type Reading =
  | { readonly failed: false; readonly series: MetricSeries }
  | { readonly failed: true; readonly definition: MetricDefinition | null; readonly reason: VerdictReason };

interface Evaluation {
  readonly dependencies: EvaluateGuardrailsDependencies;
  readonly configuration: KnownConfiguration;
  readonly standings: Awaited<ReturnType<AlertReader['states']>>;
}

/**
 * Judges the guardrails of the named metrics (all for null) and steps their alerts. A metric that cannot be read gives its
 * guardrails the verdict `error`; a guardrail whose alert cannot be written does not stop the others, and fails the job at the end so
 * that it is run again.
 */
export function evaluateGuardrails(dependencies: EvaluateGuardrailsDependencies) {
  return async (payload: Jobs['guardrails.evaluate'], signal: AbortSignal): Promise<void> => {
    const configuration = await dependencies.configuration.known({ now: dependencies.clock(), asKnownAt: null });
    const keys = payload.metricKeys && withDependents(payload.metricKeys, configuration.metrics);
    const guardrails = configuration.guardrails.filter(({ metric }) => keys === null || keys.includes(metric));
    if (guardrails.length === 0) return;
    const evaluation = { dependencies, configuration, standings: await dependencies.alerts.states(null) };
    const failures: unknown[] = [];
    let toldOf = 0;
    for (const guardrail of guardrails) {
      signal.throwIfAborted();
      try {
        const told = await evaluateOne(evaluation, guardrail);
        // The first to be told does not wait for the rest of the sweep.
        if (told && toldOf === 0) await wakeDelivery(dependencies);
        if (told) toldOf += 1;
      } catch (error) {
        dependencies.log.error('A guardrail could not be evaluated.', { guardrail: guardrail.id, error });
        failures.push(error);
      }
    }
    if (toldOf > 1) await wakeDelivery(dependencies);
    if (failures.length > 0) {
      throw new AggregateError(
        failures,
        `${failures.length} of ${guardrails.length} guardrails could not be evaluated.`,
      );
    }
  };
}

/** Answers whether there is something to deliver. */
async function evaluateOne(evaluation: Evaluation, guardrail: Guardrail): Promise<boolean> {
  const { dependencies, standings } = evaluation;
  // Taken before the reading: of two evaluations at once, the store leaves out the one that read earlier.
  const now = dependencies.clock();
  const reading = await readMetric(evaluation, guardrail, now);
  let told = false;
  for (const { dimensions, judge } of judgements(evaluation, guardrail, reading, now, standings)) {
    const identity: AlertIdentity = { guardrailId: guardrail.id, dimensions };
    await dependencies.alerts.step(identity, now, (alert) => {
      const verdict = judge(alert);
      const step = nextAlertState(alert.state, verdict, guardrail, now);
      if (isDeepStrictEqual(step.state, alert.state)) return null;
      const notifications = step.transitions.flatMap((transition) =>
        notificationsOf(evaluation, guardrail, reading, { alert, verdict, transition }),
      );
      told ||= notifications.length > 0;
      return { ...step, notifications };
    });
  }
  return told;
}

async function readMetric(
  { dependencies, configuration }: Evaluation,
  guardrail: Guardrail,
  now: Date,
): Promise<Reading> {
  const definition = configuration.metrics.find(({ key }) => key === guardrail.metric);
  if (definition === undefined) {
    dependencies.log.error('A guardrail names a metric that does not exist.', {
      guardrail: guardrail.id,
      metric: guardrail.metric,
    });
    return { failed: true, definition: null, reason: 'metricUnknown' };
  }
  const { organisation } = configuration;
  const versions = configuration.versions.get(definition.key) ?? [];
  try {
    const series = await dependencies.observations.series({
      versions,
      metrics: configuration.versions,
      organisation,
      asKnownAt: null,
      now,
      ...(guardrail.by === undefined ? {} : { by: guardrail.by }),
    });
    return { failed: false, series };
  } catch (error) {
    dependencies.log.error('The metric of a guardrail could not be read.', {
      guardrail: guardrail.id,
      metric: definition.key,
      error,
    });
    return { failed: true, definition, reason: 'evaluationFailed' };
  }
}

interface Judgement {
  readonly dimensions: AlertIdentity['dimensions'];
  readonly judge: (alert: StoredAlert) => Verdict;
}

/** One judgement of the whole, or one of each slice and one of the guardrail itself, which says whether all slices are judged. */
function judgements(
  { dependencies, configuration }: Evaluation,
  guardrail: Guardrail,
  reading: Reading,
  now: Date,
  standings: Evaluation['standings'],
): Judgement[] {
  const { by } = guardrail;
  const known = standings.get(guardrail.id) ?? [];
  const sliced = by === undefined ? [] : known.flatMap(({ dimensions, state }) => ({ slice: dimensions[by], state }));
  if (reading.failed) {
    const verdict = errorVerdict(guardrail, reading.reason, now);
    const dimensions =
      by === undefined ? [{}] : sliced.flatMap(({ slice }) => (slice === undefined ? [{}] : [{ [by]: slice }]));
    return (dimensions.length ? dimensions : [{}]).map((of) => ({ dimensions: of, judge: () => verdict }));
  }
  const track = trackKeyResultOf(configuration.goals);
  const judgeSlice = (slice: string) => (alert: StoredAlert) => {
    try {
      return evaluateGuardrail(guardrail, { series: reading.series, slice, alert: alert.state, now, track });
    } catch (error) {
      dependencies.log.error('A guardrail could not be judged.', { guardrail: guardrail.id, error });
      return errorVerdict(guardrail, 'evaluationFailed', now);
    }
  };
  if (by === undefined) return [{ dimensions: {}, judge: judgeSlice('') }];
  const isOpen = (state: string) => state !== 'inactive' && state !== 'resolved';
  const open = sliced.flatMap(({ slice, state }) => (slice !== undefined && isOpen(state) ? [slice] : []));
  const { judged, left } = judgedSlices(guardrail, reading.series, open);
  return [
    { dimensions: {}, judge: () => fanOutVerdict(guardrail, left, now) },
    ...judged.map((slice) => ({ dimensions: { [by]: slice }, judge: judgeSlice(slice) })),
  ];
}

/** What is beyond the limit of slices is not judged, and that is told as an evaluation that failed for them. */
function fanOutVerdict(guardrail: Guardrail, left: number, now: Date): Verdict {
  const limit = String(guardrail.mostSlices ?? usualMostSlices);
  if (left > 0) return { ...errorVerdict(guardrail, 'tooManySlices', now), limit, n: left };
  return { ...errorVerdict(guardrail, 'insideLimit', now), kind: 'ok', limit };
}

/** Nothing was judged, so the period is empty. An error that goes on keeps its first instant through the alert's `since`. */
function errorVerdict(guardrail: Guardrail, reason: VerdictReason, now: Date): Verdict {
  const at = now.toISOString();
  return { kind: 'error', reason, value: null, limit: ruleOf(guardrail).limit, n: 0, start: at, end: at };
}

function notificationsOf(
  { dependencies: { publicUrl }, configuration }: Evaluation,
  guardrail: Guardrail,
  reading: Reading,
  told: { readonly alert: StoredAlert; readonly verdict: Verdict; readonly transition: AlertTransition },
): OutgoingNotification[] {
  const { transition, ...of } = told;
  const decision = decideNotification(transition, guardrail);
  if (!decision.notify) return [];
  const { kind } = decision;
  const metric = reading.failed ? reading.definition : reading.series.definition;
  const content = notificationContent({ kind, guardrail, metric, configuration, ...of, at: transition.at, publicUrl });
  return guardrail.routes.map((routeId) => ({ routeId, kind, transition, content }));
}

/**
 * Without an id: a job that is running may have looked at the outbox already. The clock sweeps the outbox as well, so that a wake-up
 * that is lost costs seconds and not the message.
 */
async function wakeDelivery(dependencies: EvaluateGuardrailsDependencies): Promise<void> {
  try {
    await dependencies.jobs.enqueue('outbox.deliver', {});
  } catch (error) {
    dependencies.log.warn('The delivery of notifications could not be woken; the next sweep delivers them.', { error });
  }
}
