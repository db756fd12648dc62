import type { Side } from '../metric/definition.js';

/** Whose money and list an idea belongs to: upkeep and renewal of IT, or technology that the business asks for. */
export const agendas = ['it', 'businessTechnology'] as const;
export type Agenda = (typeof agendas)[number];

/** An idea waits for the plan; what is under way has its capacity already; what is launched is held against its promise. */
export const initiativeStages = ['idea', 'underWay', 'launched', 'stopped'] as const;
export type InitiativeStage = (typeof initiativeStages)[number];

/**
 * Money of a month, or of each month of a run of months, as decimal strings in the organisation's currency. Months are numbered from 1, the
 * month in which work begins. An amount that is left out, and a month that no row names, is one in which nothing flows.
 */
export interface MonthRow {
  readonly month: number;
  /** Last month that the row speaks for, inclusive; `month` alone when left out. */
  readonly through?: number;
  readonly oneOff?: string;
  readonly running?: string;
  /** May be negative: an initiative can cost turnover elsewhere. */
  readonly benefit?: string;
}

/** What is promised of a metric: by how much it moves, in its own unit, and until when. */
export interface ExpectedEffect {
  readonly metric: string;
  readonly direction: 'up' | 'down';
  /** A decimal string above 0. */
  readonly amount: string;
  /** A local date, inclusive. */
  readonly by: string;
}

export interface Scope {
  readonly teams: readonly { readonly team: string; readonly weeks: number }[];
  readonly durationMonths: number;
}

/** Inputs of weighted shortest job first; each is a whole number against the others, 1 at least. */
export interface WsjfInputs {
  readonly businessValue: number;
  readonly timeCriticality: number;
  readonly riskReduction: number;
  readonly jobSize: number;
}

/** Inputs of RICE: people or events in a quarter, impact 0.25 to 3, confidence in per cent, effort in person-months. */
export interface RiceInputs {
  readonly reach: number;
  readonly impact: number;
  readonly confidence: number;
  readonly effort: number;
}

export interface Initiative {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly agenda: Agenda;
  /** What the business does that it is for, in its own words: "Checkout", "Customer service". */
  readonly capability?: string;
  /** Ids of the goals that it serves. */
  readonly goals?: readonly string[];
  readonly effect?: ExpectedEffect;
  readonly scope?: Scope;
  /** `YYYY-MM`: the month in which work begins, month 1 of the case. */
  readonly start?: string;
  readonly months?: readonly MonthRow[];
  /** Person or team ids. */
  readonly owners: Partial<Record<Side, string>>;
  /** Ids of initiatives that have to be there first. */
  readonly dependsOn?: readonly string[];
  readonly wsjf?: WsjfInputs;
  readonly rice?: RiceInputs;
  /** `idea` when left out. */
  readonly stage?: InitiativeStage;
  /** Local date; of what is launched. */
  readonly launchedOn?: string;
  /** Key of the issue that it was taken in from, or is kept in, such as `IDEA-12`. */
  readonly issue?: string;
}

export function stageOf({ stage = 'idea' }: Pick<Initiative, 'stage'>): InitiativeStage {
  return stage;
}
