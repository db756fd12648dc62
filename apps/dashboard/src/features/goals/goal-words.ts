import type { GoalGap } from '@tandem/contracts/board';
import type { GoalPage, GoalProposal, GoalSummary } from '@tandem/contracts/goals';
import { departmentName } from '../../ui/owners.js';

/** What a goal lacks, and what to do about it. */
export function gapText({ code, side }: GoalGap): string {
  return code === 'ownerMissing'
    ? `It has no owner of ${departmentName(side)}.`
    : `No counter-metric is owned by ${departmentName(side)}: a guardrail of ${departmentName(side)} on what must not get worse.`;
}

/** Whose goal it is. */
export function levelText({ level, side, team }: Pick<GoalSummary, 'level' | 'side' | 'team'>): string {
  if (level === 'joint') return 'Joint goal';
  const department = side === null ? '' : departmentName(side);
  return level === 'team' ? `Team ${team ?? ''}` : `${department} goal`;
}

export function progressText({ progress, measuredCount, keyResultCount }: GoalPage): string {
  if (progress === null) return 'nothing to measure yet';
  const of = measuredCount === keyResultCount ? '' : `, by ${measuredCount} of ${keyResultCount} key results`;
  return `${Math.round(progress * 100)}% of the way${of}`;
}

const ACTIONS: Readonly<Record<string, string>> = {
  create: 'wrote the goal',
  change: 'changed it',
  propose: 'proposed',
  sign: 'signed',
  refuse: 'refused',
  withdraw: 'withdrew',
  accept: 'took effect',
  publish: 'published it',
  'check-in': 'checked in',
  override: 'put another status',
};

export function actionText(action: string): string {
  return ACTIONS[action] ?? action;
}

type Fields = GoalProposal['fields'];

const FIELDS: Readonly<Record<string, string>> = {
  start: 'starts on',
  due: 'due at the end of',
  ledBy: 'pushed by',
  counterMetrics: 'counter-metrics',
  atLeast: 'at least',
  atMost: 'at most',
  share: 'share of weeks inside',
};

/** What differs between two versions, with the metrics of key results under their titles. */
export function fieldsInWords(fields: Fields, goal: Pick<GoalPage, 'keyResults'>): Fields {
  return fields.map((change) => {
    const [, id, name = ''] = /^keyResults\[(.+?)\]\.(.+)$/.exec(change.field) ?? [];
    if (id === undefined) return { ...change, field: FIELDS[change.field] ?? change.field };
    const title = goal.keyResults.find((one) => one.id === id)?.metric.title ?? id;
    return { ...change, field: `${title}, ${FIELDS[name] ?? name}` };
  });
}
