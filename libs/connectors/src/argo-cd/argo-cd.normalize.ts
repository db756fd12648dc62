import { latestInstant, tierOfName, type Tier } from '@tandem/connector-kit/deployment-fields';
import type { Json } from '@tandem/connector-kit/connector';
import type { NormalizedRow, RecordDraft } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import type { ArgoCdSettings } from './argo-cd.connector.js';

const json = z.json();
const source = z.object({ targetRevision: z.string().nullish() });

const historyEntry = z.object({
  id: z.number(),
  deployedAt: z.string(),
  /** Older versions do not tell it. */
  deployStartedAt: z.string().nullish(),
  revision: z.string().nullish(),
  revisions: z.array(z.string()).nullish(),
  source: z.looseObject(source.shape).nullish(),
  sources: z.array(z.looseObject(source.shape)).nullish(),
});
type HistoryEntry = z.output<typeof historyEntry>;

const operationState = z.object({
  phase: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullish(),
  operation: z
    .object({ sync: z.object({ dryRun: z.boolean().nullish(), resources: z.array(z.unknown()).nullish() }).nullish() })
    .nullish(),
  syncResult: z.object({ revision: z.string().nullish(), source: source.nullish() }).nullish(),
});

export const applicationRow = z.object({
  name: z.string(),
  namespace: z.string().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  project: z.string().nullish(),
  destinationNamespace: z.string().nullish(),
  history: z.array(historyEntry).nullish(),
  operationState: operationState.nullish(),
});
type ApplicationRow = z.output<typeof applicationRow>;

const application = z.object({
  metadata: z.object({ name: z.json(), namespace: z.json(), labels: z.json() }).partial().optional(),
  spec: z
    .object({ project: z.json(), destination: z.object({ namespace: z.json() }).partial() })
    .partial()
    .optional(),
  status: z.object({ history: z.json(), operationState: z.json() }).partial().optional(),
});

/** What is read of an application, side by side. What is no application stays as it is, to be refused as a row. */
export function flat(item: unknown): Json {
  const { data } = application.safeParse(item);
  if (!data) return json.parse(item);
  const { metadata, spec, status } = data;
  const fields = {
    name: metadata?.name,
    namespace: metadata?.namespace,
    labels: metadata?.labels,
    project: spec?.project,
    destinationNamespace: spec?.destination?.namespace,
    history: status?.history,
    operationState: status?.operationState,
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Each entry of the history that brought something else is a deployment; so is the last sync where it failed, for the history holds successes only. */
export function normalizeApplication(
  row: ApplicationRow,
  { settings }: { readonly settings: ArgoCdSettings },
): NormalizedRow {
  const where = placeOf(row, settings);
  const id = `${row.namespace ?? ''}/${row.name}`;
  const url = `${settings.url.replace(/\/+$/, '')}/applications/${row.namespace ? `${row.namespace}/` : ''}${row.name}`;
  const draft = (key: string, at: string, fields: RecordDraft['fields']): RecordDraft => ({
    stream: 'deployment',
    key: `${id}${key}`,
    version: latestInstant([at]),
    url,
    fields: { ...where, ...fields },
    dimensions: { project: row.project },
  });
  const history = [...(row.history ?? [])].sort((a, b) => a.id - b.id);
  const deployed = history.filter((entry, index) => isNew(entry, history[index - 1]));
  const failure = failureOf(row);
  return {
    records: [
      ...deployed.map((entry) =>
        // Numbers begin anew where an application is deleted and made again.
        draft(`#${entry.id}@${entry.deployedAt}`, entry.deployedAt, {
          ...sourceOf(entry.revision ?? only(entry.revisions), entry.source ?? only(entry.sources)),
          startedAt: entry.deployStartedAt,
          finishedAt: entry.deployedAt,
          outcome: 'succeeded',
        }),
      ),
      ...(failure ? [draft(`!${failure.startedAt}`, failure.finishedAt, failure)] : []),
    ],
  };
}

/**
 * A sync of what is there already, such as one that mends drift, deploys nothing. What came before the first entry that is left of a history
 * that was cut is not known; that entry was read when it was not the first yet.
 */
function isNew(entry: HistoryEntry, before: HistoryEntry | undefined): boolean {
  const what = ({ revision, revisions, source: one, sources }: HistoryEntry) =>
    JSON.stringify([revision, revisions, one, sources]);
  return before === undefined ? entry.id === 0 : what(entry) !== what(before);
}

function failureOf({ operationState: last }: ApplicationRow) {
  const sync = last?.operation?.sync;
  if (!last || !sync || sync.dryRun === true || (sync.resources?.length ?? 0) > 0) return null;
  if (last.phase !== 'Failed' && last.phase !== 'Error') return null;
  const { startedAt, finishedAt, syncResult } = last;
  if (!finishedAt) return null;
  return { ...sourceOf(syncResult?.revision, syncResult?.source), startedAt, finishedAt, outcome: 'failed' };
}

/** Of several sources, none tells what was deployed. */
function only<Value>(values: readonly Value[] | null | undefined): Value | null {
  return values?.length === 1 ? (values[0] ?? null) : null;
}

/** A commit where it looks like one; else the version of a chart. */
function sourceOf(revision: string | null | undefined, from: z.output<typeof source> | null | undefined) {
  const isCommit = /^[0-9a-f]{40}$/.test(revision ?? '');
  return isCommit ? { commit: revision, ref: from?.targetRevision } : { ref: revision ?? from?.targetRevision };
}

function placeOf(row: ApplicationRow, { environmentLabel, serviceLabel, production }: ArgoCdSettings) {
  const label = (name: string) => (name === '' ? undefined : row.labels?.[name]);
  const named = label(environmentLabel);
  const environment = named ?? row.destinationNamespace ?? row.name;
  const tiers = (named === undefined ? [environment, row.name, row.project ?? ''] : [named]).map((name) =>
    tierOfName(name, production),
  );
  const tier: Tier = tiers.find((one) => one !== 'other') ?? 'other';
  return { service: label(serviceLabel) ?? row.name, environment, tier };
}
