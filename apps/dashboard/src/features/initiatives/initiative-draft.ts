import type { Agenda, InitiativePage, InitiativeStage } from '@tandem/contracts/initiatives';
import { draftMonths, emptyMonths, writtenMonths, type MonthDraft } from './month-rows.js';

export interface TeamDraft {
  readonly team: string;
  readonly weeks: string;
}

/** Inputs of a score as texts; a score with nothing filled in is not given. */
export type ScoreDraft = Readonly<Record<string, string>>;

export const WSJF_FIELDS = ['businessValue', 'timeCriticality', 'riskReduction', 'jobSize'] as const;
export const RICE_FIELDS = ['reach', 'impact', 'confidence', 'effort'] as const;

/** An initiative as the form holds it. */
export interface InitiativeDraft {
  readonly title: string;
  readonly description: string;
  readonly agenda: Agenda;
  readonly capability: string;
  readonly goals: readonly string[];
  readonly marketing: string;
  readonly it: string;
  readonly metric: string;
  readonly direction: 'up' | 'down';
  readonly amount: string;
  readonly by: string;
  readonly teams: readonly TeamDraft[];
  readonly durationMonths: string;
  readonly start: string;
  readonly months: readonly MonthDraft[];
  readonly dependsOn: readonly string[];
  readonly wsjf: ScoreDraft;
  readonly rice: ScoreDraft;
  readonly stage: InitiativeStage;
  readonly launchedOn: string;
  /** Key of the issue that it is kept in. */
  readonly issue: string;
}

const FIRST_MONTHS = 24;

export function emptyDraft(): InitiativeDraft {
  return {
    title: '',
    description: '',
    agenda: 'businessTechnology',
    capability: '',
    goals: [],
    marketing: '',
    it: '',
    metric: '',
    direction: 'up',
    amount: '',
    by: '',
    teams: [{ team: '', weeks: '' }],
    durationMonths: '',
    start: '',
    months: emptyMonths(FIRST_MONTHS),
    dependsOn: [],
    wsjf: {},
    rice: {},
    stage: 'idea',
    launchedOn: '',
    issue: '',
  };
}

export function draftOf(page: InitiativePage): InitiativeDraft {
  const texts = (inputs: object | null): ScoreDraft =>
    Object.fromEntries(Object.entries(inputs ?? {}).map(([key, value]) => [key, String(value)]));
  return {
    title: page.title,
    description: page.description ?? '',
    agenda: page.agenda,
    capability: page.capability ?? '',
    goals: page.goals.map(({ id }) => id),
    marketing: page.owners.marketing?.id ?? '',
    it: page.owners.it?.id ?? '',
    metric: page.effect?.metric ?? '',
    direction: page.effect?.direction ?? 'up',
    amount: page.effect?.amount ?? '',
    by: page.effect?.by ?? '',
    teams: page.scope.length
      ? page.scope.map(({ team, weeks }) => ({ team, weeks: String(weeks) }))
      : [{ team: '', weeks: '' }],
    durationMonths: page.durationMonths === null ? '' : String(page.durationMonths),
    start: page.start ?? '',
    months: draftMonths(page.rows, FIRST_MONTHS),
    dependsOn: page.dependsOn.map(({ id }) => id),
    wsjf: texts(page.wsjf),
    rice: texts(page.rice),
    stage: page.stage,
    launchedOn: page.launchedOn ?? '',
    issue: page.issue?.key ?? '',
  };
}

/** What is sent: a part of which nothing was filled in is left out, and a part that was begun is told as it stands. */
export function writtenInitiative(id: string, draft: InitiativeDraft): object {
  const teams = draft.teams.filter(({ team, weeks }) => team !== '' || weeks.trim() !== '');
  const months = writtenMonths(draft.months);
  return present({
    id,
    title: draft.title.trim(),
    description: said(draft.description),
    agenda: draft.agenda,
    capability: said(draft.capability),
    goals: listed(draft.goals),
    owners: present({ marketing: said(draft.marketing), it: said(draft.it) }),
    effect: group(
      { metric: said(draft.metric), amount: said(draft.amount), by: said(draft.by) },
      { direction: draft.direction },
    ),
    scope: group({
      teams: teams.length ? teams.map(({ team, weeks }) => ({ team, weeks: numbered(weeks) })) : undefined,
      durationMonths: numbered(draft.durationMonths),
    }),
    start: said(draft.start),
    months: months.length ? months : undefined,
    dependsOn: listed(draft.dependsOn),
    wsjf: group(Object.fromEntries(WSJF_FIELDS.map((field) => [field, numbered(draft.wsjf[field] ?? '')]))),
    rice: group(Object.fromEntries(RICE_FIELDS.map((field) => [field, numbered(draft.rice[field] ?? '')]))),
    stage: draft.stage === 'idea' ? undefined : draft.stage,
    launchedOn: draft.stage === 'launched' ? said(draft.launchedOn) : undefined,
    issue: said(draft.issue),
  });
}

function said(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

function listed(ids: readonly string[]): readonly string[] | undefined {
  return ids.length ? ids : undefined;
}

/** A number where it is one, else the text, which the server refuses with its reason. */
function numbered(text: string): number | string | undefined {
  const written = said(text);
  if (written === undefined) return undefined;
  const number = Number(written);
  return Number.isFinite(number) ? number : written;
}

function group(parts: Readonly<Record<string, unknown>>, beside: object = {}): object | undefined {
  const known = present(parts);
  return Object.keys(known).length ? { ...known, ...beside } : undefined;
}

function present(parts: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
