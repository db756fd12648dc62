import type { GateFault, GateGround } from '@tandem/contracts/initiatives';
import { catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';
import { moneyText, WORDS } from './initiative-words.js';

/** Why the gate says what it says, and what would mend it. */
export const words = catalogue('gate', {
  history: 'What it said, and when',
  because: (time: string, occasion: string) => `${time} UTC, because ${occasion}`,
  occasions: {
    change: 'it, its goals or the limits changed',
    waiver: 'a waiver came or ended',
    benefits: 'the live metric spoke',
  },
  marginInTime: (month: number, limit: number) =>
    `Its discounted margin reaches 0 in month ${month}, by month ${limit} at the latest.`,
  serves: (goals: string) => `It serves ${goals}, by which the business plans growth.`,
  caseMissing: {
    wrong: 'It maps to no goal of growth, and has no business case.',
    mend: 'Name a goal that is marked as growth projection, or fill in its months.',
  },
  benefitsTooLow: {
    never: (limit: number) =>
      `By the live metric it never pays back, after month ${limit}, also at the upper end of what was measured.`,
    wrong: (month: number, limit: number) =>
      `By the live metric it pays back in month ${month}, after month ${limit}, also at the upper end of what was measured.`,
    mend: 'Both sides decide: mend it, stop it, or waive the gate for a time.',
  },
  scopeMissing: { wrong: 'Its scope is not known.', mend: 'Name the teams with their weeks, and how long it takes.' },
  scopeTooLarge: {
    wrong: (weeks: number, limit: number) => `It takes ${WORDS.teamWeeks(weeks)}, the limit is ${limit}.`,
    mend: (weeks: number) => `Cut ${WORDS.teamWeeks(weeks)}, or split it.`,
  },
  durationTooLong: {
    wrong: (months: number, limit: number) => `It takes ${counted(months, 'month')}, the limit is ${limit}.`,
    mend: (months: number) => `Make it ${counted(months, 'month')} shorter, or split it.`,
  },
  costUnknown: {
    wrong: 'What it costs is not known.',
    mend: (limit: string) => `Fill in its months: the limit is ${limit}.`,
  },
  costTooHigh: {
    wrong: (cost: string, limit: string) => `It costs ${cost}, the limit is ${limit}.`,
    mend: 'Make it cheaper, or split it.',
  },
  effectMissing: {
    wrong: 'It promises nothing of a metric.',
    mend: 'Name the metric that it moves, by how much and until when.',
  },
  margin: {
    wrong: (limit: number, best: string) => `Its discounted margin does not reach 0 by month ${limit}. ${best}`,
    nothing: 'Nothing flows in its months.',
    never: (margin: string, limit: number) => `At best it is ${margin} by month ${limit}, and it never reaches 0.`,
    late: (margin: string, limit: number, month: number) =>
      `At best it is ${margin} by month ${limit}; it reaches 0 in month ${month}.`,
    noBenefit:
      'It brings nothing by then: no multiple of its benefits is enough. Name a goal of growth, or earlier benefits.',
    mend: (times: string) =>
      `It would pass with ${times} times its benefits, with lower or later costs, or under a goal of growth.`,
  },
});

export function groundText(
  ground: GateGround,
  goals: readonly { readonly id: string; readonly title: string }[],
): string {
  if (ground.code === 'marginInTime') return words.marginInTime(ground.month, ground.limitMonth);
  return words.serves(ground.goals.map((id) => goals.find((goal) => goal.id === id)?.title ?? id).join(WORDS.and));
}

interface FaultText {
  readonly wrong: string;
  readonly mend: string;
}

/** What is wrong, and what would let it pass. */
export function faultText(fault: GateFault, currency: string): FaultText {
  switch (fault.code) {
    case 'caseMissing':
    case 'scopeMissing':
    case 'effectMissing':
      return words[fault.code];
    case 'marginTooLate':
      return marginText(fault, currency);
    case 'benefitsTooLow': {
      const { never, wrong, mend } = words.benefitsTooLow;
      const { paybackMonth, limitMonth } = fault;
      return { wrong: paybackMonth === null ? never(limitMonth) : wrong(paybackMonth, limitMonth), mend };
    }
    case 'scopeTooLarge':
      return {
        wrong: words.scopeTooLarge.wrong(fault.weeks, fault.limit),
        mend: words.scopeTooLarge.mend(Math.round((fault.weeks - fault.limit) * 100) / 100),
      };
    case 'durationTooLong':
      return {
        wrong: words.durationTooLong.wrong(fault.months, fault.limit),
        mend: words.durationTooLong.mend(fault.months - fault.limit),
      };
    case 'costUnknown':
      return { wrong: words.costUnknown.wrong, mend: words.costUnknown.mend(moneyText(fault.limit, currency)) };
    case 'costTooHigh':
      return {
        wrong: words.costTooHigh.wrong(moneyText(fault.cost, currency), moneyText(fault.limit, currency)),
        mend: words.costTooHigh.mend,
      };
  }
}

function marginText(fault: Extract<GateFault, { code: 'marginTooLate' }>, currency: string): FaultText {
  const { limitMonth, paybackMonth, best, benefitNeeded } = fault;
  const { wrong, nothing, never, late, noBenefit, mend } = words.margin;
  const margin = best === null ? null : moneyText(best.margin, currency);
  const atBest =
    margin === null
      ? nothing
      : paybackMonth === null
        ? never(margin, limitMonth)
        : late(margin, limitMonth, paybackMonth);
  return {
    wrong: wrong(limitMonth, atBest),
    mend: benefitNeeded === null ? noBenefit : mend(benefitNeeded),
  };
}
