import { businessCase, type BusinessCase, type CaseTerms } from './business-case.js';
import { exactly } from './discount.js';
import type { ExpectedEffect, MonthRow } from './initiative.js';
import { measuredEffect, type EffectWindow, type MeasuredEffect } from './measured-effect.js';

/** Why a launched initiative cannot be held against its promise yet, or at all. */
export type BenefitUnknown = 'noEffect' | 'noCase' | 'noStart' | 'baselineTooShort' | 'liveTooShort' | 'metricAbsent';

/**
 * `onCourse`: also the lower end of the interval pays back in time. `red`: not even the upper end does. `open`: the interval spans both, so
 * the metric cannot tell them apart yet. `cannotTell`: there is nothing to judge by, and `why` says what is missing.
 */
export interface BenefitVerdict {
  readonly verdict: 'onCourse' | 'open' | 'red' | 'cannotTell';
  readonly why: BenefitUnknown | null;
  readonly effect: MeasuredEffect | null;
  /** Share of the promised effect that was measured, with its 80 % interval; decimal strings. */
  readonly share: { readonly value: string; readonly low: string; readonly high: string } | null;
  /** Payback by the share that was measured, and by the ends of its interval; null for never. */
  readonly paybackMonth: number | null;
  readonly paybackLow: number | null;
  readonly paybackHigh: number | null;
  readonly promisedMonth: number | null;
  /** The case with its benefits scaled by what was measured. */
  readonly forecast: BusinessCase | null;
}

export interface BenefitEvidence {
  readonly effect: ExpectedEffect | undefined;
  readonly months: readonly MonthRow[];
  /** Month of the case in which it was launched; null where the case has no first month. */
  readonly launchMonth: number | null;
  /** The metric before the launch and since; null where it has no value there. */
  readonly before: EffectWindow | null;
  readonly after: EffectWindow | null;
  readonly terms: CaseTerms;
}

/** Settled points that either side of the launch needs before anything is said. */
export const pointsNeeded = 4;
const shownDecimals = 4;

/**
 * Holds a launched initiative against its promise: the benefits of every month from the launch on are scaled by the share of the promised
 * effect that the metric shows, and payback is reckoned anew. What was before the launch stays as planned. A metric that went the wrong way
 * gives a negative share, which is left as it is: a promise that did harm is not a small success.
 */
export function checkBenefits({ effect, months, launchMonth, before, after, terms }: BenefitEvidence): BenefitVerdict {
  const promised = businessCase(months, terms);
  const unknown = (why: BenefitUnknown): BenefitVerdict => ({
    verdict: 'cannotTell',
    why,
    effect: null,
    share: null,
    paybackMonth: null,
    paybackLow: null,
    paybackHigh: null,
    promisedMonth: promised?.paybackMonth ?? null,
    forecast: null,
  });
  if (effect === undefined) return unknown('noEffect');
  if (promised === null) return unknown('noCase');
  if (launchMonth === null) return unknown('noStart');
  if (before === null || after === null) return unknown('metricAbsent');
  if (before.points.length < pointsNeeded) return unknown('baselineTooShort');
  if (after.points.length < pointsNeeded) return unknown('liveTooShort');
  const measured = measuredEffect(before, after, effect.direction);
  const shares = [measured.value, measured.low, measured.high].map((value) => shareOf(value, effect.amount));
  const cases = shares.map((share) => businessCase(scaledFrom(months, launchMonth, share), terms));
  const [share = '0', low = '0', high = '0'] = shares;
  const [forecast = null, atLow = null, atHigh = null] = cases;
  const isInTime = (one: BusinessCase | null) => {
    const month = one?.paybackMonth ?? null;
    return month !== null && month <= terms.limitMonth;
  };
  return {
    verdict: isInTime(atLow) ? 'onCourse' : isInTime(atHigh) ? 'open' : 'red',
    why: null,
    effect: measured,
    share: { value: share, low, high },
    paybackMonth: forecast?.paybackMonth ?? null,
    paybackLow: atLow?.paybackMonth ?? null,
    paybackHigh: atHigh?.paybackMonth ?? null,
    promisedMonth: promised.paybackMonth,
    forecast,
  };
}

function shareOf(measured: number, promised: string): string {
  return exactly(`${measured}`).div(exactly(promised)).toFixed(shownDecimals, 1);
}

/** The same months with what is gained from a month on multiplied by a share. */
export function scaledFrom(months: readonly MonthRow[], from: number, share: string): readonly MonthRow[] {
  return months.flatMap((row): MonthRow[] => {
    const { month, through = month, benefit } = row;
    if (benefit === undefined || through < from) return [row];
    const scaled = { ...row, month: Math.max(month, from), through, benefit: exactly(benefit).times(share).toFixed() };
    return month < from ? [{ ...row, through: from - 1 }, scaled] : [scaled];
  });
}

/** The number of the month of a case that a local date lies in; 1 for the month of the start. Null without a start. */
export function monthOfCase(start: string | undefined, date: string): number | null {
  if (start === undefined) return null;
  const [startYear = 0, startMonth = 0] = start.split('-').map(Number);
  const [year = 0, month = 0] = date.split('-').map(Number);
  return (year - startYear) * 12 + (month - startMonth) + 1;
}
