import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import type { Answer, Ask, FailureRule, HttpRequest, VendorRow } from '@tandem/connector-kit/http/declaration';
import { streamsFor } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { fieldsPath, findIssues } from './find-issues.js';
import { issueRow, normalizeIssue } from './jira-service-management.normalize.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const slaNames = z.array(z.string().min(1)).max(100);

export const jiraSettings = z.strictObject({
  url: hostSetting(z.url({ protocol: /^https?$/ }), {
    label: 'Address of Jira',
    example: 'https://acme.atlassian.net',
  }),
  hosting: setting(z.enum(['cloud', 'dataCenter']).default('cloud'), {
    label: 'Where Jira runs',
    help: 'In the cloud of Atlassian, or as Data Center on servers of your own.',
  }),
  email: setting(
    z
      .string()
      .regex(/^$|^\S+@\S+$/, 'must be an e-mail address')
      .max(320)
      .default(''),
    {
      label: 'E-mail address of the account',
      help: 'An agent of the service projects. Leave it empty where the token is a personal access token of Data Center.',
      example: 'reports@example.com',
    },
  ),
  token: secretSetting(z.string().min(1), {
    label: 'Token',
    help: 'An API token of the account (cloud) or a personal access token (Data Center).',
  }),
  projects: setting(
    z
      .array(z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'must be the key of a project, such as ITH'))
      .max(100)
      .optional(),
    {
      label: 'Service projects',
      help: 'Keys of the projects whose requests are read. Without any, no request is read: the connection is there for the ideas that initiatives come from.',
      example: 'ITH',
      discovered: true,
    },
  ),
  firstReply: setting(slaNames.default(['Time to first response']), {
    label: 'Service levels of the first reply',
    help: 'Names as your Jira has them.',
  }),
  resolution: setting(slaNames.default(['Time to resolution']), {
    label: 'Service levels of the resolution',
    help: 'Names as your Jira has them. All others count as custom, with their name as a dimension.',
  }),
  historyDays: setting(z.number().int().min(1).max(3650).default(365), { label: 'Days of history at the first sync' }),
});
export type JiraSettings = z.output<typeof jiraSettings>;

const failures: readonly FailureRule[] = [
  {
    status: 200,
    when: ({ headers }) => /AUTHENTICATED_FAILED|AUTHENTICATION_DENIED/.test(headers['x-seraph-loginreason'] ?? ''),
    action: 'configuration',
    code: 'notAuthenticated',
    message: 'cannot be read: the credentials are not accepted.',
    hint: 'Give the connection a token that is valid; after many failures a person must sign in once by browser.',
    why: 'Jira answers wrong credentials as it answers nobody: with 200, and nothing to see.',
    scope: 'connection',
  },
  {
    status: 400,
    when: ({ body }) => /does not exist for the field|project/i.test(JSON.stringify(body ?? '')),
    action: 'configuration',
    code: 'notFound',
    message: 'does not exist, or is hidden from this account.',
    hint: 'Correct the key of the project, or make the account an agent of it.',
    why: 'A search in a project that the account may not see is refused as a mistake in the question.',
  },
  {
    status: 400,
    when: ({ body }) => /JQL/i.test(JSON.stringify(body ?? '')),
    action: 'configuration',
    code: 'queryRefused',
    message: 'cannot be read: Jira does not understand the query.',
    hint: 'Try the query in the search of Jira, and write it as it works there.',
    why: 'A mistake in JQL is answered with 400 and a sentence about it.',
  },
];

const stream = streamsFor<JiraSettings>();
const perPage = 100;

/** `from` is the minute from which this page is asked for, and `page` the place behind it, by token or by number. */
const pageToken = z.object({ from: z.number(), page: z.string().nullable() });
const searchPage = z.object({
  issues: z.array(z.unknown()),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().nullish(),
  startAt: z.number().nullish(),
  total: z.number().nullish(),
});

const updatedRow = z.object({ fields: z.object({ updated: z.string() }) });
const text = z.string();

const requests = stream({
  name: 'requests',
  title: 'Service levels of requests',
  delivers: ['slaCycle'],
  row: issueRow,
  partitions: ({ projects = [] }) => projects,
  cursor: {
    kind: 'timestampId',
    time: (row) => updatedRow.safeParse(row).data?.fields.updated ?? null,
    id: (row) => text.parse(row.id),
    // The search index follows the issues.
    overlapMs: 10 * minuteMs,
  },
  paging: { kind: 'token', next: nextPage, put: putPage },
  request: ({ partition, from, settings: { hosting } }) => ({
    path: hosting === 'cloud' ? '/rest/api/3/search/jql' : '/rest/api/2/search',
    query: {
      // Milliseconds since 1970: a date in words would be read in the time zone of the account.
      jql: `project = "${partition}" AND updated >= ${from === null ? 0 : Date.parse(from)} ORDER BY updated ASC, key ASC`,
      fields: 'updated,priority,issuetype',
      maxResults: perPage,
    },
  }),
  rows: (body) => searchPage.parse(body).issues,
  complete: withServiceLevels,
  normalize: normalizeIssue,
});

