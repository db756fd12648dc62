import Big from 'big.js';
import { checkDrivers, type DriverReason } from './driver-tree.js';
import type { Goal, KeyResult, ReachKeyResult, StayKeyResult } from './goal.js';

export type GoalReason =
  | DriverReason
  | { readonly code: 'dueNotAfterStart'; readonly start: string; readonly due: string }
  | { readonly code: 'targetIsBaseline'; readonly value: string }
  | { readonly code: 'milestonesMissing'; readonly path: 'steps' | 'lines' }
  | { readonly code: 'milestonesUnused' }
  | { readonly code: 'curveParts' }
  | { readonly code: 'partsUnused' }
  | { readonly code: 'departmentAndTeam' }
  | { readonly code: 'leadOfOneSide' }
  | { readonly code: 'counterMetricTwice'; readonly id: string }
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
  for (const [index, id] of (goal.counterMetrics ?? []).entries()) {
    if ((goal.counterMetrics ?? []).indexOf(id) < index) {
      issues.push({ path: ['counterMetrics', index], reason: { code: 'counterMetricTwice', id } });
    }
  }
  return [...issues, ...levelIssues(goal), ...checkDrivers(goal)];
}

function levelIssues({ department, team, ledBy }: Goal): GoalIssue[] {
  const isOfOneSide = department !== undefined || team !== undefined;
  return [
    ...(department !== undefined && team !== undefined
      ? [{ path: ['department'], reason: { code: 'departmentAndTeam' as const } }]
      : []),
    ...(isOfOneSide && ledBy !== undefined ? [{ path: ['ledBy'], reason: { code: 'leadOfOneSide' as const } }] : []),
  ];
}

function keyResultIssues(keyResult: KeyResult, goal: Goal): GoalIssue[] {
  return keyResult.kind === 'reach' ? reachIssues(keyResult, goal) : stayIssues(keyResult);
}

function reachIssues({ baseline, target, path, milestones, parts }: ReachKeyResult, { start, due }: Goal): GoalIssue[] {
  const issues: GoalIssue[] = [];
  if (new Big(baseline).eq(target)) {
    issues.push({ path: ['target'], reason: { code: 'targetIsBaseline', value: target } });
  }
  const bent = path === 'steps' || path === 'lines' ? path : null;
  if (bent !== null && !milestones?.length) {
    issues.push({ path: ['path'], reason: { code: 'milestonesMissing', path: bent } });
  }
  if (bent === null && milestones?.length) issues.push({ path: ['milestones'], reason: { code: 'milestonesUnused' } });
  if (path === 'curve' && !isCurve(parts)) issues.push({ path: ['parts'], reason: { code: 'curveParts' } });
  if (path !== 'curve' && parts !== undefined) issues.push({ path: ['parts'], reason: { code: 'partsUnused' } });
  for (const [index, { at }] of (milestones ?? []).entries()) {
    const day = at.slice(0, 10);
    if (day < start || day > due) {
      issues.push({ path: ['milestones', index, 'at'], reason: { code: 'milestoneOutside', at, start, due } });
    }
  }
  return issues;
}

/** Two parts at least, none negative, not all of them nothing. */
function isCurve(parts: readonly number[] | undefined): boolean {
  return (
    parts !== undefined &&
    parts.length >= 2 &&
    parts.every((part) => Number.isFinite(part) && part >= 0) &&
    parts.some((part) => part > 0)
  );
}

function stayIssues({ atLeast, atMost }: StayKeyResult): GoalIssue[] {
  if (atLeast === undefined && atMost === undefined) return [{ path: [], reason: { code: 'limitMissing' } }];
  if (atLeast !== undefined && atMost !== undefined && new Big(atLeast).gt(atMost)) {
    return [{ path: ['atMost'], reason: { code: 'limitsCrossed', atLeast, atMost } }];
  }
  return [];
}
