import type { Agenda, BenefitCheck, GateFault, GateJudgement, InitiativeStage } from '@tandem/contracts/initiatives';
import { catalogue } from '../../text/catalogue.js';
import { countText, valueText } from '../../text/number-text.js';

/** What is said of initiatives wherever they stand: in the list, in the plan, on their page and beside their form. */
export const WORDS = catalogue('initiatives', {
  title: 'Initiatives',
  initiative: 'Initiative',
  sections: { list: 'List', plan: 'Plan', map: 'Map' },
  gate: 'Gate',
  presentValue: 'Present value',
  cost: 'Cost',
  benefit: 'Benefit',
  paysBack: 'Pays back',
  sinceLaunch: 'Since its launch',
  agenda: 'Agenda',
  capability: 'Capability',
  stage: 'Stage',
  owners: 'Owners',
  and: ' and ',
  never: 'never',
  month: (month: number) => `month ${month}`,
  /** No line ends between the number and its unit, nor at the unit's hyphen. */
  teamWeeks: (weeks: number | string) =>
    `${typeof weeks === 'number' ? countText(weeks) : weeks}\u00a0team\u2060-\u2060${weeks === 1 ? 'week' : 'weeks'}`,
  emptyTitle: 'No initiatives yet',
  emptyText:
    'An initiative begins as an idea with an agenda; its case, scope and promise come when they are known. Ideas can also come in as a list.',
});

export const AGENDAS: Readonly<Record<Agenda, string>> = catalogue('agendas', {
  it: 'IT',
  businessTechnology: 'Business technology',
});
export const STAGES: Readonly<Record<InitiativeStage, string>> = catalogue('initiative stages', {
  idea: 'Idea',
  underWay: 'Under way',
  launched: 'Launched',
  stopped: 'Stopped',
});
export const VERDICTS: Readonly<Record<GateJudgement['verdict'], string>> = catalogue('gate verdicts', {
  pass: 'Passes',
  fail: 'Fails',
  waived: 'Waived',
});
export const BENEFITS: Readonly<Record<BenefitCheck['verdict'], string>> = catalogue('benefit verdicts', {
  onCourse: 'On course',
  open: 'Cannot tell yet',
  red: 'Below its promise',
  cannotTell: 'Cannot tell',
});

/** In whole units, rounded half away from 0: a case is an estimate, and its digits stand in the month table. */
export function moneyText(amount: string | null, currency: string): string {
  return valueText(amount === null ? null : wholeUnits(amount), currency);
}

/** What is less than one unit keeps its cents: it is not nothing. */
function wholeUnits(amount: string): string {
  const [whole = '0', fraction = ''] = amount.replace(/^-/, '').split('.');
  if (!/[1-9]/.test(fraction)) return amount.replace(/\..*$/, '');
  if (!/[1-9]/.test(whole)) return amount;
  const rounded = BigInt(whole) + (fraction >= '5' ? 1n : 0n);
  return `${amount.startsWith('-') ? '-' : ''}${rounded}`;
}

export function monthText(month: number | null): string {
  return month === null ? WORDS.never : WORDS.month(month);
}

const SHORT: Readonly<Record<GateFault['code'], string>> = catalogue('gate faults in short', {
  caseMissing: 'no case',
  marginTooLate: 'pays back too late',
  benefitsTooLow: 'below its promise',
  scopeMissing: 'no scope',
  scopeTooLarge: 'too large',
  durationTooLong: 'takes too long',
  costUnknown: 'cost not known',
  costTooHigh: 'too dear',
  effectMissing: 'promises nothing',
});

/** The first word on why it is as it is, for a list. */
export function shortFault({ code }: GateFault): string {
  return SHORT[code];
}
