import Big from 'big.js';
import { rateDays, unitScale, type ValueParts } from './exact-value.js';
import { parseDecimal } from './parse-decimal.js';
import { type ShownMetric, shownDifference, shownValue } from './shown-value.js';

/** One slice of a metric in two periods. A side is `null` when the slice had no records in that period, although it was collected. */
export interface ContributionSlice {
  readonly key: string;
  readonly before: ValueParts | null;
  readonly after: ValueParts | null;
}

export interface Contribution {
  readonly key: string;
  /** Signed, in the metric's unit (percentage points for `%`), with the metric's precision. */
  readonly contribution: string;
}

export interface Contributions {
  /** The change as it is printed: shown value after − shown value before. */
  readonly total: string;
  /** In the order of the slices; the printed contributions add up to the printed total. */
  readonly contributions: readonly Contribution[];
}

export interface ContributionOptions {
  /** Length of both periods in local days; needed by a formula with `per`. */
  readonly periodDays?: { readonly before: number | string; readonly after: number | string };
}

/** An exact fraction for each slice over one common, positive denominator. */
interface Fractions {
  readonly numerators: readonly Big[];
  readonly denominator: Big;
}

/**
 * How much each slice contributed to the change of the whole.
 *
 * For a ratio, with share of the denominator w, ratio of the slice r and ratio of the whole R (0 before, 1 after):
 * contribution = w1 × (r1 − R0) − w0 × (r0 − R0). It joins what changed inside a slice and what changed because the mix shifted, and
 * adds up to R1 − R0 exactly. It is computed without dividing by a slice's own denominator, so that a slice that appears, vanishes
 * or is empty needs no special case. A mean time is such a ratio, of time to number. For everything that adds up it is the plain difference.
 *
 * Rounding: every part is cut down to the precision, and the units of the last place that are then missing from the printed total go to the
 * parts with the largest remainders (ties: to the earlier slice). No part is further than one unit of the last place from its exact value.
 *
 * `null` when the parts cannot add up: a percentile, a formula over metrics, latest values that are not said to, an absent part,
 * or a whole without a value before or after.
 */
export function contributions(
  metric: ShownMetric,
  slices: readonly ContributionSlice[],
  options: ContributionOptions = {},
): Contributions | null {
  if (!addsUp(metric)) return null;
  const before = sumsOf(slices.map((slice) => slice.before));
  const after = sumsOf(slices.map((slice) => slice.after));
  if (before === null || after === null) return null;
  const valueBefore = shownValue(metric, partsOf(before), { periodDays: options.periodDays?.before });
  const valueAfter = shownValue(metric, partsOf(after), { periodDays: options.periodDays?.after });
  const fractions = isQuotient(metric) ? ratioFractions(before, after) : totalFractions(metric, before, after, options);
  if (valueBefore === null || valueAfter === null || fractions === null) return null;
  const total = shownDifference(valueAfter, valueBefore, metric.precision);
  const shown = addUp(inUnit(metric, fractions), total, metric.precision);
  return { total, contributions: slices.map(({ key }, index) => ({ key, contribution: shown[index] ?? total })) };
}

/** Whether the whole is made of its slices at all. */
export function addsUp({ formula }: Pick<ShownMetric, 'formula'>): boolean {
  return (
    formula.kind !== 'percentile' &&
    formula.kind !== 'derived' &&
    (formula.kind !== 'latest' || formula.across === 'sum')
  );
}

/** Whether the value is a numerator over a denominator, of which both add up. */
export function isQuotient({ formula }: Pick<ShownMetric, 'formula'>): boolean {
  return formula.kind === 'ratio' || formula.kind === 'duration';
}

function inUnit(metric: ShownMetric, { numerators, denominator }: Fractions): Fractions {
  const { times, over } = unitScale(metric);
  return {
    numerators: numerators.map((numerator) => numerator.times(times)),
    denominator: denominator.times(over),
  };
}

interface Sums {
  readonly numerators: readonly Big[];
  readonly denominators: readonly Big[];
  readonly numerator: Big;
  readonly denominator: Big;
}

