import type { JobName, JobQueue, Jobs } from '@tandem/application/ports';
import type { JobHandlers } from './workers.js';

interface WaitingJob {
  readonly id: string | undefined;
  readonly name: JobName;
  readonly run: (handlers: JobHandlers) => Promise<void>;
}

export interface InlineQueue extends JobQueue {
  /** Names of what waits, in order. */
  waiting(): readonly JobName[];
  /** Runs what waits, and what that adds, until nothing is left; a job that throws ends it. Answers how many ran. */
  drain(handlers: JobHandlers): Promise<number>;
}

const jobsAtMost = 10_000;

/** A queue inside the process, for tests: jobs run one after the other, when the test says so. */
export function createInlineQueue(): InlineQueue {
  const jobs: WaitingJob[] = [];
  return {
    enqueue: <Name extends JobName>(name: Name, payload: Jobs[Name], options?: { readonly id?: string }) => {
      const id = options?.id;
      const repeats = id !== undefined && jobs.some((job) => job.name === name && job.id === id);
      const never = new AbortController().signal;
      // Through JSON, as on the way through a real queue.
      const copy = JSON.parse(JSON.stringify(payload)) as Jobs[Name];
      if (!repeats) jobs.push({ id, name, run: (handlers) => handlers[name](copy, never) });
      return Promise.resolve();
    },
    waiting: () => jobs.map((job) => job.name),
    drain: async (handlers) => {
      let ran = 0;
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
        if (ran >= jobsAtMost) throw new Error(`More than ${jobsAtMost} jobs: they seem to add one another for ever.`);
        await job.run(handlers);
        ran += 1;
      }
      return ran;
    },
  };
}
