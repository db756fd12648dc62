import type { Observation } from '@tandem/contracts/common';
import { catalogue } from './catalogue.js';
import { dateText } from './time-text.js';

const words = catalogue('absence', {
  nothing: 'no data in this window',
  onlyFrom: (reason: string, day: string) => `${reason}, only from ${day} on`,
  reasons: {
    seriesDoNotAdd: 'no common value: its dimensions do not add up',
    inputWithoutValue: 'a metric that it is reckoned from has no value',
    dividedByZero: 'would divide by zero',
    uniqueDoNotAdd: 'unique users do not add up: only for the time and slice that were delivered',
    noWholeWeek: 'no whole week ends in this window',
    notKept: 'not kept any more',
    pastNotKept: 'what was known then is not kept any more',
  } satisfies Record<NonNullable<Observation['absence']>, string>,
});

/** Why a window has no value, in a few words. */
export function absenceText({ absence, keptFrom }: Pick<Observation, 'absence' | 'keptFrom'>): string {
  if (absence === undefined) return words.nothing;
  const reason = words.reasons[absence];
  return keptFrom === undefined ? reason : words.onlyFrom(reason, dateText(keptFrom, 'UTC'));
}
