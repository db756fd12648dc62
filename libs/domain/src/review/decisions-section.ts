import type { EffectGrade, Grade } from '../decision/grade-effect.js';
import type { Side } from '../metric/definition.js';
import { dayOfDateText } from '../metric/period-text.js';
import { listed, sideNames, type HeadlineSentence, type NamedMetric, type Section } from './section.js';

export interface DecisionFacts {
  readonly id: string;
  readonly title: string;
  readonly about: string | null;
  readonly status: 'draft' | 'waiting' | 'inForce' | 'expired' | 'refused' | 'withdrawn';
  readonly signed: readonly Side[];
  readonly waitsFor: readonly Side[];
  readonly acceptedAt: Date | null;
  readonly effect: {
    readonly metric: NamedMetric;
    readonly direction: 'up' | 'down';
    readonly amount: string;
    readonly by: string;
  } | null;
  readonly grades: readonly (EffectGrade & { readonly at: Date })[];
}

export interface OpenDecision {
  readonly title: string;
  readonly about: string | null;
  readonly promise: string | null;
  readonly signed: readonly Side[];
  readonly waitsFor: readonly Side[];
  readonly evidence: string;
}

export interface GradedDecision {
  readonly title: string;
  readonly grade: Grade;
  readonly text: string;
  /** It had another grade before: its metric was restated. */
  readonly again: boolean;
  readonly evidence: string;
}

export interface DecisionsSection {
  readonly open: readonly OpenDecision[];
  /** Signed by both since the last review. */
  readonly decided: readonly { readonly title: string; readonly promise: string | null; readonly evidence: string }[];
  /** Graded, or graded again, since the last review. */
  readonly graded: readonly GradedDecision[];
  readonly sentence: string;
}

const gradeWords = { hit: 'hit', partly: 'partly reached', missed: 'missed', cannotTell: 'cannot be told' } as const;
const pageOf = (id: string) => `/decisions/${encodeURIComponent(id)}`;

/** What waits for a signature, what was decided since the last review, and what the metrics say of what had been decided. */
export function decisionsSection(
  facts: readonly DecisionFacts[],
  { from }: { readonly from: Date },
): Section<DecisionsSection> {
  const open = facts.filter(({ status }) => status === 'waiting' || status === 'draft').map(openDecision);
  const decided = facts.filter(({ acceptedAt }) => acceptedAt !== null && acceptedAt > from);
  const graded = facts.flatMap((one) => gradedDecision(one, from));
  return {
    content: {
      open,
      decided: decided.map((one) => ({ title: one.title, promise: promiseOf(one), evidence: pageOf(one.id) })),
      graded,
      sentence: 'Both sign, or it stays open.',
    },
    sentences: headlineOf(open, graded),
    counts: [
      { code: 'decisionsOpen', label: 'Decisions that wait', value: open.length, of: null, evidence: '#decisions' },
    ],
  };
}

function openDecision(facts: DecisionFacts): OpenDecision {
  const { id, title, about, signed, waitsFor } = facts;
  return { title, about, promise: promiseOf(facts), signed, waitsFor, evidence: pageOf(id) };
}

function promiseOf({ effect }: DecisionFacts): string | null {
  if (effect === null) return null;
  const { metric, direction, amount, by } = effect;
  return `${metric.title} ${direction} by ${amount}${unitText(metric)} by ${dayOfDateText(by)}`;
}

function gradedDecision({ id, title, grades, effect }: DecisionFacts, from: Date): GradedDecision[] {
  const last = grades.at(-1);
  if (last === undefined || last.at <= from || effect === null) return [];
  const unit = unitText(effect.metric);
  const text =
    last.moved === null
      ? `It ${gradeWords[last.grade]}.`
      : `${gradeWords[last.grade]}: ${effect.metric.title} moved ${last.moved}${unit} of the promised ${effect.direction === 'down' ? '−' : ''}${effect.amount}${unit}.`;
  return [
    {
      title,
      grade: last.grade,
      text: text.charAt(0).toUpperCase() + text.slice(1),
      again: grades.length > 1,
      evidence: pageOf(id),
    },
  ];
}

function unitText({ unit }: NamedMetric): string {
  if (unit === 'count') return '';
  return unit === '%' ? ' pp' : ` ${unit}`;
}

function headlineOf(open: readonly OpenDecision[], graded: readonly GradedDecision[]): readonly HeadlineSentence[] {
  const half = open.filter(({ signed }) => signed.length === 1);
  const failed = graded.filter(({ grade }) => grade === 'missed');
  const waiting = listed([...new Set(half.flatMap(({ waitsFor }) => waitsFor))].map((side) => sideNames[side]));
  return [
    ...(half.length === 0
      ? []
      : [
          {
            code: 'decisionHalfSigned',
            text: `${half.length === 1 ? 'One decision waits' : `${half.length} decisions wait`} for ${waiting}.`,
            evidence: '#decisions',
            weight: 50,
          },
        ]),
    ...(failed.length === 0
      ? []
      : [
          {
            code: 'decisionMissed',
            text: `${listed(failed.slice(0, 2).map(({ title }) => `"${title}"`))} did not move what was promised.`,
            evidence: '#decisions',
            weight: 45,
          },
        ]),
  ];
}
