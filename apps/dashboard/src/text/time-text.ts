import { catalogue, plural } from './catalogue.js';
import { reading, type Reading } from './reading.js';

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const durations = catalogue('durations', {
  s: (count: number) => `${count}\u202fs`,
  min: (count: number) => `${count}\u202fmin`,
  h: (count: number) => `${count}\u202fh`,
  d: (count: number) => `${count}\u202fd`,
  moment: 'less than a minute',
  minutes: (count: number) => `${count} ${plural(count, { one: 'minute', other: 'minutes' })}`,
  hours: (count: number) => `${count} ${plural(count, { one: 'hour', other: 'hours' })}`,
  days: (count: number) => `${count} ${plural(count, { one: 'day', other: 'days' })}`,
});

const formats = new Map<string, Intl.DateTimeFormat>();

/** Building a formatter costs a thousand times what using it does. */
function format(
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
  { locale }: Pick<Reading, 'locale'> = reading(),
): Intl.DateTimeFormat {
  const key = locale + timeZone + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { timeZone, ...options });
  formats.set(key, made);
  return made;
}

/** "11 Nov" of an instant in the organisation's zone. */
export function dayText(instant: string | number, timeZone: string): string {
  return format(timeZone, { day: 'numeric', month: 'short' }).format(new Date(instant));
}

/** "Wed 11 Nov". */
export function weekdayText(instant: string | number, timeZone: string): string {
  return format(timeZone, { weekday: 'short', day: 'numeric', month: 'short' })
    .format(new Date(instant))
    .replace(',', '');
}

/** "Nov 2026", for axes that span more than a year's worth of days. */
export function monthText(instant: string | number, timeZone: string): string {
  return format(timeZone, { month: 'short', year: 'numeric' }).format(new Date(instant));
}

/** "12 Nov 2026". */
export function dateText(instant: string | number, timeZone: string): string {
  return format(timeZone, { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(instant));
}

/** "12 Nov 2026, 06:04". */
export function timeText(instant: string | number, timeZone: string): string {
  const clock = format(timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));
  return `${dateText(instant, timeZone)}, ${clock}`;
}

/** A moment as whoever reads tells it, with the zone of their clock: "12 Nov 2026, 06:04 UTC". */
export function momentText(instant: string | number): string {
  const { timeZone } = reading();
  return `${timeText(instant, timeZone)} ${zoneText(instant, timeZone)}`;
}

/** What the clock of a zone is called then: "CET", "UTC". */
export function zoneText(instant: string | number, timeZone: string): string {
  const parts = format(timeZone, { timeZoneName: 'short' }).formatToParts(new Date(instant));
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** "Thursday 12 November 2026, 06:04 CET", where no doubt may be left. */
export function fullMomentText(instant: string | number): string {
  const { timeZone } = reading();
  const day = format(timeZone, { dateStyle: 'full' }).format(new Date(instant));
  return `${day}, ${clockText(instant, timeZone)} ${zoneText(instant, timeZone)}`;
}

export function clockText(instant: string | number, timeZone: string): string {
  return format(timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));
}

/** The last day inside a half-open period: `[…, 12 Nov 00:00)` ends with 11 Nov. */
export function lastDayText(end: string, timeZone: string): string {
  return dayText(Date.parse(end) - 1, timeZone);
}

export function lastWeekdayText(end: string, timeZone: string): string {
  return weekdayText(Date.parse(end) - 1, timeZone);
}

/** A local date, which belongs to no zone: "31 Dec". */
export function localDayText(localDate: string): string {
  return dayText(`${localDate}T00:00:00Z`, 'UTC');
}

export function localDateText(localDate: string): string {
  return dateText(`${localDate}T00:00:00Z`, 'UTC');
}

/** The local date of an instant, for addresses: "2026-11-12". */
export function localDateOf(instant: string | number, timeZone: string): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return format(timeZone, parts, { locale: 'en-CA' }).format(new Date(instant));
}

/** The local date some days later (or earlier): "2026-11-12" + 7 → "2026-11-19". */
export function plusDays(localDate: string, days: number): string {
  return new Date(Date.parse(`${localDate}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A length of time in its largest whole unit: "11 min", "2 h", "6 d". */
export function durationText(ms: number): string {
  const length = Math.max(0, ms);
  if (length < MINUTE_MS) return durations.s(Math.floor(length / 1000));
  if (length < HOUR_MS) return durations.min(Math.floor(length / MINUTE_MS));
  if (length < 2 * DAY_MS) return durations.h(Math.floor(length / HOUR_MS));
  return durations.d(Math.floor(length / DAY_MS));
}

/** The same for sentences: "6 days", "1 hour", "less than a minute". */
export function durationWords(ms: number): string {
  const length = Math.max(0, ms);
  if (length < MINUTE_MS) return durations.moment;
  if (length < HOUR_MS) return durations.minutes(Math.floor(length / MINUTE_MS));
  if (length < 2 * DAY_MS) return durations.hours(Math.floor(length / HOUR_MS));
  return durations.days(Math.floor(length / DAY_MS));
}
