import type { Side } from '@tandem/contracts/common';
import type { GoalBody, GoalChoices, GoalPage } from '@tandem/contracts/goals';
import type { WrittenGoal } from '@tandem/contracts/goal-document';
import { TEMPLATE_WORDS } from './goal-template-words.js';

/** A key result as the form holds it: texts, also where they are no numbers yet. */
export interface KeyResultDraft {
  readonly id: string;
  readonly kind: 'reach' | 'stay';
  readonly metric: string;
  readonly weight: string;
  readonly baseline: string;
  readonly target: string;
  readonly path: 'linear' | 'steps' | 'lines' | 'curve';
  /** `2026-10-31: 62; 2026-11-30: 70`. */
  readonly milestones: string;
  /** `1, 2, 4`. */
  readonly parts: string;
  readonly atLeast: string;
  readonly atMost: string;
  readonly share: string;
}

export interface TermsDraft {
  readonly start: string;
  readonly due: string;
  readonly ledBy: Side | '';
  readonly keyResults: readonly KeyResultDraft[];
  readonly counterMetrics: readonly string[];
}

export interface GoalDraft extends TermsDraft {
  readonly id: string;
  readonly title: string;
  readonly outcome: string;
  readonly growthProjection: boolean;
  readonly marketing: string;
  readonly it: string;
  /** Of a goal of one department; empty for others. */
  readonly department: Side | '';
  /** Id of the team whose goal it is; empty for others. */
  readonly team: string;
  /** Id of the goal above; a joint one has none. */
  readonly parent: string;
  readonly drivers: readonly { readonly metric: string; readonly drives: string }[];
}

type Terms = Pick<GoalBody, 'start' | 'due' | 'ledBy' | 'keyResults' | 'counterMetrics'>;

const EMPTY = {
  weight: '',
  baseline: '',
  target: '',
  path: 'linear',
  milestones: '',
  parts: '',
  atLeast: '',
  atMost: '',
  share: '',
} as const;

export function newKeyResult(taken: readonly string[], metric = ''): KeyResultDraft {
  let number = taken.length + 1;
  while (taken.includes(`kr${number}`)) number += 1;
  return { id: `kr${number}`, kind: 'reach', metric, ...EMPTY };
}

/** Small letters, digits and dashes, made of a title; with a number where the id is taken. */
export function idOfTitle(title: string, taken: readonly string[], otherwise = 'goal'): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  const base = plain === '' ? otherwise : plain;
  let id = base;
  for (let number = 2; taken.includes(id); number += 1) id = `${base}-${number}`;
  return id;
}

/** A first joint goal to start from: three months, the first metric, and a guardrail on another one. */
export function templateDraft(
  { metrics, guardrails, owners, today }: GoalChoices,
  { key, current }: { readonly key?: string; readonly current: string | null },
): GoalDraft {
  const metric = metrics.find((one) => one.key === key) ?? metrics[0];
  const counter =
    guardrails.find((one) => one.metric !== metric?.key && one.sides.length === 2) ??
    guardrails.find((one) => one.metric !== metric?.key);
  const first = (side: Side) => owners.find((owner) => owner.side === side)?.id ?? '';
  return {
    id: '',
    title: metric ? TEMPLATE_WORDS.better(metric.title) : '',
    outcome: '',
    growthProjection: false,
    start: today,
    due: monthsLater(today, 3),
    marketing: first('marketing'),
    it: first('it'),
    department: '',
    team: '',
    parent: '',
    ledBy: '',
    keyResults: [{ ...newKeyResult([], metric?.key ?? ''), baseline: current ?? '' }],
    counterMetrics: counter ? [counter.id] : [],
    drivers: [],
  };
}

/** The same day some months later, or the last day of that month where it has no such day. */
function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

