import type { IANAZone } from 'luxon';
import type { Grain } from './definition.js';
import {
  CalendarError,
  dayMs,
  formatLocalDay,
  instantOfWallClock,
  localDayFromParts,
  parseLocalDay,
  startOfLocalDay,
  wallClockMs,
  zoneNamed,
} from './local-day.js';

/** What draws days and weeks; an `Organisation` is one. */
export interface Calendar {
  /** IANA zone. */
  readonly timeZone: string;
  /** ISO day of week that a week starts on: 1 Monday … 7 Sunday. */
  readonly weekStartsOn: number;
  /** Month that years and quarters begin with: 1 January … 12 December; January when left out. */
  readonly fiscalYearStartsIn?: number;
}

/** Half-open [start, end). */
export interface Period {
  readonly start: Date;
  readonly end: Date;
}

/** A stretch of time that goals are shown for. */
export interface BoardPeriod extends Period {
  /** How people call it: `Q4 2026`, `Q1 FY2027`, `November 2026`, `2026`, `FY2027`, `2026-10-01 to 2026-12-31`. */
  readonly label: string;
  /** First and last local day, both inside, as `YYYY-MM-DD`. */
  readonly firstDate: string;
  readonly lastDate: string;
  /** Number of local days. */
  readonly days: number;
}

/** More periods than this in one answer is a mistake of the caller: a century of days fits. */
const mostPeriods = 40_000;
const daysPerPeriod: Readonly<Record<Grain, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };
const monthNames = 'January February March April May June July August September October November December'.split(' ');

/**
 * The whole calendar periods that overlap [from, to), in order, each ending where the next one starts. At boundaries of the grain
 * they cover exactly [from, to); otherwise the first and last reach beyond it. `from` ≥ `to` gives none. A date that the zone
 * skipped has no length and is left out. Throws a `CalendarError` for an unknown zone or first day of the week.
 */
export function periodsBetween(from: Date, to: Date, grain: Grain, calendar: Calendar): Period[] {
  const periods: Period[] = [];
  if (from.getTime() >= to.getTime()) return periods;
  const zone = zoneOf(calendar);
  if ((to.getTime() - from.getTime()) / dayMs / daysPerPeriod[grain] > mostPeriods) {
    throw new CalendarError(
      `More than ${mostPeriods} periods were asked for at once. Ask for a shorter time or a coarser grain.`,
    );
  }
  const first = firstLocalDay(from.getTime(), grain, calendar, zone);
  let startDay = first.localDay;
  let startMs = first.startMs;
  while (startMs < to.getTime()) {
    const endDay = nextStartDay(startDay, grain);
    const endMs = startOfLocalDay(endDay, zone);
    if (endMs > startMs) periods.push({ start: new Date(startMs), end: new Date(endMs) });
    startDay = endDay;
    startMs = endMs;
  }
  return periods;
}

/**
 * The latest whole weeks that have ended by an instant, oldest first.
 *
 * @param count how many of them; a whole number of at least 1
 */
export function wholeWeeksBefore(end: Date, count: number, calendar: Calendar): Period[] {
  // One week more, for an instant seldom ends a week.
  const from = addDays(end, -7 * (count + 1), calendar.timeZone);
  return periodsBetween(from, end, 'week', calendar)
    .filter((week) => week.start >= from && week.end <= end)
    .slice(-count);
}

/** The one calendar period that an instant falls into. Throws a `CalendarError` for an unknown zone or first day of the week. */
export function periodContaining(instant: Date, grain: Grain, calendar: Calendar): Period {
  const zone = zoneOf(calendar);
  const { localDay, startMs } = firstLocalDay(instant.getTime(), grain, calendar, zone);
  return { start: new Date(startMs), end: new Date(startOfLocalDay(nextStartDay(localDay, grain), zone)) };
}

/** First instant of the local day that an instant falls on. */
export function startOfDay(instant: Date, timeZone: string): Date {
  return periodContaining(instant, 'day', { timeZone, weekStartsOn: 1 }).start;
}

