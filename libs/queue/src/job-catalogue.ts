import type { JobName } from '@tandem/application/ports';

export interface JobSettings {
  /** Each job has a queue of its own, so that a long import never stands before a notification. */
  readonly queue: string;
  /** Jobs that one process runs at once. */
  readonly concurrency: number;
  /** Runs before the job is given up; the clock wakes it again from the tables while there is work left. */
  readonly attempts: number;
  /** Wait before the second attempt; doubles with each further one. */
  readonly backoffMs: number;
  /** A job whose process is gone is taken up again after this and one check for stalled jobs. Renewed while it runs. */
  readonly lockDurationMs: number;
}

/** Every job and its settings: a job that is missing here does not compile. */
export const jobCatalogue = {
  'connection.sync': {
    queue: 'connection-sync',
    concurrency: 2,
    attempts: 5,
    backoffMs: 1_000,
    lockDurationMs: 15_000,
  },
  'metric.backfill': {
    queue: 'metric-backfill',
    concurrency: 1,
    attempts: 5,
    backoffMs: 1_000,
    lockDurationMs: 30_000,
  },
  'guardrails.evaluate': {
    queue: 'guardrails-evaluate',
    concurrency: 1,
    attempts: 3,
    backoffMs: 1_000,
    lockDurationMs: 15_000,
  },
  'outbox.deliver': { queue: 'outbox-deliver', concurrency: 1, attempts: 3, backoffMs: 1_000, lockDurationMs: 15_000 },
} as const satisfies Record<JobName, JobSettings>;

export const jobNames = Object.keys(jobCatalogue) as readonly JobName[];

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobCatalogue, name);
}