export function draftOfTerms(terms: Terms): TermsDraft {
  return {
    start: terms.start,
    due: terms.due,
    ledBy: terms.ledBy ?? '',
    counterMetrics: terms.counterMetrics ?? [],
    keyResults: terms.keyResults.map((keyResult): KeyResultDraft => {
      const { id, metric, weight } = keyResult;
      const base = { ...EMPTY, id, metric, weight: weight === undefined ? '' : String(weight) };
      if (keyResult.kind === 'stay') {
        const { atLeast = '', atMost = '', share } = keyResult;
        return { ...base, kind: 'stay', atLeast, atMost, share: share === undefined ? '' : String(share) };
      }
      const { baseline, target, path = 'linear', milestones = [], parts = [] } = keyResult;
      return {
        ...base,
        kind: 'reach',
        baseline,
        target,
        path,
        milestones: milestones.map(({ at, value }) => `${at}: ${value}`).join('; '),
        parts: parts.join(', '),
      };
    }),
  };
}

/** A goal as its form holds it. */
export function draftOfGoal(goal: Pick<GoalPage, 'id' | 'terms' | 'wording'>): GoalDraft {
  const { title, outcome, growthProjection = false, owners, department = '', team = '', parent = '' } = goal.wording;
  return {
    ...draftOfTerms(termsOf(goal)),
    id: goal.id,
    title,
    outcome,
    growthProjection,
    marketing: owners.marketing ?? '',
    it: owners.it ?? '',
    department,
    team,
    parent,
    drivers: goal.wording.drivers ?? [],
  };
}

/** The terms of the goal whose page it is; the API gives them as they were written. */
export function termsOf(goal: Pick<GoalPage, 'terms'>): Terms {
  return goal.terms as unknown as Terms;
}

export function writtenTerms(draft: TermsDraft): object {
  return {
    start: draft.start,
    due: draft.due,
    ...filled('ledBy', draft.ledBy),
    keyResults: draft.keyResults.map(writtenKeyResult),
    ...(draft.counterMetrics.length ? { counterMetrics: draft.counterMetrics } : {}),
  };
}

/** What of a goal changes without a signature. */
export function writtenWording(draft: GoalDraft): Omit<Partial<WrittenGoal>, 'id'> {
  const owners = { ...filled('marketing', draft.marketing), ...filled('it', draft.it) };
  const drivers = draft.drivers.filter(({ metric, drives }) => metric !== '' && drives !== '');
  return {
    title: draft.title,
    outcome: draft.outcome,
    ...(draft.growthProjection ? { growthProjection: true } : {}),
    ...filled('parent', draft.parent),
    ...filled('department', draft.department),
    ...filled('team', draft.team),
    owners,
    ...(drivers.length ? { drivers } : {}),
  };
}

export function writtenGoal(draft: GoalDraft): Partial<WrittenGoal> {
  return { id: draft.id, ...writtenWording(draft), ...writtenTerms(draft) };
}

function writtenKeyResult(draft: KeyResultDraft): object {
  const { id, kind, metric } = draft;
  const base = { id, kind, metric, ...asNumber('weight', draft.weight) };
  if (kind === 'stay') {
    return {
      ...base,
      ...filled('atLeast', draft.atLeast),
      ...filled('atMost', draft.atMost),
      ...asNumber('share', draft.share),
    };
  }
  const bent = draft.path === 'steps' || draft.path === 'lines';
  return {
    ...base,
    baseline: draft.baseline.trim(),
    target: draft.target.trim(),
    ...(draft.path === 'linear' ? {} : { path: draft.path }),
    ...(bent && draft.milestones.trim() !== '' ? { milestones: milestonesIn(draft.milestones) } : {}),
    ...(draft.path === 'curve' && draft.parts.trim() !== '' ? { parts: draft.parts.split(',').map(numeric) } : {}),
  };
}

function milestonesIn(text: string): object[] {
  return text
    .split(/[;\n]/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [at = '', value = ''] = part.split(':');
      return { at: at.trim(), value: value.trim() };
    });
}

/** What is no number goes as it is, so that the answer names the field. */
function numeric(text: string): number | string {
  const number = Number(text.trim());
  return text.trim() === '' || Number.isNaN(number) ? text.trim() : number;
}

function filled(name: string, text: string): object {
  return text.trim() === '' ? {} : { [name]: text.trim() };
}

function asNumber(name: string, text: string): object {
  return text.trim() === '' ? {} : { [name]: numeric(text) };
}
