import type { Ask, FailureRule, Reading, VendorRow } from '@tandem/connector-kit/http/declaration';
import { streamsFor } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import {
  cycleRow,
  deletedTicketRow,
  hasBusinessTarget,
  normalizeCycles,
  normalizeDeleted,
} from './zendesk.normalize.js';
import { listedSchedules, scheduleOf } from './zendesk.schedule.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;

export const zendeskSettings = z.strictObject({
  url: hostSetting(z.url({ protocol: /^https?$/ }), {
    label: 'Address of Zendesk',
    help: 'The address at which your agents work.',
    example: 'https://acme.zendesk.com',
  }),
  email: setting(
    z
      .string()
      .regex(/^$|^\S+@\S+$/, 'must be an e-mail address')
      .max(320)
      .default(''),
    {
      label: 'E-mail address of the account',
      help: 'An administrator: Zendesk shows events of service levels to nobody else. Leave it empty where the token is an OAuth access token.',
      example: 'reports@example.com',
    },
  ),
  token: secretSetting(z.string().min(1), {
    label: 'Token',
    help: 'An API token of the account (Admin Center, Apps and integrations, APIs), or an OAuth access token with the scope "read".',
  }),
  historyDays: setting(z.number().int().min(1).max(3650).default(90), {
    label: 'Days of history at the first sync',
    help: 'Zendesk answers ten pages of 100 events a minute, so that a long history takes hours.',
  }),
  schedule: setting(z.string().max(200).default(''), {
    label: 'Schedule of business hours',
    help: 'Its name, for targets in business hours, of which Zendesk states a due time only while they run or when they were missed. Left empty, the only schedule of the account holds.',
    discovered: true,
  }),
  scheduleZone: setting(
    z
      .string()
      .refine(
        (zone) => zone === '' || IANAZone.isValidZone(zone),
        'must be a time zone of the IANA list, such as Europe/Zurich',
      )
      .default(''),
    {
      label: 'Time zone of the schedule',
      help: 'Needed where Zendesk names it in a way that is not understood here, such as Bern or Mumbai.',
      example: 'Europe/Zurich',
    },
  ),
  deletions: setting(z.boolean().default(true), {
    label: 'Take back the cycles of deleted tickets',
    help: 'Reads the list of deleted tickets, which Zendesk shows to accounts that may delete tickets.',
  }),
});
export type ZendeskSettings = z.output<typeof zendeskSettings>;

const failures: readonly FailureRule[] = [
  {
    status: 403,
    action: 'configuration',
    code: 'accessDenied',
    message: 'may not be read by this account.',
    hint: 'Use the token of an administrator, and allow access by token or password in the Admin Center.',
    why: 'Incremental exports are for administrators, and an account can forbid tokens altogether.',
  },
  {
    status: 404,
    action: 'configuration',
    code: 'notFound',
    message: 'is not there: this address has no Zendesk Support.',
    hint: 'Correct the address in the settings of the connection.',
    why: 'A wrong subdomain, or a product without tickets.',
  },
  {
    status: [400, 422],
    when: ({ body }) => JSON.stringify(body ?? '').includes('start_time'),
    action: 'retry',
    code: 'tooRecent',
    message: 'cannot be read at present: Zendesk exports nothing of the last minute.',
    hint: 'The next sync goes on; set the clock of this server if this stays.',
    why: 'A start_time within the last 60 seconds is refused.',
  },
];

const stream = streamsFor<ZendeskSettings>();
const perPage = 100;

const metricEvent = z.looseObject({ id: z.union([z.number(), z.string()]), ticket_id: z.number(), time: z.string() });
const ticketId = z.number();
const exportPage = z.object({
  ticket_metric_events: z.array(z.json()),
  end_time: z.number().nullish(),
  end_of_stream: z.boolean().nullish(),
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).nullish(),
});
/** `after` is null where pages follow by time, and the place in counted pages otherwise. */
const pageToken = z.object({ start: z.number(), after: z.string().nullable() });

const cycles = stream({
  name: 'cycles',
  title: 'Service levels of tickets',
  delivers: ['slaCycle'],
  row: cycleRow,
  cursor: {
    kind: 'timestampId',
    time: (row) => (typeof row.lastEventAt === 'string' ? row.lastEventAt : null),
    id: (row) => String(ticketId.parse(row.id)),
    // Keeps away from the last minute, of which nothing is exported, and covers events that are written late.
    overlapMs: 5 * minuteMs,
  },
  paging: {
    kind: 'token',
    next: ({ body, headers }, _rows, current) => {
      const page = exportPage.parse(body);
      const now = current === null ? null : pageToken.parse(JSON.parse(current));
      if (page.meta)
        return page.meta.has_more && page.meta.after_cursor
          ? JSON.stringify({ start: now?.start ?? 0, after: page.meta.after_cursor })
          : null;
      const end = page.end_time ?? null;
      const isLast = page.end_of_stream ?? page.ticket_metric_events.length < perPage;
      if (isLast || end === null || isTooRecent(end, headers.date)) return null;
      // More events share a second than a page holds: time does not come forward, so pages are counted from here.
      return JSON.stringify({ start: end, after: end === now?.start ? '' : null });
    },
    put: (request, token) => {
      const { start, after } = pageToken.parse(JSON.parse(token));
      const counted = after === null ? {} : { 'page[size]': perPage, 'page[after]': after === '' ? undefined : after };
      return { ...request, query: { ...request.query, start_time: start, ...counted } };
    },
  },
  request: ({ from }) => ({
    path: '/api/v2/incremental/ticket_metric_events',
    query: { start_time: from === null ? 0 : Math.floor(Date.parse(from) / 1000) },
  }),
  rows: (body) => ticketsOf(exportPage.parse(body).ticket_metric_events),
  complete: withTicket,
  normalize: normalizeCycles,
  takesBack: true,
});

