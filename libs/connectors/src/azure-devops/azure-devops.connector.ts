import type { FailureRule, HttpRequest } from '@tandem/connector-kit/http/declaration';
import { streamsFor } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import type { Paging } from '@tandem/connector-kit/http/paging';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import {
  buildRow,
  normalizeBuild,
  normalizeReleaseDeployment,
  releaseDeploymentRow,
} from './azure-devops.normalize.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const perPage = 100;

export const azureDevOpsSettings = z
  .strictObject({
    url: hostSetting(z.url({ protocol: /^https?$/ }), {
      label: 'Address of the organisation',
      help: 'Of Azure DevOps Server, the address of the collection.',
      example: 'https://dev.azure.com/acme',
    }),
    token: secretSetting(z.string().min(1), {
      label: 'Personal access token',
      help: 'With the scopes "Build (Read)" and "Release (Read)".',
    }),
    projects: setting(z.array(z.string().min(1).max(200)).min(1).max(200), {
      label: 'Projects',
      example: 'shop',
      discovered: true,
    }),
    reads: setting(z.enum(['releases', 'builds']).default('releases'), {
      label: 'What counts as a deployment',
      help: 'Deployments of releases to their stages, or runs of the pipelines named below.',
    }),
    pipelines: setting(z.array(z.string().min(1).max(300)).max(500).default([]), {
      label: 'Pipelines that deploy',
      help: 'Names or numbers; each counts as one service. Needed for "builds"; of releases, all are read where it is left empty.',
      example: 'shop-deploy',
    }),
    environment: setting(z.string().min(1).max(200).default('production'), {
      label: 'Environment of runs of pipelines',
      help: 'Releases name their stages themselves.',
    }),
    production: setting(z.array(z.string().min(1).max(200)).max(50).default([]), {
      label: 'Stages that are production',
      help: 'Where their names do not say so; production, prod and live do.',
      example: 'Ring 1',
    }),
    partial: setting(z.enum(['succeeded', 'failed']).default('succeeded'), {
      label: 'What a partial success counts as',
      help: 'A deployment that came to its end although a step failed that may.',
    }),
    historyDays: setting(z.number().int().min(1).max(3650).default(365), {
      label: 'Days of history at the first sync',
    }),
  })
  .refine(({ reads, pipelines }) => reads === 'releases' || pipelines.length > 0, {
    message: 'Name the pipelines that deploy, or every build would count as a deployment.',
    path: ['pipelines'],
  });
export type AzureDevOpsSettings = z.output<typeof azureDevOpsSettings>;

const failures: readonly FailureRule[] = [
  {
    status: 203,
    action: 'configuration',
    code: 'notAuthenticated',
    message: 'cannot be read: the token is not accepted.',
    hint: 'Give the connection a personal access token of this organisation that has not expired.',
    why: 'A token that is not valid is answered with the page for signing in, as 203.',
    scope: 'connection',
  },
  {
    status: 403,
    action: 'configuration',
    code: 'accessDenied',
    message: 'may not be read with this token.',
    hint: 'Give the token the scopes "Build (Read)" and "Release (Read)", and its owner access to the project.',
    why: 'A scope is missing, or the project is closed to the owner of the token.',
  },
  {
    status: 404,
    action: 'configuration',
    code: 'notFound',
    message: 'does not exist, or is hidden from this token.',
    hint: 'Correct the address of the organisation or the name of the project, or give the owner of the token access to it.',
    why: 'A project that may not be seen is hidden; releases of a server without them are not there.',
  },
];

/** What is left is told by a header alone: a short page need not be the last. */
const paging: Paging = {
  kind: 'token',
  next: ({ headers }) => headers['x-ms-continuationtoken'] ?? null,
  put: (request: HttpRequest, token) => ({ ...request, query: { ...request.query, continuationToken: token } }),
};

const stream = streamsFor<AzureDevOpsSettings>();
const projectPath = (partition: string) => `/${encodeURIComponent(partition)}/_apis`;
const partitions = ({ projects }: AzureDevOpsSettings) => projects;
const rows = (body: unknown) => z.object({ value: z.unknown() }).parse(body).value;
const version = { 'api-version': '7.0', $top: perPage };
/** Rows are stamped before they can be seen. */
const overlap = { kind: 'lookBack', lookBackMs: 15 * minuteMs } as const;

const builds = stream({
  name: 'builds',
  title: 'Runs of pipelines',
  delivers: ['deployment'],
  row: buildRow,
  partitions,
  cursor: overlap,
  paging,
  request: ({ settings: { pipelines }, partition, from }) => ({
    path: `${projectPath(partition)}/build/builds`,
    query: {
      ...version,
      statusFilter: 'completed',
      // The order tells which time the filter goes by; a run that is repeated gets a new time of its end.
      queryOrder: 'finishTimeAscending',
      minTime: from ?? undefined,
      definitions: pipelines.every((one) => /^\d+$/.test(one)) ? pipelines.join(',') : undefined,
    },
  }),
  rows,
  normalize: normalizeBuild,
});

const releases = stream({
  name: 'releases',
  title: 'Deployments of releases',
  delivers: ['deployment'],
  row: releaseDeploymentRow,
  partitions,
  cursor: overlap,
  paging,
  request: ({ partition, from }) => ({
    path: `${projectPath(partition)}/release/deployments`,
    // Filtered by the time of change, sorted by number: what changes while pages are read comes again with the next run.
    query: { ...version, queryOrder: 'ascending', minModifiedTime: from ?? undefined },
  }),
  rows,
  normalize: normalizeReleaseDeployment,
});

/** Releases of the cloud lie on a host of their own; those of a server do not. */
export function addressOf({ url, reads }: Pick<AzureDevOpsSettings, 'url' | 'reads'>): string {
  const address = url.replace(/\/+$/, '');
  if (reads === 'builds') return address;
  return address
    .replace(/^https:\/\/dev\.azure\.com(?=\/|$)/, 'https://vsrm.dev.azure.com')
    .replace(/^https:\/\/([\w-]+)\.visualstudio\.com(?=\/|$)/, 'https://$1.vsrm.visualstudio.com');
}

/** Deployments of releases, or runs of pipelines that deploy, of Azure DevOps Services and Server. */
export const azureDevOpsConnector = defineHttpConnector<AzureDevOpsSettings>({
  id: 'azure-devops',
  title: 'Azure DevOps',
  settings: azureDevOpsSettings,
  baseUrl: addressOf,
  location: ({ url, projects }) => `${url.replace(/^https?:\/\//, '')}: ${projects.join(', ')}`,
  // A personal access token goes as a password without a user.
  authentication: ({ token }) => ({ kind: 'basic', user: '', password: token }),
  limits: {
    rate: { remaining: 'x-ratelimit-remaining', reset: 'x-ratelimit-reset', resetIs: 'epochSeconds' },
  },
  failures,
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [builds, releases],
  chosen: ({ reads }) => [reads],
  discover: async (settings, ask) => {
    if (addressOf(settings) !== settings.url.replace(/\/+$/, '')) {
      const note = 'The host of releases lists no projects; write their names as in the address of the project.';
      return [{ field: 'projects', choices: [], note }];
    }
    const { body } = await ask({ path: '/_apis/projects', query: version });
    const names = z.object({ value: z.array(z.object({ name: z.string() })) }).parse(body).value;
    const note = names.length < perPage ? null : `The first ${perPage} projects are shown.`;
    return [{ field: 'projects', choices: names.map(({ name }) => ({ value: name, label: name })), note }];
  },
});
