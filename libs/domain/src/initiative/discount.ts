import Big from 'big.js';
import { parseDecimal } from '../metric/parse-decimal.js';

const monthsInYear = 12;

/** Divisions and roots keep this many decimals, so that a sum over a hundred years is right far beyond the last cent. */
const decimals = 40;
const Exact = Big();
Exact.DP = decimals;

/** An exact number whose divisions keep 40 decimals. */
export function exactly(value: Big | string | number): Big {
  return new Exact(typeof value === 'string' ? parseDecimal(value) : value);
}

/**
 * What 1 at the end of month m is worth at the start of month 1: 1 / (1 + r)^(m / 12), r being the effective rate a year. It is the usual
 * equivalent rate a month, (1 + r)^(1/12) − 1 (Brealey, Myers, Allen: Principles of Corporate Finance, on compounding intervals), so that
 * twelve months discount exactly as a year does.
 *
 * @param ratePercent effective rate in per cent a year, a decimal string above −100
 * @returns the factor of each month asked for; of a whole year nothing is rounded but the last division
 */
export function discountFactors(ratePercent: string): (month: number) => Big {
  const known = factorsOf.get(ratePercent);
  if (known !== undefined) return known;
  const year = exactly(ratePercent).div(100).plus(1);
  if (year.lte(0)) throw new RangeError(`A rate of ${ratePercent} % a year leaves nothing to discount.`);
  const root = twelfthRoot(year);
  const months = powers(root, monthsInYear - 1);
  const factors: Big[] = [];
  const factor = (month: number): Big => {
    for (let next = factors.length; next <= month; next += 1) {
      const wholeYears = powers(year, Math.floor(next / monthsInYear)).at(-1) ?? year;
      factors.push(exactly(1).div(wholeYears.times(months[next % monthsInYear] ?? year).round(decimals)));
    }
    return factors[month] ?? exactly(1);
  };
  if (factorsOf.size >= ratesKept) factorsOf.clear();
  factorsOf.set(ratePercent, factor);
  return factor;
}

/** Every case of an organisation asks for the same rate, and its factors are always the same. */
const factorsOf = new Map<string, (month: number) => Big>();
const ratesKept = 20;

/** The powers of a number from 0 up to and with `most`. */
function powers(base: Big, most: number): readonly Big[] {
  const result = [exactly(1)];
  for (let exponent = 1; exponent <= most; exponent += 1)
    result.push((result.at(-1) ?? base).times(base).round(decimals));
  return result;
}

/** Newton's way from the machine's own root: each step doubles the digits that are right. */
function twelfthRoot(value: Big): Big {
  let root = exactly(Number(value) ** (1 / monthsInYear));
  for (let step = 0; step < 3; step += 1) {
    const below = value.div(powers(root, monthsInYear - 1).at(-1) ?? root);
    root = root
      .times(monthsInYear - 1)
      .plus(below)
      .div(monthsInYear)
      .round(decimals);
  }
  return root;
}
