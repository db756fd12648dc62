import type { Connector } from '@tandem/connector-kit/connector';
import { Contradiction } from '../access/access-ports.js';
import { NotFound } from '../input-errors.js';
import type { Clock, ConfigurationStore, JobQueue, RunStore } from '../ports.js';
import type { SourceControl } from './source-ports.js';

export interface ControlSourceDependencies {
  readonly control: SourceControl;
  readonly configuration: ConfigurationStore;
  readonly connectors: readonly Connector[];
  readonly runs: RunStore;
  readonly jobs: JobQueue;
  readonly clock: Clock;
}

/** Nothing is read from a paused source, a run that works is stopped; what others push to it is still taken, for nobody could ask for it again. */
export function pauseSource({ control, clock }: ControlSourceDependencies) {
  return async ({ id, actor, reason }: { readonly id: string; readonly actor: string; readonly reason: string }) => {
    const outcome = await control.pause(id, { actor, now: clock(), reason });
    if (outcome === null) throw new NotFound('source', id);
    if (outcome === 'unchanged') throw new Contradiction(`The source "${id}" is paused already.`);
  };
}

/** Reads at once what came in the meantime, unless nothing is read there; failures of before do not count any more. */
export function resumeSource({ control, configuration, connectors, runs, jobs, clock }: ControlSourceDependencies) {
  return async ({ id, actor }: { readonly id: string; readonly actor: string }): Promise<{ runId: string | null }> => {
    const now = clock();
    const outcome = await control.resume(id, { actor, now });
    if (outcome === null) throw new NotFound('source', id);
    if (outcome === 'unchanged') throw new Contradiction(`The source "${id}" is not paused.`);
    const { connections } = await configuration.load();
    const kind = connections.find((connection) => connection.id === id)?.connector;
    if (connectors.some((connector) => connector.id === kind && connector.isPushed)) return { runId: null };
    const runId = await runs.queue(id, 'request', now);
    await jobs.enqueue('connection.sync', { connectionId: id, runId }, { id: `sync-${runId}` });
    return { runId };
  };
}

/** Ends a run that waits or works; what it has committed stays. */
export function stopRun({ control, clock }: ControlSourceDependencies) {
  return async ({ id, run, actor }: { readonly id: string; readonly run: string; readonly actor: string }) => {
    const outcome = await control.stopRun(id, run, { actor, now: clock() });
    if (outcome === null) throw new NotFound('run', run);
    if (outcome === 'unchanged') throw new Contradiction('The run has ended already.');
  };
}
