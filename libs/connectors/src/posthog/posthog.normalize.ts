import type { NormalizedRow, RecordDraft, VendorRow } from '@tandem/connector-kit/http/declaration';
import { countOf, revenueFields, type CountedPeriod } from '@tandem/connector-kit/period-counts';
import { z } from 'zod';
import type { PostHogSettings } from './posthog.connector.js';

interface About {
  readonly settings: PostHogSettings;
  /** The step that is counted: all sessions, or those of an event. */
  readonly partition: string;
}

const table = z.object({ columns: z.array(z.string()), results: z.array(z.array(z.json())) });

/** An answer gives its columns once and then values in their order: each row becomes an object by those names. */
export function rowsOfTable(body: unknown): readonly VendorRow[] {
  const { columns, results } = table.parse(body);
  return results.map((values) => Object.fromEntries(columns.map((name, index) => [name, values[index] ?? null])));
}

const count = z.number().int().nonnegative();
const instant = z.number().int();
const slice = z.string().nullish();

export const sessionRow = z.object({
  day_start: instant,
  day_end: instant,
  channel: slice,
  device: slice,
  country: slice,
  sessions: count,
  events: count.nullish(),
  revenue: z.number().nullish(),
});

/** Sessions in which the step was reached; of an event also how often it happened, with what it brought in. */
export function normalizeSessions(row: z.output<typeof sessionRow>, about: About): NormalizedRow {
  const { channel, device, country } = row;
  const dimensions = { channel, device, country };
  const sessions = countOf(
    dayOf(row),
    { step: about.partition, entity: 'session' },
    { count: row.sessions },
    dimensions,
  );
  if (row.events === null || row.events === undefined) return { records: [sessions] };
  const event = countOf(
    dayOf(row),
    { step: about.partition, entity: 'event' },
    { count: row.events, ...revenueOf(row.revenue, about) },
    dimensions,
  );
  return { records: [sessions, event] };
}

export const userRow = z.object({ day_start: instant, day_end: instant, persons: count });

/** Persons of a day: they add up over neither days nor slices, so they are delivered for whole days only. */
export function normalizePersons(row: z.output<typeof userRow>, about: About): NormalizedRow {
  return { records: [countOf(dayOf(row), { step: about.partition, entity: 'user' }, { count: row.persons })] };
}

/** Its beginning names it, for a date would need the project's zone. */
function dayOf(row: { readonly day_start: number; readonly day_end: number }): CountedPeriod {
  const start = new Date(row.day_start * 1000).toISOString();
  return { key: start, start, end: new Date(row.day_end * 1000).toISOString() };
}

/** Nothing where the currency was not told. */
function revenueOf(revenue: number | null | undefined, { settings }: About): RecordDraft['fields'] {
  return revenue === null || revenue === undefined ? {} : (revenueFields(revenue, settings.currency) ?? {});
}
