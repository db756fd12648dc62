import type { JobName, Jobs, Log } from '@tandem/application/ports';
import { UnrecoverableError, WaitingError, type Job } from 'bullmq';
import { makeWorker, type QueueBackend, type WorkerHandle } from './backend.js';
import { isJobName, jobCatalogue, jobNames } from './job-catalogue.js';
import { withinTime } from './within-time.js';

/** One handler for each job: a job without one does not compile. */
export type JobHandlers = { readonly [Name in JobName]: (payload: Jobs[Name], signal: AbortSignal) => Promise<void> };

export interface WorkersOptions {
  readonly backend: QueueBackend;
  readonly handlers: JobHandlers;
  readonly log: Log;
  /** Jobs of each queue that run at once in this process; null keeps the catalogue's figure. */
  readonly concurrency?: number | null;
  /** Called when a job has failed for good, with the error of its last attempt. */
  readonly onGivenUp?: <Name extends JobName>(name: Name, payload: Jobs[Name], error: Error) => Promise<void>;
  readonly stalledIntervalMs?: number;
  readonly lockDurationMs?: number;
}

export interface Workers {
  /**
   * Takes no more jobs, asks those that run to stop, and waits for them; those that stop go back to the queue as if they had not
   * begun. Answers after `timeoutMs` at the latest.
   */
  close(timeoutMs: number): Promise<void>;
}

const stalledIntervalMs = 5_000;
/** Jobs are wake-ups: giving one up early would only delay it until the clock finds its work again. */
const maxStalledCount = 20;

const readyTimeoutMs = 15_000;

/**
 * Starts one worker for each queue of the catalogue. None takes a job before all are connected: a worker whose first connection failed
 * would repeat that failure for ever.
 *
 * @throws when a job has no handler, a handler has no job, or the queue cannot be reached
 */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  requireHandlers(options.handlers);
  const closing = new AbortController();
  const workers = jobNames.map((name) => openWorker(name, options, closing.signal));
  const close = async (timeoutMs: number) => {
    // In this order: a worker that is not closing yet would take the job again that it has just handed back.
    const ended = Promise.allSettled(workers.map((worker) => worker.close()));
    closing.abort(new Error('This process is stopping.'));
    // A worker whose database is gone never ends by itself; its jobs are taken up elsewhere once their lock runs out.
    await withinTime(ended, timeoutMs, 'stopping the workers').catch((error: unknown) => {
      options.log.warn(error instanceof Error ? error.message : String(error));
    });
  };
  try {
    const ready = Promise.all(workers.map((worker) => worker.waitUntilReady()));
    await withinTime(ready, readyTimeoutMs, 'connecting the workers to the queue');
  } catch (error) {
    await close(1_000);
    throw error;
  }
  for (const worker of workers) worker.run().catch(options.backend.report);
  return { close };
}

/** The type says so already; this also holds for what was put together at run time. */
export function requireHandlers(handlers: Readonly<Record<string, unknown>>): void {
  const missing = jobNames.filter((name) => typeof handlers[name] !== 'function');
  if (missing.length > 0) throw new Error(`These jobs have no handler: ${missing.join(', ')}.`);
  const unknown = Object.keys(handlers).filter((name) => !isJobName(name));
  if (unknown.length > 0) throw new Error(`These handlers belong to no job: ${unknown.join(', ')}.`);
}

function openWorker(name: JobName, options: WorkersOptions, closing: AbortSignal): WorkerHandle {
  const settings = jobCatalogue[name];
  const { backend } = options;
  const process = async (job: Job<unknown>, token?: string, signal?: AbortSignal) => {
    try {
      await run(job, name, options.handlers, signal ? AbortSignal.any([signal, closing]) : closing);
    } catch (error) {
      if (closing.aborted) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      await reportFailure(job, name, error, options);
      throw error;
    }
  };
  const worker = makeWorker(backend, settings.queue, process, {
    autorun: false,
    concurrency: options.concurrency ?? settings.concurrency,
    lockDuration: options.lockDurationMs ?? settings.lockDurationMs,
    stalledInterval: options.stalledIntervalMs ?? stalledIntervalMs,
    maxStalledCount,
  });
  worker.on('error', backend.report);
  // Another process may have taken the job by now: this one stops, and the fencing of the tables refuses what it still writes.
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const id of jobIds) worker.cancelJob(id, 'the lock of this job could not be renewed');
  });
  return worker;
}

async function run(job: Job<unknown>, name: JobName, handlers: JobHandlers, signal: AbortSignal): Promise<void> {
  if (job.name !== name)
    throw new UnrecoverableError(`The queue of ${name} holds a job "${job.name}", which nobody handles.`);
  signal.throwIfAborted();
  const handler = handlers[name] as (payload: unknown, signal: AbortSignal) => Promise<void>;
  await handler(job.data, signal);
}

async function reportFailure(job: Job<unknown>, name: JobName, error: unknown, options: WorkersOptions): Promise<void> {
  const reason = error instanceof Error ? error : new Error(String(error));
  const attempt = job.attemptsMade + 1;
  const last = attempt >= (job.opts.attempts ?? 1) || reason instanceof UnrecoverableError;
  options.log.warn(`Job ${name} failed (attempt ${attempt}${last ? ', the last one' : ''}): ${reason.message}`);
  if (!last || !options.onGivenUp) return;
  try {
    await options.onGivenUp(name, job.data as Jobs[typeof name], reason);
  } catch (failure) {
    options.log.error(`The failure of job ${name} could not be recorded.`, { error: failure });
  }
}
