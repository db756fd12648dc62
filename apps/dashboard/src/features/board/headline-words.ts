import { catalogue, plural } from '../../text/catalogue.js';
import { countWord } from '../../text/number-text.js';

const are = (count: number): string => plural(count, { one: 'is', other: 'are' });
const more = (count: number, what: string): string => `; ${countWord(count)} more ${are(count)} ${what}.`;

/** The sentence on top of the board. Names of metrics are links that stand before what is said of them. */
export const words = catalogue('headline', {
  theGoal: 'The joint goal',
  bothGoals: 'Both joint goals',
  allGoals: (count: string) => `All ${count} joint goals`,
  someGoals: (count: string, all: string) => `${count} of ${all} joint goals`,
  forecastToMiss: (goals: string, count: number, due: string | null) =>
    `${goals} ${are(count)} forecast to miss ${due ?? 'the target'}.`,
  notOnTrack: (goals: string, count: number, due: string | null) =>
    `${goals} ${are(count)} not on track${due === null ? '' : ` for ${due}`}.`,
  onTrack: (goals: string, count: number, due: string | null) =>
    `${goals} ${are(count)} on track${due === null ? '' : ` for ${due}`}.`,
  someOnTrack: (goals: string, count: number) => `${goals} ${are(count)} on track; the others have no verdict yet.`,
  missed: (goals: string) => `${goals} missed the target.`,
  noVerdict: 'No joint goal has a verdict yet.',
  noneAgreed: 'No joint goal is agreed for this time.',
  beyond: 'beyond a guardrail',
  underFloor: 'under its floor',
  overCeiling: 'over its ceiling',
  isBeyond: (where: string) => `is ${where}`,
  hasBeenBeyond: (where: string, duration: string) => `has been ${where} for ${duration}`,
  gotWorse: (by: string, days: number) => `got worse by ${by} in ${days} days`,
  improved: (by: string, days: number) => `improved by ${by} in ${days} days`,
  hasNoData: 'has no data',
  noDataSince: (day: string) => `has had no data since ${day}`,
  and: ', and ',
  moreBeyond: (count: number) => more(count, 'beyond a guardrail'),
  moreWorse: (count: number) => more(count, 'getting worse'),
  moreBetter: (count: number) => more(count, 'getting better'),
  moreStale: (count: number) => more(count, 'stale'),
});
