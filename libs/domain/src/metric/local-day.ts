import { IANAZone } from 'luxon';

export const dayMs = 86_400_000;
/** No zone is further than this from UTC; looking past both sides shows the offsets before and after any clock change. */
const widestOffsetMs = 15 * 3_600_000;

/** A date, period or time zone that cannot be understood; the message says which, why and what to write instead. */
export class CalendarError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CalendarError';
  }
}

/** The zone behind an IANA name such as `Europe/Berlin`. Throws a `CalendarError` for any other text. */
export function zoneNamed(timeZone: string): IANAZone {
  const known = zones.get(timeZone);
  if (known) return known;
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) {
    throw new CalendarError(
      `"${timeZone}" is not a known time zone. Use an IANA name such as "Europe/Berlin" or "UTC".`,
    );
  }
  zones.set(timeZone, zone);
  return zone;
}

// Only names that exist get in here, and of those there are a few hundred.
const zones = new Map<string, IANAZone>();

/** What the wall clock of the zone reads at an instant, counted in milliseconds as if the clock were in UTC. */
export function wallClockMs(instantMs: number, zone: IANAZone): number {
  if (!Number.isFinite(instantMs)) throw new CalendarError('An instant is not a valid date. Pass a valid Date.');
  return instantMs + zone.offset(instantMs) * 60_000;
}

/**
 * The first instant at which the wall clock reads the given time. Where the clock jumped over that time, the instant of the
 * jump: a day whose midnight does not exist starts when the clock first shows that day, and a date that a zone skipped
 * altogether has length zero. Where the clock showed the time twice, the earlier one. Taking the same instant as the end of one
 * day and the start of the next is what lets days tile without gap or overlap.
 */
export function instantOfWallClock(wallMs: number, zone: IANAZone): number {
  const before = zone.offset(wallMs - widestOffsetMs) * 60_000;
  const after = zone.offset(wallMs + widestOffsetMs) * 60_000;
  if (before === after) return wallMs - before;
  const earlier = wallMs - Math.max(before, after);
  const later = wallMs - Math.min(before, after);
  if (wallClockMs(earlier, zone) === wallMs) return earlier;
  if (wallClockMs(later, zone) === wallMs) return later;
  return firstInstantAtOrAfter(wallMs, earlier, later, zone);
}

/** Halves the way to a clock change between two instants; to the second, which is as fine as clock changes are recorded. */
function firstInstantAtOrAfter(wallMs: number, earlier: number, later: number, zone: IANAZone): number {
  let low = Math.floor(earlier / 1000);
  let high = Math.ceil(later / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wallClockMs(middle * 1000, zone) >= wallMs) high = middle;
    else low = middle;
  }
  return high * 1000;
}

/** First instant of a local day given by its number. */
export function startOfLocalDay(localDay: number, zone: IANAZone): number {
  const starts = startsOf(zone);
  const known = starts.get(localDay);
  if (known !== undefined) return known;
  const start = instantOfWallClock(localDay * dayMs, zone);
  starts.set(localDay, start);
  return start;
}

/** More days than this of one zone are forgotten and worked out again: about sixty years. */
const mostKnownStarts = 22_000;
const startsByZone = new Map<string, Map<number, number>>();

// Asking the platform for an offset takes tens of microseconds, and every fold of a series asks for hundreds of midnights.
function startsOf(zone: IANAZone): Map<number, number> {
  let starts = startsByZone.get(zone.name);
  if (starts === undefined || starts.size >= mostKnownStarts) {
    starts = new Map();
    startsByZone.set(zone.name, starts);
  }
  return starts;
}

/** Number of the local day written as `YYYY-MM-DD`. Throws a `CalendarError` for a date that does not exist. */
export function parseLocalDay(localDate: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(localDate);
  if (match) {
    const day = localDayFromParts(Number(match[1]), Number(match[2]), Number(match[3]));
    if (formatLocalDay(day) === localDate) return day;
  }
  throw new CalendarError(
    `"${localDate}" is not a date of the calendar. Write year, month and day, such as "2026-10-01".`,
  );
}

/** `YYYY-MM-DD` of a local day given by its number. */
export function formatLocalDay(localDay: number): string {
  const known = texts.get(localDay);
  if (known !== undefined) return known;
  const text = new Date(localDay * dayMs).toISOString().slice(0, 10);
  if (texts.size >= mostKnownStarts) texts.clear();
  texts.set(localDay, text);
  return text;
}

// Every fold of a series writes hundreds of the same days.
const texts = new Map<number, string>();

/** An instant as ISO 8601 text in UTC. */
export function instantText(instant: Date): string {
  const ms = instant.getTime();
  const known = instantTexts.get(ms);
  if (known !== undefined) return known;
  const text = instant.toISOString();
  if (instantTexts.size >= mostKnownStarts) instantTexts.clear();
  instantTexts.set(ms, text);
  return text;
}

// The same midnights bound the windows of every metric.
const instantTexts = new Map<number, string>();

/** Month counts from 1; a month past 12 runs on into the next year. */
export function localDayFromParts(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / dayMs;
}

/** Whether a name is that of a zone whose days can be drawn. */
export function isTimeZone(name: string): boolean {
  try {
    zoneNamed(name);
    return true;
  } catch (error) {
    if (error instanceof CalendarError) return false;
    throw error;
  }
}
