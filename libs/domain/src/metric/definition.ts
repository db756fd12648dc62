import type { OpeningTimes } from '../organisation/business-calendar.js';
import type { StreamName } from '../record/streams.js';
import type { Currency } from './currency.js';

export type Side = 'marketing' | 'it';
export type Direction = 'up' | 'down';
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';
export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const satisfies readonly Grain[];

type Scalar = string | number | boolean;

/** Bounds of a number or an instant; all that are named must hold. */
export interface Bounds {
  readonly atLeast?: string | number;
  readonly above?: string | number;
  readonly atMost?: string | number;
  readonly below?: string | number;
}

/**
 * One condition on a field: equal to a value, to one of several, to none of several; merely present or absent; within bounds; or a text
 * that begins with or contains another, upper and lower case told apart. A field that a record lacks meets only `not` and `present: false`.
 */
export type Condition =
  | Scalar
  | readonly Scalar[]
  | { readonly not: readonly Scalar[] }
  | { readonly present: boolean }
  | Bounds
  | { readonly startsWith: string }
  | { readonly contains: string };
/** All conditions must hold. Keys are fields of the stream, `dimensions.<name>`, or (stream `change`) `deployment.<field>`. */
export type Conditions = Readonly<Record<string, Condition>>;
/** Conditions, or a list of alternatives of which at least one must hold. */
export type Where = Conditions | readonly Conditions[];

/** The alternatives of a filter; without any filter there is one that asks for nothing. */
export function alternativesOf(where: Where | undefined): readonly Conditions[] {
  if (where === undefined) return [{}];
  return isAlternatives(where) ? where : [where];
}

/** Whether a filter is a list of alternatives. */
export function isAlternatives(where: Where): where is readonly Conditions[] {
  return Array.isArray(where);
}

/** What a record contributes: 1 for each record that matches, or the value of a field. */
export interface Operand {
  readonly sum?: string;
  readonly where?: Where;
}

interface DefinitionBase {
  readonly stream: StreamName;
  /** Only these connections feed the metric; all that deliver the stream when left out. */
  readonly connections?: readonly string[];
  /** Instant fields; the first one that a record has places it in its period. `knownAt` is the version's own time. */
  readonly at: readonly string[];
  readonly where?: Where;
  /** Fields or `dimensions.<name>` by which the value can be sliced. */
  readonly dimensions: readonly string[];
  /** Only days that have ended count: a due time of today or of next week has not been missed yet. */
  readonly onlyPast?: true;
}

/** What a total is shown per; a month is the mean one of the calendar, 30.436875 days. */
export type RatePeriod = 'day' | 'week' | 'month';

/** The length of time for which unique visitors were counted; longer times and other slices cannot be told from the counts. */
export type UniqueGrain = 'day' | 'week' | 'month';

export interface RatioDefinition extends DefinitionBase {
  readonly kind: 'ratio';
  /** What is counted is unique within this time and does not add up: answered for it alone, and only as it was delivered. */
  readonly unique?: UniqueGrain;
  readonly numerator: Operand;
  readonly denominator: Operand;
}

export interface CountDefinition extends DefinitionBase {
  readonly kind: 'count';
  /** Shows the count as a rate over the length of its period, so that a month can stand beside a week. */
  readonly per?: RatePeriod;
}

export interface SumDefinition extends DefinitionBase {
  readonly kind: 'sum';
  /** What is counted is unique within this time and does not add up: answered for it alone, and only as it was delivered. */
  readonly unique?: UniqueGrain;
  readonly sum: string;
  readonly per?: RatePeriod;
}

/** On how many local days of a week there was a record: the median of the whole weeks that end in the period. */
export interface ActiveDaysDefinition extends DefinitionBase {
  readonly kind: 'activeDays';
}

/** How many records are open at the end of a period: placed by `at` before it, and by none of `until` before it as well. */
export interface OpenDefinition extends DefinitionBase {
  readonly kind: 'open';
  /** Instant fields; the first one that a record has ends it. A record without any stays open. */
  readonly until: readonly string[];
}

