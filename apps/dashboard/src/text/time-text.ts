export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Building a formatter costs a thousand times what using it does. */
function format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
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
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(instant),
  );
}

/** The local date some days later (or earlier): "2026-11-12" + 7 → "2026-11-19". */
export function plusDays(localDate: string, days: number): string {
  return new Date(Date.parse(`${localDate}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A length of time in its largest whole unit: "11 min", "2 h", "6 d". */
export function durationText(ms: number): string {
  const length = Math.max(0, ms);
  if (length < MINUTE_MS) return `${Math.floor(length / 1000)}\u202fs`;
  if (length < HOUR_MS) return `${Math.floor(length / MINUTE_MS)}\u202fmin`;
  if (length < 2 * DAY_MS) return `${Math.floor(length / HOUR_MS)}\u202fh`;
  return `${Math.floor(length / DAY_MS)}\u202fd`;
}

/** The same for sentences: "6 days", "1 hour", "less than a minute". */
export function durationWords(ms: number): string {
  const length = Math.max(0, ms);
  if (length < MINUTE_MS) return 'less than a minute';
  const [count, unit] =
    length < HOUR_MS
      ? [Math.floor(length / MINUTE_MS), 'minute']
      : length < 2 * DAY_MS
        ? [Math.floor(length / HOUR_MS), 'hour']
        : [Math.floor(length / DAY_MS), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
