import { isDeepStrictEqual } from 'node:util';
import type { AlertState, AlertTransition } from '@tandem/domain/alert/alert';
import { decideNotification } from '@tandem/domain/alert/decide-notification';
import { newAlertState, nextAlertState } from '@tandem/domain/alert/next-alert-state';
import { ruleOf } from '@tandem/domain/guardrail/guardrail-rule';
import type { Guardrail, Verdict, VerdictReason } from '@tandem/domain/guardrail/guardrail';
import { notificationContent } from './notification-content.js';
import type {
  AlertIdentity,
  AlertStore,
  Clock,
  KnownConfiguration,
  Log,
  OutgoingNotification,
  StoredAlert,
} from './ports.js';

/** What is judged of one guardrail and slice: the verdict depends on where the alert stands. */
export interface Judgement {
  readonly guardrail: Guardrail;
  readonly dimensions: AlertIdentity['dimensions'];
  readonly judge: (alert: Pick<StoredAlert, 'state'>) => Verdict;
  /** The end of the first period of a breach that late data brought to light. */
  readonly began?: string | undefined;
}

export interface Judging {
  readonly alerts: AlertStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string | null;
  readonly configuration: KnownConfiguration;
  /** When what is judged was read; of two evaluations at once, the store leaves out the one that read earlier. */
  readonly now: Date;
}

/**
 * Steps the alert of one judgement under its lock, and writes only what changes: transitions with what people are told of them, and the
 * latest verdict while the alert is open. Answers whether there is something to deliver.
 */
export async function stepAlert(judging: Judging, judgement: Judgement): Promise<boolean> {
  const { alerts, now } = judging;
  const { guardrail, dimensions } = judgement;
  let told = false;
  await alerts.step({ guardrailId: guardrail.id, dimensions }, now, (alert) => {
    const verdict = verdictOf(judgement, alert);
    const step = nextAlertState(alert.state, verdict, guardrail, now);
    if (isSettled(step.state, alert.state)) return null;
    const notifications = step.transitions.flatMap((transition) =>
      notificationsOf(judging, guardrail, { alert, verdict, transition }),
    );
    told = notifications.length > 0;
    return { ...step, notifications };
  });
  return told;
}

/** Whether a judgement may change its alert, by what was known of it when it was read; null for one that has none yet. */
export function mayChange(judgement: Judgement, alert: StoredAlert | null, now: Date): boolean {
  const state = alert?.state ?? newAlertState(now);
  return !isSettled(nextAlertState(state, verdictOf(judgement, { state }), judgement.guardrail, now).state, state);
}

/** A breach that was detected late stays so until it is over. */
function verdictOf({ judge, began }: Judgement, alert: Pick<StoredAlert, 'state'>): Verdict {
  const verdict = judge(alert);
  if (verdict.kind !== 'breached') return verdict;
  const { state, resumeState, lastVerdict } = alert.state;
  const standing = state === 'noData' || state === 'error' ? resumeState : state;
  const isFiring = standing === 'firing' || standing === 'recovering';
  const known = isFiring || standing === 'pending' ? lastVerdict?.began : undefined;
  const since = known ?? (isFiring ? undefined : began);
  return since === undefined ? verdict : { ...verdict, late: true, began: since };
}

/** Nothing is written about an alert that is calm and stays so; an open one keeps its latest verdict. */
function isSettled(next: AlertState, before: AlertState): boolean {
  const isCalm = before.state === 'inactive' || before.state === 'resolved';
  const compared = isCalm ? { ...next, lastVerdict: before.lastVerdict } : next;
  return isDeepStrictEqual(compared, before);
}

/** Nothing was judged, so the period is empty. An error that goes on keeps its first instant through the alert. */
export function errorVerdict(
  guardrail: Guardrail,
  reason: VerdictReason,
  { state }: Pick<StoredAlert, 'state'>,
  now: Date,
): Verdict {
  const { lastVerdict } = state;
  if (lastVerdict?.kind === 'error' && lastVerdict.reason === reason) return lastVerdict;
  const at = now.toISOString();
  return { kind: 'error', reason, value: null, limit: ruleOf(guardrail).limit, n: 0, start: at, end: at };
}

function notificationsOf(
  { publicUrl, configuration }: Judging,
  guardrail: Guardrail,
  told: { readonly alert: StoredAlert; readonly verdict: Verdict; readonly transition: AlertTransition },
): OutgoingNotification[] {
  const { transition, ...of } = told;
  const decision = decideNotification(transition, guardrail);
  if (!decision.notify) return [];
  const { kind } = decision;
  const metric = configuration.metrics.find(({ key }) => key === guardrail.metric) ?? null;
  const content = notificationContent({ kind, guardrail, metric, configuration, ...of, at: transition.at, publicUrl });
  return guardrail.routes.map((routeId) => ({ routeId, kind, transition, content }));
}