/**
 * Counts only the opening hours of a calendar. When it is open is part of what the number means: a definition keeps it as it was when the
 * definition was made.
 */
export interface Clock {
  /** Id of the calendar. */
  readonly calendar: string;
  /** Absent in a file or a proposal, until the calendar that it names has been looked up. */
  readonly opening?: OpeningTimes;
}

/** The time between two instants, in milliseconds. */
interface Elapsed {
  readonly from: string;
  readonly to: string;
  /** All time counts when left out. */
  readonly clock?: Clock;
  /** Zero and negative durations come from automation: left out and counted, unless the metric says to keep them (§5). */
  readonly nonPositive?: 'exclude' | 'include';
}

/** The mean time between two instants: it adds up, so that a longer period is the sum of times ÷ the number of them. */
export interface DurationDefinition extends DefinitionBase, Elapsed {
  readonly kind: 'duration';
}

export interface PercentileDefinition extends DefinitionBase, Partial<Elapsed> {
  readonly kind: 'percentile';
  /** 50 is the median. */
  readonly percentile: number;
  /** The item is the value of a field, instead of the time between two instants. */
  readonly field?: string;
}

/**
 * The last value of a field in a period, such as a backlog that a system reports. The record with the greatest (`at`, version) of each
 * combination of dimensions is the last one; nothing is carried into a period without a record.
 */
export interface LatestDefinition extends DefinitionBase {
  readonly kind: 'latest';
  readonly field: string;
  /** Says that the values of different dimensions add up to the whole; without it, only single ones have a value. */
  readonly across?: 'sum';
}

/**
 * A formula over other metrics: numbers, keys of metrics, + − × ÷, parentheses, min and max (`parse-expression.ts`). A key stands for the
 * unrounded value of its metric over the same period, in the unit of that metric. It has no records of its own.
 */
export interface DerivedDefinition {
  readonly kind: 'derived';
  readonly expression: string;
  /** By which the value can be sliced; each must be a dimension of every metric that the expression names. */
  readonly dimensions: readonly string[];
}

/** A formula that counts records. */
export type RecordFormula =
  | RatioDefinition
  | CountDefinition
  | SumDefinition
  | ActiveDaysDefinition
  | OpenDefinition
  | DurationDefinition
  | PercentileDefinition
  | LatestDefinition;

export type MetricFormula = RecordFormula | DerivedDefinition;

/** The clock of a formula that measures time by opening hours. */
export function clockOf(formula: MetricFormula): Clock | undefined {
  return formula.kind === 'duration' || formula.kind === 'percentile' ? formula.clock : undefined;
}

/** `count` is a plain number without a sign of its own; amounts stand in a currency of ISO 4217. */
export const plainUnits = ['%', 'count', 'ms', 's', 'min', 'h', 'd', '/d', '/wk', '/mo'] as const;
export type Unit = (typeof plainUnits)[number] | Currency;

/** A governed definition: everything that decides what number is shown, and how it reads for both sides. */
export interface MetricDefinition {
  readonly key: string;
  /** The standard metric of the catalogue that it was adopted from. */
  readonly standard?: string;
  readonly title: string;
  /** The same record in the words of each side. */
  readonly description: string;
  readonly wording?: { readonly marketing?: string; readonly it?: string };
  readonly formula: MetricFormula;
  readonly unit: Unit;
  /** Decimals of the shown value; rounding happens once, in `shown-value.ts`. */
  readonly precision: number;
  /** Which way is better. */
  readonly direction: Direction;
  /** Length of the window behind "now", in whole days; a multiple of 7 keeps weekdays comparable. */
  readonly windowDays: number;
  /** A period stays provisional until its end plus this many days. */
  readonly settlingDays: number;
  readonly owners: { readonly marketing?: string; readonly it?: string };
  /** Nothing needs it any more: its history stays readable, and nothing new takes it up. */
  readonly retired?: true;
}
