import type { Configuration } from '@tandem/domain/organisation/organisation';
import { CalendarError } from '@tandem/domain/metric/local-day';
import { startOfDate } from '@tandem/domain/metric/periods';
import { InvalidInput } from './input-errors.js';

/** A day of the organisation's calendar (its first instant) or an instant, as a request names it. */
export function readTime(field: string, text: string, timeZone: string): Date {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    try {
      return startOfDate(text, timeZone);
    } catch (error) {
      if (error instanceof CalendarError) throw new InvalidInput([{ field, reason: error.message }]);
      throw error;
    }
  }
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new InvalidInput([{ field, reason: `"${text}" is not a time. Use 2026-11-15 or 2026-11-15T00:00:00Z.` }]);
  }
  return time;
}

/** From when a change is to hold; null for as soon as possible. History is not rewritten. */
export function futureTime(
  written: string | undefined,
  { organisation }: Pick<Configuration, 'organisation'>,
  now: Date,
): Date | null {
  if (written === undefined) return null;
  const from = readTime('effectiveFrom', written, organisation.timeZone);
  if (from >= now) return from;
  const reason = 'History is not rewritten: choose a time that has not passed, or leave it out.';
  throw new InvalidInput([{ field: 'effectiveFrom', reason }]);
}
