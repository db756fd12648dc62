import type { GoalGap } from '@tandem/contracts/board';
import type { GoalPage, GoalProposal, GoalSummary } from '@tandem/contracts/goals';
import { catalogue } from '../../text/catalogue.js';
import { shareText } from '../../text/number-text.js';
import { departmentName } from '../../ui/owners.js';

/** What is said of a goal wherever it stands: in the list, on its page and beside its form. */
export const words = catalogue('goals', {
  title: 'Goals',
  goal: 'Goal',
  make: 'Make a goal',
  editDraft: 'Edit the draft',
  edit: 'Edit',
  keyResults: 'Key results',
  notWorse: 'What must not get worse',
  drives: 'What drives it',
  fromTo: (start: string, due: string) => `${start} to ${due}`,
  onTrackOf: (count: number, all: number) => `${count} of ${all} on track`,
  ofTheWay: (share: string) => `${share} of the way`,
  ofTheWayBy: (share: string, measured: number, all: number) =>
    `${share} of the way, by ${measured} of ${all} key results`,
  notMeasured: 'nothing to measure yet',
  and: ' and ',
  ownerMissing: (side: string) => `It has no owner of ${side}.`,
  counterMissing: (side: string) =>
    `No counter-metric is owned by ${side}: a guardrail of ${side} on what must not get worse.`,
  joint: 'Joint goal',
  ofTeam: (team: string) => `Team ${team}`,
  ofDepartment: (department: string) => `${department} goal`,
  fields: {
    title: 'title',
    outcome: 'business outcome',
    growthProjection: 'plans growth by it',
    parent: 'stands below',
    department: 'department',
    team: 'team',
    'owners.marketing': 'owner of Marketing',
    'owners.it': 'owner of IT',
    drivers: 'what drives it',
    start: 'starts on',
    due: 'due at the end of',
    ledBy: 'pushed by',
    counterMetrics: 'counter-metrics',
    atLeast: 'at least',
    atMost: 'at most',
    share: 'share of weeks inside',
  },
  fieldOf: (metric: string, field: string) => `${metric}, ${field}`,
});

/** What a goal lacks, and what to do about it. */
export function gapText({ code, side }: GoalGap): string {
  const department = departmentName(side);
  return code === 'ownerMissing' ? words.ownerMissing(department) : words.counterMissing(department);
}

/** Whose goal it is. */
export function levelText({ level, side, team }: Pick<GoalSummary, 'level' | 'side' | 'team'>): string {
  if (level === 'joint') return words.joint;
  return level === 'team' ? words.ofTeam(team ?? '') : words.ofDepartment(side === null ? '' : departmentName(side));
}

export function progressText({ progress, measuredCount, keyResultCount }: GoalPage): string {
  if (progress === null) return words.notMeasured;
  const share = shareText(progress);
  return measuredCount === keyResultCount
    ? words.ofTheWay(share)
    : words.ofTheWayBy(share, measuredCount, keyResultCount);
}

type Fields = GoalProposal['fields'];

/** What differs between two versions, with the metrics of key results under their titles. */
export function fieldsInWords(fields: Fields, goal: Pick<GoalPage, 'keyResults'>): Fields {
  const names: Readonly<Record<string, string>> = words.fields;
  return fields.map((change) => {
    const [, id, name = ''] = /^keyResults\[(.+?)\]\.(.+)$/.exec(change.field) ?? [];
    if (id === undefined) return { ...change, field: names[change.field] ?? change.field };
    const title = goal.keyResults.find((one) => one.id === id)?.metric.title ?? id;
    return { ...change, field: words.fieldOf(title, names[name] ?? name) };
  });
}
