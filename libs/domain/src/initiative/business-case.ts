import type Big from 'big.js';
import { discountFactors, exactly } from './discount.js';
import type { MonthRow } from './initiative.js';

/** Months of a case, at most. */
export const longestCase = 120;

/** A month of a case; amounts are decimal strings, discounted ones rounded to the currency's own decimals. */
export interface CaseMonth {
  readonly month: number;
  readonly cost: string;
  readonly benefit: string;
  readonly net: string;
  /** Of this month and all before it. */
  readonly cumulative: string;
}

export interface BusinessCase {
  /** From month 1 to the last that the table names, or the month that the gate asks about if that is later. */
  readonly months: readonly CaseMonth[];
  readonly netPresentValue: string;
  /** Not discounted. */
  readonly cost: string;
  readonly benefit: string;
  /** The first month, from the one of the first cost on, in which the cumulative discounted margin is 0 or more; null for none. */
  readonly paybackMonth: number | null;
  /** The first month after it in which the margin is below 0 again; null where that never happens. */
  readonly lostAgainInMonth: number | null;
  /** The best cumulative margin up to the month that the gate asks about. */
  readonly bestByLimit: { readonly month: number; readonly margin: string } | null;
  /** What all benefits have to be multiplied by at least to reach 0 in time; null where no multiple does. Rounded up to 0.01. */
  readonly benefitNeeded: string | null;
}

export interface CaseTerms {
  /** Per cent a year. */
  readonly discountRate: string;
  /** The month by which the margin has to reach 0. */
  readonly limitMonth: number;
  /** Decimals of the currency. */
  readonly decimals: number;
}

interface Flow {
  readonly cost: Big;
  readonly benefit: Big;
}

/** Sums are compared after this many decimals: far below a cent, far above what discounting rounds. */
const comparedDecimals = 20;

/**
 * The economics of a month table. The net of month m is discounted by (1 + r)^(m / 12), as if it fell due at the end of the month; the net
 * present value is the sum, the curve its running sum.
 *
 * @param rows as `MonthRow` says; where rows overlap their amounts add up
 * @returns null for an empty table: no case is not a case of nothing
 */
export function businessCase(rows: readonly MonthRow[], terms: CaseTerms): BusinessCase | null {
  if (rows.length === 0) return null;
  const flows = flowsOf(rows);
  const months = Math.max(flows.length, terms.limitMonth);
  const factor = discountFactors(terms.discountRate);
  const firstCost = flows.findIndex(({ cost }) => cost.gt(0)) + 1;
  const firstFlow = flows.findIndex(({ cost, benefit }) => !cost.eq(0) || !benefit.eq(0)) + 1;
  const from = firstCost || firstFlow || Number.POSITIVE_INFINITY;
  const sums = { cost: exactly(0), benefit: exactly(0), presentCost: exactly(0), presentBenefit: exactly(0) };
  const told: CaseMonth[] = [];
  const reached = new Reached(from, terms);
  for (let month = 1; month <= months; month += 1) {
    const { cost, benefit } = flows[month - 1] ?? { cost: exactly(0), benefit: exactly(0) };
    sums.cost = sums.cost.plus(cost);
    sums.benefit = sums.benefit.plus(benefit);
    sums.presentCost = sums.presentCost.plus(cost.times(factor(month)));
    sums.presentBenefit = sums.presentBenefit.plus(benefit.times(factor(month)));
    const margin = sums.presentBenefit.minus(sums.presentCost);
    reached.note(month, margin, sums);
    told.push({
      month,
      cost: cost.toFixed(),
      benefit: benefit.toFixed(),
      net: benefit.minus(cost).toFixed(),
      cumulative: amount(margin, terms.decimals),
    });
  }
  return {
    months: told,
    netPresentValue: amount(sums.presentBenefit.minus(sums.presentCost), terms.decimals),
    cost: sums.cost.toFixed(),
    benefit: sums.benefit.toFixed(),
    ...reached.answer(),
  };
}

/** What a case comes to, month after month. */
class Reached {
  private paybackMonth: number | null = null;
  private lostAgainInMonth: number | null = null;
  private best: { month: number; margin: Big } | null = null;
  private needed: Big | null = null;

  constructor(
    private readonly from: number,
    private readonly terms: CaseTerms,
  ) {}

  note(month: number, margin: Big, sums: { readonly presentCost: Big; readonly presentBenefit: Big }): void {
    if (month < this.from) return;
    const isReached = margin.round(comparedDecimals).gte(0);
    if (isReached) this.paybackMonth ??= month;
    else if (this.paybackMonth !== null) this.lostAgainInMonth ??= month;
    if (month > this.terms.limitMonth) return;
    if (this.best === null || margin.gt(this.best.margin)) this.best = { month, margin };
    if (!sums.presentBenefit.gt(0)) return;
    const multiple = sums.presentCost.div(sums.presentBenefit);
    if (this.needed === null || multiple.lt(this.needed)) this.needed = multiple;
  }

  answer(): Pick<BusinessCase, 'paybackMonth' | 'lostAgainInMonth' | 'bestByLimit' | 'benefitNeeded'> {
    const { paybackMonth, lostAgainInMonth, best, needed, terms } = this;
    return {
      paybackMonth,
      lostAgainInMonth,
      bestByLimit: best && { month: best.month, margin: amount(best.margin, terms.decimals) },
      benefitNeeded: needed && upToHundredth(needed),
    };
  }
}

/** Each month by its number, from 1 to the last that a row names. */
function flowsOf(rows: readonly MonthRow[]): Flow[] {
  const last = Math.max(...rows.map(({ month, through = month }) => through));
  const flows = Array.from({ length: last }, (): Flow => ({ cost: exactly(0), benefit: exactly(0) }));
  for (const { month, through = month, oneOff = '0', running = '0', benefit = '0' } of rows) {
    for (let at = month; at <= through; at += 1) {
      const before = flows[at - 1];
      if (before === undefined) throw new RangeError(`Month ${at} is none of a case. Months are numbered from 1.`);
      flows[at - 1] = {
        cost: before.cost.plus(exactly(oneOff)).plus(exactly(running)),
        benefit: before.benefit.plus(exactly(benefit)),
      };
    }
  }
  return flows;
}

/** The table as one row a month, for whoever edits or counts single months. */
export function monthByMonth(rows: readonly MonthRow[]): readonly Required<Omit<MonthRow, 'through'>>[] {
  return rows
    .flatMap(({ month, through = month, oneOff = '0', running = '0', benefit = '0' }) =>
      Array.from({ length: through - month + 1 }, (_, place) => ({ month: month + place, oneOff, running, benefit })),
    )
    .sort((a, b) => a.month - b.month);
}

/** Rounded once, half away from zero, and never "-0.00". */
function amount(value: Big, decimals: number): string {
  const text = value.toFixed(decimals, 1);
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text;
}

function upToHundredth(value: Big): string {
  return value.round(comparedDecimals).round(2, 3).toFixed(2);
}
