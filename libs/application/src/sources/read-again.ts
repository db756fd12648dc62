import type { Connector } from '@tandem/connector-kit/connector';
import { InvalidInput, NotFound } from '../input-errors.js';
import type { Clock, ConfigurationStore, JobQueue, RunStore } from '../ports.js';

export interface ReadAgainDependencies {
  readonly configuration: ConfigurationStore;
  readonly connectors: readonly Connector[];
  readonly runs: RunStore;
  readonly jobs: JobQueue;
  readonly clock: Clock;
}

export interface Asked {
  readonly id: string;
  readonly actor: string;
}

/**
 * Reads a window of time again: half-open, ISO instants. Where the source goes on from does not move, and a sync whose time comes goes
 * first.
 */
export function backfillSource(dependencies: ReadAgainDependencies) {
  return async ({ id, actor, from, to }: Asked & { readonly from: string; readonly to: string }) => {
    const now = dependencies.clock();
    const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    if (window.from >= window.to)
      throw new InvalidInput([{ field: 'to', reason: 'The window ends before it begins.' }]);
    if (window.from >= now.toISOString())
      throw new InvalidInput([{ field: 'from', reason: 'The window lies in the future: nothing could be read yet.' }]);
    const connector = await connectorOf(dependencies, id);
    if (!connector.streams) {
      const reason = `Sources of the kind "${connector.title}" have no window of time: sync the source, and it reads everything again.`;
      throw new InvalidInput([{ field: 'id', reason }]);
    }
    return queueRun(dependencies, id, 'backfill', { actor, file: null, window });
  };
}

/** Makes the records of a source anew of the rows that were kept of it, without asking it. */
export function replaySource(dependencies: ReadAgainDependencies) {
  return async ({ id, actor }: Asked) => {
    const connector = await connectorOf(dependencies, id);
    if (!connector.replay) {
      const reason = `Of sources of the kind "${connector.title}" no rows are kept. Sync the source, and it reads everything again.`;
      throw new InvalidInput([{ field: 'id', reason }]);
    }
    return queueRun(dependencies, id, 'replay', { actor, file: null });
  };
}

async function connectorOf({ configuration, connectors }: ReadAgainDependencies, id: string): Promise<Connector> {
  const connection = (await configuration.load()).connections.find((candidate) => candidate.id === id);
  const connector = connectors.find((candidate) => candidate.id === connection?.connector);
  if (!connector) throw new NotFound('source', id);
  return connector;
}

async function queueRun(
  { runs, jobs, clock }: ReadAgainDependencies,
  id: string,
  trigger: 'backfill' | 'replay',
  request: Parameters<RunStore['queue']>[3],
): Promise<{ runId: string }> {
  const runId = await runs.queue(id, trigger, clock(), request);
  await jobs.enqueue('connection.sync', { connectionId: id, runId }, { id: `sync-${runId}` });
  return { runId };
}
