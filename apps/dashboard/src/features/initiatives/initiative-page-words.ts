import type { BenefitCheck } from '@tandem/contracts/initiatives';
import { catalogue, plural } from '../../text/catalogue.js';
import { WORDS } from './initiative-words.js';

const inMonths = (months: number): string => `in ${months} ${plural(months, { one: 'month', other: 'months' })}`;

/** The page of an initiative: what it is for, its waivers, and what came of its promise. */
export const words = catalogue('initiative page', {
  change: 'Change',
  costInAll: 'Cost in all',
  scope: 'Scope',
  what: 'What it is for',
  goals: 'Goals',
  promise: 'Promise',
  up: (amount: string, day: string) => `up by ${amount} until ${day}`,
  down: (amount: string, day: string) => `down by ${amount} until ${day}`,
  work: 'Work',
  teamWeeks: (teams: string) => WORDS.teamWeeks(teams),
  teamWeeksIn: (teams: string, months: number) => `${WORDS.teamWeeks(teams)} ${inMonths(months)}`,
  teamWeeksFrom: (teams: string, months: number, start: string) =>
    `${WORDS.teamWeeks(teams)} ${inMonths(months)} from ${start} on`,
  needs: 'Needs first',
});

export const WAIVER = catalogue('initiative waiver', {
  title: 'Waiver',
  rule: 'Both sides sign it, it ends on its day, and it lets through only the faults that the gate had told when it was signed.',
  states: {
    draft: 'a draft',
    waiting: 'waits for a signature',
    inForce: 'in force',
    expired: 'has ended',
    refused: 'was refused',
    withdrawn: 'was withdrawn',
  },
  of: (sides: string) => `of ${sides}`,
  until: 'until',
  goesAhead: (title: string) => `${title} goes ahead`,
  ask: 'Ask for a waiver',
  why: 'Why it should go ahead all the same',
  lastDay: 'Last day of the waiver',
  signFor: (side: string) => `Sign for ${side}`,
});

export const BENEFIT_WORDS = catalogue('initiative benefits', {
  launched: 'Launched',
  metric: 'Metric',
  moved: 'Moved',
  otherWay: (by: string) => `the other way by ${by}`,
  movedBy: (by: string, low: string, high: string, before: number, since: number) =>
    `${by} (80% between ${low} and ${high}), of ${before} weeks before and ${since} since`,
  ofPromise: 'Of its promise',
  share: (share: string, low: string, high: string) => `${share} (80% between ${low} and ${high})`,
  payback: (month: string, promised: string, low: string, high: string) =>
    `${month} instead of ${promised}; lower end ${low}, upper end ${high}`,
  rule: 'Whole settled weeks before the launch and since, as the present definition counts them. It says that the metric differs, not that the initiative is the cause.',
  unknown: {
    noEffect: 'It promised nothing of a metric.',
    noCase: 'It has no business case that could be held against the metric.',
    noStart: 'The month in which work began is not known, so the launch has no place in the case.',
    baselineTooShort: 'The metric has fewer than 4 settled weeks before the launch.',
    liveTooShort: 'The metric has fewer than 4 settled weeks since the launch.',
    metricAbsent: 'The metric has no values around the launch.',
  } satisfies Record<NonNullable<BenefitCheck['why']>, string>,
});
