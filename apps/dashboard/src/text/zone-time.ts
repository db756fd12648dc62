import { DAY_MS } from './time-text.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** "2026-11-12T06:04" on the clock of a zone: what an input of date and time holds. */
export function localTimeOf(instant: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/**
 * The instant at which a clock of the zone shows this local time; of two the first, and of none (a clock that was put forward) the one as far
 * after the change as the time is after the gap began.
 */
export function instantOf(localTime: string, timeZone: string): number {
  const wanted = Date.parse(`${localTime}Z`);
  const offsetAt = (instant: number): number => Date.parse(`${localTimeOf(instant, timeZone)}Z`) - instant;
  const whole = Math.floor(wanted / 60_000) * 60_000;
  const candidates = [offsetAt(whole - DAY_MS), offsetAt(whole + DAY_MS)].map((offset) => wanted - offset);
  const exact = candidates.filter((instant) => instant + offsetAt(Math.floor(instant / 60_000) * 60_000) === wanted);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}
