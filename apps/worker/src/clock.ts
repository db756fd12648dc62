import type { Clock, Log } from '@tandem/application/ports';
import { withinTime } from '@tandem/queue/within-time';

/** Something that is looked at again and again; it finds its work in the tables. */
export interface ClockTask {
  readonly name: string;
  readonly everyMs: number;
  run(now: Date): Promise<void>;
}

export interface RunningClock {
  /** No new look after this; waits for the one that is under way. */
  stop(): Promise<void>;
}

interface TaskState {
  readonly task: ClockTask;
  dueAtMs: number;
  failures: number;
}

const tickMs = 250;
const longestBackOffMs = 30_000;
const taskTimeoutMs = 20_000;

/**
 * Runs each task at its beat, one after the other, so that ticks never overlap. A task that fails (the database is away, say) is
 * logged once per outage and tried again after a growing, bounded pause; its recovery is logged too. The timer does not keep the process alive.
 */
export function startClock(options: {
  readonly tasks: readonly ClockTask[];
  readonly clock: Clock;
  readonly log: Log;
}): RunningClock {
  const states: TaskState[] = options.tasks.map((task) => ({ task, dueAtMs: 0, failures: 0 }));
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let ticking: Promise<void> = Promise.resolve();

  const tick = async () => {
    for (const state of states) {
      if (stopped) return;
      if (performance.now() >= state.dueAtMs) await runTask(state, options.clock, options.log);
    }
    if (!stopped) schedule(tickMs);
  };
  const schedule = (delayMs: number) => {
    timer = setTimeout(() => {
      ticking = tick();
    }, delayMs);
    timer.unref();
  };
  schedule(0);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await ticking;
    },
  };
}

async function runTask(state: TaskState, clock: Clock, log: Log): Promise<void> {
  const { task } = state;
  try {
    await withinTime(task.run(clock()), taskTimeoutMs, `the clock's look at ${task.name}`);
    if (state.failures > 0) log.warn(`The clock looks at ${task.name} again.`, { failures: state.failures });
    state.failures = 0;
    state.dueAtMs = performance.now() + task.everyMs;
  } catch (error) {
    state.failures += 1;
    const pauseMs = Math.min(Math.max(task.everyMs, 1_000) * 2 ** Math.min(state.failures - 1, 10), longestBackOffMs);
    state.dueAtMs = performance.now() + pauseMs;
    if (state.failures === 1) log.error(`The clock could not look at ${task.name}; it goes on trying.`, { error });
  }
}
