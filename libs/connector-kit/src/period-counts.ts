import { isCurrency, minorUnitsIn } from '@tandem/domain/metric/currency';
import { zoneNamed } from '@tandem/domain/metric/local-day';
import { endOfDate, startOfDate } from '@tandem/domain/metric/periods';
import type { RecordDraft } from './http/declaration.js';

/** What a report counts over; `key` names it in the keys of records, for ever. */
export interface CountedPeriod {
  readonly key: string;
  /** ISO instants, half-open. */
  readonly start: string;
  readonly end: string;
}

/** A day (`2026-03-01`) as the clocks of its zone have it. Throws a `CalendarError` for a date or zone that does not exist. */
export function dayIn(date: string, timeZone: string): CountedPeriod {
  const [start, end] = [startOfDate(date, timeZone), endOfDate(date, timeZone)];
  return { key: date, start: start.toISOString(), end: end.toISOString() };
}

/** How many reached a step in a period, of one slice: the same period, step, entity and slice is the same record. */
export function countOf(
  { key, start, end }: CountedPeriod,
  { step, entity }: { readonly step: string; readonly entity: 'session' | 'user' | 'event' },
  fields: RecordDraft['fields'],
  dimensions: NonNullable<RecordDraft['dimensions']> = {},
): RecordDraft {
  const slice = Object.entries(dimensions).flatMap(([name, value]) =>
    value ? [`${name}=${encodeURIComponent(value)}`] : [],
  );
  return {
    stream: 'funnelCount',
    key: [key, encodeURIComponent(step), entity, ...slice].join('/'),
    fields: { periodStart: start, periodEnd: end, step, entity, ...fields },
    dimensions,
  };
}

/**
 * Revenue that a report gives as a binary number: a sum of decimal amounts, so the minor unit nearest to it is what was added up.
 * null for a currency that ISO 4217 does not have.
 */
export function revenueFields(amount: number, currency: string | null | undefined): RecordDraft['fields'] | null {
  if (!currency || !isCurrency(currency)) return null;
  return { revenueMinor: Math.round(amount * minorUnitsIn(currency)), currency };
}

/** Whether a setting names a time zone, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return zoneNamed(name).isValid;
  } catch {
    return false;
  }
}
