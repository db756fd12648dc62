import type { Answer, Ask, FailureRule, HttpRequest, VendorRow } from '@tandem/connector-kit/http/declaration';
import { streamsFor } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { incidentRow, normalizeIncident } from './pagerduty.normalize.js';

const secondMs = 1000;
const dayMs = 86_400_000;

export const pagerDutySettings = z.strictObject({
  token: secretSetting(z.string().min(1), {
    label: 'API key',
    help: 'A read-only key of the account: Integrations, API access keys.',
  }),
  services: setting(
    z.array(z.string().regex(/^\w+$/, 'must be the id of a service, such as PIJ90N7')).max(100).default([]),
    {
      label: 'Services',
      help: 'Left empty, incidents of all services are read.',
      example: 'PIJ90N7',
      discovered: true,
    },
  ),
  historyDays: setting(z.number().int().min(1).max(3650).default(365), { label: 'Days of history at the first sync' }),
  apiUrl: hostSetting(z.url({ protocol: /^https?$/ }).default('https://api.pagerduty.com'), {
    label: 'Address of the API',
    help: 'https://api.eu.pagerduty.com for accounts in the European service region.',
  }),
});
export type PagerDutySettings = z.output<typeof pagerDutySettings>;

const failures: readonly FailureRule[] = [
  {
    status: 402,
    action: 'configuration',
    code: 'accessDenied',
    message: 'is not part of this account of PagerDuty.',
    hint: 'Take it out of the settings, or have the plan of the account extended.',
    why: 'An ability that the account has not paid for.',
  },
  {
    status: 404,
    action: 'configuration',
    code: 'notFound',
    message: 'does not exist, or belongs to another service region.',
    hint: 'Correct the ids of services; for an account in Europe the address is https://api.eu.pagerduty.com.',
    why: 'Keys of one region know nothing in the other.',
  },
];

const stream = streamsFor<PagerDutySettings>();
const perPage = 100;
/** PagerDuty serves no rows behind offset + limit = 10,000, and at most six months of one question. */
const mostRows = 10_000;
const windowMs = 150 * dayMs;
const lookBackMs = 31 * dayMs;
/** Before PagerDuty there was nothing. */
const firstInstant = '2009-01-01T00:00:00.000Z';

/** A window is asked for newest first, so that a check shows what is new. */
const pageToken = z.object({ since: z.string(), until: z.string(), offset: z.number() });
type PageToken = z.output<typeof pageToken>;
const begun = z.object({ created_at: z.string() });
const page = z.object({ incidents: z.unknown(), more: z.boolean().nullish(), offset: z.number().nullish() });

const incidents = stream({
  name: 'incidents',
  title: 'Incidents',
  delivers: ['incident'],
  row: incidentRow,
  cursor: { kind: 'lookBack', lookBackMs },
  paging: {
    kind: 'token',
    next: nextPage,
    put: (request, token) => putPage(request, pageToken.parse(JSON.parse(token))),
  },
  request: ({ from, to, settings: { services } }) => {
    const query = { limit: perPage, sort_by: 'created_at:desc,incident_number:desc', time_zone: 'UTC' };
    return putPage({ path: '/incidents', query: { ...query, 'service_ids[]': services } }, newestWindow({ from, to }));
  },
  rows: (body) => page.parse(body).incidents,
  complete: withLog,
  normalize: normalizeIncident,
  takesBack: true,
});

/** What was open for so long that no reading by creation meets its end; found by its end, newest first. */
const resolvedLate = stream({
  name: 'resolvedLate',
  title: 'Incidents that were open for more than a month',
  delivers: ['incident'],
  row: incidentRow,
  cursor: { kind: 'lookBack', lookBackMs },
  paging: {
    kind: 'offset',
    size: perPage,
    put: (request, offset) => ({ ...request, query: { ...request.query, offset } }),
    // Nothing is lost behind 10,000 rows: more were not resolved since the last reading, and the first one reads all by their creation.
    isLast: ({ body }) => {
      const { more, offset } = page.parse(body);
      return more !== true || (offset ?? 0) + 2 * perPage > mostRows;
    },
  },
  request: ({ settings: { services } }) => ({
    path: '/incidents',
    query: {
      limit: perPage,
      date_range: 'all',
      'statuses[]': ['resolved'],
      sort_by: 'resolved_at:desc',
      time_zone: 'UTC',
      'service_ids[]': services,
    },
  }),
  rows: (body) => page.parse(body).incidents,
  endsAt: (row, { from }) => {
    const end = endOf(row);
    return from !== null && end !== null && end < Date.parse(from);
  },
  complete: (row, ask) =>
    wasOpenForLong(row) ? withLog(row, ask) : Promise.resolve({ ...row, log: [], acknowledgements: [] }),
  normalize: (row) => (wasOpenForLong(row) ? normalizeIncident(row) : { records: [] }),
  takesBack: true,
});

interface Spanning {
  readonly created_at?: unknown;
  readonly resolved_at?: unknown;
  readonly last_status_change_at?: unknown;
}

function endOf({ resolved_at: stated, last_status_change_at: changed }: Spanning): number | null {
  const end = stated ?? changed;
  return typeof end === 'string' ? Date.parse(end) : null;
}

