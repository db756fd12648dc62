import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import type { Ask, FailureRule, VendorRow } from '@tandem/connector-kit/http/declaration';
import { streamsFor } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { deploymentRow, normalizeDeployment } from './gitlab.normalize.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const perPage = 100;
const project = z.string().regex(/^[\w.-]+(\/[\w.-]+)+$/, 'must be written as group/project');

export const gitlabSettings = z.strictObject({
  token: secretSetting(z.string().min(1), {
    label: 'Access token',
    help: 'A project, group or personal token with the scope "read_api" and at least the role Reporter.',
  }),
  projects: setting(z.array(project).min(1).max(500), {
    label: 'Projects',
    help: 'With their groups, as in the address of the project. Each counts as one service.',
    example: 'acme/shop',
    discovered: true,
  }),
  historyDays: setting(z.number().int().min(1).max(3650).default(365), { label: 'Days of history at the first sync' }),
  url: hostSetting(z.url({ protocol: /^https?$/ }).default('https://gitlab.com'), {
    label: 'Address of GitLab',
    help: 'Another one for GitLab of your own.',
    example: 'https://gitlab.example.org',
  }),
});
export type GitLabSettings = z.output<typeof gitlabSettings>;

const failures: readonly FailureRule[] = [
  {
    status: 403,
    action: 'configuration',
    code: 'accessDenied',
    message: 'may not be read with this token.',
    hint: 'Give the token the scope "read_api" and the role Reporter in the project; its environments must be switched on.',
    why: 'The scope or the role is too small, or deployments are switched off or for members only.',
  },
  {
    status: 404,
    action: 'configuration',
    code: 'notFound',
    message: 'does not exist, or is hidden from this token.',
    hint: 'Correct the path of the project, or give the token access to it. A project that was moved has a new path.',
    why: 'GitLab hides private projects that a token may not see.',
  },
];

const stream = streamsFor<GitLabSettings>();
const pathOf = (partition: string) => `/projects/${encodeURIComponent(partition)}`;

const identified = z.object({ id: z.number() });

const deployments = stream({
  name: 'deployments',
  title: 'Deployments',
  delivers: ['deployment'],
  row: deploymentRow,
  partitions: ({ projects }) => projects,
  cursor: {
    kind: 'timestampId',
    time: (row) => (typeof row.updated_at === 'string' ? row.updated_at : null),
    id: (row) => String(identified.parse(row).id),
    // A row is stamped before its transaction commits.
    overlapMs: 10 * minuteMs,
  },
  // Filtered from the time on, that time included, and sorted by (time, id).
  paging: {
    kind: 'since',
    size: perPage,
    put: (request, page) => ({ ...request, query: { ...request.query, page, per_page: perPage } }),
  },
  request: ({ partition, from }) => ({
    path: `${pathOf(partition)}/deployments`,
    // GitLab asks that the filter and the order go by the same time.
    query: { order_by: 'updated_at', sort: 'asc', updated_after: from ?? undefined },
  }),
  rows: (body) => body,
  complete: async (row, ask, { partition }) => ({
    ...row,
    environment_tier: await tierOf(row, ask, partition),
  }),
  normalize: normalizeDeployment,
});

/** `ask` lives as long as the reading of one project, and so does what is remembered here: each environment is asked for once. */
const environmentsAsked = new WeakMap<Ask, Map<number, Promise<string | null>>>();
const tiered = z.object({ tier: z.string().nullish() });
const environmentOf = z.object({ environment: z.object({ id: z.number(), name: z.string() }) });

function tierOf(row: VendorRow, ask: Ask, partition: string): Promise<string | null> {
  const environment = environmentOf.safeParse(row).data?.environment;
  // There is one environment for each branch under review, and none of them is production.
  if (!environment || environment.name.startsWith('review/')) return Promise.resolve(null);
  const asked = environmentsAsked.get(ask) ?? new Map<number, Promise<string | null>>();
  environmentsAsked.set(ask, asked);
  const known = asked.get(environment.id) ?? askTier(ask, `${pathOf(partition)}/environments/${environment.id}`);
  asked.set(environment.id, known);
  return known;
}

/** null where the environment is gone or may not be read: then its name decides. */
async function askTier(ask: Ask, path: string): Promise<string | null> {
  try {
    const { body } = await ask({ path });
    return tiered.safeParse(body).data?.tier ?? null;
  } catch (error) {
    if (error instanceof ConnectorFailure && (error.code === 'notFound' || error.code === 'accessDenied')) return null;
    throw error;
  }
}

const listed = z.array(z.object({ path_with_namespace: z.string(), name_with_namespace: z.string() }));

/** Deployments of GitLab.com and of a GitLab of one's own. */
export const gitlabConnector = defineHttpConnector<GitLabSettings>({
  id: 'gitlab',
  title: 'GitLab',
  settings: gitlabSettings,
  baseUrl: ({ url }) => `${url.replace(/\/+$/, '')}/api/v4`,
  location: ({ url, projects }) => `${new URL(url).host}: ${projects.join(', ')}`,
  authentication: ({ token }) => ({ kind: 'token', token }),
  limits: {
    rate: { remaining: 'ratelimit-remaining', reset: 'ratelimit-reset', resetIs: 'epochSeconds' },
  },
  failures,
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [deployments],
  discover: async (_settings, ask) => {
    const { body } = await ask({
      path: '/projects',
      query: { membership: true, simple: true, order_by: 'last_activity_at', per_page: perPage },
    });
    const projects = listed.parse(body);
    return [
      {
        field: 'projects',
        choices: projects.map(({ path_with_namespace: value, name_with_namespace: label }) => ({ value, label })),
        note: projects.length < perPage ? null : `The ${perPage} projects with the latest changes are shown.`,
      },
    ];
  },
});
