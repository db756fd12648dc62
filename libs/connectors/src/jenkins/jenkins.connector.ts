import type { FailureRule } from '@tandem/connector-kit/http/declaration';
import { streamsFor } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { buildRow, jobPath, normalizeBuild } from './jenkins.normalize.js';

const dayMs = 86_400_000;
const job = z
  .string()
  .max(500)
  .regex(/^[^/?#]+(\/[^/?#]+)*$/, 'must be the full name of a job, such as folder/job');

export const jenkinsSettings = z.strictObject({
  url: hostSetting(z.url({ protocol: /^https?$/ }), {
    label: 'Address of Jenkins',
    example: 'https://jenkins.example.org',
  }),
  user: setting(z.string().min(1).max(200), {
    label: 'User name',
    help: 'An account of its own with the rights Overall/Read and Job/Read.',
  }),
  token: secretSetting(z.string().min(1), {
    label: 'API token',
    help: 'Made by this account in Jenkins, under Security.',
  }),
  jobs: setting(z.array(job).min(1).max(200), {
    label: 'Jobs that deploy',
    help: 'Full names with their folders; of a multibranch pipeline, the job of the branch. Each counts as one service.',
    example: 'shop/deploy',
    discovered: true,
  }),
  environment: setting(z.string().min(1).max(200).default('production'), {
    label: 'Environment that they deploy to',
    help: 'Jenkins does not know environments.',
  }),
  environmentParameter: setting(z.string().max(200).default(''), {
    label: 'Parameter that names the environment',
    help: 'Where one job deploys to several; builds without it count for the environment above.',
    example: 'TARGET',
  }),
  production: setting(z.array(z.string().min(1).max(200)).max(50).default([]), {
    label: 'Environments that are production',
    help: 'Where their names do not say so; production, prod and live do.',
    example: 'eu-1',
  }),
  unstable: setting(z.enum(['succeeded', 'failed']).default('succeeded'), {
    label: 'What an unstable build counts as',
    help: 'Jenkins calls a build unstable that came to its end with errors, of tests for instance.',
  }),
  historyDays: setting(z.number().int().min(1).max(3650).default(365), { label: 'Days of history at the first sync' }),
});
export type JenkinsSettings = z.output<typeof jenkinsSettings>;

const failures: readonly FailureRule[] = [
  {
    status: 403,
    action: 'configuration',
    code: 'accessDenied',
    message: 'may not be read by this account.',
    hint: 'Give the account the rights Overall/Read and Job/Read, for the folder of the job as well.',
    why: 'The authorisation of Jenkins refuses it.',
  },
  {
    status: 404,
    action: 'configuration',
    code: 'notFound',
    message: 'does not exist, or is hidden from this account.',
    hint: 'Correct the full name of the job, with its folders, or give the account the right Job/Read.',
    why: 'Jenkins hides jobs that an account may not read.',
  },
];

const stream = streamsFor<JenkinsSettings>();
const perPage = 100;
const fields = [
  'number,timestamp,duration,building,result',
  'actions[lastBuiltRevision[SHA1,branch[name]],parameters[name,value]]',
].join(',');
// `builds` would hold the newest 100 only.
const treeOf = (begins: number) => `allBuilds[${fields}]{${begins},${begins + perPage}}`;

/** Where a page begins, and the lowest number that was read in front of it. */
const numbered = z.object({ number: z.number() });
const pageToken = z.object({ begins: z.number(), lowest: z.number() });

const builds = stream({
  name: 'builds',
  title: 'Builds',
  delivers: ['deployment'],
  row: buildRow,
  partitions: ({ jobs }) => jobs,
  // Newest first, without a filter. A pipeline may wait for a person for weeks.
  cursor: { kind: 'lookBack', lookBackMs: 31 * dayMs },
  paging: {
    kind: 'token',
    next: (_answer, rows, current) => nextPage(rows, current),
    put: (request, token) => ({
      ...request,
      query: { tree: treeOf(pageToken.parse(JSON.parse(token)).begins) },
    }),
  },
  request: ({ partition }) => ({ path: `${jobPath(partition)}/api/json`, query: { tree: treeOf(0) } }),
  rows: (body) => z.object({ allBuilds: z.unknown() }).parse(body).allBuilds,
  endsAt: (row, { from }) => from !== null && typeof row.timestamp === 'number' && row.timestamp < Date.parse(from),
  normalize: normalizeBuild,
});

/**
 * Builds come by falling numbers and only their place can be asked for. Where builds were deleted meanwhile, those behind them have moved
 * up: each page begins with the last build of the one before, and where that has gone past it, the reading steps back.
 */
function nextPage(rows: readonly unknown[], token: string | null): string | null {
  const numbers = rows.flatMap((row) => numbered.safeParse(row).data?.number ?? []);
  const current = token === null ? null : pageToken.parse(JSON.parse(token));
  const begins = current?.begins ?? 0;
  if (current && begins > 0 && Math.max(-1, ...numbers) < current.lowest)
    return JSON.stringify({ begins: Math.max(0, begins - perPage + 1), lowest: current.lowest });
  if (rows.length < perPage || numbers.length === 0) return null;
  return JSON.stringify({ begins: begins + rows.length - 1, lowest: Math.min(...numbers) });
}

const jobFields = (inside: string) => `jobs[fullName${inside}]{0,500}`;
const jobsTree = jobFields(`,${jobFields(`,${jobFields(`,${jobFields('')}`)}`)}`);
interface JobNode {
  readonly fullName?: string | undefined;
  readonly jobs?: readonly JobNode[] | undefined;
}
const jobNode: z.ZodType<JobNode> = z.lazy(() =>
  z.object({ fullName: z.string().optional(), jobs: z.array(jobNode).optional() }),
);

/** Folders and multibranch pipelines hold jobs; what holds none is a job itself. */
function jobNames({ fullName, jobs }: JobNode): readonly string[] {
  return jobs ? jobs.flatMap((inside) => jobNames(inside)) : fullName === undefined ? [] : [fullName];
}

/** Builds of the jobs of Jenkins that deploy. */
export const jenkinsConnector = defineHttpConnector<JenkinsSettings>({
  id: 'jenkins',
  title: 'Jenkins',
  settings: jenkinsSettings,
  baseUrl: ({ url }) => url.replace(/\/+$/, ''),
  location: ({ url, jobs }) => `${new URL(url).host}: ${jobs.join(', ')}`,
  authentication: ({ user, token }) => ({ kind: 'basic', user, password: token }),
  // Jenkins loads old builds from its disk, one by one.
  limits: { concurrency: 2, headersTimeoutMs: 120_000 },
  failures,
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [builds],
  discover: async (_settings, ask) => {
    const { body } = await ask({ path: '/api/json', query: { tree: jobsTree } });
    const names = jobNames(jobNode.parse(body));
    return [
      {
        field: 'jobs',
        choices: names.map((name) => ({ value: name, label: name })),
        note: 'Up to 500 jobs of each folder are shown, four levels deep.',
      },
    ];
  },
});
