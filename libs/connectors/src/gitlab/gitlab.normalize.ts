import { latestInstant, tierOfName } from '@tandem/connector-kit/deployment-fields';
import type { NormalizedRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import type { GitLabSettings } from './gitlab.connector.js';

/** The job behind a deployment; a deployment that another system reported has none. */
const deployable = z.object({
  started_at: z.string().nullish(),
  finished_at: z.string().nullish(),
  web_url: z.string().nullish(),
});

export const deploymentRow = z.object({
  id: z.number(),
  status: z.string(),
  ref: z.string(),
  sha: z.string(),
  created_at: z.string(),
  /** Missing on rows from before GitLab kept it. */
  updated_at: z.string().nullish(),
  environment: z.object({ id: z.number(), name: z.string() }),
  deployable: deployable.nullish(),
  /** What GitLab calls the tier of the environment; a list of deployments leaves it out, so it is asked for. */
  environment_tier: z.string().nullish(),
});

/**
 * The status of the deployment decides, not that of its job: a job may be repeated, or be allowed to fail. It ends with its job; one that
 * another system reported ends when it was last changed.
 */
export function normalizeDeployment(
  row: z.output<typeof deploymentRow>,
  { settings, partition }: { readonly settings: GitLabSettings; readonly partition: string },
): NormalizedRow {
  const outcome = outcomes[row.status];
  if (outcome === undefined) {
    const reason = `The deployment ${row.id} has the status "${row.status}", whose meaning is not known here.`;
    return { records: [], rejected: [{ stream: 'deployment', field: 'status', reason }] };
  }
  const { environment, deployable: job } = row;
  const isOver = outcome !== 'running';
  return {
    records: [
      {
        stream: 'deployment',
        key: `deployment/${row.id}`,
        version: latestInstant([row.updated_at ?? row.created_at]),
        url: job?.web_url ?? `${settings.url.replace(/\/+$/, '')}/${partition}/-/environments/${environment.id}`,
        fields: {
          service: partition,
          environment: environment.name,
          tier: tiers.find((tier) => tier === row.environment_tier) ?? tierOfName(environment.name),
          ref: row.ref,
          commit: row.sha,
          createdAt: row.created_at,
          startedAt: job?.started_at,
          finishedAt: isOver ? (job?.finished_at ?? row.updated_at) : null,
          outcome,
        },
      },
    ],
  };
}

const tiers = ['production', 'staging', 'testing', 'development', 'other'] as const;

/** A deployment that was created and then skipped must not look as if it were still running. */
const outcomes: Readonly<Record<string, 'running' | 'succeeded' | 'failed' | 'cancelled'>> = {
  created: 'running',
  blocked: 'running',
  running: 'running',
  success: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
  skipped: 'cancelled',
};