/** The others are read by their creation. */
function wasOpenForLong(row: Spanning): boolean {
  const end = endOf(row);
  return end !== null && typeof row.created_at === 'string' && end - Date.parse(row.created_at) >= lookBackMs;
}

interface Window {
  readonly from: string | null;
  readonly to: string;
}

/** Ends tomorrow, so that nothing hangs on whose clock is right. */
function newestWindow({ from, to }: Window): PageToken {
  return windowBefore(Date.parse(to) + dayMs, from);
}

function windowBefore(untilMs: number, from: string | null): PageToken {
  const sinceMs = Math.max(Date.parse(from ?? firstInstant), untilMs - windowMs);
  return { since: new Date(sinceMs).toISOString(), until: new Date(untilMs).toISOString(), offset: 0 };
}

/** Pages of a window by offset; behind the last row that is served, and before the window, an older window follows. */
function nextPage(
  { body }: Answer,
  rows: readonly unknown[],
  current: string | null,
  { from, to }: Window,
): string | null {
  const now = current === null ? newestWindow({ from, to }) : pageToken.parse(JSON.parse(current));
  if (page.parse(body).more ?? rows.length >= perPage) {
    if (now.offset + 2 * perPage <= mostRows) return JSON.stringify({ ...now, offset: now.offset + perPage });
    const oldest = Math.min(...rows.map((row) => Date.parse(begun.parse(row).created_at)));
    // The second of the last row is asked for again, for others may share it.
    if (oldest + secondMs >= Date.parse(now.until))
      throw new Error('more than 10,000 incidents began in the same second, and PagerDuty does not show more of them');
    return JSON.stringify(windowBefore(oldest + secondMs, from));
  }
  const isLast = Date.parse(now.since) <= Date.parse(from ?? firstInstant);
  return isLast ? null : JSON.stringify(windowBefore(Date.parse(now.since) + secondMs, from));
}

function putPage(request: HttpRequest, { since, until, offset }: PageToken): HttpRequest {
  return { ...request, query: { ...request.query, since, until, offset } };
}

const logPage = z.object({
  log_entries: z.array(z.object({ type: z.string(), created_at: z.string() })),
  more: z.boolean().nullish(),
});
const mostLogPages = 20;
const holding = z.array(z.object({ at: z.string() }));
/** Names of persons and what they wrote are nobody's business here. */
const leftOut = [
  ...['title', 'description', 'summary', 'body', 'assignments', 'last_status_change_by', 'first_trigger_log_entry'],
  ...['incidents_responders', 'responder_requests', 'conference_bridge', 'pending_actions', 'incident_key'],
];

/** Only the log tells when an incident was acknowledged: the incident itself lists acknowledgements that still hold. */
async function withLog(row: VendorRow, ask: Ask): Promise<VendorRow> {
  if (typeof row.id !== 'string') return row;
  const path = `/incidents/${encodeURIComponent(row.id)}/log_entries`;
  const log: z.output<typeof logPage>['log_entries'][number][] = [];
  for (let offset = 0; hasChanged(row) && offset < mostLogPages * perPage; offset += perPage) {
    const query = { is_overview: true, limit: perPage, offset, time_zone: 'UTC' };
    const { log_entries: entries, more } = logPage.parse((await ask({ path, query })).body);
    log.push(...entries);
    if (more !== true) break;
  }
  const shown = Object.fromEntries(Object.entries(row).filter(([name]) => !leftOut.includes(name)));
  const { data: acknowledgements = [] } = holding.safeParse(row.acknowledgements);
  return { ...shown, acknowledgements, log };
}

/** An incident that nobody has touched was not acknowledged: its log need not be asked for. */
function hasChanged(row: VendorRow): boolean {
  const { created_at: began, updated_at: updated = began, last_status_change_at: changed, status } = row;
  return status !== 'triggered' || changed !== began || updated !== began;
}

const servicesPage = z.object({
  services: z.array(z.object({ id: z.string(), name: z.string().nullish(), summary: z.string().nullish() })),
  more: z.boolean().nullish(),
});

/** Incidents of PagerDuty, with the times at which they were acknowledged and resolved. */
export const pagerDutyConnector = defineHttpConnector<PagerDutySettings>({
  id: 'pagerduty',
  title: 'PagerDuty',
  settings: pagerDutySettings,
  baseUrl: ({ apiUrl }) => apiUrl.replace(/\/+$/, ''),
  authentication: ({ token }) => ({ kind: 'token', scheme: 'Token', token: `token=${token}` }),
  headers: { accept: 'application/vnd.pagerduty+json;version=2', 'content-type': 'application/json' },
  limits: { rate: { remaining: 'ratelimit-remaining', reset: 'ratelimit-reset', resetIs: 'secondsFromNow' } },
  failures,
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [incidents, resolvedLate],
  discover: async (_settings, ask) => {
    const query = { limit: perPage, sort_by: 'name' };
    const { services, more } = servicesPage.parse((await ask({ path: '/services', query })).body);
    const choices = services.map(({ id, name, summary }) => ({ value: id, label: name ?? summary ?? id }));
    const note = more === true ? `The first ${perPage} services by name are shown.` : null;
    return [{ field: 'services', choices, note }];
  },
});
