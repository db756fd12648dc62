import Big from 'big.js';
import { isCurrency, minorUnitsIn } from './currency.js';
import type { MetricDefinition, MetricFormula, RatePeriod, Unit } from './definition.js';
import { moneyFieldsOf } from './money-field.js';
import { parseDecimal } from './parse-decimal.js';

/** What decides how large a number is in the unit of its metric; a `MetricDefinition` is one. */
export type ValuedMetric = Pick<MetricDefinition, 'formula' | 'unit'>;

/**
 * The exact parts of an observation as decimal strings. A ratio has both, and so has a mean time: milliseconds and how many. A count, a
 * sum, what is open and the latest value have their total in `numerator`; a percentile has its value there: milliseconds for a duration,
 * as delivered for a field. `null` is a known absence.
 */
export interface ValueParts {
  readonly numerator: string | null;
  readonly denominator: string | null;
}

export interface PeriodLength {
  /** Length of the period in local days (`elapsedDays`); needed by a formula with `per`. A day with a clock change counts as one. */
  readonly periodDays?: number | string;
}

/** A number before any rounding. The denominator is never 0. */
export interface Fraction {
  readonly numerator: Big;
  readonly denominator: Big;
}

const millisecondsIn: Partial<Record<Unit, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
/** A mean month is a twelfth of 365.2425 days. */
const daysIn = { day: 1, week: 7, month: 30.436875 } as const satisfies Record<RatePeriod, number>;

/**
 * The value of an observation in its metric's unit, unrounded: what is printed is this, rounded once, and what formulas over metrics
 * reckon with.
 * - ratio: numerator ÷ denominator, times 100 for the unit `%`; a denominator of 0 gives `null`, which is "no value" and not 0.
 * - duration: milliseconds ÷ number, in the unit of time; none gives `null`.
 * - count and sum: the total; with `per` the total ÷ days, or ÷ (days ÷ 7). No time at all gives `null`.
 * - amounts that are delivered in minor units are turned into the currency of the unit.
 * - open and latest: the total; active days: their median.
 * - percentile: a duration is turned from milliseconds into the unit, a field stays as it is.
 *
 * Absent parts give `null`; a formula over metrics has no parts of its own (`evaluate-expression.ts`). Throws a `RangeError` for text that is no number, and where `per` lacks its days or a duration its unit of
 * time: both are mistakes of the caller that would give a wrong number.
 */
export function exactValue(metric: ValuedMetric, parts: ValueParts, options: PeriodLength = {}): Fraction | null {
  if (parts.numerator === null) return null;
  const { times, over } = unitScale(metric);
  const numerator = parseDecimal(parts.numerator).times(times);
  const { formula } = metric;
  switch (formula.kind) {
    case 'ratio':
    case 'duration':
      return parts.denominator === null ? null : fraction(numerator, parseDecimal(parts.denominator).times(over));
    case 'count':
    case 'sum':
      return rate(numerator, new Big(over), formula.per, options.periodDays);
    case 'activeDays':
    case 'open':
    case 'latest':
    case 'percentile':
      return fraction(numerator, new Big(over));
    case 'derived':
      return null;
  }
}

/** A number before any rounding, in whole numbers that are small enough to be exact. The denominator is never 0. */
export interface WholeFraction {
  readonly numerator: number;
  readonly denominator: number;
}

const isWhole = /^-?\d{1,15}$/;

/**
 * What `exactValue` answers, for parts that are whole and small, which most are: reckoning with plain numbers takes a small part of the time.
 * `null` says nothing about the value, only that it takes `exactValue` to tell.
 */
export function wholeValue(metric: ValuedMetric, { numerator, denominator }: ValueParts): WholeFraction | null {
  const { formula } = metric;
  if (formula.kind === 'derived' || ('per' in formula && formula.per !== undefined)) return null;
  const under = formula.kind === 'ratio' || formula.kind === 'duration' ? denominator : '1';
  if (numerator === null || under === null || !isWhole.test(numerator) || !isWhole.test(under)) return null;
  const { times, over } = unitScale(metric);
  const whole = { numerator: Number(numerator) * times, denominator: Number(under) * over };
  const isExact = Number.isSafeInteger(whole.numerator) && Number.isSafeInteger(whole.denominator);
  return isExact && whole.denominator !== 0 ? whole : null;
}

/** What the raw parts of a metric are multiplied by and divided by to stand in its unit. */
export function unitScale({ formula, unit }: ValuedMetric): { readonly times: number; readonly over: number } {
  const measuresTime = formula.kind === 'duration' || (formula.kind === 'percentile' && formula.field === undefined);
  if (measuresTime) return { times: 1, over: millisecondsOf(formula, unit) };
  if (formula.kind === 'ratio' && unit === '%') return { times: 100, over: 1 };
  // Amounts are delivered in minor units; a ratio of two amounts has none of its own.
  const money = formula.kind === 'derived' ? [] : moneyFieldsOf(formula);
  return { times: 1, over: money.length === 1 && isCurrency(unit) ? minorUnitsIn(unit) : 1 };
}

/** Days in the unit of time of a rate. */
export function rateDays(per: RatePeriod): number {
  return daysIn[per];
}

function millisecondsOf(formula: MetricFormula, unit: Unit): number {
  const milliseconds = millisecondsIn[unit];
  if (milliseconds === undefined) {
    throw new RangeError(
      `The ${formula.kind} of a duration cannot be shown in "${unit}". Give the metric one of the units ms, s, min, h, d.`,
    );
  }
  return milliseconds;
}

function rate(
  total: Big,
  over: Big,
  per: RatePeriod | undefined,
  periodDays: number | string | undefined,
): Fraction | null {
  if (per === undefined) return fraction(total, over);
  if (periodDays === undefined) {
    throw new RangeError(
      `A rate per ${per} needs the length of its period. Pass periodDays, the number of local days.`,
    );
  }
  const days = parseDecimal(`${periodDays}`);
  if (days.lt(0)) throw new RangeError(`A period cannot last ${periodDays} days. Put the earlier instant first.`);
  return fraction(total.times(daysIn[per]), days.times(over));
}

function fraction(numerator: Big, denominator: Big): Fraction | null {
  return denominator.eq(0) ? null : { numerator, denominator };
}
