import type { NormalizedRow, RecordDraft, VendorRow } from '@tandem/connector-kit/http/declaration';
import { countOf, dayIn, revenueFields } from '@tandem/connector-kit/period-counts';
import { z } from 'zod';

interface About {
  /** The step that is counted: all sessions, or those of a key event. */
  readonly partition: string;
}

const names = z.array(z.object({ name: z.string() })).default([]);
const values = z.array(z.object({ value: z.string() })).default([]);
const report = z.object({
  dimensionHeaders: names,
  metricHeaders: names,
  // An empty report leaves its rows out.
  rows: z.array(z.object({ dimensionValues: values, metricValues: values })).default([]),
  metadata: z.object({
    timeZone: z.string(),
    currencyCode: z.string().optional(),
    dataLossFromOtherRow: z.boolean().optional(),
    subjectToThresholding: z.boolean().optional(),
    samplingMetadatas: z
      .array(z.object({ samplesReadCount: z.string().default('0'), samplingSpaceSize: z.string().default('0') }))
      .optional(),
  }),
});

/** Each row by the names in the report's headers, with the zone and the currency of the property, which stand beside the rows. */
export function rowsOfReport(body: unknown): readonly VendorRow[] {
  const { dimensionHeaders, metricHeaders, rows, metadata } = report.parse(body);
  return rows.map(({ dimensionValues, metricValues }) =>
    Object.fromEntries<string | null>([
      ...dimensionHeaders.map(({ name }, index) => [name, dimensionValues[index]?.value ?? null] as const),
      ...metricHeaders.map(({ name }, index) => [name, metricValues[index]?.value ?? null] as const),
      ['timeZone', metadata.timeZone],
      ['currencyCode', metadata.currencyCode ?? null],
    ]),
  );
}

/** What the property says of its own figures. */
export function noticesOfReport(body: unknown): readonly string[] {
  const { metadata } = report.parse(body);
  const [sample] = metadata.samplingMetadatas ?? [];
  return [
    ...(sample
      ? [
          `Google Analytics estimated figures from ${sample.samplesReadCount} of ${sample.samplingSpaceSize} events. Fewer days of history or fewer slices give exact ones.`,
        ]
      : []),
    ...(metadata.subjectToThresholding
      ? [
          'Google Analytics withholds rows of few users, so sums are too low. Fewer slices, or reporting identity "device-based", show them.',
        ]
      : []),
    ...(metadata.dataLossFromOtherRow
      ? ['Google Analytics put rare values together under "(other)". Sums are right; slices are not complete.']
      : []),
  ];
}

const count = z.string().regex(/^\d+$/, 'is no whole number');
const common = { date: z.string().regex(/^\d{8}$/), timeZone: z.string() };

export const sessionRow = z.object({
  ...common,
  sessionDefaultChannelGroup: z.string().nullish(),
  deviceCategory: z.string().nullish(),
  country: z.string().nullish(),
  sessions: count,
  eventCount: count.nullish(),
  purchaseRevenue: z
    .string()
    .regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i, 'is no number')
    .nullish(),
  currencyCode: z.string().nullish(),
});
type SessionRow = z.output<typeof sessionRow>;

/** Sessions in which the step was reached; of a key event also how often it happened, and what purchases brought in. */
export function normalizeSessions(row: SessionRow, about: About): NormalizedRow {
  const dimensions = {
    channel: row.sessionDefaultChannelGroup,
    device: row.deviceCategory,
    country: row.country,
  };
  const sessions = countOf(
    dayOf(row),
    { step: about.partition, entity: 'session' },
    { count: Number(row.sessions) },
    dimensions,
  );
  if (row.eventCount === null || row.eventCount === undefined) return { records: [sessions] };
  const revenue = revenueOf(row);
  if (revenue === null) {
    const reason = `The revenue ${row.purchaseRevenue ?? ''} of ${row.date} is in no known currency: ${row.currencyCode ?? 'none is named'}.`;
    return { records: [], rejected: [{ stream: 'funnelCount', field: 'purchaseRevenue', reason }] };
  }
  return {
    records: [
      sessions,
      countOf(
        dayOf(row),
        { step: about.partition, entity: 'event' },
        { count: Number(row.eventCount), ...revenue },
        dimensions,
      ),
    ],
  };
}

export const userRow = z.object({ ...common, totalUsers: count });

/** Users of a day: they add up over neither days nor slices, so they are delivered for whole days only. */
export function normalizeUsers(row: z.output<typeof userRow>, about: About): NormalizedRow {
  return {
    records: [countOf(dayOf(row), { step: about.partition, entity: 'user' }, { count: Number(row.totalUsers) })],
  };
}

/** null for an amount in no known currency. */
function revenueOf({ purchaseRevenue, currencyCode }: SessionRow): RecordDraft['fields'] | null {
  if (purchaseRevenue === null || purchaseRevenue === undefined) return {};
  return revenueFields(Number(purchaseRevenue), currencyCode);
}

function dayOf({ date, timeZone }: { readonly date: string; readonly timeZone: string }) {
  return dayIn(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`, timeZone);
}
