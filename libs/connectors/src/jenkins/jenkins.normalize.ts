import { latestInstant, tierOfName } from '@tandem/connector-kit/deployment-fields';
import type { NormalizedRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import type { JenkinsSettings } from './jenkins.connector.js';

/** What plug-ins add to a build; many are empty objects. */
const action = z.object({
  lastBuiltRevision: z
    .object({ SHA1: z.string().nullish(), branch: z.array(z.object({ name: z.string().nullish() })).nullish() })
    .nullish(),
  parameters: z.array(z.object({ name: z.string(), value: z.unknown() })).nullish(),
});

export const buildRow = z.object({
  number: z.number().int(),
  /** Milliseconds since 1970. */
  timestamp: z.number().int(),
  /** Milliseconds; 0 as long as the build runs. */
  duration: z.number().nullish(),
  building: z.boolean().nullish(),
  result: z.string().nullable(),
  actions: z.array(action.nullable()).nullish(),
});
type BuildRow = z.output<typeof buildRow>;

/** A build of a job that deploys is a deployment. */
export function normalizeBuild(
  row: BuildRow,
  { settings, partition }: { readonly settings: JenkinsSettings; readonly partition: string },
): NormalizedRow {
  const outcome = outcomeOf(row, settings);
  if (outcome === null) {
    const reason = `The build ${partition} #${row.number} has the result "${row.result}", whose meaning is not known here.`;
    return { records: [], rejected: [{ stream: 'deployment', field: 'result', reason }] };
  }
  const startedAt = instantOf(row.timestamp);
  const finishedAt = outcome === 'running' ? null : instantOf(row.timestamp + (row.duration ?? 0));
  const environment = parameterOf(row, settings.environmentParameter) ?? settings.environment;
  return {
    records: [
      {
        stream: 'deployment',
        // Numbers begin anew where a job is deleted and made again.
        key: `${partition}#${row.number}@${row.timestamp}`,
        version: latestInstant([startedAt, finishedAt]),
        url: `${settings.url.replace(/\/+$/, '')}${jobPath(partition)}/${row.number}/`,
        fields: {
          service: partition,
          environment,
          tier: tierOfName(environment, settings.production),
          ...revisionOf(row),
          createdAt: startedAt,
          startedAt,
          finishedAt,
          outcome,
        },
      },
    ],
  };
}

/** `folder/shop/feature%2Fpay` lies at `/job/folder/job/shop/job/feature%252Fpay`. */
export function jobPath(fullName: string): string {
  return fullName
    .split('/')
    .map((name) => `/job/${encodeURIComponent(name)}`)
    .join('');
}

/** The text itself where it is no instant, to be refused as such. */
function instantOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString();
}

/** null for a result that is not known. A pipeline may set its result long before it ends. */
function outcomeOf({ building, result }: BuildRow, { unstable }: JenkinsSettings): string | null {
  if (building === true || result === null) return 'running';
  switch (result) {
    case 'SUCCESS':
      return 'succeeded';
    case 'UNSTABLE':
      return unstable;
    case 'FAILURE':
      return 'failed';
    // A build that was read while it ran must not stay running where it deployed nothing in the end.
    case 'ABORTED':
    case 'NOT_BUILT':
      return 'cancelled';
    default:
      return null;
  }
}

function parameterOf({ actions }: BuildRow, name: string): string | null {
  if (name === '') return null;
  const found = (actions ?? []).flatMap((one) => one?.parameters ?? []).find((one) => one.name === name)?.value;
  return typeof found === 'string' && found !== '' ? found : null;
}

/** A build that checked out several repositories (a shared library, say) does not tell which of them was deployed: then both are absent. */
function revisionOf({ actions }: BuildRow): { readonly commit?: string; readonly ref?: string } {
  const revisions = (actions ?? []).flatMap((one) => one?.lastBuiltRevision ?? []);
  const commits = new Set(revisions.flatMap(({ SHA1 }) => SHA1 ?? []));
  const refs = new Set(
    revisions
      .flatMap(({ branch }) => branch ?? [])
      .flatMap(({ name }) => name ?? [])
      .filter((name) => name !== 'detached')
      .map((name) => name.replace(/^refs\/(heads|remotes\/[^/]+|tags)\//, '').replace(/^origin\//, '')),
  );
  const [commit] = commits;
  const [ref] = refs;
  return {
    ...(commits.size === 1 && commit !== undefined ? { commit } : {}),
    ...(commits.size === 1 && refs.size === 1 && ref !== undefined ? { ref } : {}),
  };
}
