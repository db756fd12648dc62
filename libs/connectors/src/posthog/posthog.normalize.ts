import type { NormalizedRow, RecordDraft, VendorRow } from '@tandem/connector-kit/http/declaration';
import { isCurrency, minorUnitsIn } from '@tandem/domain/metric/currency';
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
  const sessions = draftOf(row, about, 'session', { count: row.sessions }, dimensions);
  if (row.events === null || row.events === undefined) return { records: [sessions] };
  const event = draftOf(row, about, 'event', { count: row.events, ...revenueOf(row.revenue, about) }, dimensions);
  return { records: [sessions, event] };
}

export const userRow = z.object({ day_start: instant, day_end: instant, persons: count });

/** Persons of a day: they add up over neither days nor slices, so they are delivered for whole days only. */
export function normalizePersons(row: z.output<typeof userRow>, about: About): NormalizedRow {
  return { records: [draftOf(row, about, 'user', { count: row.persons }, {})] };
}

function draftOf(
  row: { readonly day_start: number; readonly day_end: number },
  { partition }: About,
  entity: 'session' | 'event' | 'user',
  fields: RecordDraft['fields'],
  dimensions: NonNullable<RecordDraft['dimensions']>,
): RecordDraft {
  const slices = Object.entries(dimensions)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`);
  const periodStart = new Date(row.day_start * 1000).toISOString();
  return {
    stream: 'funnelCount',
    key: [periodStart, encodeURIComponent(partition), entity, ...slices].join('/'),
    fields: { periodStart, periodEnd: new Date(row.day_end * 1000).toISOString(), step: partition, entity, ...fields },
    dimensions,
  };
}

function revenueOf(revenue: number | null | undefined, { settings }: About): RecordDraft['fields'] {
  const { currency } = settings;
  if (revenue === null || revenue === undefined || currency === undefined || !isCurrency(currency)) return {};
  // A sum of decimal amounts came as a binary number; the minor unit nearest to it is what was added up.
  return { revenueMinor: Math.round(revenue * minorUnitsIn(currency)), currency };
}
