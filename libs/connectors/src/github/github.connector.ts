import type { Ask, FailureRule, Reading, VendorRow } from '@tandem/connector-kit/http/declaration';
import { streamsFor } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { nextLink } from '@tandem/connector-kit/http/next-page';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import {
  deploymentRow,
  normalizeDeployment,
  normalizeRelease,
  normalizeRun,
  releaseRow,
  runRow,
} from './github.normalize.js';

const dayMs = 86_400_000;
const repository = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be written as owner/name');

export const githubSettings = z.strictObject({
  token: secretSetting(z.string().min(1), {
    label: 'Access token',
    help: 'A fine-grained token with read access to "Deployments", "Actions" and "Contents" of the repositories.',
  }),
  repositories: setting(z.array(repository).min(1).max(500), {
    label: 'Repositories',
    help: 'As owner/name. Each counts as one service.',
    example: 'acme/shop',
    discovered: true,
  }),
  reads: setting(
    z
      .array(z.enum(['deployments', 'runs', 'releases']))
      .min(1)
      .default(['deployments']),
    {
      label: 'What counts as a deployment',
      help: 'Deployments as GitHub knows them, runs of the workflows named below, or published releases. Choose one, or a deployment is counted twice.',
    },
  ),
  workflows: setting(z.array(z.string().min(1)).max(100).default([]), {
    label: 'Workflows that deploy',
    help: 'Names or file names, such as deploy.yml. Needed for "runs".',
    example: 'deploy.yml',
  }),
  environment: setting(z.string().min(1).max(200).default('production'), {
    label: 'Environment of runs and releases',
    help: 'GitHub names the environment of deployments itself; runs and releases count for this one.',
  }),
  historyDays: setting(z.number().int().min(1).max(3650).default(365), { label: 'Days of history at the first sync' }),
  apiUrl: hostSetting(z.url({ protocol: /^https?$/ }).default('https://api.github.com'), {
    label: 'Address of the API',
    help: 'Another one for GitHub Enterprise Server, such as https://github.example.org/api/v3.',
  }),
});
export type GitHubSettings = z.output<typeof githubSettings>;

const failures: readonly FailureRule[] = [
  {
    status: 403,
    when: ({ headers }) => headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined,
    action: 'rateLimited',
    code: 'rateLimited',
    message: 'cannot be read at present: GitHub limits the number of requests.',
    hint: 'The sync goes on by itself; sync less often, or use a token of its own, if this stays.',
    why: 'GitHub answers both of its limits with 403 as well as with 429.',
  },
  {
    status: 403,
    action: 'configuration',
    code: 'accessDenied',
    message: 'may not be read with this token.',
    hint: 'Give the token read access to "Deployments", "Actions" and "Contents" of the repository, and have its organisation approve it.',
    why: 'A fine-grained token lacks a permission, or single sign-on was not approved for it.',
  },
  {
    status: 404,
    action: 'configuration',
    code: 'notFound',
    message: 'does not exist, or is hidden from this token.',
    hint: 'Correct the name of the repository, or give the token access to it.',
    why: 'GitHub hides private repositories that a token may not see.',
  },
];

const stream = streamsFor<GitHubSettings>();
const partitions = ({ repositories }: GitHubSettings) => repositories;
const perPage = 100;

const deployments = stream({
  name: 'deployments',
  title: 'Deployments',
  delivers: ['deployment'],
  row: deploymentRow,
  partitions,
  // Newest first, without a filter by time. A deployment may wait for its approval for 30 days.
  cursor: { kind: 'lookBack', lookBackMs: 31 * dayMs },
  paging: { kind: 'link' },
  request: ({ partition }) => ({ path: `/repos/${partition}/deployments`, query: { per_page: perPage } }),
  rows: (body) => body,
  endsAt: (row, { from }) =>
    from !== null && typeof row.created_at === 'string' && Date.parse(row.created_at) < Date.parse(from),
  complete: async (row, ask, reading) => ({ ...row, statuses: await statusesOf(row, ask, reading) }),
  normalize: normalizeDeployment,
});

const mostStatusPages = 20;
// Asked for each row, so that they are made once.
const identified = z.object({ id: z.number() });
const list = z.array(z.json());
const created = z.object({ created_at: z.string() });
const attempted = z.object({ id: z.number(), run_attempt: z.number().default(1) });
const json = z.json();

