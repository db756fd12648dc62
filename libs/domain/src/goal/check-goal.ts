import Big from 'big.js';
import type { Goal, KeyResult, ReachKeyResult, StayKeyResult } from './goal.js';

export type GoalReason =
  | { readonly code: 'dueNotAfterStart'; readonly start: string; readonly due: string }
  | { readonly code: 'targetIsBaseline'; readonly value: string }
  | { readonly code: 'milestonesMissing'; readonly path: 'steps' | 'lines' }
  | { readonly code: 'milestonesUnused' }
  | { readonly code: 'milestoneOutside'; readonly at: string; readonly start: string; readonly due: string }
  | { readonly code: 'limitMissing' }
  | { readonly code: 'limitsCrossed'; readonly atLeast: string; readonly atMost: string }
  | { readonly code: 'idTwice'; readonly id: string };

export interface GoalIssue {
  readonly path: readonly (string | number)[];
  readonly reason: GoalReason;
}

/** What is wrong with a goal taken by itself, every fault of it. Dates are local dates as text, values decimal strings. */
export function checkGoal(goal: Goal): readonly GoalIssue[] {
  const issues: GoalIssue[] = [];
  // ISO dates sort as text.
  if (goal.due <= goal.start) {
    issues.push({ path: ['due'], reason: { code: 'dueNotAfterStart', start: goal.start, due: goal.due } });
  }
  for (const [index, keyResult] of goal.keyResults.entries()) {
    const found = keyResultIssues(keyResult, goal);
    issues.push(...found.map(({ path, reason }) => ({ path: ['keyResults', index, ...path], reason })));
    if (goal.keyResults.findIndex(({ id }) => id === keyResult.id) < index) {
      issues.push({ path: ['keyResults', index, 'id'], reason: { code: 'idTwice', id: keyResult.id } });
    }
  }
  return issues;
}

function keyResultIssues(keyResult: KeyResult, goal: Goal): GoalIssue[] {
  return keyResult.kind === 'reach' ? reachIssues(keyResult, goal) : stayIssues(keyResult);
}

function reachIssues({ baseline, target, path, milestones }: ReachKeyResult, { start, due }: Goal): GoalIssue[] {
  const issues: GoalIssue[] = [];
  if (new Big(baseline).eq(target)) {
    issues.push({ path: ['target'], reason: { code: 'targetIsBaseline', value: target } });
  }
  const bent = path === 'steps' || path === 'lines' ? path : null;
  if (bent !== null && !milestones?.length) {
    issues.push({ path: ['path'], reason: { code: 'milestonesMissing', path: bent } });
  }
  if (bent === null && milestones?.length) issues.push({ path: ['milestones'], reason: { code: 'milestonesUnused' } });
  for (const [index, { at }] of (milestones ?? []).entries()) {
    const day = at.slice(0, 10);
    if (day < start || day > due) {
      issues.push({ path: ['milestones', index, 'at'], reason: { code: 'milestoneOutside', at, start, due } });
    }
  }
  return issues;
}

function stayIssues({ atLeast, atMost }: StayKeyResult): GoalIssue[] {
  if (atLeast === undefined && atMost === undefined) return [{ path: [], reason: { code: 'limitMissing' } }];
  if (atLeast !== undefined && atMost !== undefined && new Big(atLeast).gt(atMost)) {
    return [{ path: ['atMost'], reason: { code: 'limitsCrossed', atLeast, atMost } }];
  }
  return [];
}
