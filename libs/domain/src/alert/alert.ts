import type { Verdict } from '../guardrail/guardrail.js';

export type AlertStateName = 'inactive' | 'pending' | 'firing' | 'recovering' | 'resolved' | 'noData' | 'error';

/** All that the next step needs to know; kept in the database, so that `for` survives a restart. Instants are ISO strings. */
export interface AlertState {
  readonly state: AlertStateName;
  /** When this state was entered. */
  readonly since: string;
  /** First breach of the current episode, kept until it is resolved or calls itself off; null when nothing is wrong. */
  readonly breachedSince: string | null;
  /** First of the unbroken good verdicts of the current recovery. */
  readonly recoveringSince: string | null;
  /** The state that `noData` and `error` return to. */
  readonly resumeState: 'inactive' | 'pending' | 'firing' | 'recovering' | null;
  readonly lastVerdict: Verdict | null;
}

export interface AlertTransition {
  readonly from: AlertStateName;
  readonly to: AlertStateName;
  readonly at: string;
  readonly reason: string;
}

/** What people are told of a transition; the sentence is written where it is read, from these codes. */
export type NotificationKind =
  | 'fired'
  | 'resolved'
  | 'noData'
  | 'error'
  | 'acknowledged'
  | 'dataReturned'
  /** A breach that was over when late data brought it to light. */
  | 'detectedLate';
