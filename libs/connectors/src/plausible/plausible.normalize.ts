import type { NormalizedRow, RecordDraft, VendorRow } from '@tandem/connector-kit/http/declaration';
import { countOf, dayIn, revenueFields } from '@tandem/connector-kit/period-counts';
import { z } from 'zod';
import type { PlausibleSettings } from './plausible.connector.js';

interface About {
  readonly settings: PlausibleSettings;
  /** The step that is counted: everything, or a goal. */
  readonly partition: string;
}

const report = z.object({
  results: z.array(z.object({ metrics: z.array(z.json()), dimensions: z.array(z.json()) })),
  query: z.object({ metrics: z.array(z.string()), dimensions: z.array(z.string()) }),
});

/** An answer gives values without names, in the order in which it repeats the question: each becomes an object by those names. */
export function rowsOfReport(body: unknown): readonly VendorRow[] {
  const { results, query } = report.parse(body);
  return results.map(({ metrics, dimensions }) =>
    Object.fromEntries([
      ...query.dimensions.map((name, index) => [name, dimensions[index] ?? null] as const),
      ...query.metrics.map((name, index) => [name, metrics[index] ?? null] as const),
    ]),
  );
}

const count = z.number().int().nonnegative();
const day = { 'time:day': z.string().regex(/^\d{4}-\d\d-\d\d$/) };
const slices = {
  'visit:channel': z.string().nullish(),
  'visit:device': z.string().nullish(),
  'visit:country': z.string().nullish(),
  'visit:source': z.string().nullish(),
};

export const visitRow = z.object({
  ...day,
  ...slices,
  visits: count,
  events: count.nullish(),
  total_revenue: z.object({ value: z.number(), currency: z.string() }).nullish(),
});

/** Sessions that reached the step; of a goal also its events, with what they brought in. */
export function normalizeVisits(row: z.output<typeof visitRow>, about: About): NormalizedRow {
  const dimensions = {
    channel: row['visit:channel'],
    device: row['visit:device'],
    country: row['visit:country'],
    source: row['visit:source'],
  };
  const draft = (entity: 'session' | 'event', fields: RecordDraft['fields']) =>
    countOf(dayOf(row, about), { step: about.partition, entity }, fields, dimensions);
  const sessions = draft('session', { count: row.visits });
  if (row.events === null || row.events === undefined) return { records: [sessions] };
  const revenue = row.total_revenue ? revenueFields(row.total_revenue.value, row.total_revenue.currency) : {};
  if (revenue === null) {
    const reason = `The revenue of ${about.partition} on ${row['time:day']} is no amount of a known currency.`;
    return { records: [], rejected: [{ stream: 'funnelCount', field: 'total_revenue', reason }] };
  }
  return { records: [sessions, draft('event', { count: row.events, ...revenue })] };
}

export const visitorRow = z.object({ ...day, visitors: count });

/** Unique visitors of a day: they add up over neither days nor slices, so they are delivered for whole days only. */
export function normalizeVisitors(row: z.output<typeof visitorRow>, about: About): NormalizedRow {
  return { records: [countOf(dayOf(row, about), { step: about.partition, entity: 'user' }, { count: row.visitors })] };
}

function dayOf(row: { readonly 'time:day': string }, { settings }: About) {
  return dayIn(row['time:day'], settings.timeZone);
}