/**
 * The next page is asked for from the minute of the last issue on, so that issues which move to the end meanwhile shift nothing; pages are
 * counted only while all issues of a page share one minute, the finest that a search knows.
 */
function nextPage({ body }: Answer, rows: readonly unknown[], current: string | null): string | null {
  const { nextPageToken: token, isLast, startAt, total, issues } = searchPage.parse(body);
  const behind = (startAt ?? 0) + issues.length;
  const place = token ?? (total != null && issues.length > 0 && behind < total ? String(behind) : null);
  if (place === null || isLast === true) return null;
  const now = current === null ? null : pageToken.parse(JSON.parse(current));
  const minutes = rows.flatMap((row) => {
    const read = updatedRow.safeParse(row).data;
    return read ? [Math.floor(Date.parse(read.fields.updated) / minuteMs) * minuteMs] : [];
  });
  const last = Math.max(...minutes);
  const movesOn = Number.isFinite(last) && (now === null || last > now.from);
  return JSON.stringify(movesOn ? { from: last, page: null } : { from: now?.from ?? 0, page: place });
}

function putPage(request: HttpRequest, token: string): HttpRequest {
  const { from, page } = pageToken.parse(JSON.parse(token));
  const jql = z
    .string()
    .parse(request.query?.jql)
    .replace(/updated >= \d+/, `updated >= ${from}`);
  const place = page === null ? {} : request.path.endsWith('/jql') ? { nextPageToken: page } : { startAt: page };
  return { ...request, query: { ...request.query, jql, ...place } };
}

const slaPage = z.object({ values: z.array(z.json()), isLastPage: z.boolean().nullish(), size: z.number().nullish() });
const slasPerPage = 50;
const mostSlaPages = 20;

/** The cycles of an issue; an issue of the project that is no request of a customer has none. */
async function withServiceLevels(row: VendorRow, ask: Ask): Promise<VendorRow> {
  if (typeof row.id !== 'string') return row;
  const path = `/rest/servicedeskapi/request/${encodeURIComponent(row.id)}/sla`;
  const slas: z.core.util.JSONType[] = [];
  for (let page = 0; page < mostSlaPages; page += 1) {
    const answer = await ask({ path, query: { start: slas.length, limit: slasPerPage } }).catch((error: unknown) => {
      if (error instanceof ConnectorFailure && error.code === 'notFound') return null;
      throw error;
    });
    if (answer === null) break;
    const { values, isLastPage } = slaPage.parse(answer.body);
    slas.push(...values);
    if (isLastPage !== false || values.length === 0) break;
  }
  return { ...row, slas };
}

const desksPage = z.object({
  values: z.array(z.object({ projectKey: z.string(), projectName: z.string() })),
  isLastPage: z.boolean().nullish(),
});

/** Service levels of requests in Jira Service Management, in the cloud or as Data Center. */
export const jiraServiceManagementConnector = defineHttpConnector<JiraSettings>({
  id: 'jira-service-management',
  title: 'Jira Service Management',
  settings: jiraSettings,
  baseUrl: ({ url }) => url.replace(/\/+$/, ''),
  location: ({ url, projects = [] }) =>
    [new URL(url).host, ...(projects.length > 0 ? [projects.join(', ')] : [])].join(': '),
  authentication: ({ email, token }) =>
    email === '' ? { kind: 'token', token } : { kind: 'basic', user: email, password: token },
  // Older servers show service levels to those only who accept what may still change.
  headers: { 'x-experimentalapi': 'opt-in' },
  failures,
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [requests],
  findItems: findIssues,
  idle: {
    isIdle: ({ projects = [] }) => projects.length === 0,
    attempt: async ({ hosting }, ask) => {
      await ask({ path: fieldsPath(hosting) });
      return 'Jira can be reached. No service project is named, so no request is read: the connection answers what the query of initiatives finds.';
    },
  },
  discover: async (_settings, ask) => {
    const { body } = await ask({ path: '/rest/servicedeskapi/servicedesk', query: { start: 0, limit: perPage } });
    const { values, isLastPage } = desksPage.parse(body);
    const choices = values.map(({ projectKey, projectName }) => ({ value: projectKey, label: projectName }));
    const note = isLastPage === false ? `The first ${perPage} service projects are shown.` : null;
    return [{ field: 'projects', choices, note }];
  },
});
