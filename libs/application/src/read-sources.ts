import type { Connector } from '@tandem/connector-kit/connector';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { metricsFedBy } from '@tandem/domain/source/metrics-fed-by';
import { NotFound } from './input-errors.js';
import type { Clock, ConfigurationStore } from './ports.js';
import { askDeclaration } from './sources/shown-settings.js';
import type { QuarantineQuestion, SourceReader, SourceView } from './sources/source-ports.js';

export interface ReadSourcesDependencies {
  readonly sources: SourceReader;
  readonly configuration: ConfigurationStore;
  readonly connectors: readonly Connector[];
  readonly clock: Clock;
}

const shownRuns = 20;
const shownQuarantine = 50;
const shownReasons = 50;

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
    // First how far it came: what is read after it holds all that a run which is told as finished has brought and refused.
    const [source] = await dependencies.sources.list(id);
    const [{ metrics }, runs, totals, quarantine, reasons] = await Promise.all([
      dependencies.configuration.load(),
      dependencies.sources.runs(id, shownRuns),
      dependencies.sources.totals(id),
      dependencies.sources.quarantine(id, { state: 'open', after: null, limit: shownQuarantine }),
      dependencies.sources.reasons(id, shownReasons),
    ]);
    if (!source) throw new NotFound('source', id);
    return {
      source: describe(source, metrics, dependencies),
      runs: [...runs],
      totals,
      quarantine: quarantine.map(shownRow),
      reasons: [...reasons],
    };
  };
}

/** Earlier runs than those of the page, newest first. */
export function readRuns({ sources }: Pick<ReadSourcesDependencies, 'sources'>) {
  return async ({ id, before, limit }: { readonly id: string; readonly before?: string; readonly limit: number }) => {
    const [[source], runs] = await Promise.all([sources.list(id), sources.runs(id, limit, before)]);
    if (!source) throw new NotFound('source', id);
    return { runs: [...runs] };
  };
}

const findingsShown = 100;

/** What the latest runs have noticed of a source beside its rows. */
export function readFindings({ sources }: Pick<ReadSourcesDependencies, 'sources'>) {
  return async ({ id }: { readonly id: string }) => {
    const [[source], findings] = await Promise.all([sources.list(id), sources.findings(id, findingsShown)]);
    if (!source) throw new NotFound('source', id);
    return { findings: [...findings] };
  };
}

/** Refused rows by what has become of them, oldest first. */
export function readQuarantine({ sources }: Pick<ReadSourcesDependencies, 'sources'>) {
  return async ({ id, ...question }: { readonly id: string } & QuarantineQuestion) => {
    const [[source], rows] = await Promise.all([sources.list(id), sources.quarantine(id, question)]);
    if (!source) throw new NotFound('source', id);
    return { rows: rows.map(shownRow) };
  };
}

function shownRow({ cells, ...row }: Awaited<ReturnType<SourceReader['quarantine']>>[number]) {
  return { ...row, cells: cells && [...cells] };
}

function describe(source: SourceView, metrics: readonly MetricDefinition[], dependencies: ReadSourcesDependencies) {
  const { id, name, connector, expectedEveryMs, syncEveryMs, quarantined, paused, failedRuns, lastRun } = source;
  const kind = dependencies.connectors.find((one) => one.id === connector);
  const reading = readingOf(source, dependencies.connectors);
  return {
    id,
    name,
    connector,
    isPushed: kind?.isPushed === true,
    canBackfill: kind?.streams !== undefined,
    canReplay: kind?.replay !== undefined,
    location: reading.location,
    takesUploads: reading.takesUploads,
    state: stateOf(source, reading.isIdle, dependencies.clock()),
    lastSyncAt: source.lastSyncAt?.toISOString() ?? null,
    nextSyncAt: source.nextSyncAt?.toISOString() ?? null,
    dataTo: source.dataTo?.toISOString() ?? null,
    expectedEveryMs,
    syncEveryMs,
    paused,
    failedRuns,
    failingSince: source.failingSince?.toISOString() ?? null,
    warnedAt: source.warnedAt?.toISOString() ?? null,
    quarantined,
    shiftWeeks: shiftWeeksOf(source.settings),
    origin: originOf(source.settings),
    metrics: metricsFedBy(source, metrics).map(({ key, title }) => ({ key, title })),
    lastRun,
  };
}

function stateOf(source: SourceView, isIdle: boolean, now: Date) {
  const { lastRun, lastSyncAt, dataTo, expectedEveryMs, paused } = source;
  if (paused !== null) return 'paused' as const;
  if (lastRun?.state === 'queued' || lastRun?.state === 'running') return 'running' as const;
  if (lastRun?.state === 'failed') return 'failing' as const;
  if (lastSyncAt === null) return 'neverSynced' as const;
  // Of what is not read nothing can be late.
  if (isIdle) return 'healthy' as const;
  const late = dataTo === null || now.getTime() - dataTo.getTime() > 2 * expectedEveryMs + 86_400_000;
  return late ? ('stale' as const) : ('healthy' as const);
}

function readingOf(source: SourceView, connectors: readonly Connector[]) {
  const connector = connectors.find((candidate) => candidate.id === source.connector);
  const told = askDeclaration(connector, source.settings, (declared, settings) => ({
    location: declared.location(settings),
    takesUploads: declared.takesUploads?.(settings) ?? false,
    isIdle: declared.isIdle?.(settings) ?? false,
  }));
  return told ?? { location: source.connector, takesUploads: false, isIdle: false };
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
