import type { RecordFact } from '@tandem/domain/record/fold-facts';
import { z } from 'zod';
import { notUsed, readPart, sentId, sentInstant, told, type EventReading } from './event-reading.js';
import { tierOf, type PushSettings } from './push-settings.js';

const repository = z.object({ full_name: z.string(), html_url: z.string().optional() });
const deployment = z.object({
  id: sentId,
  sha: z.string(),
  ref: z.string(),
  environment: z.string(),
  created_at: sentInstant,
});
const deploymentEvent = z.object({ deployment, repository });
const statusEvent = z.object({
  deployment,
  deployment_status: z.object({ id: sentId, state: z.string(), created_at: sentInstant }),
  repository,
});
const releaseEvent = z.object({
  release: z.object({
    id: sentId,
    tag_name: z.string(),
    html_url: z.string(),
    draft: z.boolean(),
    prerelease: z.boolean(),
    created_at: sentInstant,
    published_at: sentInstant,
  }),
  repository,
});
const runEvent = z.object({
  workflow_run: z.object({
    id: sentId,
    run_attempt: z.number().int().default(1),
    name: z.string().nullable(),
    path: z.string().optional(),
    head_branch: z.string().nullable(),
    head_sha: z.string(),
    html_url: z.string(),
    conclusion: z.string().nullable(),
    run_started_at: sentInstant,
    updated_at: sentInstant,
  }),
  repository,
});
const action = z.object({ action: z.string() });

/**
 * Events of GitHub's webhooks, by the name in `X-GitHub-Event`. A deployment ends with its first success: later statuses of it (GitHub makes
 * an old deployment `inactive` when a newer one succeeds) change nothing.
 */
export function readGitHubEvent(kind: string, event: unknown, settings: PushSettings): EventReading {
  const doing = action.safeParse(event).data?.action ?? '';
  switch (kind) {
    case 'deployment':
      return readPart(deploymentEvent, event, 'deployment', ({ deployment: started, repository: { full_name } }) =>
        told({
          ...factOf(started, full_name, settings),
          eventId: `deployment ${full_name} ${started.id}`,
          at: started.created_at,
        }),
      );
    case 'deployment_status':
      return readPart(statusEvent, event, 'deployment', (part) => readStatus(part, settings));
    case 'release':
      if (doing === 'deleted') return readPart(releaseEvent, event, 'deployment', readDeletedRelease);
      if (doing !== 'published') return notUsed(`release (${doing})`);
      return readPart(releaseEvent, event, 'deployment', readRelease);
    case 'workflow_run':
      return readPart(runEvent, event, 'deployment', (part) => readRun(part, doing, settings));
    default:
      return notUsed(kind);
  }
}

type SentDeployment = z.output<typeof deployment>;

function factOf(
  { id, sha, ref, environment, created_at: createdAt }: SentDeployment,
  service: string,
  settings: PushSettings,
): Omit<RecordFact, 'eventId' | 'at'> {
  return {
    stream: 'deployment',
    naturalKey: `deployment/${id}`,
    values: { outcome: 'running' },
    lasting: { service, environment, tier: tierOf(environment, settings), ref, commit: sha, createdAt },
    origin: `https://github.com/${service}/deployments`,
  };
}

function readStatus(
  { deployment: of, deployment_status: status, repository: { full_name } }: z.output<typeof statusEvent>,
  settings: PushSettings,
): EventReading {
  const { id, state, created_at: at } = status;
  const fact = { ...factOf(of, full_name, settings), eventId: `deployment_status ${full_name} ${id}`, at };
  const { lasting } = fact;
  switch (state) {
    case 'success':
      return told({ ...fact, values: {}, lasting: { ...lasting, outcome: 'succeeded', finishedAt: at } });
    case 'failure':
    case 'error':
      return told({ ...fact, values: { outcome: 'failed', finishedAt: at } });
    case 'in_progress':
      return told({
        ...fact,
        values: { outcome: 'running', finishedAt: null },
        lasting: { ...lasting, startedAt: at },
      });
    case 'queued':
    case 'pending':
      return told({ ...fact, values: { outcome: 'running', finishedAt: null } });
    default:
      return notUsed(`deployment_status (${state})`);
  }
}

/** A published release counts as a deployment to production; a prerelease does not reach it. */
function readRelease({ release, repository: { full_name: service } }: z.output<typeof releaseEvent>): EventReading {
  if (release.draft) return notUsed('release (draft)');
  const { id, tag_name: ref, prerelease, created_at: createdAt, published_at: finishedAt } = release;
  return told({
    eventId: `release ${service} ${id}`,
    stream: 'deployment',
    naturalKey: `release/${id}`,
    at: finishedAt,
    values: {
      service,
      environment: prerelease ? 'prerelease' : 'release',
      tier: prerelease ? 'other' : 'production',
      ref,
      createdAt,
      finishedAt,
      outcome: 'succeeded',
    },
    origin: release.html_url,
  });
}

/** GitHub does not say when: whenever it was, it was after the release. */
function readDeletedRelease({
  release,
  repository: { full_name: service },
}: z.output<typeof releaseEvent>): EventReading {
  if (release.draft) return notUsed('release (draft)');
  return told({
    eventId: `release ${service} ${release.id} deleted`,
    stream: 'deployment',
    naturalKey: `release/${release.id}`,
    at: release.published_at,
    values: {},
    gone: true,
    origin: release.html_url,
  });
}

/** A run that is started again keeps its id; each attempt deploys anew. */
function readRun(
  { workflow_run: run, repository: { full_name: service } }: z.output<typeof runEvent>,
  doing: string,
  settings: PushSettings,
): EventReading {
  const names = [run.name, run.path].filter((name) => name !== null && name !== undefined);
  if (!names.some((name) => settings.deploys?.includes(name))) return notUsed(`workflow_run of "${names[0] ?? ''}"`);
  const outcome = doing === 'completed' ? outcomeOf(run.conclusion) : 'running';
  const key = `run/${run.id}/${run.run_attempt}`;
  return told({
    eventId: `${key} ${doing}`,
    stream: 'deployment',
    naturalKey: key,
    at: run.updated_at,
    values: { outcome: 'running' },
    lasting: {
      service,
      environment: 'production',
      tier: 'production',
      ...(run.head_branch === null ? {} : { ref: run.head_branch }),
      commit: run.head_sha,
      startedAt: run.run_started_at,
      // An attempt ends once.
      ...(outcome === 'running' ? {} : { outcome, finishedAt: run.updated_at }),
    },
    origin: run.html_url,
  });
}

function outcomeOf(conclusion: string | null): 'succeeded' | 'failed' | 'cancelled' {
  if (conclusion === 'success') return 'succeeded';
  return ['failure', 'timed_out', 'startup_failure'].includes(conclusion ?? '') ? 'failed' : 'cancelled';
}
