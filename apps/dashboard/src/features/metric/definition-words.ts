import { catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

/** What the number means, and from where it comes. */
export const DEFINITION_WORDS = catalogue('definition', {
  inWordsOf: (side: string) => `In the words of ${side}:`,
  together: (count: number, named: string, rest: number) =>
    `${count} together: ${named}${rest > 0 ? ` and ${rest} more` : ''}`,
  noSource: 'no source delivers it',
  now: (numerator: string, denominator: string, value: string) => `Now: ${numerator} ÷ ${denominator} = ${value}`,
  reckonedFrom: 'Reckoned from',
  leavesOut: 'Leaves out',
  leftOut: 'Left out now',
  withoutDuration: (count: number) => `${counted(count, 'record')} without a duration that counts`,
  countsAt: 'Counts at',
  better: 'Better',
  window: 'Window',
  days: (count: number) => counted(count, 'day'),
  settles: 'Settles',
  atEndOfDay: 'at the end of the day',
  later: (count: number) => `${counted(count, 'day')} later`,
  services: 'Services',
  sources: 'Sources',
  adoptedFrom: 'Adopted from',
  refresh: 'Refresh',
  every: (duration: string) => `every ${duration}`,
  lastSync: 'Last sync',
  never: 'never',
  ago: (moment: string, duration: string) => `${moment}, ${duration} ago`,
  owners: 'Owners',
  title: 'Definition',
  version: (version: number, day: string) => `version ${version}, since ${day}`,
});
