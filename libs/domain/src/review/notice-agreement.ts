import type { Side } from '../metric/definition.js';
import { addDays, localDateOf } from '../metric/periods.js';

/** How long before something happens the other side is told: hours, or days on which people work (Monday to Friday). */
export type Lead =
  { readonly unit: 'hours'; readonly count: number } | { readonly unit: 'workingDays'; readonly count: number };

/** What both sides have signed: `side` tells the other one of its releases or campaigns so long before. */
export interface NoticeAgreement {
  readonly id: string;
  readonly title: string;
  readonly event: 'release' | 'campaign';
  /** The side that gives notice. */
  readonly side: Side;
  readonly lead: Lead;
  /** Services whose releases it is about; every one where left out. */
  readonly services?: readonly string[];
}

/** An agreement as a file brings it: a decision of both sides, with who has signed it. */
export interface WrittenAgreement extends NoticeAgreement {
  readonly reason: string;
  /** Id of the person or team that sees to it; who has signed for the side when left out. */
  readonly driver?: string;
  /** Local date up to which it holds, the day included. */
  readonly expiresOn?: string;
  /** Ids of people who have signed for their side. */
  readonly signed?: Partial<Record<Side, string>>;
}

/** A notice that a side gave. `what`: the service of a release, or the campaign. */
export interface Notice {
  readonly id: string;
  readonly event: 'release' | 'campaign';
  readonly side: Side;
  readonly what: string;
  readonly startsAt: Date;
  readonly givenAt: Date;
}

/** A release or campaign that took place. */
export interface HappenedEvent {
  readonly id: string;
  readonly what: string;
  readonly at: Date;
}

export interface EventNotice {
  readonly event: HappenedEvent;
  /** The last moment at which the notice would have been in time. */
  readonly latestAt: Date;
  /** The notice that announced it; null for none. */
  readonly notice: Pick<Notice, 'id' | 'givenAt' | 'startsAt'> | null;
  /** Hours between notice and event; null without notice, below 0 when told afterwards. */
  readonly hours: number | null;
  readonly verdict: 'inTime' | 'tooLate' | 'unannounced';
}

/** What sources tell of releases or campaigns that took place. */
export interface DeliveredEvents {
  readonly events: readonly HappenedEvent[];
  /** Up to when they tell, the source that is furthest behind; null where that cannot be said. */
  readonly toldTo: Date | null;
}

export interface AgreementRecord {
  /** `delivered`: sources tell what took place. `announced`: none does, so what began without notice is not known, and the rest is held as it was announced. */
  readonly basis: 'delivered' | 'announced';
  readonly events: readonly EventNotice[];
  /** What was announced and is a day over, and no source shows that it took place: neither kept nor missed. */
  readonly unconfirmed: readonly Notice[];
  /** Where sources have told nothing for a day and more: since when. */
  readonly toldTo: Date | null;
  readonly missed: number;
  /** Median of the hours of those that were announced; null for none. */
  readonly medianHours: number | null;
}

/** What is told of an agreement as a communication gap. */
export interface SideBreach {
  readonly agreement: string;
  readonly title: string;
  readonly side: Side;
  readonly missed: number;
  readonly of: number;
}

const hourMs = 3_600_000;
/** A notice is of an event that takes place at most so long before or after the time that it names. */
export const noticeReachMs = 24 * hourMs;

/**
 * Agreed against actual, from `since` to `now`: each event with the notice that announced it, which is the one of the same thing and side whose time is nearest, at
 * most a day away; of several as near the earliest given counts, for the other side was told then. Equal to the agreed time is in time. The order of notices and
 * events does not matter. `delivered` is null where no source has ever told of such events.
 */
export function holdAgreement(
  agreement: NoticeAgreement,
  notices: readonly Notice[],
  delivered: DeliveredEvents | null,
  { since, now, timeZone }: { readonly since: Date; readonly now: Date; readonly timeZone: string },
): AgreementRecord {
  const isMeant = ({ what }: Pick<HappenedEvent, 'what'>) =>
    agreement.services === undefined || agreement.services.some((one) => isSame(one, what));
  const own = notices.filter((one) => one.event === agreement.event && one.side === agreement.side && isMeant(one));
  const told = isToldOf(agreement) ? delivered : null;
  const happened = told?.events ?? own.map(({ id, what, startsAt: at }) => ({ id, what, at }));
  const held = happened
    .filter((event) => isMeant(event) && event.at >= since && event.at <= now)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
    .map((event) => heldEvent(event, own, latestNotice(event.at, agreement.lead, timeZone)));
  const hours = held.flatMap((one) => one.hours ?? []).sort((a, b) => a - b);
  return {
    basis: told === null ? 'announced' : 'delivered',
    events: held,
    unconfirmed:
      told === null
        ? []
        : own.filter((one) => isOver(one, since, now) && !told.events.some((event) => isOf(one, event))),
    toldTo: told?.toldTo && now.getTime() - told.toldTo.getTime() > noticeReachMs ? told.toldTo : null,
    missed: held.filter(({ verdict }) => verdict !== 'inTime').length,
    medianHours: median(hours),
  };
}

/** Sources say what was released or ran, and not whose it is: IT's releases and marketing's campaigns, unless the agreement names what it is about. */
function isToldOf({ event, side, services }: NoticeAgreement): boolean {
  return services !== undefined || side === (event === 'release' ? 'it' : 'marketing');
}

/** Nothing that comes yet could be what was announced. */
function isOver({ startsAt }: Notice, since: Date, now: Date): boolean {
  return startsAt >= since && startsAt.getTime() + noticeReachMs < now.getTime();
}

/** The last moment at which a notice is in time; working days are counted back over Saturdays and Sundays at the same time of day. */
export function latestNotice(at: Date, { unit, count }: Lead, timeZone: string): Date {
  if (unit === 'hours') return new Date(at.getTime() - count * hourMs);
  let latest = at;
  for (let left = count; left > 0;) {
    latest = addDays(latest, -1, timeZone);
    if (!isWeekend(latest, timeZone)) left -= 1;
  }
  return latest;
}

function heldEvent(event: HappenedEvent, notices: readonly Notice[], latestAt: Date): EventNotice {
  const [notice] = notices
    .filter((one) => isOf(one, event))
    .sort((a, b) => distance(a, event) - distance(b, event) || a.givenAt.getTime() - b.givenAt.getTime());
  if (notice === undefined) return { event, latestAt, notice: null, hours: null, verdict: 'unannounced' };
  const { id, givenAt, startsAt } = notice;
  const hours = Math.round(((event.at.getTime() - givenAt.getTime()) / hourMs) * 10) / 10;
  return {
    event,
    latestAt,
    notice: { id, givenAt, startsAt },
    hours,
    verdict: givenAt <= latestAt ? 'inTime' : 'tooLate',
  };
}

function isOf(notice: Notice, event: HappenedEvent): boolean {
  return isSame(notice.what, event.what) && distance(notice, event) <= noticeReachMs;
}

function distance({ startsAt }: Notice, { at }: HappenedEvent): number {
  return Math.abs(startsAt.getTime() - at.getTime());
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function isWeekend(instant: Date, timeZone: string): boolean {
  const day = new Date(`${localDateOf(instant, timeZone)}T00:00:00Z`).getUTCDay();
  return day === 0 || day === 6;
}

/** Of sorted numbers; of an even count the mean of the two in the middle. */
function median(sorted: readonly number[]): number | null {
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return below === undefined || above === undefined ? null : Math.round(((below + above) / 2) * 10) / 10;
}
