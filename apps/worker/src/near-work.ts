import type { JobName, JobQueue, Jobs, Log } from '@tandem/application/ports';
import type { ChangeFeed } from '@tandem/kpi-store/repositories/change-feed';
import { withinTime } from '@tandem/queue/within-time';
import type { JobHandlers } from '@tandem/queue/workers';
import { Doorbell } from './doorbell.js';

/** What is judged and told at once, in the process that hears of it: no queue lies between the commit of a value and its message. */
export interface NearWork {
  /** For work of this process: what it writes for the outbox is delivered from here. Other jobs go to the queue. */
  readonly jobs: JobQueue;
  /** For lanes of the delivery that wait for something to do. */
  readonly pause: (ms: number) => Promise<void>;
  start(
    handlers: Pick<JobHandlers, 'guardrails.evaluate' | 'outbox.deliver'>,
    feed: Pick<ChangeFeed, 'subscribe'>,
  ): void;
  /** Begins nothing more, and waits for what has begun. */
  stop(timeoutMs: number): Promise<void>;
}

/**
 * Judges the guardrails of what was pushed when its transaction has committed, and delivers what came of it. A wake-up that is lost is found
 * by the clock in the tables, which say themselves what is due.
 */
export function createNearWork(queue: JobQueue, log: Log): NearWork {
  const bell = new Doorbell();
  const stopping = new AbortController();
  let keys: Set<string> | 'all' = new Set();
  let handlers: Parameters<NearWork['start']>[0] | null = null;
  let unsubscribe = () => {};

  const failed = (work: string) => (error: unknown) => {
    if (!stopping.signal.aborted)
      log.error(`The ${work} failed; the next look of the clock takes it up again.`, { error });
  };
  const evaluation = runOnWake(async () => {
    const metricKeys = keys === 'all' ? null : [...keys];
    keys = new Set();
    if (metricKeys?.length !== 0) await handlers?.['guardrails.evaluate']({ metricKeys }, stopping.signal);
  }, failed('evaluation'));
  const delivery = runOnWake(async () => handlers?.['outbox.deliver']({}, stopping.signal), failed('delivery'));
  const deliver = () => {
    bell.ring();
    if (!stopping.signal.aborted) delivery.wake();
  };
  const judge = (more: readonly string[] | 'all') => {
    if (more === 'all') keys = 'all';
    else if (keys !== 'all') for (const key of more) keys.add(key);
    if (!stopping.signal.aborted) evaluation.wake();
  };
  return {
    jobs: {
      ...queue,
      enqueue: async <Name extends JobName>(name: Name, payload: Jobs[Name], options?: { readonly id?: string }) => {
        if (name === 'outbox.deliver') deliver();
        else await queue.enqueue(name, payload, options);
      },
    },
    pause: (ms) => bell.wait(ms),
    start: (given, feed) => {
      handlers = given;
      unsubscribe = feed.subscribe(({ kind, keys: changed }) => {
        if (kind === 'toJudge') judge(changed.length === 0 ? 'all' : changed);
        // Something may have been missed while the connection was away.
        if (kind === 'resync') {
          judge('all');
          deliver();
        }
      });
    },
    stop: async (timeoutMs) => {
      unsubscribe();
      stopping.abort(new Error('This process is stopping.'));
      bell.ring();
      const ended = Promise.all([evaluation.ended(), delivery.ended()]);
      await withinTime(ended, timeoutMs, 'stopping the evaluation and the delivery');
    },
  };
}

/** One run at a time; whoever wakes it meanwhile is served by one more run after it. */
function runOnWake(run: () => Promise<void>, onError: (error: unknown) => void) {
  let running: Promise<void> | null = null;
  let asked = 0;
  const loop = async () => {
    for (let served = -1; served !== asked;) {
      served = asked;
      await run().catch(onError);
    }
    running = null;
  };
  return {
    wake: () => {
      asked += 1;
      running ??= loop();
    },
    ended: () => running ?? Promise.resolve(),
  };
}
