import { streamsFor, type HttpRequest, type Reading } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { isCurrency } from '@tandem/domain/metric/currency';
import { z } from 'zod';
import { normalizePersons, normalizeSessions, rowsOfTable, sessionRow, userRow } from './posthog.normalize.js';

const dayMs = 86_400_000;
/** Name of the step that counts every session. */
const everySession = 'session';

const event = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => name !== everySession, `"${everySession}" counts all sessions already.`);

export const posthogSettings = z.strictObject({
  key: secretSetting(z.string().min(1), {
    label: 'Personal API key',
    help: 'Made under Settings → Personal API keys, with the scope "Query: read" for the project.',
    example: 'phx_…',
  }),
  project: setting(z.string().regex(/^\d{1,12}$/, 'must be the number of a project'), {
    label: 'Project',
    help: 'Its number, under Settings → Project.',
    example: '12345',
  }),
  events: setting(z.array(event).max(50).default([]), {
    label: 'Events that count as a step',
    help: 'Each becomes a step of this name; "session" counts all sessions.',
    example: 'purchase',
  }),
  revenueProperty: setting(
    z
      .string()
      .regex(/^[A-Za-z_$][\w$]{0,99}$/, 'must be the name of a property: letters, digits, _ and $')
      .optional(),
    {
      label: 'Property with the revenue',
      help: 'Of the events above, in whole units of the currency. Leave it out where events bring in nothing.',
      example: 'revenue',
    },
  ),
  currency: setting(z.string().refine(isCurrency, 'is no currency of ISO 4217').optional(), {
    label: 'Currency of the revenue',
    example: 'EUR',
  }),
  dimensions: setting(z.array(z.enum(['channel', 'device', 'country'])).default(['device']), {
    label: 'Sliced by',
    help: 'Every combination is counted by itself, so each one more multiplies the rows.',
  }),
  historyDays: setting(z.number().int().min(1).max(3650).default(365), { label: 'Days of history at the first sync' }),
  apiUrl: hostSetting(z.url({ protocol: /^https?$/ }).default('https://eu.posthog.com'), {
    label: 'Address',
    help: 'https://us.posthog.com, https://eu.posthog.com, or the address of a PostHog of your own.',
  }),
});
export type PostHogSettings = z.output<typeof posthogSettings>;

const stream = streamsFor<PostHogSettings>();
const perPage = 1_000;
const partitions = ({ events }: PostHogSettings) => [everySession, ...events];
const expressions = {
  channel: 'session.$channel_type',
  device: 'properties.$device_type',
  country: 'properties.$geoip_country_code',
} as const;

/** Days begin in the zone of the project, in which the database keeps its times; so instants are asked for, not dates. */
const days =
  'toUnixTimestamp(toStartOfDay(timestamp)) as day_start, toUnixTimestamp(toStartOfDay(timestamp) + interval 1 day) as day_end';

/** What people have written is handed over as values; names of columns come from lists and patterns of ours. */
function question(
  { settings, partition, from, to }: Reading<PostHogSettings>,
  columns: readonly string[],
  slices: readonly (keyof typeof expressions)[],
): HttpRequest {
  const ofEvent = partition === everySession ? '' : 'and event = {event}';
  const selected = [days, ...slices.map((name) => `toString(${expressions[name]}) as ${name}`), ...columns];
  const grouped = ['day_start', 'day_end', ...slices].join(', ');
  return {
    method: 'POST',
    path: `/api/projects/${settings.project}/query/`,
    body: {
      query: {
        kind: 'HogQLQuery',
        query: `select ${selected.join(', ')} from events where timestamp >= toStartOfDay(toDateTime({from})) and timestamp < toDateTime({to}) ${ofEvent} group by ${grouped} order by ${grouped}`,
        values: {
          from: seconds(from ?? new Date(Date.parse(to) - settings.historyDays * dayMs).toISOString()),
          to: seconds(to),
          ...(partition === everySession ? {} : { event: partition }),
        },
      },
      // What was reckoned a while ago is no answer to a question about corrections.
      refresh: 'force_blocking',
    },
  };
}

function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

/** Without a limit the first hundred rows come, and nothing says that there are more. */
const paging = {
  kind: 'offset',
  size: perPage,
  put: (request: HttpRequest, offset: number, size: number): HttpRequest => {
    const body = z
      .object({ query: z.looseObject({ query: z.string() }) })
      .loose()
      .parse(request.body);
    const limited = { ...body.query, query: `${body.query.query} limit ${size} offset ${offset}` };
    return { ...request, body: z.record(z.string(), z.json()).parse({ ...body, query: limited }) };
  },
} as const;

const sessions = stream({
  name: 'sessions',
  title: 'Sessions',
  delivers: ['funnelCount'],
  row: sessionRow,
  partitions,
  // Events are sent late, and persons are put together afterwards: the last days change.
  cursor: { kind: 'rewriteWindow', days: 3 },
  paging,
  request: (reading) => {
    const { settings, partition } = reading;
    const revenue = settings.revenueProperty ? [`sum(toFloat(properties.${settings.revenueProperty})) as revenue`] : [];
    const ofEvent = partition === everySession ? [] : ['count() as events', ...revenue];
    return question(reading, ['count(distinct $session_id) as sessions', ...ofEvent], settings.dimensions);
  },
  rows: rowsOfTable,
  normalize: normalizeSessions,
});

const persons = stream({
  name: 'persons',
  title: 'Persons',
  delivers: ['funnelCount'],
  row: userRow,
  partitions,
  cursor: { kind: 'rewriteWindow', days: 3 },
  paging,
  request: (reading) => question(reading, ['count(distinct person_id) as persons'], []),
  rows: rowsOfTable,
  normalize: normalizePersons,
});

/** Sessions, persons and events of a project, day by day, from PostHog. */
export const posthogConnector = defineHttpConnector<PostHogSettings>({
  id: 'posthog',
  title: 'PostHog',
  settings: posthogSettings,
  baseUrl: ({ apiUrl }) => apiUrl,
  location: ({ apiUrl, project }) => `${new URL(apiUrl).host}: project ${project}`,
  authentication: ({ key }) => ({ kind: 'token', token: key }),
  // 120 questions an hour for a project, and one takes its time.
  limits: { concurrency: 1, requestsPerMinute: 30, headersTimeoutMs: 180_000, mostWaitMs: 300_000 },
  failures: [
    {
      status: 403,
      action: 'configuration',
      code: 'accessDenied',
      message: 'may not be read with this key.',
      hint: 'Give the personal API key the scope "Query: read" and access to the project.',
      why: 'Keys are bound to scopes and to projects.',
      scope: 'connection',
    },
    {
      status: [504, 504],
      action: 'retry',
      code: 'timeout',
      message: 'did not come in time.',
      hint: 'Choose fewer days of history or fewer slices if this stays.',
      why: 'A question about many events takes longer than PostHog lets it.',
    },
  ],
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [sessions, persons],
});
