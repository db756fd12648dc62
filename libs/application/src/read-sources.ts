import type { Connector } from '@tandem/connector-kit/connector';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { withDependents } from '@tandem/domain/metric/derived-inputs';
import { NotFound } from './input-errors.js';
import type { Clock, ConfigurationStore, SourceReader, SourceView } from './ports.js';

export interface ReadSourcesDependencies {
  readonly sources: SourceReader;
  readonly configuration: ConfigurationStore;
  readonly connectors: readonly Connector[];
  readonly clock: Clock;
}

const shownRuns = 20;
const shownQuarantine = 200;

/** Can we trust the feed? Every source with how it is, and what it feeds. */
export function readSources(dependencies: ReadSourcesDependencies) {
  return async () => {
    const [sources, { metrics }, removed] = await Promise.all([
      dependencies.sources.list(),
      dependencies.configuration.load(),
      dependencies.sources.removed(),
    ]);
    return { sources: sources.map((source) => describe(source, metrics, dependencies)), removed: [...removed] };
  };
}

export function readSource(dependencies: ReadSourcesDependencies) {
  return async ({ id }: { readonly id: string }) => {
    const [[source], { metrics }, runs, quarantine] = await Promise.all([
      dependencies.sources.list(id),
      dependencies.configuration.load(),
      dependencies.sources.runs(id, shownRuns),
      dependencies.sources.quarantine(id, shownQuarantine),
    ]);
    if (!source) throw new NotFound('source', id);
    return { source: describe(source, metrics, dependencies), runs: [...runs], quarantine: [...quarantine] };
  };
}

function describe(source: SourceView, metrics: readonly MetricDefinition[], dependencies: ReadSourcesDependencies) {
  const { id, name, connector, expectedEveryMs, quarantined, lastRun } = source;
  return {
    id,
    name,
    connector,
    ...readingOf(source, dependencies.connectors),
    state: stateOf(source, dependencies.clock()),
    lastSyncAt: source.lastSyncAt?.toISOString() ?? null,
    dataTo: source.dataTo?.toISOString() ?? null,
    expectedEveryMs,
    quarantined,
    shiftWeeks: shiftWeeksOf(source.settings),
    origin: originOf(source.settings),
    metrics: metricsFedBy(source, metrics),
    lastRun,
  };
}

/** The metrics that count records of a source, and those that are reckoned from them. */
function metricsFedBy({ id, streams }: SourceView, metrics: readonly MetricDefinition[]) {
  const counting = metrics.filter(
    ({ formula }) =>
      formula.kind !== 'derived' &&
      (formula.connections ? formula.connections.includes(id) : streams.includes(formula.stream)),
  );
  const fed = withDependents(
    counting.map(({ key }) => key),
    metrics,
  );
  return metrics.filter(({ key }) => fed.includes(key)).map(({ key, title }) => ({ key, title }));
}

function stateOf(source: SourceView, now: Date) {
  const { lastRun, lastSyncAt, dataTo, expectedEveryMs } = source;
  if (lastRun?.state === 'queued' || lastRun?.state === 'running') return 'running' as const;
  if (lastRun?.state === 'failed') return 'failing' as const;
  if (lastSyncAt === null) return 'neverSynced' as const;
  const late = dataTo === null || now.getTime() - dataTo.getTime() > 2 * expectedEveryMs + 86_400_000;
  return late ? ('stale' as const) : ('healthy' as const);
}

function readingOf(source: SourceView, connectors: readonly Connector[]): { location: string; takesUploads: boolean } {
  const connector = connectors.find((candidate) => candidate.id === source.connector);
  const settings = connector?.settings.safeParse(source.settings);
  if (!connector || !settings?.success) return { location: source.connector, takesUploads: false };
  return {
    location: connector.location(settings.data),
    takesUploads: connector.takesUploads?.(settings.data) ?? false,
  };
}

// Any connector may move its dates and name its origin; both are plain settings.
export function shiftWeeksOf(settings: Readonly<Record<string, unknown>>): number {
  const { shiftWeeks } = settings;
  return typeof shiftWeeks === 'number' ? shiftWeeks : 0;
}

function originOf(settings: Readonly<Record<string, unknown>>) {
  const { origin } = settings;
  if (typeof origin !== 'object' || origin === null || !('title' in origin) || !('licence' in origin)) return null;
  const url = 'url' in origin && typeof origin.url === 'string' ? origin.url : null;
  return { title: String(origin.title), licence: String(origin.licence), url };
}
