import { isDeepStrictEqual } from 'node:util';
import type { AlertTransition } from '@tandem/domain/alert/alert';
import { decideNotification } from '@tandem/domain/alert/decide-notification';
import { nextAlertState } from '@tandem/domain/alert/next-alert-state';
import { evaluateThreshold } from '@tandem/domain/guardrail/evaluate-threshold';
import type { Guardrail, Verdict, VerdictReason } from '@tandem/domain/guardrail/guardrail';
import { limitOf } from '@tandem/domain/guardrail/limit-of';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { withDependents } from '@tandem/domain/metric/derived-inputs';
import type { Observation } from '@tandem/domain/metric/observation';
import { currentWindow, observationOf } from '@tandem/domain/metric/series';
import { notificationContent } from './notification-content.js';
import type {
  AlertStore,
  Clock,
  ConfigurationStore,
  JobQueue,
  Jobs,
  Log,
  KnownConfiguration,
  MetricFreshness,
  ObservationReader,
  OutgoingNotification,
  StoredAlert,
} from './ports.js';

export interface EvaluateGuardrailsDependencies {
  readonly configuration: ConfigurationStore;
  readonly observations: Pick<ObservationReader, 'series'>;
  readonly alerts: AlertStore;
  readonly jobs: JobQueue;
  readonly clock: Clock;
  /** Where people reach this installation, without trailing slash; null leaves links out. */
  readonly publicUrl: string | null;
  readonly log: Log;
}

type Reading =
  | {
      readonly failed: false;
      readonly definition: MetricDefinition;
      readonly observation: Observation;
      readonly freshness: MetricFreshness;
    }
  | { readonly failed: true; readonly definition: MetricDefinition | null; readonly reason: VerdictReason };

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
    const failures: unknown[] = [];
    let toldOf = 0;
    for (const guardrail of guardrails) {
      signal.throwIfAborted();
      try {
        const told = await evaluateOne(dependencies, configuration, guardrail);
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
async function evaluateOne(
  dependencies: EvaluateGuardrailsDependencies,
  configuration: KnownConfiguration,
  guardrail: Guardrail,
): Promise<boolean> {
  // Taken before the reading: of two evaluations at once, the store leaves out the one that read earlier.
  const now = dependencies.clock();
  const reading = await readMetric(dependencies, configuration, guardrail, now);
  let told = 0;
  await dependencies.alerts.step(guardrail, now, (alert) => {
    const verdict = judge(dependencies.log, guardrail, reading, alert, now);
    const step = nextAlertState(alert.state, verdict, guardrail, now);
    if (isDeepStrictEqual(step.state, alert.state)) return null;
    const notifications = step.transitions.flatMap((transition) =>
      notificationsOf(dependencies.publicUrl, configuration, guardrail, reading.definition, alert, verdict, transition),
    );
    told = notifications.length;
    return { ...step, notifications };
  });
  return told > 0;
}

async function readMetric(
  dependencies: EvaluateGuardrailsDependencies,
  configuration: KnownConfiguration,
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
    });
    const observation = observationOf(series, currentWindow(series, guardrail.windowDays));
    return { failed: false, definition: series.definition, observation, freshness: series.freshness };
  } catch (error) {
    dependencies.log.error('The metric of a guardrail could not be read.', {
      guardrail: guardrail.id,
      metric: definition.key,
      error,
    });
    return { failed: true, definition, reason: 'evaluationFailed' };
  }
}

function judge(log: Log, guardrail: Guardrail, reading: Reading, alert: StoredAlert, now: Date): Verdict {
  if (reading.failed) return errorVerdict(guardrail, reading.reason, now);
  try {
    return evaluateThreshold({
      guardrail,
      observation: reading.observation,
      freshness: reading.freshness,
      alert: alert.state,
    });
  } catch (error) {
    log.error('A guardrail could not be judged.', { guardrail: guardrail.id, error });
    return errorVerdict(guardrail, 'evaluationFailed', now);
  }
}

/** Nothing was judged, so the period is empty. An error that goes on keeps its first instant through the alert's `since`. */
function errorVerdict(guardrail: Guardrail, reason: VerdictReason, now: Date): Verdict {
  const at = now.toISOString();
  return { kind: 'error', reason, value: null, limit: limitOf(guardrail).fire, n: 0, start: at, end: at };
}

function notificationsOf(
  publicUrl: string | null,
  configuration: KnownConfiguration,
  guardrail: Guardrail,
  metric: MetricDefinition | null,
  alert: StoredAlert,
  verdict: Verdict,
  transition: AlertTransition,
): OutgoingNotification[] {
  const decision = decideNotification(transition, guardrail);
  if (!decision.notify) return [];
  const { kind } = decision;
  const content = notificationContent({
    kind,
    guardrail,
    metric,
    configuration,
    alert,
    verdict,
    at: transition.at,
    publicUrl,
  });
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