/** `null` as soon as one part is absent: a whole that lacks a part is not known. */
function sumsOf(sides: readonly (ValueParts | null)[]): Sums | null {
  const numerators: Big[] = [];
  const denominators: Big[] = [];
  for (const parts of sides) {
    if (parts !== null && parts.numerator === null) return null;
    numerators.push(parseDecimal(parts?.numerator ?? '0'));
    denominators.push(parseDecimal(parts?.denominator ?? '0'));
  }
  return { numerators, denominators, numerator: sum(numerators), denominator: sum(denominators) };
}

function partsOf(sums: Sums): ValueParts {
  return { numerator: sums.numerator.toFixed(), denominator: sums.denominator.toFixed() };
}

/** The formula above, multiplied out over D0 × D0 × D1 so that nothing is rounded. */
function ratioFractions(before: Sums, after: Sums): Fractions | null {
  const [whole0, whole1] = [before.denominator, after.denominator];
  if (whole0.lte(0) || whole1.lte(0)) return null;
  const excess = (sums: Sums, index: number) =>
    at(sums.numerators, index).times(whole0).minus(at(sums.denominators, index).times(before.numerator));
  return {
    numerators: before.numerators.map((_, index) =>
      excess(after, index).times(whole0).minus(excess(before, index).times(whole1)),
    ),
    denominator: whole0.times(whole0).times(whole1),
  };
}

function totalFractions(
  { formula }: ShownMetric,
  before: Sums,
  after: Sums,
  options: ContributionOptions,
): Fractions | null {
  const per = formula.kind === 'count' || formula.kind === 'sum' ? formula.per : undefined;
  const days0 = parseDecimal(per === undefined ? '1' : `${options.periodDays?.before ?? 0}`);
  const days1 = parseDecimal(per === undefined ? '1' : `${options.periodDays?.after ?? 0}`);
  if (days0.lte(0) || days1.lte(0)) return null;
  const factor = per === undefined ? 1 : rateDays(per);
  return {
    numerators: before.numerators.map((numerator0, index) =>
      at(after.numerators, index).times(days0).minus(numerator0.times(days1)).times(factor),
    ),
    denominator: days0.times(days1),
  };
}

/** Largest-remainder rounding to a given total. */
function addUp({ numerators, denominator }: Fractions, total: string, precision: number): string[] {
  const scale = new Big(10).pow(precision);
  const parts = numerators.map((numerator, index) => {
    const scaled = numerator.times(scale);
    const units = floorDivide(scaled, denominator);
    return { index, units, remainder: scaled.minus(units.times(denominator)) };
  });
  const missing = Number(new Big(total).times(scale).minus(sum(parts.map((part) => part.units))));
  const ranked = [...parts].sort((a, b) => b.remainder.cmp(a.remainder) || a.index - b.index);
  const raised = new Set(ranked.slice(0, Math.max(missing, 0)).map((part) => part.index));
  // Two values that round away from each other can leave less than nothing to hand out; then the smallest remainder gives.
  const lowered = new Set(ranked.slice(ranked.length + Math.min(missing, 0)).map((part) => part.index));
  return parts.map(({ index, units }) => {
    const adjusted = units.plus(raised.has(index) ? 1 : 0).minus(lowered.has(index) ? 1 : 0);
    return adjusted
      .div(scale)
      .toFixed(precision)
      .replace(/^-(0(\.0+)?)$/, '$1');
  });
}

function floorDivide(dividend: Big, divisor: Big): Big {
  const Whole = Big();
  Whole.DP = 0;
  Whole.RM = Big.roundDown;
  const quotient = new Whole(dividend).div(divisor);
  const whole = new Big(quotient);
  return whole.times(divisor).gt(dividend) ? whole.minus(1) : whole;
}

function sum(values: readonly Big[]): Big {
  return values.reduce((total, value) => total.plus(value), new Big(0));
}

function at(values: readonly Big[], index: number): Big {
  return values[index] ?? new Big(0);
}
