import type { Connector } from '@tandem/connector-kit/connector';
import { InvalidInput, NotFound } from './input-errors.js';
import { askDeclaration } from './sources/shown-settings.js';
import type { Clock, ConfigurationStore, JobQueue, RunRequest, RunStore } from './ports.js';

export interface StartSyncDependencies {
  readonly configuration: ConfigurationStore;
  readonly connectors: readonly Connector[];
  readonly runs: RunStore;
  readonly jobs: JobQueue;
  readonly clock: Clock;
}

/** Queues a run of a connection for whoever asks for it, and wakes a worker for it. */
export function startSync({ configuration, connectors, runs, jobs, clock }: StartSyncDependencies) {
  return async ({ id, actor, file }: { readonly id: string } & RunRequest): Promise<{ runId: string }> => {
    const { connections } = await configuration.load();
    const connection = connections.find((candidate) => candidate.id === id);
    if (!connection) throw new NotFound('source', id);
    if (connectors.some((candidate) => candidate.id === connection.connector && candidate.isPushed)) {
      const reason = `The source "${id}" is sent its data: there is nothing to read.`;
      throw new InvalidInput([{ field: 'id', reason }]);
    }
    const runId = await runs.queue(id, file === null ? 'request' : 'upload', clock(), { actor, file });
    await jobs.enqueue('connection.sync', { connectionId: id, runId }, { id: `sync-${runId}` });
    return { runId };
  };
}

/** Refuses an upload to a connection that reads its data elsewhere, before a file is taken that nobody would read. */
export function requireUploads({ configuration, connectors }: StartSyncDependencies) {
  return async ({ id }: { readonly id: string }): Promise<void> => {
    const connection = (await configuration.load()).connections.find((candidate) => candidate.id === id);
    if (!connection) throw new NotFound('source', id);
    const connector = connectors.find((candidate) => candidate.id === connection.connector);
    if (askDeclaration(connector, connection.settings, (declared, given) => declared.takesUploads?.(given))) return;
    const reason = `The source "${id}" reads its data elsewhere. Set its location to "upload: true" to send files to it.`;
    throw new InvalidInput([{ field: 'id', reason }]);
  };
}
