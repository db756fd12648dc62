import type { JobName, JobQueue, Jobs, Log } from '@tandem/application/ports';
import { makeQueue, type QueueBackend, type QueueHandle } from './backend.js';
import { jobCatalogue, jobNames } from './job-catalogue.js';
import { withinTime } from './within-time.js';

export interface OpenJobQueue extends JobQueue {
  close(): Promise<void>;
}

const readyTimeoutMs = 15_000;
const addTimeoutMs = 5_000;
const closeTimeoutMs = 3_000;

/**
 * Adds jobs. With an id, a job that waits or runs under this id already is not added again; what came in while it ran is found by the
 * clock, which looks at the tables. Finished and failed jobs leave the queue, so their id is free again.
 *
 * @throws when the queue cannot be reached: a queue whose first connection failed would repeat that failure for ever
 */
export async function openJobQueue(backend: QueueBackend, log: Log): Promise<OpenJobQueue> {
  const queues = new Map<JobName, QueueHandle>(jobNames.map((name) => [name, openQueue(backend, name)]));
  const close = async () => {
    const ended = [...queues.values()].map((queue) => withinTime(queue.close(), closeTimeoutMs, 'closing a queue'));
    for (const result of await Promise.allSettled(ended)) {
      if (result.status === 'rejected') log.warn(`A queue could not be closed: ${String(result.reason)}`);
    }
  };
  try {
    const ready = Promise.all([...queues.values()].map((queue) => queue.waitUntilReady()));
    await withinTime(ready, readyTimeoutMs, 'connecting to the queue');
  } catch (error) {
    await close();
    throw error;
  }
  return {
    enqueue: async <Name extends JobName>(name: Name, payload: Jobs[Name], options?: { readonly id?: string }) => {
      const queue = queues.get(name);
      if (!queue) throw new Error(`There is no job "${name}" in the catalogue.`);
      const add = queue.add(name, payload, options?.id === undefined ? {} : { jobId: options.id });
      await withinTime(add, addTimeoutMs, `adding a job ${name} to the queue`);
    },
    depths: async () => {
      const counted = [...queues].map(async ([name, queue]): Promise<[JobName, number]> => {
        const counts = queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized');
        const found = await withinTime(counts, addTimeoutMs, `counting the jobs of ${name}`);
        return [name, Object.values(found).reduce((sum, count) => sum + count, 0)];
      });
      return Object.fromEntries(await Promise.all(counted)) as Record<JobName, number>;
    },
    close,
  };
}

function openQueue(backend: QueueBackend, name: JobName): QueueHandle {
  const { queue, attempts, backoffMs } = jobCatalogue[name];
  const handle = makeQueue(backend, queue, {
    defaultJobOptions: {
      attempts,
      backoff: { type: 'exponential', delay: backoffMs },
      removeOnComplete: true,
      removeOnFail: true,
    },
    streams: { events: { maxLen: 100 } },
  });
  handle.on('error', backend.report);
  return handle;
}