async function statusesOf(row: VendorRow, ask: Ask, { partition }: Reading<GitHubSettings>) {
  const statuses: z.core.util.JSONType[] = [];
  const path = `/repos/${partition}/deployments/${encodeURIComponent(identified.parse(row).id)}/statuses`;
  for (let page = 1; page <= mostStatusPages; page += 1) {
    const { body, headers } = await ask({ path, query: { per_page: perPage, page } });
    statuses.push(...list.parse(body));
    if (nextLink(headers.link ?? '') === null) break;
  }
  return statuses;
}

/** GitHub counts no further than this many runs of one question; older ones are asked for by a narrower time. */
const mostPages = 10;
const runToken = z.object({ to: z.string().nullable(), page: z.number() });

const runs = stream({
  name: 'runs',
  title: 'Workflow runs',
  delivers: ['deployment'],
  row: runRow,
  partitions,
  // Filtered by creation; a run can be repeated for 30 days and keeps its id and its time of creation.
  cursor: { kind: 'lookBack', lookBackMs: 31 * dayMs },
  paging: {
    kind: 'token',
    next: (_answer, rows, current) => {
      if (rows.length < perPage) return null;
      const { to, page } = current === null ? { to: null, page: 1 } : runToken.parse(JSON.parse(current));
      if (page < mostPages) return JSON.stringify({ to, page: page + 1 });
      const oldest = rows.flatMap((row) => created.safeParse(row).data?.created_at ?? []).sort()[0];
      if (oldest === undefined || oldest === to)
        throw new Error('more than 1,000 runs were created in the same second, and GitHub does not show more of them');
      return JSON.stringify({ to: oldest, page: 1 });
    },
    put: (request, token) => {
      const { to, page } = runToken.parse(JSON.parse(token));
      const from = String(request.query?.created ?? '').replace(/^>=/, '');
      const within = to === null ? request.query?.created : from === '' ? `<=${to}` : `${from}..${to}`;
      return { ...request, query: { ...request.query, created: within, page } };
    },
  },
  request: ({ partition, from }) => ({
    path: `/repos/${partition}/actions/runs`,
    query: { per_page: perPage, created: from === null ? undefined : `>=${from.replace(/\.\d+Z$/, 'Z')}` },
  }),
  rows: (body) => z.object({ workflow_runs: z.unknown() }).parse(body).workflow_runs,
  complete: async (row, ask, { partition }) => {
    const attempts = attempted.safeParse(row).data;
    if (!attempts || attempts.run_attempt < 2) return row;
    const earlier: z.core.util.JSONType[] = [];
    for (let attempt = Math.max(1, attempts.run_attempt - mostAttempts); attempt < attempts.run_attempt; attempt += 1) {
      const { body } = await ask({ path: `/repos/${partition}/actions/runs/${attempts.id}/attempts/${attempt}` });
      earlier.push(json.parse(body));
    }
    return { ...row, earlier };
  },
  normalize: normalizeRun,
});
const mostAttempts = 20;

const releases = stream({
  name: 'releases',
  title: 'Releases',
  delivers: ['deployment'],
  row: releaseRow,
  partitions,
  // A draft of long ago may be published today, and the list is not sorted by that; there are few enough to read them all.
  cursor: { kind: 'none' },
  paging: { kind: 'link' },
  request: ({ partition }) => ({ path: `/repos/${partition}/releases`, query: { per_page: perPage } }),
  rows: (body) => body,
  normalize: normalizeRelease,
});

/** Deployments, workflow runs and releases of GitHub and GitHub Enterprise Server. */
export const githubConnector = defineHttpConnector<GitHubSettings>({
  id: 'github',
  title: 'GitHub',
  settings: githubSettings,
  baseUrl: ({ apiUrl }) => apiUrl,
  location: ({ apiUrl, repositories }) => `${new URL(apiUrl).host}: ${repositories.join(', ')}`,
  authentication: ({ token }) => ({ kind: 'token', token }),
  headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  limits: {
    rate: { remaining: 'x-ratelimit-remaining', reset: 'x-ratelimit-reset', resetIs: 'epochSeconds' },
  },
  failures,
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [deployments, runs, releases],
  chosen: ({ reads }) => reads,
  discover: async (_settings, ask) => {
    const { body, headers } = await ask({ path: '/user/repos', query: { per_page: perPage, sort: 'pushed' } });
    const names = z.array(z.object({ full_name: z.string() })).parse(body);
    const more =
      nextLink(headers.link ?? '') === null ? null : `The ${perPage} repositories with the latest changes are shown.`;
    return [
      {
        field: 'repositories',
        choices: names.map(({ full_name: name }) => ({ value: name, label: name })),
        note: more,
      },
    ];
  },
});
