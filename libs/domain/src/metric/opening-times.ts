import { hoursByWeekday, type OpeningTimes } from '../organisation/business-calendar.js';
import { CalendarError, dayMs, instantOfWallClock, parseLocalDay, startOfLocalDay, zoneNamed } from './local-day.js';

/** Business time is told for [1970, 2200): times outside are slips or "never", and no calendar speaks of them. */
export const firstCalendarYear = 1970;
export const endOfCalendarYears = 2200;
/** Opening hours are summed up from here; only differences of such sums are ever shown. */
const anchorYear = 2020;
const minuteMs = 60_000;

/** Half-open, in milliseconds since 1970. */
export interface OpenInterval {
  readonly startMs: number;
  readonly endMs: number;
}

/** A stretch of time that begins open and ends closed, with the opening hours since the beginning of 2020 that have passed before it. */
export interface OpeningSegment {
  readonly startMs: number;
  readonly openUntilMs: number;
  readonly endMs: number;
  /** Negative before 2020. */
  readonly openMsBefore: number;
}

/**
 * The times in [from, to) at which it is open, in order, none touching the next. It opens and closes at the first instant at which the clock
 * reads the hour: hours that a clock change leaves out are shorter, hours that it repeats are longer. Throws a `CalendarError` for
 * instants outside the years 1970 to 2199.
 */
export function openIntervals(opening: OpeningTimes, from: Date, to: Date): OpenInterval[] {
  const [fromMs, toMs] = [checked(from), checked(to)];
  const zone = zoneNamed(opening.timeZone);
  const week = hoursByWeekday(opening);
  const closedDays = new Set(opening.holidays.map(parseLocalDay));
  const intervals: { startMs: number; endMs: number }[] = [];
  // No zone is a whole day away from UTC.
  for (let day = Math.floor(fromMs / dayMs) - 1; day <= Math.floor(toMs / dayMs) + 1; day += 1) {
    if (closedDays.has(day)) continue;
    const midnight = startOfLocalDay(day, zone);
    const isPlain = startOfLocalDay(day + 1, zone) - midnight === dayMs;
    const instantOf = (minutes: number) =>
      isPlain ? midnight + minutes * minuteMs : instantOfWallClock(day * dayMs + minutes * minuteMs, zone);
    for (const hours of week[weekdayIndex(day)] ?? []) {
      const startMs = Math.max(fromMs, instantOf(hours.from));
      const endMs = Math.min(toMs, instantOf(hours.to));
      const last = intervals.at(-1);
      if (startMs >= endMs) continue;
      if (last && last.endMs >= startMs) last.endMs = Math.max(last.endMs, endMs);
      else intervals.push({ startMs, endMs });
    }
  }
  return intervals;
}

/**
 * Milliseconds of opening hours that pass from one instant to another; negative when the other is earlier. Throws a `CalendarError` for
 * instants outside the years 1970 to 2199: nobody can say what was open then, and zero would be a lie.
 */
export function openMsBetween(opening: OpeningTimes, from: Date, to: Date): number {
  if (from > to) return 0 - openMsBetween(opening, to, from);
  return openIntervals(opening, from, to).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/**
 * A year of UTC cut into segments, without gap or overlap. With `openMsBefore` the opening hours between two instants, of this or of any
 * other years, are told from the two segments that hold them. Throws a `CalendarError` for a year outside 1970 to 2199.
 */
export function openingSegments(opening: OpeningTimes, year: number): OpeningSegment[] {
  const [start, end] = [startOfYear(year), startOfYear(year + 1)];
  const intervals = openIntervals(opening, start, end);
  const anchor = startOfYear(anchorYear);
  let openMsBefore = openMsBetween(opening, anchor, start);
  const segments: OpeningSegment[] = [];
  const first = intervals[0]?.startMs ?? end.getTime();
  if (first > start.getTime()) {
    segments.push({ startMs: start.getTime(), openUntilMs: start.getTime(), endMs: first, openMsBefore });
  }
  intervals.forEach(({ startMs, endMs }, index) => {
    const next = intervals[index + 1]?.startMs ?? end.getTime();
    segments.push({ startMs, openUntilMs: endMs, endMs: next, openMsBefore });
    openMsBefore += endMs - startMs;
  });
  return segments;
}

function startOfYear(year: number): Date {
  return new Date(Date.UTC(year, 0, 1));
}

/** 0 is Monday; the first of January 1970 was a Thursday. */
function weekdayIndex(localDay: number): number {
  return (((localDay + 3) % 7) + 7) % 7;
}

function checked(instant: Date): number {
  const instantMs = instant.getTime();
  // The end of the last year bounds it, and lies in no year of its own.
  if (instant >= startOfYear(firstCalendarYear) && instant <= startOfYear(endOfCalendarYears)) return instantMs;
  const written = Number.isNaN(instantMs) ? 'An instant that does not exist' : instant.toISOString();
  throw new CalendarError(
    `${written} lies outside the years ${firstCalendarYear} to ${endOfCalendarYears - 1}, for which opening hours are told.`,
  );
}
