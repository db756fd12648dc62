import { randomUUID } from 'node:crypto';
import os from 'node:os';
import type { JobName, Jobs } from '@tandem/application/ports';
import type { ChangeFeed } from '@tandem/kpi-store/repositories/change-feed';
import { endBeat, failRun } from '@tandem/kpi-store/queries/due-work';
import type { QueueBackend } from '@tandem/queue/backend';
import { withinTime } from '@tandem/queue/within-time';
import { startWorkers } from '@tandem/queue/workers';
import { clockTasks } from './clock-tasks.js';
import { startClock } from './clock.js';
import { decisionTasks } from './decision-tasks.js';
import { initiativeTasks } from './initiative-tasks.js';
import { jobHandlers, type JobHandlerOptions } from './job-handlers.js';
import { createNearWork } from './near-work.js';
import { watchTasks } from './watch-tasks.js';

export interface WorkerOptions extends Omit<JobHandlerOptions, 'pause'> {
  /** Says what was committed, by whatever process. */
  readonly feed: Pick<ChangeFeed, 'subscribe'>;
  readonly backend: QueueBackend;
  /** Jobs of each queue that run at once; null keeps each queue's own figure. */
  readonly concurrency: number | null;
}

export interface RunningWorker {
  /** Stops the clock, hands running jobs back to the queue and answers within the time. */
  close(timeoutMs: number): Promise<void>;
}

const endBeatTimeoutMs = 1_000;

/** The working half of Tandem: syncs, backfills, evaluations, deliveries, and the clock that finds what is due. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { database, log, clock } = options;
  const worker = {
    id: `${os.hostname()}:${process.pid}:${randomUUID()}`,
    startedAt: clock(),
    uploadDirectory: options.uploadDirectory,
  };
  const near = createNearWork(options.jobs, log);
  const working = { ...options, jobs: near.jobs, pause: near.pause };
  const handlers = jobHandlers(working);
  const workers = await startWorkers({
    backend: options.backend,
    handlers,
    log,
    concurrency: options.concurrency,
    onGivenUp: (name, payload, error) => recordGivenUp(options, name, payload, error),
  });
  const warn = (error: unknown) => log.warn(error instanceof Error ? error.message : String(error));
  const ticker = startClock({
    tasks: clockTasks(database, near.jobs, worker, log).concat(
      watchTasks(working, handlers),
      decisionTasks(working),
      initiativeTasks(working),
    ),
    clock,
    log,
  });
  near.start(handlers, options.feed);
  return {
    close: async (timeoutMs) => {
      await near.stop(timeoutMs).catch(warn);
      await withinTime(ticker.stop(), timeoutMs, 'stopping the clock').catch(warn);
      await workers.close(timeoutMs);
      await withinTime(endBeat(database.pool, worker.id), endBeatTimeoutMs, 'saying that this worker stops').catch(
        warn,
      );
    },
  };
}

/** A run must not look as if it were in work when nobody works on it any more. */
async function recordGivenUp<Name extends JobName>(
  { database, clock }: WorkerOptions,
  name: Name,
  payload: Jobs[Name],
  error: Error,
): Promise<void> {
  if (name !== 'connection.sync') return;
  const run = payload as Jobs['connection.sync'];
  const failure = {
    code: 'internal',
    message: `The run could not be finished: ${error.message}`,
    hint: 'What was committed stays. Start the sync again; if it fails again, the log of the worker says why.',
  };
  await failRun(database.pool, run, failure, clock());
}
