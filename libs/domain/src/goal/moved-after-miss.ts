import type { GoalStatus } from './goal.js';
import { movedKeyResults, type GoalTerms } from './goal-terms.js';
import type { StatusReason } from './status.js';

/** How a key result stood when its aim was moved, as it was shown then. */
export interface Standing {
  readonly keyResult: string;
  readonly status: GoalStatus;
  readonly reason: StatusReason;
  /** The last value and the aim it was held against, decimal strings in the metric's unit; null where there is none. */
  readonly value: string | null;
  readonly target: string | null;
}

export interface MovedAim extends Standing {
  /** The aim had been missed already, or could not be reached any more. */
  readonly missed: boolean;
}

/**
 * Which aims a change of a goal moves, and which of them had been missed: the status was `missed`, or a `stay` key result could no longer
 * spend the agreed share of time inside. `standings` is how the key results stood right before.
 */
export function movedAims(before: GoalTerms, after: GoalTerms, standings: readonly Standing[]): readonly MovedAim[] {
  const moved = movedKeyResults(before, after);
  return standings
    .filter(({ keyResult }) => moved.includes(keyResult))
    .map((standing) => ({ ...standing, missed: isMiss(standing) }));
}

function isMiss({ status, reason }: Standing): boolean {
  return status === 'missed' || reason === 'dueMissed' || (status === 'offTrack' && reason === 'outsideLimits');
}
