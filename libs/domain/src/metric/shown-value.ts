import Big from 'big.js';
import type { MetricDefinition, MetricFormula, Unit } from './definition.js';
import { parseDecimal } from './parse-decimal.js';

/** What decides how a number of a metric is printed; a `MetricDefinition` is one. */
export type ShownMetric = Pick<MetricDefinition, 'formula' | 'unit' | 'precision'>;

/**
 * The exact parts of an observation as decimal strings. A ratio has both; a count or a sum has its total in `numerator`; a percentile
 * has its value in `numerator`: milliseconds for a duration, as delivered for a field. `null` is a known absence.
 */
export interface ValueParts {
  readonly numerator: string | null;
  readonly denominator: string | null;
}

export interface ShownValueOptions {
  /** Length of the period in local days (`elapsedDays`); needed by a formula with `per`. A day with a clock change counts as one. */
  readonly periodDays?: number | string;
}

const millisecondsIn: Partial<Record<Unit, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The one place where a metric's number is rounded: exact parts in, the decimal string that every reader prints out. It has exactly
 * `precision` decimals in the metric's unit, rounded once, half away from zero, and is never "-0.00".
 * - ratio: numerator ÷ denominator, times 100 for the unit `%`; a denominator of 0 gives `null`, which is "no value" and not 0.
 * - count and sum: the total; with `per` the total ÷ days, or ÷ (days ÷ 7). No time at all gives `null`.
 * - percentile: a duration is turned from milliseconds into the unit, a field is printed as it is.
 *
 * Absent parts give `null`. Throws a `RangeError` for text that is no number, and where `per` lacks its days or a duration its unit of
 * time: both are mistakes of the caller that would print a wrong number.
 */
export function shownValue(metric: ShownMetric, parts: ValueParts, options: ShownValueOptions = {}): string | null {
  if (parts.numerator === null) return null;
  const numerator = decimalOf(parts.numerator, metric.precision);
  const { formula, unit, precision } = metric;
  switch (formula.kind) {
    case 'ratio': {
      if (parts.denominator === null) return null;
      return quotient(unit === '%' ? numerator.times(100) : numerator, parts.denominator, precision);
    }
    case 'count':
    case 'sum':
      return shownTotal(numerator, formula.per, options.periodDays, precision);
    case 'percentile':
      return formula.field === undefined
        ? quotient(numerator, durationUnit(formula, unit), precision)
        : printed(numerator, precision);
  }
}

/**
 * `a` − `b` of two shown values, so that what stands on a page adds up: 26.65 − 24.01 prints 2.64 whatever the unrounded values
 * were. `null` when either is absent.
 */
export function shownDifference(a: string, b: string, precision: number): string;
export function shownDifference(a: string | null, b: string | null, precision: number): string | null;
export function shownDifference(a: string | null, b: string | null, precision: number): string | null {
  if (a === null || b === null) return null;
  return printed(decimalOf(a, precision).minus(decimalOf(b, precision)), precision);
}

/**
 * A computed number (a forecast, an expected value) with exactly `precision` decimals, rounded half away from zero as it reads in
 * decimal, so that 1.005 gives "1.01". Throws a `RangeError` for what is not finite.
 */
export function shownNumber(number: number, precision: number): string {
  if (!Number.isFinite(number)) throw new RangeError(`${number} cannot be shown. Only finite numbers can.`);
  return printed(decimalOf(`${number}`, precision), precision);
}

function shownTotal(
  total: Big,
  per: 'day' | 'week' | undefined,
  periodDays: number | string | undefined,
  precision: number,
): string | null {
  if (per === undefined) return printed(total, precision);
  if (periodDays === undefined) {
    throw new RangeError(
      `A rate per ${per} needs the length of its period. Pass periodDays, the number of local days.`,
    );
  }
  const days = decimalOf(`${periodDays}`, precision);
  if (days.lt(0)) throw new RangeError(`A period cannot last ${periodDays} days. Put the earlier instant first.`);
  return quotient(per === 'week' ? total.times(7) : total, days, precision);
}

function durationUnit(formula: MetricFormula, unit: Unit): number {
  const milliseconds = millisecondsIn[unit];
  if (milliseconds === undefined) {
    throw new RangeError(
      `The ${formula.kind} of a duration cannot be shown in "${unit}". Give the metric one of the units ms, s, min, h, d.`,
    );
  }
  return milliseconds;
}

/** Division that rounds once, at the shown precision; dividing first and rounding later could round twice. */
function quotient(dividend: Big, divisor: Big | string | number, precision: number): string | null {
  const exact = decimalOf(divisor instanceof Big ? divisor.toFixed() : `${divisor}`, precision);
  return exact.eq(0) ? null : printed(dividend.div(exact), precision);
}

function printed(value: Big, precision: number): string {
  const text = value.toFixed(precision, Big.roundHalfUp);
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text;
}

/** A number whose divisions are rounded to `precision` decimals, half away from zero. */
function decimalOf(text: string, precision: number): Big {
  const Decimal = Big();
  Decimal.DP = precision;
  Decimal.RM = Big.roundHalfUp;
  return new Decimal(parseDecimal(text));
}
