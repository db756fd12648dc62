import type { Connector, Page, ReadContext } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import { withoutSecrets } from './sources/without-secrets.js';
import { StaleWorker, type BegunRun, type Clock, type JobQueue, type RecordStore, type RunStore } from './ports.js';

export interface SyncConnectionDependencies {
  readonly runs: RunStore;
  readonly records: RecordStore;
  readonly jobs: JobQueue;
  readonly clock: Clock;
  /** Throws a ConnectorFailure for a connector that is not known. */
  readonly connectorOf: (id: string) => Connector;
  readonly readContext: (
    connectionId: string,
  ) => Pick<ReadContext, 'uploadDirectory' | 'baseDirectory' | 'allowPrivateAddresses' | 'closedDirectory'>;
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
    const failure = await readPages(dependencies, run, touched, signal);
    if (failure === 'stale') return;
    if (failure) {
      const { code, message, hint, action } = failure;
      const clean = withoutSecrets(run.secrets ?? []);
      await runs.fail(run, { code, message: clean(message), hint: clean(hint), action }, clock());
    } else {
      await runs.succeed(run, clock());
    }
    if (touched.size) await jobs.enqueue('guardrails.evaluate', { metricKeys: [...touched].sort() });
  };
}

async function readPages(
  dependencies: SyncConnectionDependencies,
  run: BegunRun,
  touched: Set<string>,
  signal: AbortSignal,
): Promise<ConnectorFailure | 'stale' | null> {
  const { records, clock, connectorOf, readContext } = dependencies;
  const pages = openPages(connectorOf, run, { ...readContext(run.connection.id), cursor: run.cursor, signal });
  const read = () =>
    pages.next().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
  const clean = withoutSecrets(run.secrets ?? []);
  for (let reading = read(); ;) {
    const next = await reading;
    signal.throwIfAborted();
    if ('error' in next) return classifyFailure(next.error);
    if (next.result.done) return null;
    reading = read();
    try {
      const committed = await records.commitPage(run, cleanPage(next.result.value, clean), clock());
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
  const { rejected, findings } = page;
  return {
    ...page,
    rejected: rejected.map((row) => ({
      ...row,
      reason: clean(row.reason),
      raw: clean(row.raw),
      ...(row.cells && { cells: row.cells.map(clean) }),
    })),
    ...(findings && { findings: findings.map((finding) => ({ ...finding, message: clean(finding.message) })) }),
  };
}

// A generator, so that settings that do not parse fail in the same place as a source that does not answer.
async function* openPages(connectorOf: (id: string) => Connector, run: BegunRun, context: ReadContext) {
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
  yield* connector.read(settings.data, context);
}
