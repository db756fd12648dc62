import type { AgreementList } from '@tandem/contracts/talk';
import { catalogue, plural } from '../../text/catalogue.js';
import { countText, NONE, numberText } from '../../text/number-text.js';
import { dateText } from '../../text/time-text.js';

/** What the sides tell each other beforehand, agreed against actual. */
export const words = catalogue('agreements', {
  title: 'Agreements and pulse',
  file: 'agreements',
  lead: 'What each side tells the other one beforehand, and how well both say that they work together.',
  agreements: 'Agreements of notice',
  overDays: (days: number) => `Agreed against actual, over the last ${days} days.`,
  none: 'No agreement is in force yet. Propose one below, for instance a release notice of 48 hours.',
  noneYet:
    'No agreement is in force yet. Who speaks for a department proposes one, for instance a release notice of 48 hours: an administrator says for which person an account speaks.',
  waiting: 'Waiting for a signature:',
  agreement: 'Agreement',
  tells: (side: string, other: string) => `${side} tells ${other}:`,
  agreed: 'Agreed',
  median: 'Median',
  missed: 'Missed',
  missedOf: (missed: number, events: number) => `${missed} of ${events}`,
  untold: {
    release: 'No source tells of these releases: what began without notice is not known.',
    campaign: 'No source tells of these campaigns: what began without notice is not known.',
  },
  unseen: (what: string) => `Announced, and no source tells that it took place: ${what}.`,
  toldTo: {
    release: (day: string) => `Sources tell of releases up to ${day} only.`,
    campaign: (day: string) => `Sources tell of campaigns up to ${day} only.`,
  },
  hours: (hours: string) => `${hours}\u202fh`,
  workingDays: (count: string, days: number) =>
    `${count} ${plural(days, { one: 'working day', other: 'working days' })}`,
  misses: 'Told too late, or not at all',
  what: 'What',
  tookPlace: 'Took place',
  latest: 'Told at the latest',
  told: 'Told',
  notAtAll: 'not at all',
  announced: 'Announced',
  announcedCaption: 'Announced releases and campaigns',
  kind: 'Kind',
  events: { release: 'Release', campaign: 'Campaign' },
  begins: 'Begins',
  toldBy: (time: string, name: string) => `${time} by ${name}`,
});

/** The forms of an announcement and of an agreement. */
export const FORM = catalogue('agreement forms', {
  announce: 'Tell the other side',
  ofA: 'Of a',
  service: 'Service',
  campaign: 'Campaign',
  serviceHint: 'As its deployments name it.',
  firstDay: 'First day',
  time: 'Time',
  timeHint: 'Such as 09:00',
  lastDay: 'Last day of the campaign',
  note: 'Note',
  announceIt: 'Announce it',
  propose: 'Propose an agreement',
  rule: 'It holds when both have signed. One of the same title takes the place of the old one.',
  title: 'Title',
  titleHint: 'Such as Release notice',
  who: 'Who tells',
  tells: (side: string, other: string) => `${side} tells ${other}`,
  ofEach: 'Of each',
  howLong: 'How long before',
  in: 'In',
  units: { hours: 'Hours', workingDays: 'Working days, Monday to Friday' },
  services: 'Services',
  servicesHint: 'With commas between them; every service when left empty.',
  reason: 'Reason',
  putForward: 'Put it forward',
});

type Agreement = AgreementList['agreements'][number];

export function leadText({ unit, count }: Agreement['lead']): string {
  return unit === 'hours' ? words.hours(String(count)) : words.workingDays(countText(count), count);
}

/** What cannot be said of agreed against actual, so that silence does not pass for keeping. */
export function unknownText(
  { event, basis, unconfirmed, toldTo }: Pick<Agreement, 'event' | 'basis' | 'unconfirmed' | 'toldTo'>,
  timeZone: string,
): string | null {
  if (basis === 'announced') return words.untold[event];
  const unseen = unconfirmed.map(({ what, startsAt }) => `${what} (${dateText(startsAt, timeZone)})`).join(', ');
  const parts = [
    ...(unseen === '' ? [] : [words.unseen(unseen)]),
    ...(toldTo === null ? [] : [words.toldTo[event](dateText(toldTo, timeZone))]),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

export function hoursText(hours: number | null): string {
  return hours === null ? NONE : words.hours(numberText(String(hours)));
}
