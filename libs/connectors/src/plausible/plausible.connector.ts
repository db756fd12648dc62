import type { Json } from '@tandem/connector-kit/connector';
import { streamsFor, type HttpRequest, type Reading } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { isTimeZone } from '@tandem/connector-kit/period-counts';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { localDateOf } from '@tandem/domain/metric/periods';
import { z } from 'zod';
import { normalizeVisitors, normalizeVisits, rowsOfReport, visitorRow, visitRow } from './plausible.normalize.js';

const dayMs = 86_400_000;
/** Name of the step that counts every visit. */
const everyVisit = 'visit';

const goal = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (name) => name !== everyVisit,
    `"${everyVisit}" counts all visits already; give the goal another name in Plausible.`,
  );

export const plausibleSettings = z.strictObject({
  key: secretSetting(z.string().min(1), {
    label: 'API key',
    help: 'Of the kind "Stats API", made under Account settings → API keys.',
  }),
  site: setting(z.string().min(1).max(300), {
    label: 'Site',
    help: 'Its domain, as Plausible lists it.',
    example: 'shop.example',
  }),
  timeZone: setting(z.string().refine(isTimeZone, 'is no known time zone; write it like Europe/Berlin'), {
    label: 'Time zone of the site',
    help: 'As set in Plausible under Site settings → General: days begin by it.',
    example: 'Europe/Berlin',
  }),
  goals: setting(z.array(goal).max(50).default([]), {
    label: 'Goals',
    help: 'Each becomes a step of this name. "visit" counts all visits.',
    example: 'Purchase',
  }),
  revenueGoals: setting(z.array(goal).max(50).default([]), {
    label: 'Goals with revenue',
    help: 'Those of the goals above that are set up with a currency in Plausible; another one would be refused.',
  }),
  dimensions: setting(z.array(z.enum(['channel', 'device', 'country', 'source'])).default(['channel', 'device']), {
    label: 'Sliced by',
    help: 'Every combination is counted by itself, so each one more multiplies the rows.',
  }),
  historyDays: setting(z.number().int().min(1).max(3650).default(365), { label: 'Days of history at the first sync' }),
  apiUrl: hostSetting(z.url({ protocol: /^https?$/ }).default('https://plausible.io'), {
    label: 'Address',
    help: 'Another one for a Plausible of your own.',
  }),
});
export type PlausibleSettings = z.output<typeof plausibleSettings>;

const stream = streamsFor<PlausibleSettings>();
const perPage = 1_000;
const partitions = ({ goals }: PlausibleSettings) => [everyVisit, ...goals];
const paging = {
  kind: 'offset',
  size: perPage,
  put: (request: HttpRequest, offset: number, size: number): HttpRequest => ({
    ...request,
    body: { ...(request.body as Readonly<Record<string, Json>>), pagination: { limit: size, offset } },
  }),
} as const;

function question(
  { settings, partition, from, to }: Reading<PlausibleSettings>,
  metrics: readonly string[],
  slices: readonly string[],
): HttpRequest {
  const date = (instant: string) => localDateOf(new Date(instant), settings.timeZone);
  const dimensions = ['time:day', ...slices.map((name) => `visit:${name}`)];
  return {
    method: 'POST',
    path: '/api/v2/query',
    body: {
      site_id: settings.site,
      metrics,
      dimensions,
      date_range: [date(from ?? to), date(to)],
      filters: partition === everyVisit ? [] : [['is', 'event:goal', [partition]]],
      // Without an order rows could change places between two pages.
      order_by: dimensions.map((name) => [name, 'asc']),
    },
  };
}

const visits = stream({
  name: 'visits',
  title: 'Visits',
  delivers: ['funnelCount'],
  row: visitRow,
  partitions,
  cursor: { kind: 'rewriteWindow', days: 3 },
  paging,
  request: (reading) => {
    const { settings, partition } = reading;
    const ofGoals = settings.revenueGoals.includes(partition) ? ['events', 'total_revenue'] : ['events'];
    return question(reading, ['visits', ...(partition === everyVisit ? [] : ofGoals)], settings.dimensions);
  },
  rows: rowsOfReport,
  normalize: normalizeVisits,
});

const visitors = stream({
  name: 'visitors',
  title: 'Visitors',
  delivers: ['funnelCount'],
  row: visitorRow,
  partitions,
  cursor: { kind: 'rewriteWindow', days: 3 },
  paging,
  request: (reading) => question(reading, ['visitors'], []),
  rows: rowsOfReport,
  normalize: normalizeVisitors,
});

/** Visits, visitors and goals of a site, day by day, from Plausible. */
export const plausibleConnector = defineHttpConnector<PlausibleSettings>({
  id: 'plausible',
  title: 'Plausible',
  settings: plausibleSettings,
  baseUrl: ({ apiUrl }) => apiUrl,
  location: ({ apiUrl, site }) => `${new URL(apiUrl).host}: ${site}`,
  authentication: ({ key }) => ({ kind: 'token', token: key }),
  // 600 requests an hour for a key.
  limits: { concurrency: 1, requestsPerMinute: 10 },
  failures: [
    {
      status: 401,
      action: 'configuration',
      code: 'notAuthenticated',
      message: 'cannot be read: Plausible does not accept the key for this site.',
      hint: 'Make a key of the kind "Stats API" in an account that may see the site, and check how the site is written.',
      why: 'Plausible answers 401 to a wrong key and to a site that the key may not see.',
      scope: 'connection',
    },
    {
      status: 400,
      action: 'configuration',
      code: 'goalUnknown',
      message: 'cannot be read: Plausible does not know what is asked for.',
      hint: 'Check that the goal exists under exactly this name, and that it has a currency if it stands under "Goals with revenue".',
      why: 'A goal that is not set up, or revenue of a goal without a currency, is refused and not empty.',
    },
  ],
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [visits, visitors],
});
