import type { SignedProposal } from '../metric/definition-proposal.js';
import type { GoalTerms } from './goal-terms.js';

/**
 * Terms of a goal that wait for, or once waited for, the signatures of both sides. `adopt`: the first agreement on a goal that was written in
 * the dashboard; `change`: other terms for a goal that is published.
 */
export interface GoalProposal extends SignedProposal {
  readonly goal: string;
  readonly kind: 'adopt' | 'change';
  readonly terms: GoalTerms;
}

/** Terms of a goal with the time from which they hold. Versions count from 1. */
export interface GoalVersion {
  readonly version: number;
  readonly validFrom: Date;
  readonly terms: GoalTerms;
}

/** The version that holds at an instant: the latest that had begun by then, or the first. `versions` are in order, at least one. */
export function goalVersionAt<Version extends GoalVersion>(versions: readonly Version[], instant: Date): Version {
  const inForce = versions.findLast(({ validFrom }) => validFrom.getTime() <= instant.getTime()) ?? versions[0];
  if (inForce === undefined) throw new Error('A goal has at least one version.');
  return inForce;
}