/**
 * The same time of day, so many local days later (earlier when negative): a day with a clock change is 23 or 25 hours long. The start
 * of a day always leads to the start of a day. `days` is a whole number.
 */
export function addDays(instant: Date, days: number, timeZone: string): Date {
  if (!Number.isInteger(days)) throw new CalendarError(`${days} days cannot be added. Use a whole number of days.`);
  if (days === 0) return new Date(instant);
  const zone = zoneNamed(timeZone);
  const start = dayStart(instant.getTime(), zone);
  if (start.startMs === instant.getTime()) return new Date(startOfLocalDay(start.localDay + days, zone));
  return new Date(instantOfWallClock(wallClockMs(instant.getTime(), zone) + days * dayMs, zone));
}

/** First instant of a local date `YYYY-MM-DD`. Throws a `CalendarError` for a date that does not exist. */
export function startOfDate(localDate: string, timeZone: string): Date {
  return new Date(startOfLocalDay(parseLocalDay(localDate), zoneNamed(timeZone)));
}

/** End, exclusive, of a local date `YYYY-MM-DD`: the first instant of the next day. */
export function endOfDate(localDate: string, timeZone: string): Date {
  return new Date(startOfLocalDay(parseLocalDay(localDate) + 1, zoneNamed(timeZone)));
}

/** The local date `YYYY-MM-DD` whose day an instant falls on. */
export function localDateOf(instant: Date, timeZone: string): string {
  return formatLocalDay(dayStart(instant.getTime(), zoneNamed(timeZone)).localDay);
}

/**
 * Length of [start, end) in local days: a day with a clock change counts as one, a part of a day as its share of that day. This is
 * the divisor of a rate per day. Negative when `end` is before `start`.
 */
export function elapsedDays(start: Date, end: Date, timeZone: string): number {
  const zone = zoneNamed(timeZone);
  return dayPosition(end.getTime(), zone) - dayPosition(start.getTime(), zone);
}

/**
 * Reads `2026-Q4`, `2026-11`, `2026`, `FY2027`, `FY2027-Q1` or `2026-10-01..2026-12-31` (both days inside). Quarters and years are those of
 * the calendar; with FY they are the organisation's, named by the year in which they end. Throws a `CalendarError` for anything else and for
 * a range that ends before it starts.
 */
export function parseBoardPeriod(
  text: string,
  { timeZone, fiscalYearStartsIn = 1 }: Pick<Calendar, 'timeZone' | 'fiscalYearStartsIn'>,
): BoardPeriod {
  const range = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text);
  if (range?.[1] !== undefined && range[2] !== undefined) {
    const first = parseLocalDay(range[1]);
    const last = parseLocalDay(range[2]);
    if (last < first)
      throw new CalendarError(`The period "${text}" ends before it starts. Put the earlier date first.`);
    return boardPeriod(`${range[1]} to ${range[2]}`, first, last + 1, timeZone);
  }
  const fiscal = /^FY(\d{4})(?:-Q([1-4]))?$/.exec(text);
  if (fiscal) {
    const [firstMonth, months] = fiscal[2] === undefined ? [0, 12] : [Number(fiscal[2]) * 3 - 3, 3];
    const year = Number(fiscal[1]) - (fiscalYearStartsIn === 1 ? 0 : 1);
    const month = fiscalYearStartsIn + firstMonth;
    return boardPeriod(
      `${fiscal[2] === undefined ? '' : `Q${fiscal[2]} `}FY${fiscal[1] ?? ''}`,
      localDayFromParts(year, month, 1),
      localDayFromParts(year, month + months, 1),
      timeZone,
    );
  }
  const match = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/.exec(text);
  if (!match) {
    throw new CalendarError(
      `"${text}" is not a period. Write a quarter (2026-Q4, FY2027-Q1), a month (2026-11), a year (2026, FY2027) or a range (2026-10-01..2026-12-31).`,
    );
  }
  const year = Number(match[1]);
  if (match[2] !== undefined) {
    const month = Number(match[2]) * 3 - 2;
    return boardPeriod(
      `Q${match[2]} ${year}`,
      localDayFromParts(year, month, 1),
      localDayFromParts(year, month + 3, 1),
      timeZone,
    );
  }
  if (match[3] !== undefined) {
    const month = Number(match[3]);
    const label = `${monthNames[month - 1] ?? ''} ${year}`;
    return boardPeriod(label, localDayFromParts(year, month, 1), localDayFromParts(year, month + 1, 1), timeZone);
  }
  return boardPeriod(`${year}`, localDayFromParts(year, 1, 1), localDayFromParts(year + 1, 1, 1), timeZone);
}

