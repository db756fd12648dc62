import type { NormalizedRow, RecordDraft, VendorRow } from '@tandem/connector-kit/http/declaration';
import { countOf, dayIn, revenueFields } from '@tandem/connector-kit/period-counts';
import { z } from 'zod';
import type { MatomoSettings } from './matomo.connector.js';

interface About {
  readonly settings: MatomoSettings;
  /** The step that is counted: `visit`, or the number of a goal. */
  readonly partition: string;
}

const figures = z.record(z.string(), z.json());
/** By date: the figures of the day, a row for each slice, or an empty list for a day without visits. */
const report = z.record(z.string().regex(/^\d{4}-\d\d-\d\d$/), z.union([z.array(figures), figures]));

/** Each row with its date. A site without any visit in all the time is answered with an empty list. */
export function rowsOfReport(body: unknown): readonly VendorRow[] {
  if (Array.isArray(body) && body.length === 0) return [];
  return Object.entries(report.parse(body)).flatMap(([date, day]) =>
    (Array.isArray(day) ? day : [day]).map((row) => ({ date, ...row })),
  );
}

/** Numbers come as numbers or as texts, by version and report. */
const count = z.union([z.number().int().nonnegative(), z.string().regex(/^\d+$/).transform(Number)]);
const amount = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
const date = z.string();

export const visitRow = z.object({
  date,
  /** Name of the slice, where there are slices. */
  label: z.string().nullish(),
  nb_visits: count,
  /** Of whole days only. */
  nb_uniq_visitors: count.nullish(),
});

/** Visits of a day or of a slice of it; of whole days also the visitors, who do not add up. */
export function normalizeVisits(row: z.output<typeof visitRow>, about: About): NormalizedRow {
  const { slice } = about.settings;
  const dimensions = slice === 'none' ? {} : { [slice]: row.label };
  const visits = countOf(
    dayIn(row.date, about.settings.timeZone),
    { step: stepOf(about), entity: 'session' },
    { count: row.nb_visits },
    dimensions,
  );
  const visitors = row.nb_uniq_visitors;
  if (slice !== 'none' || visitors === null || visitors === undefined) return { records: [visits] };
  return {
    records: [
      visits,
      countOf(dayIn(row.date, about.settings.timeZone), { step: stepOf(about), entity: 'user' }, { count: visitors }),
    ],
  };
}

export const goalRow = z.object({
  date,
  nb_conversions: count,
  nb_visits_converted: count,
  revenue: amount.nullish(),
});

/** How often a goal was reached on a day, with what it brought in; and the visits that reached it, unless those are counted by slice. */
export function normalizeGoal(row: z.output<typeof goalRow>, about: About): NormalizedRow {
  const conversions = { count: row.nb_conversions, ...revenueOf(row.revenue, about) };
  return {
    records: [
      ...(about.settings.slice === 'none'
        ? [
            countOf(
              dayIn(row.date, about.settings.timeZone),
              { step: stepOf(about), entity: 'session' },
              { count: row.nb_visits_converted },
            ),
          ]
        : []),
      countOf(dayIn(row.date, about.settings.timeZone), { step: stepOf(about), entity: 'event' }, conversions),
    ],
  };
}

function stepOf({ partition }: About): string {
  return partition === 'visit' ? 'visit' : `goal-${partition}`;
}

/** Nothing where the site's currency was not told. */
function revenueOf(revenue: number | null | undefined, { settings }: About): RecordDraft['fields'] {
  return revenue === null || revenue === undefined ? {} : (revenueFields(revenue, settings.currency) ?? {});
}