/** Newest first. A ticket that is restored leaves the list; it comes back with its next event. */
const deletions = stream({
  name: 'deletions',
  title: 'Deleted tickets',
  delivers: ['slaCycle'],
  row: deletedTicketRow,
  cursor: { kind: 'lookBack', lookBackMs: dayMs },
  paging: {
    kind: 'page',
    size: perPage,
    put: (request, page, size) => ({ ...request, query: { ...request.query, page, per_page: size } }),
  },
  request: () => ({ path: '/api/v2/deleted_tickets.json', query: { sort_by: 'deleted_at', sort_order: 'desc' } }),
  rows: (body) =>
    // What people wrote in it is nobody's business here.
    z
      .object({ deleted_tickets: z.array(z.looseObject({})) })
      .parse(body)
      .deleted_tickets.map(({ id, deleted_at: at }) => ({
        id,
        deleted_at: at,
      })),
  endsAt: (row, { from }) =>
    from !== null && typeof row.deleted_at === 'string' && Date.parse(row.deleted_at) < Date.parse(from),
  normalize: normalizeDeleted,
  covers: false,
  takesBack: true,
});

function isTooRecent(start: number, date: string | undefined): boolean {
  return date !== undefined && Date.parse(date) - start * 1000 < minuteMs;
}

/** One row for each ticket of a page, sorted by its last event there, with these events. What is no event stays as it is, to be refused. */
function ticketsOf(events: readonly z.core.util.JSONType[]): readonly unknown[] {
  const tickets = new Map<number, { id: number; lastEventAt: string; seen: z.core.util.JSONType[] }>();
  const others: unknown[] = [];
  for (const event of events) {
    const read = metricEvent.safeParse(event);
    if (!read.success) {
      others.push(event);
      continue;
    }
    const { ticket_id: id, time } = read.data;
    const ticket = tickets.get(id) ?? { id, lastEventAt: time, seen: [] };
    ticket.seen.push(event);
    if (Date.parse(time) > Date.parse(ticket.lastEventAt)) ticket.lastEventAt = time;
    tickets.set(id, ticket);
  }
  const sorted = [...tickets.values()].sort((a, b) => Date.parse(a.lastEventAt) - Date.parse(b.lastEventAt));
  return [...others, ...sorted];
}

const vendorRow = z.record(z.string(), z.json());
const ticketAnswer = z.looseObject({ ticket: z.record(z.string(), z.json()) });
/** What people write, and whom it concerns, is nobody's business here. */
const leftOut = [
  'subject',
  'raw_subject',
  'description',
  'recipient',
  'custom_fields',
  'fields',
  'satisfaction_rating',
];

/** A page holds some events of a ticket; how its service levels stand follows from all of them. */
async function withTicket(row: VendorRow, ask: Ask, { to, settings }: Reading<ZendeskSettings>): Promise<VendorRow> {
  if (typeof row.id !== 'number') return row;
  const path = `/api/v2/tickets/${row.id}`;
  const answer = await ask({ path, query: { include: 'metric_events,slas,groups' } }).catch((error: unknown) => {
    if (error instanceof ConnectorFailure && error.code === 'notFound') return null;
    throw error;
  });
  // A deleted ticket is shown to nobody.
  if (answer === null) return { ...row, status: 'deleted', events: row.seen ?? [], schedule: null, missedAt: to };
  const { ticket, metric_events: beside, slas, groups } = ticketAnswer.parse(answer.body);
  const { metric_events: inside, slas: own, ...rest } = ticket;
  const shown = Object.fromEntries(Object.entries(rest).filter(([name]) => !leftOut.includes(name)));
  const events = listOf(inside ?? beside);
  const schedule = hasBusinessTarget(events) ? await scheduleOf(ask, settings) : null;
  return vendorRow.parse({
    ...shown,
    ...row,
    events,
    schedule,
    missedAt: null,
    slas: own ?? slas ?? null,
    groups: groups ?? [],
  });
}

/** Events come as a list, or as one list for each measure. */
function listOf(events: unknown): unknown {
  if (Array.isArray(events)) return events;
  return typeof events === 'object' && events !== null ? Object.values(events).flat() : [];
}

/** Cycles of service levels of Zendesk Support. */
export const zendeskConnector = defineHttpConnector<ZendeskSettings>({
  id: 'zendesk',
  title: 'Zendesk',
  settings: zendeskSettings,
  baseUrl: ({ url }) => url.replace(/\/+$/, ''),
  location: ({ url }) => new URL(url).host,
  authentication: ({ email, token }) =>
    email === '' ? { kind: 'token', token } : { kind: 'basic', user: `${email}/token`, password: token },
  limits: { rate: { remaining: 'ratelimit-remaining', reset: 'ratelimit-reset', resetIs: 'secondsFromNow' } },
  failures,
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [cycles, deletions],
  discover: async (_settings, ask) => {
    try {
      const choices = (await listedSchedules(ask)).map(({ name }) => ({ value: name, label: name }));
      return [{ field: 'schedule', choices, note: null }];
    } catch (error) {
      if (!(error instanceof ConnectorFailure) || !['notFound', 'accessDenied'].includes(error.code)) throw error;
      const note = 'This account has no schedules, or may not see them.';
      return [{ field: 'schedule', choices: [], note }];
    }
  },
  chosen: (settings) => (settings.deletions ? ['cycles', 'deletions'] : ['cycles']),
});
