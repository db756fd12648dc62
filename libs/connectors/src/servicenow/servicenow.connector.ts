import type { Answer, FailureRule, HttpRequest } from '@tandem/connector-kit/http/declaration';
import { streamsFor } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { nextLink } from '@tandem/connector-kit/http/next-page';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { deletedRow, normalizeDeleted, normalizeTaskSla, taskSlaRow, utc } from './servicenow.normalize.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const tableName = z.string().regex(/^[a-z0-9_]+$/, 'must be the name of a table, such as incident');

export const serviceNowSettings = z
  .strictObject({
    url: hostSetting(z.url({ protocol: /^https?$/ }), {
      label: 'Address of the instance',
      example: 'https://acme.service-now.com',
    }),
    user: setting(z.string().max(200).default(''), {
      label: 'User name',
      help: 'An account of its own with read access to task_sla, contract_sla, task and sys_user_group, in the time zone GMT.',
    }),
    password: secretSetting(z.string().min(1).nullish().default(null), { label: 'Password' }),
    clientId: setting(z.string().max(200).default(''), {
      label: 'OAuth client',
      help: 'In the place of user name and password: an OAuth application with the grant "client credentials".',
    }),
    clientSecret: secretSetting(z.string().min(1).nullish().default(null), { label: 'Secret of the OAuth client' }),
    types: setting(
      z
        .array(z.enum(['SLA', 'OLA', 'Underpinning contract']))
        .min(1)
        .default(['SLA']),
      {
        label: 'Agreements that count',
        help: 'Service levels towards customers (SLA), between teams (OLA), or of suppliers (underpinning contract).',
      },
    ),
    tables: setting(z.array(tableName).max(50).default([]), {
      label: 'Kinds of tasks',
      help: 'Tables, such as incident or sc_req_item. Left empty, all tasks with a service level are read.',
      example: 'incident',
      discovered: true,
    }),
    historyDays: setting(z.number().int().min(1).max(3650).default(365), {
      label: 'Days of history at the first sync',
    }),
    deletions: setting(z.boolean().default(false), {
      label: 'Take back what was deleted',
      help: 'Repairing service levels deletes them and makes new ones. The audit tells of it (sys_audit_delete), which only administrators may read.',
    }),
  })
  .refine(({ user, password, clientId, clientSecret }) => (clientId ? clientSecret : user && password), {
    message: 'Give user name and password, or an OAuth client with its secret.',
    path: ['user'],
  });
export type ServiceNowSettings = z.output<typeof serviceNowSettings>;

const failures: readonly FailureRule[] = [
  {
    status: 200,
    when: ({ body }) => typeof body === 'object' && body !== null && Reflect.get(body, 'error') !== undefined,
    action: 'retry',
    code: 'sourceUnavailable',
    message: 'came incomplete: the instance stopped the request before its end.',
    hint: 'The sync is tried again; have the limit of REST transactions raised, or an index on sys_updated_on added, if this stays.',
    why: 'A request beyond its quota is answered with 200, some rows, and an error beside them.',
  },
  {
    status: 400,
    when: ({ body }) => JSON.stringify(body ?? '').includes('Invalid table'),
    action: 'configuration',
    code: 'notFound',
    message: 'does not exist in this instance.',
    hint: 'Have the plugin "Service Level Management" activated, or correct the address.',
    why: 'An instance without the plugin has no table task_sla.',
  },
  {
    status: 403,
    action: 'configuration',
    code: 'accessDenied',
    message: 'may not be read by this account.',
    hint: 'For deletions give it the role of an administrator, or switch them off. Otherwise give the account read access to task_sla, contract_sla, task and sys_user_group (such as the roles itil and snc_read_only).',
    why: 'An access rule of the table refuses it.',
  },
];

const stream = streamsFor<ServiceNowSettings>();
const perPage = 500;
const fields = [
  ...['sys_id', 'sys_updated_on', 'stage', 'has_breached', 'start_time', 'end_time', 'planned_end_time'],
  ...['pause_duration', 'task', 'task.number', 'task.sys_class_name', 'task.priority', 'task.contact_type'],
  ...['task.assignment_group.name', 'sla.name', 'sla.target', 'sla.type'],
];

type TimeField = 'sys_updated_on' | 'sys_created_on';
const orderedUp = (time: TimeField) => `^ORDERBY${time}^ORDERBYsys_id`;

const text = z.string();
const keyed = z.object({ sys_updated_on: text.optional(), sys_created_on: text.optional(), sys_id: text });

/** Behind the row of this time and id; `offset` passes rows there that access rules hide. */
const pageToken = z.object({ time: z.string(), id: z.string(), offset: z.number() });

const serviceLevels = stream({
  name: 'serviceLevels',
  title: 'Service levels of tasks',
  delivers: ['slaCycle'],
  row: taskSlaRow,
  cursor: {
    kind: 'timestampId',
    time: (row) => (typeof row.sys_updated_on === 'string' ? utc(row.sys_updated_on) : null),
    id: (row) => text.parse(row.sys_id),
    // Rows are stamped before they are committed, by several nodes.
    overlapMs: 15 * minuteMs,
  },
  paging: pagesBy('sys_updated_on'),
  request: ({ settings: { types, tables }, from }) => {
    const chosen = [
      `sla.typeIN${types.join(',')}`,
      ...(tables.length ? [`task.sys_class_nameIN${tables.join(',')}`] : []),
    ];
    const since = from === null ? '1970-01-01 00:00:00' : vendorTime(from);
    return {
      path: '/api/now/table/task_sla',
      query: {
        sysparm_query: `${chosen.join('^')}^sys_updated_on>=${since}${orderedUp('sys_updated_on')}`,
        sysparm_fields: fields.join(','),
        sysparm_display_value: 'false',
        sysparm_exclude_reference_link: true,
        sysparm_limit: perPage,
      },
    };
  },
  rows: (body) => z.object({ result: z.unknown() }).parse(body).result,
  normalize: normalizeTaskSla,
});

