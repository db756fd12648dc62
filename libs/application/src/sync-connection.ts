import type { Connector, Json, Page, ReadContext } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { realSurroundings } from '@tandem/connector-kit/http/real-surroundings';
import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import { replayPages } from './sources/replay-pages.js';
import type { RawReader } from './sources/replay-ports.js';
import { withoutSecrets } from './sources/without-secrets.js';
import { StaleWorker, type BegunRun, type Clock, type JobQueue, type RecordStore, type RunStore } from './ports.js';

export interface SyncConnectionDependencies {
  readonly runs: RunStore;
  readonly records: RecordStore;
  /** Rows that were kept for a replay. */
  readonly raw: RawReader;
  readonly jobs: JobQueue;
  readonly clock: Clock;
  /** Throws a ConnectorFailure for a connector that is not known. */
  readonly connectorOf: (id: string) => Connector;
  readonly readContext: (
    connectionId: string,
  ) => Pick<ReadContext, 'uploadDirectory' | 'baseDirectory' | 'allowPrivateAddresses' | 'closedDirectory' | 'local'>;
}

/**
 * Pulls one connection from where its last commit left off. While a page is committed the next one is read, and no further. A fault of the database or of
 * this process leaves the run as it is, for the queue to take up again; a fault of the source ends it with a sentence for its owner.
 */
export function syncConnection(dependencies: SyncConnectionDependencies) {
  const { runs, jobs, clock } = dependencies;
  return async (payload: { readonly runId: string }, signal: AbortSignal): Promise<void> => {
    const run = await runs.begin(payload.runId, clock());
    if (run === null) return;
    const touched = new Set<string>();
    const secrets = [...(run.secrets ?? [])];
    const failure = await readPages(dependencies, { run, touched, secrets }, signal);
    if (failure === 'stale') return;
    if (failure) {
      const { code, message, hint, action } = failure;
      const clean = withoutSecrets(secrets);
      await runs.fail(run, { code, message: clean(message), hint: clean(hint), action }, clock());
    } else {
      await runs.succeed(run, clock());
    }
    if (touched.size) await jobs.enqueue('guardrails.evaluate', { metricKeys: [...touched].sort() });
  };
}

interface Work {
  readonly run: BegunRun;
  readonly touched: Set<string>;
  /** Those of the run, and what takes their place meanwhile. */
  readonly secrets: string[];
}

async function readPages(
  dependencies: SyncConnectionDependencies,
  { run, touched, secrets }: Work,
  signal: AbortSignal,
): Promise<ConnectorFailure | 'stale' | null> {
  const { records, runs, clock, readContext } = dependencies;
  const pages = openPages(dependencies, run, {
    ...readContext(run.connection.id),
    cursor: run.cursor,
    signal,
    states: run.states ?? [],
    surroundings: { ...realSurroundings, clock },
    keepSecret: async (former, fresh) => {
      secrets.push(fresh);
      await runs.replaceSecret(run, former, fresh, clock());
    },
    ...(run.window && { window: run.window }),
  });
  const read = () =>
    pages.next().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
  for (let reading = read(); ;) {
    const next = await reading;
    signal.throwIfAborted();
    if ('error' in next) return classifyFailure(next.error);
    if (next.result.done) return null;
    reading = read();
    try {
      const committed = await records.commitPage(run, cleanPage(next.result.value, withoutSecrets(secrets)), clock());
      for (const key of committed.touchedMetrics) touched.add(key);
    } catch (error) {
      await pages.return(undefined);
      if (error instanceof StaleWorker) return 'stale';
      throw error;
    }
  }
}

/** What a source repeats of the secrets that it was sent goes neither into quarantine nor into what is told of the run. */
function cleanPage(page: Page, clean: (text: string) => string): Page {
  const { rejected, findings, raw } = page;
  return {
    ...page,
    rejected: rejected.map((row) => ({
      ...row,
      reason: clean(row.reason),
      raw: clean(row.raw),
      ...(row.cells && { cells: row.cells.map(clean) }),
    })),
    ...(raw && {
      raw: { ...raw, rows: raw.rows.map(({ key, row }) => ({ key: clean(key), row: cleanJson(row, clean) })) },
    }),
    ...(findings && { findings: findings.map((finding) => ({ ...finding, message: clean(finding.message) })) }),
  };
}

function cleanJson(row: Json, clean: (text: string) => string): Json {
  const text = JSON.stringify(row);
  const cleaned = clean(text);
  return cleaned === text ? row : (JSON.parse(cleaned) as Json);
}

// A generator, so that settings that do not parse fail in the same place as a source that does not answer.
async function* openPages({ connectorOf, raw }: SyncConnectionDependencies, run: BegunRun, context: ReadContext) {
  const connector = connectorOf(run.connection.connector);
  const settings = connector.settings.safeParse(run.connection.settings);
  if (!settings.success) {
    throw new ConnectorFailure(
      'configuration',
      'settingsInvalid',
      settings.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
      'Correct the settings of this connection and apply them again.',
    );
  }
  const { signal, cursor } = context;
  const connectionId = run.connection.id;
  if (run.trigger === 'replay')
    yield* replayPages(raw, { connector, settings: settings.data, connectionId, cursor, signal });
  else yield* connector.read(settings.data, context);
}
