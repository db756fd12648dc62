import type { Guardrail, Verdict } from '../guardrail/guardrail.js';
import type { AlertState, AlertStateName, AlertTransition } from './alert.js';
import { policyOn } from './policy-on.js';

export type AlertRules = Pick<Guardrail, 'forMs' | 'keepFiringForMs' | 'onNoData' | 'onError'>;

export interface AlertStep {
  readonly state: AlertState;
  /** In the order in which they happened; each begins where the one before it ended. Empty when the state stays. */
  readonly transitions: readonly AlertTransition[];
}

type Judged = NonNullable<AlertState['resumeState']>;
/** The states that are passed through on the way to the last one, and what is remembered there. */
interface Move extends Pick<AlertState, 'breachedSince' | 'recoveringSince' | 'resumeState'> {
  readonly path: readonly AlertStateName[];
}

/** The alert of a guardrail that was never judged. */
export function newAlertState(now: Date): AlertState {
  return {
    state: 'inactive',
    since: now.toISOString(),
    breachedSince: null,
    recoveringSince: null,
    resumeState: null,
    lastVerdict: null,
  };
}

/**
 * The next state of an alert after one verdict (semantics §7): inactive → pending → firing → recovering → resolved.
 * - The hold (`forMs`) counts from the first breach and starts again after one good verdict; with 0 the alert passes through
 *   pending in the same step. Being stored as an instant, it survives restarts.
 * - A breach that late data brought to light counts from the end of its first period.
 * - `keepFiringForMs` counts from the first of an unbroken run of good verdicts; anything else starts it again.
 * - Missing data and errors are states of their own that remember where to return to. They never resolve an alert. The policy
 *   `ok` only lets a pending breach lapse.
 * - `tooFew` and a running first import judge nothing: the alert stays where it is.
 * A clock that jumps back moves the start of a hold or a recovery to the present: it can be late, never early.
 */
export function nextAlertState(current: AlertState, verdict: Verdict, rules: AlertRules, now: Date): AlertStep {
  const move = moveFor(current, verdict, rules, now);
  const at = now.toISOString();
  const transitions: AlertTransition[] = [];
  let last = current.state;
  for (const to of move.path) {
    if (to !== last) transitions.push({ from: last, to, at, reason: verdict.reason });
    last = to;
  }
  return {
    state: {
      state: last,
      since: last === current.state ? current.since : at,
      breachedSince: move.breachedSince,
      recoveringSince: move.recoveringSince,
      resumeState: move.resumeState,
      lastVerdict: verdict,
    },
    transitions,
  };
}

function moveFor(current: AlertState, verdict: Verdict, rules: AlertRules, now: Date): Move {
  switch (verdict.kind) {
    case 'breached':
      return afterBreach(current, rules, beginningOf(verdict, now), now);
    case 'ok':
      return afterGood(current, rules, now);
    case 'tooFew':
      return { path: isMissing(current) ? [judgedState(current)] : [], ...unjudged(current), resumeState: null };
    case 'noData':
      return verdict.reason === 'backfillRunning'
        ? { path: [], ...unjudged(current), resumeState: current.resumeState }
        : afterMissing(current, rules, 'noData');
    case 'error':
      return afterMissing(current, rules, 'error');
  }
}

/** A breach that is learnt of late began when its first period ended. */
function beginningOf({ late, began }: Verdict, now: Date): string {
  return late && began !== undefined ? notAfter(began, now) : now.toISOString();
}

function afterBreach(current: AlertState, rules: AlertRules, began: string, now: Date): Move {
  const before = judgedState(current);
  if (before === 'firing' || before === 'recovering') {
    return {
      path: ['firing'],
      breachedSince: current.breachedSince ?? now.toISOString(),
      recoveringSince: null,
      resumeState: null,
    };
  }
  const known = notAfter(before === 'pending' ? current.breachedSince : null, now);
  const breachedSince = began < known ? began : known;
  const held = elapsedMs(breachedSince, now) >= rules.forMs;
  return { path: held ? ['pending', 'firing'] : ['pending'], breachedSince, recoveringSince: null, resumeState: null };
}

function afterGood(current: AlertState, rules: AlertRules, now: Date): Move {
  const before = judgedState(current);
  const calm = { breachedSince: null, recoveringSince: null, resumeState: null };
  if (before !== 'firing' && before !== 'recovering') {
    return { path: [current.state === 'resolved' ? 'resolved' : 'inactive'], ...calm };
  }
  const recoveringSince = notAfter(current.recoveringSince, now);
  if (elapsedMs(recoveringSince, now) >= rules.keepFiringForMs) return { path: ['recovering', 'resolved'], ...calm };
  return { path: ['recovering'], breachedSince: current.breachedSince, recoveringSince, resumeState: null };
}

function afterMissing(current: AlertState, rules: AlertRules, to: 'noData' | 'error'): Move {
  const before = judgedState(current);
  // As it begins to be missing: a policy that is changed meanwhile holds from the next time on.
  const lapses = current.state !== to && before === 'pending' && policyOn(to, rules) === 'ok';
  return {
    path: [to],
    breachedSince: lapses ? null : current.breachedSince,
    recoveringSince: null,
    resumeState: lapses ? 'inactive' : before,
  };
}

function unjudged(current: AlertState) {
  return { breachedSince: current.breachedSince, recoveringSince: null };
}

function isMissing(current: AlertState): boolean {
  return current.state === 'noData' || current.state === 'error';
}

/** Where the alert stood by its last judged value; a resolved one is as calm as one that never fired. */
function judgedState(current: AlertState): Judged {
  if (isMissing(current)) return current.resumeState ?? 'inactive';
  return current.state === 'pending' || current.state === 'firing' || current.state === 'recovering'
    ? current.state
    : 'inactive';
}

function notAfter(instant: string | null, now: Date): string {
  return instant !== null && Date.parse(instant) <= now.getTime() ? instant : now.toISOString();
}

function elapsedMs(since: string, now: Date): number {
  return now.getTime() - Date.parse(since);
}
