import { latestInstant, tierOfName } from '@tandem/connector-kit/deployment-fields';
import type { NormalizedRow, RecordDraft } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import type { AzureDevOpsSettings } from './azure-devops.connector.js';

interface About {
  readonly settings: AzureDevOpsSettings;
  readonly partition: string;
}

/** The first instant of .NET stands for none, and comes without a zone. */
const instant = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === undefined || value.startsWith('0001-01-01') ? null : value));

const webLink = z.object({ web: z.object({ href: z.string() }).nullish() }).nullish();

export const buildRow = z.object({
  id: z.number(),
  status: z.string(),
  result: z.string().nullish(),
  reason: z.string().nullish(),
  queueTime: instant,
  startTime: instant,
  finishTime: z.string(),
  sourceBranch: z.string().nullish(),
  sourceVersion: z.string().nullish(),
  definition: z.object({ id: z.number(), name: z.string() }),
  _links: webLink,
});

/** A run of a pipeline that deploys is a deployment; one that only checks a pull request deploys nothing. */
export function normalizeBuild(row: z.output<typeof buildRow>, { settings, partition }: About): NormalizedRow {
  if (row.status !== 'completed' || row.reason === 'pullRequest') return { records: [] };
  if (!isChosen(settings, row.definition)) return { records: [] };
  const outcome = buildOutcomes[row.result ?? ''] ?? (row.result === 'partiallySucceeded' ? settings.partial : null);
  if (outcome === null)
    return unknown('result', `The run ${row.id} ended with "${row.result ?? ''}", whose meaning is not known here.`);
  return one({
    stream: 'deployment',
    key: `build/${row.id}`,
    version: latestInstant([row.finishTime]),
    url: row._links?.web?.href ?? null,
    fields: {
      service: `${partition}/${row.definition.name}`,
      environment: settings.environment,
      tier: tierOfName(settings.environment, settings.production),
      ref: branchOf(row.sourceBranch),
      commit: row.sourceVersion,
      createdAt: row.queueTime,
      startedAt: row.startTime,
      finishedAt: row.finishTime,
      outcome,
    },
  });
}

const buildOutcomes: Readonly<Record<string, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
};

const named = z.object({ id: z.string().nullish(), name: z.string().nullish() }).nullish();
const artifact = z.object({
  isPrimary: z.boolean().nullish(),
  definitionReference: z.object({ branch: named, sourceVersion: named, version: named }).nullish(),
});

export const releaseDeploymentRow = z.object({
  id: z.number(),
  deploymentStatus: z.string(),
  operationStatus: z.string().nullish(),
  queuedOn: instant,
  startedOn: instant,
  completedOn: instant,
  lastModifiedOn: z.string(),
  release: z
    .object({ webAccessUri: z.string().nullish(), artifacts: z.array(artifact).nullish(), _links: webLink })
    .nullish(),
  releaseDefinition: z.object({ id: z.number(), name: z.string() }),
  releaseEnvironment: z.object({ name: z.string() }),
});
type ReleaseDeploymentRow = z.output<typeof releaseDeploymentRow>;

/** Each attempt to bring a release to a stage. */
export function normalizeReleaseDeployment(row: ReleaseDeploymentRow, { settings, partition }: About): NormalizedRow {
  if (!isChosen(settings, row.releaseDefinition)) return { records: [] };
  const outcome = releaseOutcome(row, settings);
  if (outcome === null)
    return unknown(
      'deploymentStatus',
      `The deployment ${row.id} is "${row.deploymentStatus}" (${row.operationStatus ?? ''}), whose meaning is not known here.`,
    );
  const { name: environment } = row.releaseEnvironment;
  return one({
    stream: 'deployment',
    key: `release/${row.id}`,
    version: latestInstant([row.lastModifiedOn]),
    url: row.release?.webAccessUri ?? row.release?._links?.web?.href ?? null,
    fields: {
      service: `${partition}/${row.releaseDefinition.name}`,
      environment,
      tier: tierOfName(environment, settings.production),
      ...sourceOf(row),
      createdAt: row.queuedOn,
      startedAt: row.startedOn,
      finishedAt: outcome === 'running' ? null : (row.completedOn ?? row.lastModifiedOn),
      outcome,
    },
  });
}

/** null where the statuses are not known. Older servers write them large (`PhaseFailed`). */
function releaseOutcome(row: ReleaseDeploymentRow, { partial }: AzureDevOpsSettings): string | null {
  const operation = row.operationStatus?.toLowerCase() ?? '';
  switch (row.deploymentStatus.toLowerCase()) {
    case 'succeeded':
      return 'succeeded';
    case 'partiallysucceeded':
      return partial;
    case 'failed':
      return cancelled.has(operation) && operation !== 'rejected' ? 'cancelled' : 'failed';
    case 'inprogress':
    case 'notdeployed':
    case 'undefined':
      return cancelled.has(operation) ? 'cancelled' : failed.has(operation) ? 'failed' : 'running';
    default:
      return null;
  }
}

/** An approval that was refused before a deployment has kept it from happening; one that was refused after it makes it a failure. */
const cancelled: ReadonlySet<string> = new Set(['canceled', 'phasecanceled', 'rejected']);
const failed: ReadonlySet<string> = new Set(['phasefailed', 'gatefailed']);

/** What the primary artifact was made of. Its version is a commit only where it comes from Git itself. */
function sourceOf({ release }: ReleaseDeploymentRow): { readonly ref?: string; readonly commit?: string } {
  const artifacts = release?.artifacts ?? [];
  const from = (artifacts.find(({ isPrimary }) => isPrimary === true) ?? artifacts[0])?.definitionReference;
  const ref = branchOf(from?.branch?.id);
  const commit = [from?.sourceVersion?.id, from?.version?.id].find((id) => /^[0-9a-f]{40}$/.test(id ?? ''));
  return { ...(ref === null ? {} : { ref }), ...(commit ? { commit } : {}) };
}

function branchOf(ref: string | null | undefined): string | null {
  return ref ? ref.replace(/^refs\/(heads|tags)\//, '') : null;
}

/** By name or number; without any, all. */
function isChosen({ pipelines }: AzureDevOpsSettings, { id, name }: { readonly id: number; readonly name: string }) {
  return pipelines.length === 0 || pipelines.includes(name) || pipelines.includes(String(id));
}

function one(record: RecordDraft): NormalizedRow {
  return { records: [record] };
}

function unknown(field: string, reason: string): NormalizedRow {
  return { records: [], rejected: [{ stream: 'deployment', field, reason }] };
}
