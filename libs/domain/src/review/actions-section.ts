import type { ActionStatus, Movement } from '../decision/action.js';
import type { Side } from '../metric/definition.js';
import { shownDifference, shownNumber } from '../metric/shown-value.js';
import type { HeadlineSentence, NamedMetric, Section } from './section.js';

export interface ActionFacts {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly side: Side;
  readonly due: string;
  readonly status: ActionStatus;
  readonly daysLate: number;
  readonly result: string | null;
  readonly metric: NamedMetric | null;
  readonly movement: Movement | null;
}

export interface ShownReviewAction {
  readonly title: string;
  readonly owner: string;
  readonly side: Side;
  readonly due: string;
  readonly status: ActionStatus;
  readonly daysLate: number;
  readonly result: string | null;
  /** Did the number move? */
  readonly effect: string;
  readonly evidence: string;
}

export interface ActionsSection {
  readonly actions: readonly ShownReviewAction[];
  readonly sentence: string;
}

const verdicts = {
  better: 'better',
  worse: 'worse',
  noise: 'within noise',
  tooFewPoints: 'too little history',
} as const;

/** Who does what by when, carried until it is closed; those that were closed since the last review are shown once more. */
export function actionsSection(facts: readonly ActionFacts[]): Section<ActionsSection> {
  const closed = facts.filter(({ status }) => status === 'done' || status === 'doneLate');
  const late = facts.filter(({ status }) => status === 'late');
  const inTime = closed.filter(({ status }) => status === 'done').length;
  const due = closed.length + late.length;
  return {
    content: {
      actions: facts.map(({ id: _, metric, movement, ...rest }) => ({
        ...rest,
        effect: effectText(metric, movement),
        evidence: '/decisions#actions',
      })),
      sentence: 'Did the number move?',
    },
    sentences: headlineOf(late),
    counts: [{ code: 'actionsInTime', label: 'Actions closed on time', value: inTime, of: due, evidence: '#actions' }],
  };
}

function headlineOf(late: readonly ActionFacts[]): readonly HeadlineSentence[] {
  if (late.length === 0) return [];
  const text = late.length === 1 ? `"${late[0]?.title ?? ''}" is late.` : `${late.length} actions are late.`;
  return [{ code: 'actionsLate', text, evidence: '#actions', weight: 30 }];
}

function effectText(metric: NamedMetric | null, movement: Movement | null): string {
  if (metric === null || movement === null) return 'none';
  if (movement.state === 'notYet') return `${metric.title}: no settled value yet`;
  const { precision, unit, title } = metric;
  const [after, before] = [movement.after, movement.before].map((value) => shownNumber(value, precision));
  const delta = shownDifference(after ?? '0', before ?? '0', precision);
  const sign = delta.startsWith('-') ? '−' : '+';
  const of = unit === 'count' ? '' : unit === '%' ? ' pp' : ` ${unit}`;
  return `${title} ${sign}${delta.replace('-', '')}${of} ${verdicts[movement.verdict]}`;
}
