import type { Side } from '../metric/definition.js';
import type { GoalStatus } from './goal.js';

/** A status that somebody put in the place of the reckoned one, with the reason. */
export interface StatusOverride {
  readonly keyResult: string;
  readonly status: OverridingStatus;
  readonly reason: string;
  readonly by: string;
  readonly side: Side;
  readonly at: Date;
  /** End of the last settled value when it was given; null when there was none. It holds until a later one is there. */
  readonly settledTo: Date | null;
}

/** What can be said instead: whether something was achieved is for settled data alone. */
export type OverridingStatus = Extract<GoalStatus, 'onTrack' | 'atRisk' | 'offTrack'>;
export const overridingStatuses = ['onTrack', 'atRisk', 'offTrack'] as const satisfies readonly OverridingStatus[];

/** Statuses that nobody can put another in the place of. */
export function isFinal(status: GoalStatus): boolean {
  return status === 'achieved' || status === 'missed';
}

/**
 * The override that holds for a key result: the latest that was given, unless a settled value later than the one it was given on is there.
 * `settledTo` is the end of the last settled value now; null while there is none. `overrides` are in order of time.
 */
export function overrideInForce(
  overrides: readonly StatusOverride[],
  keyResult: string,
  settledTo: Date | null,
): StatusOverride | null {
  const latest = overrides.findLast((one) => one.keyResult === keyResult);
  if (latest === undefined) return null;
  const isOutlived =
    settledTo !== null && (latest.settledTo === null || settledTo.getTime() > latest.settledTo.getTime());
  return isOutlived ? null : latest;
}