/** The audit of deletions, a row for each. */
const deletions = stream({
  name: 'deletions',
  title: 'Deleted service levels',
  delivers: ['slaCycle'],
  row: deletedRow,
  cursor: {
    kind: 'timestampId',
    time: (row) => (typeof row.sys_created_on === 'string' ? utc(row.sys_created_on) : null),
    id: (row) => text.parse(row.sys_id),
    overlapMs: 15 * minuteMs,
  },
  paging: pagesBy('sys_created_on'),
  request: ({ from }) => ({
    path: '/api/now/table/sys_audit_delete',
    query: {
      sysparm_query: `tablename=task_sla^sys_created_on>=${vendorTime(from ?? '1970-01-01T00:00:00Z')}${orderedUp('sys_created_on')}`,
      sysparm_fields: 'sys_id,sys_created_on,documentkey',
      sysparm_display_value: 'false',
      sysparm_exclude_reference_link: true,
      sysparm_limit: perPage,
    },
  }),
  rows: (body) => z.object({ result: z.unknown() }).parse(body).result,
  normalize: normalizeDeleted,
  covers: false,
  takesBack: true,
});

function pagesBy(time: TimeField) {
  return {
    kind: 'token',
    next: (answer: Answer, rows: readonly unknown[], current: string | null) => nextPage(time, answer, rows, current),
    put: (request: HttpRequest, token: string) => putPage(time, request, token),
  } as const;
}

function vendorTime(iso: string): string {
  return new Date(iso).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * Access rules take rows out of a page after it was counted: a short page, even an empty one, is the last only where no `Link` leads on.
 */
function nextPage(field: TimeField, answer: Answer, rows: readonly unknown[], current: string | null): string | null {
  const leadsOn = nextLink(answer.headers.link ?? '') !== null || rows.length >= perPage;
  if (!leadsOn) return null;
  const last = lastRow(field, rows);
  if (last) return JSON.stringify({ ...last, offset: 0 });
  const before = current === null ? { time: '', id: '', offset: 0 } : pageToken.parse(JSON.parse(current));
  return JSON.stringify({ ...before, offset: before.offset + perPage });
}

function lastRow(field: TimeField, rows: readonly unknown[]): { readonly time: string; readonly id: string } | null {
  const keys = rows.flatMap((row) => {
    const read = keyed.safeParse(row).data;
    const time = read?.[field];
    return read && time !== undefined ? [{ time, id: read.sys_id }] : [];
  });
  const after = (a: (typeof keys)[number], b: (typeof keys)[number]) =>
    a.time > b.time || (a.time === b.time && a.id > b.id);
  return keys.reduce<(typeof keys)[number] | null>((last, key) => (last && !after(key, last) ? last : key), null);
}

/** Rows of the same second with a higher id, or of a later second: nothing that changes meanwhile moves what comes next. */
function putPage(field: TimeField, request: HttpRequest, token: string): HttpRequest {
  const { time, id, offset } = pageToken.parse(JSON.parse(token));
  const query = z.string().parse(request.query?.sysparm_query);
  const chosen = query.slice(0, query.indexOf(`${field}>=`));
  const behind = `${chosen}${field}=${time}^sys_id>${id}^NQ${chosen}${field}>${time}${orderedUp(field)}`;
  return {
    ...request,
    query: {
      ...request.query,
      sysparm_query: id === '' ? query : behind,
      sysparm_offset: offset === 0 ? undefined : offset,
    },
  };
}

const taskTables = z.object({ result: z.array(z.object({ name: z.string(), label: z.string() })) });

/** ServiceNow: service levels of tasks, from the table task_sla. */
export const serviceNowConnector = defineHttpConnector<ServiceNowSettings>({
  id: 'servicenow',
  title: 'ServiceNow',
  settings: serviceNowSettings,
  baseUrl: ({ url }) => url.replace(/\/+$/, ''),
  location: ({ url }) => new URL(url).host,
  authentication: ({ url, user, password, clientId, clientSecret }) =>
    clientId
      ? {
          kind: 'clientCredentials',
          tokenUrl: `${url.replace(/\/+$/, '')}/oauth_token.do`,
          clientId,
          clientSecret: clientSecret ?? '',
          clientIn: 'body',
        }
      : { kind: 'basic', user, password: password ?? '' },
  limits: {
    concurrency: 2,
    rate: { remaining: 'x-ratelimit-remaining', reset: 'x-ratelimit-reset', resetIs: 'epochSeconds' },
  },
  failures,
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [serviceLevels, deletions],
  chosen: (settings) => (settings.deletions ? ['serviceLevels', 'deletions'] : ['serviceLevels']),
  discover: async (_settings, ask) => {
    const query = {
      sysparm_query: 'super_class.name=task^ORDERBYlabel',
      sysparm_fields: 'name,label',
      sysparm_limit: 200,
    };
    try {
      const { body } = await ask({ path: '/api/now/table/sys_db_object', query });
      const choices = taskTables.parse(body).result.map(({ name, label }) => ({ value: name, label }));
      return [{ field: 'tables', choices, note: null }];
    } catch (error) {
      if (!(error instanceof ConnectorFailure) || error.code !== 'accessDenied') throw error;
      const note = 'This account may not list tables; write their names, such as incident.';
      return [{ field: 'tables', choices: [], note }];
    }
  },
});
