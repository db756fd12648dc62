import { z } from 'zod';
import { notUsed, readPart, sentId, sentInstant, told, type EventReading } from './event-reading.js';
import { tierOf, type PushSettings } from './push-settings.js';

const project = z.object({ path_with_namespace: z.string(), web_url: z.string() });
const deploymentEvent = z.object({
  status: z.string(),
  status_changed_at: sentInstant,
  deployment_id: sentId,
  deployable_url: z.string().nullish(),
  environment: z.string(),
  environment_tier: z.string().nullish(),
  ref: z.string().nullish(),
  short_sha: z.string().nullish(),
  project,
});
const pipelineEvent = z.object({
  object_attributes: z.object({
    id: sentId,
    ref: z.string(),
    sha: z.string(),
    status: z.string(),
    created_at: sentInstant,
    finished_at: sentInstant.nullish(),
  }),
  project,
});
const releaseEvent = z.object({
  id: sentId,
  tag: z.string(),
  action: z.string(),
  url: z.string(),
  released_at: sentInstant,
  commit: z.object({ id: z.string() }).nullish(),
  project,
});
const kindOf = z.object({ object_kind: z.string() });

const outcomes: Readonly<Record<string, 'running' | 'succeeded' | 'failed' | 'cancelled'>> = {
  created: 'running',
  running: 'running',
  pending: 'running',
  success: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
};

/** Events of GitLab's webhooks, by their `object_kind`. */
export function readGitLabEvent(event: unknown, settings: PushSettings): EventReading {
  const kind = kindOf.safeParse(event).data?.object_kind ?? 'unnamed';
  switch (kind) {
    case 'deployment':
      return readPart(deploymentEvent, event, 'deployment', (part) => readDeployment(part, settings));
    case 'pipeline':
      return readPart(pipelineEvent, event, 'deployment', (part) => readPipeline(part, settings));
    case 'release':
      return readPart(releaseEvent, event, 'deployment', readRelease);
    default:
      return notUsed(kind);
  }
}

function readDeployment(part: z.output<typeof deploymentEvent>, settings: PushSettings): EventReading {
  const { status, status_changed_at: at, deployment_id: id, environment, project: of } = part;
  const outcome = outcomes[status];
  if (outcome === undefined) return notUsed(`deployment (${status})`);
  const service = of.path_with_namespace;
  const key = `deployment/${id}`;
  return told({
    eventId: `${key} ${status} ${at}`,
    stream: 'deployment',
    naturalKey: key,
    at,
    values: { outcome: 'running' },
    lasting: {
      // It ends once: a job that is started again is another deployment.
      ...(outcome === 'running' ? {} : { outcome, finishedAt: at }),
      service,
      environment,
      tier: tierOf(environment, settings, part.environment_tier ?? undefined),
      ...(part.ref ? { ref: part.ref } : {}),
      ...(part.short_sha ? { commit: part.short_sha } : {}),
      ...(status === 'running' ? { startedAt: at } : {}),
    },
    origin: part.deployable_url ?? `${of.web_url}/-/environments`,
  });
}

/** Pipelines of the branches that the settings name; GitLab sends each state of each of them. */
function readPipeline(
  { object_attributes: run, project: of }: z.output<typeof pipelineEvent>,
  settings: PushSettings,
): EventReading {
  if (!settings.deploys?.includes(run.ref)) return notUsed(`pipeline of "${run.ref}"`);
  const outcome = run.status === 'skipped' ? 'cancelled' : outcomes[run.status];
  if (outcome === undefined) return notUsed(`pipeline (${run.status})`);
  const service = of.path_with_namespace;
  const key = `pipeline ${service} ${run.id}`;
  const finishedAt = outcome === 'running' ? null : (run.finished_at ?? null);
  return told({
    eventId: `${key} ${run.status} ${finishedAt ?? ''}`.trim(),
    stream: 'deployment',
    naturalKey: key,
    at: finishedAt ?? run.created_at,
    values: { outcome, ...(finishedAt === null ? {} : { finishedAt }) },
    lasting: {
      service,
      environment: 'production',
      tier: 'production',
      ref: run.ref,
      commit: run.sha,
      createdAt: run.created_at,
    },
    origin: `${of.web_url}/-/pipelines/${run.id}`,
  });
}

function readRelease(part: z.output<typeof releaseEvent>): EventReading {
  if (part.action !== 'create' && part.action !== 'delete') return notUsed(`release (${part.action})`);
  const { tag: ref, released_at: finishedAt, commit } = part;
  const service = part.project.path_with_namespace;
  const key = `release ${service} ${part.id}`;
  // GitLab does not say when it was deleted: whenever it was, it was after the release.
  if (part.action === 'delete')
    return told({
      eventId: `${key} deleted`,
      stream: 'deployment',
      naturalKey: key,
      at: finishedAt,
      values: {},
      gone: true,
      origin: part.url,
    });
  return told({
    eventId: key,
    stream: 'deployment',
    naturalKey: key,
    at: finishedAt,
    values: {
      service,
      environment: 'release',
      tier: 'production',
      ref,
      ...(commit ? { commit: commit.id } : {}),
      finishedAt,
      outcome: 'succeeded',
    },
    origin: part.url,
  });
}
