import type { Board, BoardGoal, KeyResultProgress } from '@tandem/contracts/board';

export type StatusFilter = 'onTrack' | 'atRisk' | 'offTrack' | 'breach' | 'stale';

const FILTERS: readonly StatusFilter[] = ['onTrack', 'atRisk', 'offTrack', 'breach', 'stale'];

/** A goal that is over counts with those that stand the same way. */
const ENDED_AS = { onTrack: 'achieved', offTrack: 'missed', atRisk: null } as const;

export function statusFilter(text: string | null): StatusFilter | null {
  return FILTERS.find((filter) => filter === text) ?? null;
}

export function countOf(counts: Board['counts'], filter: StatusFilter): number {
  return filter === 'breach' ? counts.inBreach : counts[filter];
}

function keeps(result: KeyResultProgress, filter: 'breach' | 'stale'): boolean {
  return filter === 'breach' ? result.guardrail?.state === 'breached' : result.freshness.stale;
}

/**
 * What remains on the board behind each of the five counts: goals of a status with all their key results, or only the key results that are
 * in breach or stale. The goal's own figures are never recomputed.
 */
export function filterGoals(goals: readonly BoardGoal[], filter: StatusFilter | null): readonly BoardGoal[] {
  if (filter === null) return goals;
  if (filter === 'breach' || filter === 'stale') {
    return goals.flatMap((goal) => {
      const keyResults = goal.keyResults.filter((result) => keeps(result, filter));
      return keyResults.length === 0 ? [] : [{ ...goal, keyResults }];
    });
  }
  return goals.filter((goal) => goal.status === filter || goal.status === ENDED_AS[filter]);
}

/** Goals with those of their key results whose metric somebody follows; null shows all. */
export function followedGoals(goals: readonly BoardGoal[], followed: ReadonlySet<string> | null): readonly BoardGoal[] {
  if (followed === null) return goals;
  return goals.flatMap((goal) => {
    const keyResults = goal.keyResults.filter(({ metric }) => followed.has(metric.key));
    return keyResults.length === 0 ? [] : [{ ...goal, keyResults }];
  });
}
