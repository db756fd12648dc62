import Big from 'big.js';
import type { MetricDefinition } from './definition.js';
import {
  exactValue,
  wholeValue,
  type Fraction,
  type PeriodLength,
  type ValueParts,
  type WholeFraction,
} from './exact-value.js';
import { parseDecimal } from './parse-decimal.js';

/** What decides how a number of a metric is printed; a `MetricDefinition` is one. */
export type ShownMetric = Pick<MetricDefinition, 'formula' | 'unit' | 'precision'>;

/**
 * The one place where a metric's number is rounded: exact parts in, the decimal string that every reader prints out. It has exactly
 * `precision` decimals in the metric's unit, rounded once, half away from zero, and is never "-0.00". `null` where `exactValue` has none;
 * throws what it throws.
 */
export function shownValue(metric: ShownMetric, parts: ValueParts, options: PeriodLength = {}): string | null {
  return (
    shownWhole(wholeValue(metric, parts), metric.precision) ??
    shownFraction(exactValue(metric, parts, options), metric.precision)
  );
}

/** `shownFraction` of whole numbers; null where a step of it would not be exact. */
function shownWhole(value: WholeFraction | null, precision: number): string | null {
  if (value === null) return null;
  const dividend = Math.abs(value.numerator) * 10 ** precision;
  const divisor = Math.abs(value.denominator);
  if (!Number.isSafeInteger(dividend)) return null;
  const rest = dividend % divisor;
  const rounded = (dividend - rest) / divisor + (rest >= divisor - rest ? 1 : 0);
  return withPoint(rounded, precision, value.numerator < 0 !== value.denominator < 0);
}

/** An unrounded value with exactly `precision` decimals, rounded once, half away from zero. */
export function shownFraction(value: Fraction | null, precision: number): string | null {
  if (value === null) return null;
  // Division that rounds at the shown precision; dividing first and rounding later could round twice.
  const dividend = decimalOf(value.numerator.toFixed(), precision);
  return printed(dividend.div(value.denominator), precision);
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

/** The sum of shown values, so that a row of a page is what the rows above it add up to. Of none it is 0. */
export function shownSum(values: readonly string[], precision: number): string {
  return printed(
    values.reduce((sum, value) => sum.plus(value), decimalOf('0', precision)),
    precision,
  );
}

/**
 * A computed number (a forecast, an expected value) with exactly `precision` decimals, rounded half away from zero as it reads in
 * decimal, so that 1.005 gives "1.01". Throws a `RangeError` for what is not finite.
 */
export function shownNumber(number: number, precision: number): string {
  if (!Number.isFinite(number)) throw new RangeError(`${number} cannot be shown. Only finite numbers can.`);
  const text = `${number}`;
  return roundedText(text, precision) ?? printed(decimalOf(text, precision), precision);
}

/** Plain digits rounded as they are written; null where there is an exponent, or more of them than whole numbers hold exactly. */
function roundedText(text: string, precision: number): string | null {
  const [, sign, whole = '', decimals = ''] = plainNumber.exec(text) ?? [];
  const digits = whole + decimals.slice(0, precision).padEnd(precision, '0');
  if (sign === undefined || digits.length > mostExactDigits) return null;
  const roundsUp = (decimals[precision] ?? '0') >= '5';
  return withPoint(Number(digits) + (roundsUp ? 1 : 0), precision, sign === '-');
}

const plainNumber = /^(-?)(\d+)(?:\.(\d+))?$/;
const mostExactDigits = 15;

/** A whole number of the smallest shown steps with its decimal point; 0 has no sign. */
function withPoint(steps: number, precision: number, isNegative: boolean): string {
  const digits = String(steps).padStart(precision + 1, '0');
  const point = digits.length - precision;
  const text = precision === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return isNegative && steps !== 0 ? `-${text}` : text;
}

/** A number rounded as it would be printed; `null` stays absent. */
export function roundedNumber(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(shownNumber(value, decimals));
}

function printed(value: Big, precision: number): string {
  const text = value.toFixed(precision, Big.roundHalfUp);
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text;
}

/** A number whose divisions are rounded to `precision` decimals, half away from zero. */
function decimalOf(text: string, precision: number): Big {
  const known = decimals.get(precision);
  if (known) return new known(parseDecimal(text));
  const Decimal = Big();
  Decimal.DP = precision;
  Decimal.RM = Big.roundHalfUp;
  decimals.set(precision, Decimal);
  return new Decimal(parseDecimal(text));
}

// A kind of number is dear to make, and every printed value asks for one; metrics have a few precisions between them.
const decimals = new Map<number, ReturnType<typeof Big>>();
