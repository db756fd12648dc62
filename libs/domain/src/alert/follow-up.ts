import type { Side } from '../metric/definition.js';
import type { AlertPolicy } from './alert-policy.js';

/** What is known of an alert that goes on firing. Instants are ISO strings. */
export interface OpenEpisode {
  readonly firedAt: string;
  /** Until when nobody need be reminded; null when it was not acknowledged. */
  readonly acknowledgedUntil: string | null;
  /** The sides that have acknowledged it. */
  readonly acknowledgedBy: readonly Side[];
  /** Steps of its escalation that were taken, from the first on. */
  readonly escalatedSteps: number;
  /** When people last heard of it. */
  readonly lastToldAt: string;
}

export interface FollowUp {
  /** Places of the steps of the escalation that are due now, in order. */
  readonly escalate: readonly number[];
  /** Steps that are behind: taken, or not needed any more. */
  readonly escalatedSteps: number;
  readonly remind: 'repeat' | 'acknowledgementEnded' | null;
  /** When to look again; null when nothing can become due by time alone. */
  readonly lookAgainAt: string | null;
}

/**
 * What is due for an alert that fires on. A step of the escalation is due when its time has passed and nobody has acknowledged the alert (nobody
 * of its side, where it names one); one that somebody forestalled is passed over for this episode. A reminder is due when nobody was told for
 * `repeatEveryMs`, and when an acknowledgement ends; an acknowledged alert is quiet until then. However far a clock has jumped ahead, a reminder
 * is due once; a clock that was set back counts anew from the present.
 */
export function followUpOf(episode: OpenEpisode, policy: AlertPolicy | null, now: Date): FollowUp {
  const nowMs = now.getTime();
  const untilMs = episode.acknowledgedUntil === null ? null : Date.parse(episode.acknowledgedUntil);
  const isAcknowledged = untilMs !== null && untilMs > nowMs;
  const hasEnded = untilMs !== null && !isAcknowledged;
  const steps = policy?.escalation ?? [];
  const firedMs = Date.parse(episode.firedAt);
  const escalate: number[] = [];
  let escalatedSteps = Math.min(episode.escalatedSteps, steps.length);
  while (escalatedSteps < steps.length) {
    const step = steps[escalatedSteps];
    if (step === undefined || firedMs + step.afterMs > nowMs) break;
    const forestalled = isAcknowledged && (step.side === undefined || episode.acknowledgedBy.includes(step.side));
    if (!forestalled) escalate.push(escalatedSteps);
    escalatedSteps += 1;
  }
  const lastMs = Math.min(Date.parse(episode.lastToldAt), nowMs);
  const repeatMs = policy?.repeatEveryMs ?? null;
  const repeatAtMs = repeatMs === null ? null : lastMs + repeatMs;
  const isRepeat = !isAcknowledged && repeatAtMs !== null && repeatAtMs <= nowMs;
  const next = steps[escalatedSteps];
  const looks = [
    ...(isAcknowledged
      ? [untilMs]
      : repeatMs === null
        ? []
        : [isRepeat || hasEnded ? nowMs + repeatMs : (repeatAtMs ?? nowMs)]),
    ...(next === undefined ? [] : [firedMs + next.afterMs]),
  ];
  return {
    escalate,
    escalatedSteps,
    remind: hasEnded ? 'acknowledgementEnded' : isRepeat ? 'repeat' : null,
    lookAgainAt: looks.length === 0 ? null : new Date(Math.min(...looks)).toISOString(),
  };
}
