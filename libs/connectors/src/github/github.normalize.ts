import { latestInstant, tierOfName } from '@tandem/connector-kit/deployment-fields';
import type { NormalizedRow, RecordDraft } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import type { GitHubSettings } from './github.connector.js';

interface About {
  readonly settings: GitHubSettings;
  readonly partition: string;
}

const status = z.object({ state: z.string(), created_at: z.string() });

export const deploymentRow = z.object({
  id: z.number(),
  sha: z.string(),
  ref: z.string(),
  environment: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  production_environment: z.boolean().nullish(),
  statuses: z.array(status),
});

/**
 * A deployment ends with its first success: a newer deployment turns it `inactive` days later, which is no end. Without a success it ends with
 * its last failure.
 */
export function normalizeDeployment(
  row: z.output<typeof deploymentRow>,
  { settings, partition }: About,
): NormalizedRow {
  const statuses = [...row.statuses].sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
  const first = (...states: readonly string[]) => statuses.find(({ state }) => states.includes(state));
  const success = first('success');
  const failure = [...statuses].reverse().find(({ state }) => state === 'failure' || state === 'error');
  const isOver = statuses.some(({ state }) => state === 'inactive');
  const end = success ?? (isRunningAgain(statuses, failure) ? undefined : failure);
  const outcome = success ? 'succeeded' : end ? 'failed' : isOver ? 'cancelled' : 'running';
  return one({
    stream: 'deployment',
    key: `deployment/${row.id}`,
    version: latestInstant([row.updated_at, ...statuses.map(({ created_at: at }) => at)]),
    url: pageOf(settings, partition, `deployments/${encodeURIComponent(row.environment)}`),
    fields: {
      service: partition,
      environment: row.environment,
      tier: row.production_environment ? 'production' : tierOfName(row.environment),
      ref: row.ref,
      commit: row.sha,
      createdAt: row.created_at,
      startedAt: first('in_progress', 'pending')?.created_at,
      finishedAt: end?.created_at,
      outcome,
    },
  });
}

type Status = z.output<typeof status>;

function isRunningAgain(statuses: readonly Status[], failure: Status | undefined): boolean {
  const last = statuses.at(-1);
  return failure !== undefined && last !== undefined && ['queued', 'pending', 'in_progress'].includes(last.state);
}

const attempt = z.object({
  id: z.number(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  run_attempt: z.number().nullish(),
  run_started_at: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  html_url: z.string(),
  head_branch: z.string().nullable(),
  head_sha: z.string(),
});

export const runRow = attempt.extend({
  name: z.string().nullish(),
  path: z.string(),
  /** Attempts before this one: GitHub shows the last one only. */
  earlier: z.array(attempt).optional(),
});

/** Each attempt of a run of the chosen workflows is a deployment of its own, so that a repeated run does not hide that it had failed. */
export function normalizeRun(row: z.output<typeof runRow>, about: About): NormalizedRow {
  const file = row.path.split('@')[0]?.split('/').at(-1) ?? '';
  const isChosen = about.settings.workflows.some((name) => name === row.name || name === file || name === row.path);
  if (!isChosen) return { records: [] };
  return { records: [...(row.earlier ?? []), row].flatMap((made) => runRecord(made, about)) };
}

function runRecord(run: z.output<typeof attempt>, { settings, partition }: About): RecordDraft[] {
  const outcome = outcomeOf(run.status, run.conclusion);
  if (outcome === null) return [];
  const number = run.run_attempt ?? 1;
  return [
    {
      stream: 'deployment',
      key: `run/${run.id}/${number}`,
      version: latestInstant([run.updated_at]),
      url: run.html_url,
      fields: {
        service: partition,
        environment: settings.environment,
        tier: tierOfName(settings.environment),
        ref: run.head_branch,
        commit: run.head_sha,
        createdAt: number === 1 ? run.created_at : (run.run_started_at ?? run.created_at),
        startedAt: run.run_started_at ?? run.created_at,
        // Runs have no time of their end; they are not touched after it.
        finishedAt: outcome === 'running' ? null : run.updated_at,
        outcome,
      },
    },
  ];
}

/** null for a run that deployed nothing by design. */
function outcomeOf(state: string | null, conclusion: string | null): string | null {
  // Newer states are written small by the API, and large by some of its events.
  if (state?.toLowerCase() !== 'completed' && (conclusion === null || conclusion === '')) return 'running';
  switch (conclusion?.toLowerCase()) {
    case 'success':
      return 'succeeded';
    case 'failure':
    case 'timed_out':
    case 'startup_failure':
      return 'failed';
    case 'cancelled':
    case 'stale':
      return 'cancelled';
    case 'action_required':
      return 'running';
    default:
      return null;
  }
}

export const releaseRow = z.object({
  id: z.number(),
  tag_name: z.string(),
  target_commitish: z.string().nullish(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  created_at: z.string(),
  published_at: z.string().nullable(),
  html_url: z.string(),
});

/** A published release counts as deployed when it was published; a draft is none, and a pre-release does not reach production. */
export function normalizeRelease(row: z.output<typeof releaseRow>, { settings, partition }: About): NormalizedRow {
  if (row.draft || row.published_at === null) return { records: [] };
  return one({
    stream: 'deployment',
    key: `release/${row.id}`,
    url: row.html_url,
    fields: {
      service: partition,
      environment: row.prerelease ? 'pre-release' : settings.environment,
      tier: row.prerelease ? 'staging' : tierOfName(settings.environment),
      ref: row.tag_name,
      createdAt: row.created_at,
      finishedAt: row.published_at,
      outcome: 'succeeded',
    },
  });
}

function one(record: RecordDraft): NormalizedRow {
  return { records: [record] };
}

/** GitHub's own web address lies beside that of its API. */
function pageOf({ apiUrl }: GitHubSettings, repository: string, page: string): string {
  const { origin, host } = new URL(apiUrl);
  const web = host === 'api.github.com' ? 'https://github.com' : origin;
  return `${web}/${repository}/${page}`;
}
