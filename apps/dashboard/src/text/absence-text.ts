import type { Observation } from '@tandem/contracts/common';

const REASONS = {
  seriesDoNotAdd: 'no common value: its dimensions do not add up',
  inputWithoutValue: 'a metric that it is reckoned from has no value',
  dividedByZero: 'would divide by zero',
  uniqueDoNotAdd: 'unique users do not add up: only for the time and slice that were delivered',
  noWholeWeek: 'no whole week ends in this window',
} as const satisfies Record<NonNullable<Observation['absence']>, string>;

/** Why a window has no value, in a few words. */
export function absenceText({ absence }: Pick<Observation, 'absence'>): string {
  return absence === undefined ? 'no data in this window' : REASONS[absence];
}
