import { localDateOf } from '../metric/periods.js';
import { durationText } from '../metric/period-text.js';
import type { Side } from '../metric/definition.js';
import type { CommunicationGap } from './communication-gaps.js';
import type { AgreementRecord, Lead, NoticeAgreement } from './notice-agreement.js';
import { goalPage, listed, metricPage, sideNames, type HeadlineSentence, type Section } from './section.js';

/** An agreement of notice with what became of it. */
export interface HeldAgreement {
  readonly title: string;
  readonly side: Side;
  readonly lead: Lead;
  readonly medianHours: number | null;
  readonly missed: number;
  readonly of: number;
  readonly event: NoticeAgreement['event'];
  readonly basis: AgreementRecord['basis'];
  /** How many were announced and not seen to take place. */
  readonly unconfirmed: number;
  readonly toldTo: Date | null;
}

export interface ShownGap {
  readonly code: CommunicationGap['code'];
  readonly title: string;
  readonly text: string;
  readonly sides: readonly Side[];
  readonly evidence: string;
}

export interface ShownAgreement {
  readonly title: string;
  readonly from: Side;
  readonly agreed: string;
  readonly median: string;
  readonly missed: number;
  readonly of: number;
  readonly evidence: string;
  /** What is not known of it. */
  readonly note?: string;
}

export interface CommunicationGapsSection {
  readonly gaps: readonly ShownGap[];
  readonly more: number;
  readonly agreements: readonly ShownAgreement[];
  readonly sentence: string;
}

const listedAtMost = 8;
const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Where the two sides have stopped talking, in words that stay as they are when the review is frozen. */
export function gapsSection(
  gaps: readonly CommunicationGap[],
  agreements: readonly HeldAgreement[],
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Section<CommunicationGapsSection> {
  const shown = gaps.map((gap) => shownGap(gap, now));
  const missed = agreements.reduce((sum, one) => sum + one.missed, 0);
  return {
    content: {
      gaps: shown.slice(0, listedAtMost),
      more: Math.max(0, shown.length - listedAtMost),
      agreements: agreements.map((one) => shownAgreement(one, timeZone)),
      sentence:
        gaps.length === 0
          ? 'Owners are named, and both sides check in, sign, look and answer.'
          : `${counted(gaps.length, 'gap')}${missed > 0 ? `, and ${counted(missed, 'notice')} that came too late or not at all` : ''}.`,
    },
    sentences: headlineOf(gaps),
    counts: [
      {
        code: 'communicationGaps',
        label: 'Communication gaps',
        value: gaps.length,
        of: null,
        evidence: '#communicationGaps',
      },
    ],
  };
}

function headlineOf(gaps: readonly CommunicationGap[]): readonly HeadlineSentence[] {
  const apart = gaps.find(({ code }) => code === 'alignmentApart');
  const unseen = gaps.filter(({ code }) => code === 'alertUnacknowledged');
  return [
    ...(apart === undefined
      ? []
      : [
          {
            code: 'alignmentApart',
            text: `The two sides rate their work together ${apart.numbers['points'] ?? 0} points apart.`,
            evidence: '/agreements',
            weight: 55,
          },
        ]),
    ...(unseen.length === 0
      ? []
      : [
          {
            code: 'alertUnacknowledged',
            text: `${listed(unseen.slice(0, 2).map(({ subject }) => subject.title))} fired, and a side has not answered.`,
            evidence: '#communicationGaps',
            weight: 60,
          },
        ]),
  ];
}

function shownGap(gap: CommunicationGap, now: Date): ShownGap {
  const { code, sides, subject } = gap;
  return { code, title: subject.title, text: gapText(gap, now), sides, evidence: pageOf(subject) };
}

function gapText({ code, numbers, sides, since }: CommunicationGap, now: Date): string {
  const whose = listed(sides.map((side) => sideNames[side]));
  const number = (name: string) => numbers[name] ?? 0;
  switch (code) {
    case 'ownerMissing':
      return `No owner on the side of ${whose}.`;
    case 'checkInMissing':
      return `${whose} has not checked in for ${counted(number('days'), 'day')}.`;
    case 'signatureMissing':
      return number('days') === 0
        ? `Waits for the signature of ${whose}, since less than a day.`
        : `Waits for the signature of ${whose}, for ${counted(number('days'), 'day')}.`;
    case 'alertUnacknowledged':
      return `Fires for ${hoursText(number('hours'))}; ${whose} has not acknowledged it.`;
    case 'sourceStale':
      return since === null
        ? 'It has never been read.'
        : `Last read ${durationText(now.getTime() - Date.parse(since))} ago.`;
    case 'openedByOneSide':
      return `${whose} has not opened it; the other side did ${counted(number('opens'), 'time')}.`;
    case 'decisionPastDate':
      return `Its day passed ${daysAgo(number('days'))}, and it is neither graded nor closed.`;
    case 'alignmentApart':
      return `Marketing ${number('marketing')}, IT ${number('it')}: ${number('points')} points apart.`;
    case 'noticeMissed':
      return `${number('missed')} of ${number('of')} told too late, or not at all, by ${whose}.`;
  }
}

/** Whole days since a day ended: on the day after, that day was yesterday. */
function daysAgo(days: number): string {
  return days === 0 ? 'yesterday' : `${counted(days, 'day')} ago`;
}

function hoursText(hours: number): string {
  return hours === 0 ? 'less than an hour' : counted(hours, 'hour');
}

function pageOf({ kind, id }: CommunicationGap['subject']): string {
  if (kind === 'goal') return goalPage(id);
  if (kind === 'metric') return metricPage(id);
  if (kind === 'pulse' || kind === 'agreement') return '/agreements';
  return `/${kind}s/${encodeURIComponent(id)}`;
}

function shownAgreement(held: HeldAgreement, timeZone: string): ShownAgreement {
  const { title, side, lead, medianHours, missed, of } = held;
  const agreed = lead.unit === 'hours' ? `${lead.count} h` : counted(lead.count, 'working day');
  const median = medianHours === null ? '–' : `${medianHours} h`;
  const note = unknownOf(held, timeZone);
  return { title, from: side, agreed, median, missed, of, evidence: '/agreements', ...(note === '' ? {} : { note }) };
}

/** What cannot be said of agreed against actual, so that silence does not pass for keeping. */
function unknownOf({ event, basis, unconfirmed, toldTo }: HeldAgreement, timeZone: string): string {
  if (basis === 'announced') return `No source tells of these ${event}s: what began without notice is not known.`;
  return [
    ...(unconfirmed === 0
      ? []
      : [`${counted(unconfirmed, 'announcement')} without a ${event} that a source tells of.`]),
    ...(toldTo === null ? [] : [`Sources tell of ${event}s up to ${localDateOf(toldTo, timeZone)} only.`]),
  ].join(' ');
}
