import type { StreamName } from '../record/streams.js';

export type Side = 'marketing' | 'it';
export type Direction = 'up' | 'down';
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';
export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const satisfies readonly Grain[];

type Scalar = string | number | boolean;
/** One condition on a field: equal to a value, to one of several, to none of several, or merely present or absent. */
export type Condition =
  Scalar | readonly Scalar[] | { readonly not: readonly Scalar[] } | { readonly present: boolean };
/** All conditions must hold. Keys are fields of the stream, `dimensions.<name>`, or (stream `change`) `deployment.<field>`. */
export type Where = Readonly<Record<string, Condition>>;

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
}

export interface RatioDefinition extends DefinitionBase {
  readonly kind: 'ratio';
  readonly numerator: Operand;
  readonly denominator: Operand;
}

export interface CountDefinition extends DefinitionBase {
  readonly kind: 'count';
  /** Shows the count as a rate over the length of its period, so that a month can stand beside a week. */
  readonly per?: 'day' | 'week';
}

export interface SumDefinition extends DefinitionBase {
  readonly kind: 'sum';
  readonly sum: string;
  readonly per?: 'day' | 'week';
}

export interface PercentileDefinition extends DefinitionBase {
  readonly kind: 'percentile';
  /** 50 is the median. */
  readonly percentile: number;
  /** The item is the time between two instants, in milliseconds … */
  readonly from?: string;
  readonly to?: string;
  /** … or the value of a field. */
  readonly field?: string;
  /** Zero and negative durations come from automation: left out and counted, unless the metric says to keep them (§5). */
  readonly nonPositive?: 'exclude' | 'include';
}

export type MetricFormula = RatioDefinition | CountDefinition | SumDefinition | PercentileDefinition;

export type Unit = '%' | 'ms' | 's' | 'min' | 'h' | 'd' | '/d' | '/wk' | 'count' | 'EUR' | 'USD' | 'GBP';

/** A governed definition: everything that decides what number is shown, and how it reads for both sides. */
export interface MetricDefinition {
  readonly key: string;
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
}
