import type { CommunicationGap } from '@tandem/contracts/talk';
import { catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';
import { dateText } from '../../text/time-text.js';

/** Where the two sides have stopped talking. */
export const words = catalogue('communication gaps', {
  title: 'Communication gaps',
  lead: 'Where the two sides have stopped talking, by rule.',
  none: 'None: owners are named, both sides check in, sign, look and answer.',
  gap: 'Gap',
  what: 'What led to it',
  whose: 'Whose move',
  gaps: {
    ownerMissing: 'No owner on one side',
    checkInMissing: 'No check-in',
    signatureMissing: 'Waits for a signature',
    alertUnacknowledged: 'Alert not acknowledged',
    sourceStale: 'Stale source',
    openedByOneSide: 'Opened by one side alone',
    decisionPastDate: 'Decision past its date',
    alignmentApart: 'Alignment scores apart',
    noticeMissed: 'Told later than agreed',
  } satisfies Record<CommunicationGap['code'], string>,
  days: (days: number) => (days === 0 ? 'less than a day' : counted(days, 'day')),
  hours: (hours: number) => (hours === 0 ? 'less than an hour' : counted(hours, 'hour')),
  ownerMissing: 'A joint goal has an owner on each side.',
  silent: (days: string) => `Silent for ${days}.`,
  silentSince: (days: string, since: string) => `Silent for ${days}, since ${since}.`,
  putForward: (days: string) => `Put forward, ${days} ago.`,
  putForwardOn: (days: string, day: string) => `Put forward on ${day}, ${days} ago.`,
  fires: (hours: string) => `Fires, for ${hours}.`,
  firesSince: (hours: string, since: string) => `Fires since ${since}, for ${hours}.`,
  neverRead: 'It has never been read.',
  lastRead: (day: string) => `Last read on ${day}.`,
  opened: (times: number) => `The other side opened it ${counted(times, 'time')}.`,
  passedYesterday: 'Its day passed yesterday: it is neither graded nor closed.',
  passed: (days: string) => `Its day passed ${days} ago: it is neither graded nor closed.`,
  apart: (marketing: number, it: number, points: number) => `Marketing ${marketing}, IT ${it}: ${points} points apart.`,
  toldLate: (missed: number, of: number) => `${missed} of ${of} told too late or not at all.`,
});

/** What led to a gap, in one sentence. */
export function gapText({ code, numbers, since }: CommunicationGap, timeZone: string): string {
  const of = (name: string): number => numbers[name] ?? 0;
  const days = words.days(of('days'));
  const day = since === null ? null : dateText(since, timeZone);
  switch (code) {
    case 'ownerMissing':
      return words.ownerMissing;
    case 'checkInMissing':
      return day === null ? words.silent(days) : words.silentSince(days, day);
    case 'signatureMissing':
      return day === null ? words.putForward(days) : words.putForwardOn(days, day);
    case 'alertUnacknowledged': {
      const hours = words.hours(of('hours'));
      return day === null ? words.fires(hours) : words.firesSince(hours, day);
    }
    case 'sourceStale':
      return day === null ? words.neverRead : words.lastRead(day);
    case 'openedByOneSide':
      return words.opened(of('opens'));
    case 'decisionPastDate':
      return of('days') === 0 ? words.passedYesterday : words.passed(days);
    case 'alignmentApart':
      return words.apart(of('marketing'), of('it'), of('points'));
    case 'noticeMissed':
      return words.toldLate(of('missed'), of('of'));
  }
}

/** Where the evidence of a gap is. */
export function gapAddress({ subject }: CommunicationGap): string {
  const id = encodeURIComponent(subject.id);
  switch (subject.kind) {
    case 'goal':
      return `/goals/${id}`;
    case 'metric':
      return `/metrics/${id}`;
    case 'decision':
      return `/decisions/${id}`;
    case 'alert':
      return `/alerts/${id}`;
    case 'source':
      return `/sources/${id}`;
    case 'pulse':
    case 'agreement':
      return '/agreements';
  }
}
