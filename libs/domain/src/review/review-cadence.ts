import { dayMs, formatLocalDay, instantOfWallClock, localDayFromParts, zoneNamed } from '../metric/local-day.js';

/** One meeting that is not held as the rule says: moved to another local time, or left out. */
export interface MeetingException {
  /** The local date that the rule gives, `YYYY-MM-DD`. */
  readonly on: string;
  /** Local time `YYYY-MM-DDTHH:MM` that it is held at instead; absent where it is left out. */
  readonly to?: string;
  readonly cancelled?: true;
}

/** When both sides meet. Times of day are those of the organisation's zone, also where a clock change lies between two meetings. */
export interface ReviewCadence {
  /** ISO day of the week: 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** Which of these weekdays of a month, 1 to 5; a month without a fifth one has no meeting for it. */
  readonly weeks: readonly number[];
  /** Local time of day, `HH:MM`. */
  readonly at: string;
  readonly minutes: number;
  /** How many days before it owners are asked to explain what moved. */
  readonly askBeforeDays: number;
  readonly exceptions: readonly MeetingException[];
}

/** Twice a month (semantics §9): the first and the third Tuesday. */
export const usualCadence: ReviewCadence = {
  weekday: 2,
  weeks: [1, 3],
  at: '10:00',
  minutes: 45,
  askBeforeDays: 3,
  exceptions: [],
};

export function cadenceWith(stated: Partial<ReviewCadence> = {}): ReviewCadence {
  return { ...usualCadence, ...stated };
}

export interface Meeting {
  /** The local date that the rule gives: it stays the same however the meeting is moved. */
  readonly slot: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** When the rule would have it; null for one that is held as it says. */
  readonly movedFrom: Date | null;
  readonly isCancelled: boolean;
}

/** A meeting is moved by so much at most; looking this far around a time finds every meeting that was moved into it. */
export const movedByAtMostDays = 62;

/**
 * The meetings that start in [from, to), in order of time, cancelled ones among them. Throws a `CalendarError` for a zone that does not
 * exist. A time of day that a clock change skips is that of the change; one that comes twice is the earlier one.
 */
export function meetingsBetween(cadence: ReviewCadence, timeZone: string, from: Date, to: Date): readonly Meeting[] {
  const reach = movedByAtMostDays * dayMs;
  const slots = slotsBetween(cadence, from.getTime() - reach, to.getTime() + reach);
  return slots
    .map((slot) => meetingOf(cadence, timeZone, slot))
    .filter(({ startsAt }) => startsAt >= from && startsAt < to)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** The first meeting that ends after a time and is not cancelled; null when a year has none. */
export function nextMeeting(cadence: ReviewCadence, timeZone: string, after: Date): Meeting | null {
  const from = new Date(after.getTime() - dayMs);
  const to = new Date(after.getTime() + 366 * dayMs);
  return (
    meetingsBetween(cadence, timeZone, from, to).find(({ endsAt, isCancelled }) => endsAt > after && !isCancelled) ??
    null
  );
}

/** The meeting of a slot as the cadence has it now; null when the rule gives no meeting on that date. */
export function meetingOfSlot(cadence: ReviewCadence, timeZone: string, slot: string): Meeting | null {
  const at = Date.parse(`${slot}T00:00:00Z`);
  return slotsBetween(cadence, at, at + dayMs).includes(slot) ? meetingOf(cadence, timeZone, slot) : null;
}

/** Local dates of the rule whose midnight, read as UTC, lies in [fromMs, toMs). */
function slotsBetween({ weekday, weeks }: ReviewCadence, fromMs: number, toMs: number): string[] {
  const first = new Date(fromMs);
  const slots: string[] = [];
  for (let month = 0; month < 240; month += 1) {
    const monthStart = localDayFromParts(first.getUTCFullYear(), first.getUTCMonth() + 1 + month, 1);
    if (monthStart * dayMs >= toMs) break;
    const nextStart = localDayFromParts(first.getUTCFullYear(), first.getUTCMonth() + 2 + month, 1);
    const days = weeks
      .map((week) => monthStart + ((weekday - isoWeekday(monthStart) + 7) % 7) + (week - 1) * 7)
      .filter((day) => day < nextStart && day * dayMs >= fromMs && day * dayMs < toMs);
    slots.push(...[...new Set(days)].sort((a, b) => a - b).map(formatLocalDay));
  }
  return slots;
}

function meetingOf(cadence: ReviewCadence, timeZone: string, slot: string): Meeting {
  const zone = zoneNamed(timeZone);
  const exception = cadence.exceptions.find(({ on }) => on === slot);
  const regular = new Date(instantOfWallClock(Date.parse(`${slot}T${cadence.at}:00Z`), zone));
  const startsAt =
    exception?.to === undefined ? regular : new Date(instantOfWallClock(Date.parse(`${exception.to}:00Z`), zone));
  return {
    slot,
    startsAt,
    endsAt: new Date(startsAt.getTime() + cadence.minutes * 60_000),
    movedFrom: startsAt.getTime() === regular.getTime() ? null : regular,
    isCancelled: exception?.cancelled ?? false,
  };
}

/** 1 Monday … 7 Sunday of a day counted from 1 January 1970, which was a Thursday. */
function isoWeekday(localDay: number): number {
  return ((((localDay + 3) % 7) + 7) % 7) + 1;
}