function boardPeriod(label: string, firstDay: number, endDay: number, timeZone: string): BoardPeriod {
  const zone = zoneNamed(timeZone);
  return {
    label,
    start: new Date(startOfLocalDay(firstDay, zone)),
    end: new Date(startOfLocalDay(endDay, zone)),
    firstDate: formatLocalDay(firstDay),
    lastDate: formatLocalDay(endDay - 1),
    days: endDay - firstDay,
  };
}

function zoneOf(calendar: Calendar): IANAZone {
  const { weekStartsOn, fiscalYearStartsIn = 1 } = calendar;
  if (!Number.isInteger(weekStartsOn) || weekStartsOn < 1 || weekStartsOn > 7) {
    throw new CalendarError(`A week cannot start on day ${weekStartsOn}. Use 1 for Monday to 7 for Sunday.`);
  }
  if (!Number.isInteger(fiscalYearStartsIn) || fiscalYearStartsIn < 1 || fiscalYearStartsIn > 12) {
    throw new CalendarError(
      `A year cannot start in month ${fiscalYearStartsIn}. Use 1 for January to 12 for December.`,
    );
  }
  return zoneNamed(calendar.timeZone);
}

/** Days since 1970-01-01 on the local calendar, with the passed share of the day as the fraction. */
function dayPosition(instantMs: number, zone: IANAZone): number {
  const { localDay, startMs } = dayStart(instantMs, zone);
  return localDay + (instantMs - startMs) / (startOfLocalDay(localDay + 1, zone) - startMs);
}

/**
 * The local day whose [start, next start) holds the instant. No zone is a whole day away from UTC, so it is found within three steps; going
 * down from above passes over a date that the zone skipped, which has no length.
 */
function dayStart(instantMs: number, zone: IANAZone): { readonly localDay: number; readonly startMs: number } {
  if (!Number.isFinite(instantMs)) throw new CalendarError('An instant is not a valid date. Pass a valid Date.');
  let localDay = Math.floor(instantMs / dayMs) + 1;
  let startMs = startOfLocalDay(localDay, zone);
  while (startMs > instantMs) {
    localDay -= 1;
    startMs = startOfLocalDay(localDay, zone);
  }
  return { localDay, startMs };
}

function firstLocalDay(instantMs: number, grain: Grain, calendar: Calendar, zone: IANAZone) {
  const day = dayStart(instantMs, zone);
  if (grain === 'day') return day;
  const localDay = startDayOf(day.localDay, grain, calendar);
  return { localDay, startMs: startOfLocalDay(localDay, zone) };
}

function startDayOf(localDay: number, grain: Grain, { weekStartsOn, fiscalYearStartsIn = 1 }: Calendar): number {
  const date = new Date(localDay * dayMs);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  const monthOfYear = (month - fiscalYearStartsIn + 12) % 12;
  switch (grain) {
    case 'day':
      return localDay;
    case 'week':
      return localDay - ((date.getUTCDay() - weekStartsOn + 7) % 7);
    case 'month':
      return localDayFromParts(year, month, 1);
    case 'quarter':
      return localDayFromParts(year, month - (monthOfYear % 3), 1);
    case 'year':
      return localDayFromParts(year, month - monthOfYear, 1);
  }
}

function nextStartDay(startDay: number, grain: Grain): number {
  if (grain === 'day') return startDay + 1;
  if (grain === 'week') return startDay + 7;
  const date = new Date(startDay * dayMs);
  const months = { month: 1, quarter: 3, year: 12 }[grain];
  return localDayFromParts(date.getUTCFullYear(), date.getUTCMonth() + 1 + months, 1);
}
