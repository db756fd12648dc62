import Big from 'big.js';
import type { Contribution, ContributionSlice } from './contribution.js';
import { unitScale } from './exact-value.js';
import { parseDecimal } from './parse-decimal.js';
import { shownDifference, shownFraction, type ShownMetric } from './shown-value.js';

export interface MixAndRate {
  /** What the slice's own change made, in the metric's unit, signed, with the metric's precision. */
  readonly rate: string;
  /** What its changed share of the whole made. */
  readonly mix: string;
}

/**
 * Splits the contribution of each slice to the change of a quotient into a rate effect and a mix effect. With share of the denominator w and
 * ratio of the slice r (0 before, 1 after): rate = (w0 + w1) ÷ 2 × (r1 − r0), and mix = the rest of the contribution, which is
 * (w1 − w0) × ((r0 + r1) ÷ 2 − R0) against the ratio R0 of the whole before. This is the two-part decomposition of Kitagawa, "Components of a
 * Difference Between Two Rates" (Journal of the American Statistical Association, 1955), which favours neither period.
 *
 * A slice that appears, vanishes or has no denominator in one period has no ratio to compare: all of its contribution is mix.
 *
 * Rounding: rate is rounded once, half away from zero, and mix is the printed contribution less the printed rate. So rate + mix is the
 * contribution in every slice, and all of them add up to the printed change. `contributions` are those of the same slices, in order.
 */
export function mixAndRate(
  metric: ShownMetric,
  slices: readonly ContributionSlice[],
  contributions: readonly Contribution[],
): MixAndRate[] {
  const whole0 = wholeOf(slices, 'before');
  const whole1 = wholeOf(slices, 'after');
  const { times, over } = unitScale(metric);
  return slices.map((slice, index) => {
    const contribution = contributions[index]?.contribution ?? '0';
    const rate = rateOf(slice, whole0, whole1);
    const shown =
      rate === null
        ? shownDifference('0', '0', metric.precision)
        : (shownFraction(
            { numerator: rate.numerator.times(times), denominator: rate.denominator.times(over) },
            metric.precision,
          ) ?? '0');
    return { rate: shown, mix: shownDifference(contribution, shown, metric.precision) };
  });
}

/** (d0 × D1 + d1 × D0) × (n1 × d0 − n0 × d1) ÷ (2 × D0 × D1 × d0 × d1): the formula above without any rounding. */
function rateOf({ before, after }: ContributionSlice, whole0: Big, whole1: Big) {
  const [n0, d0] = [parseDecimal(before?.numerator ?? '0'), parseDecimal(before?.denominator ?? '0')];
  const [n1, d1] = [parseDecimal(after?.numerator ?? '0'), parseDecimal(after?.denominator ?? '0')];
  if (d0.eq(0) || d1.eq(0) || whole0.eq(0) || whole1.eq(0)) return null;
  return {
    numerator: d0
      .times(whole1)
      .plus(d1.times(whole0))
      .times(n1.times(d0).minus(n0.times(d1))),
    denominator: whole0.times(whole1).times(d0).times(d1).times(2),
  };
}

function wholeOf(slices: readonly ContributionSlice[], side: 'before' | 'after'): Big {
  return slices.reduce((sum, slice) => sum.plus(parseDecimal(slice[side]?.denominator ?? '0')), new Big(0));
}
