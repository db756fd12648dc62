import type { Log } from '@tandem/application/ports';
import { jest } from '@jest/globals';
import { startClock, type ClockTask, type RunningClock } from './clock.js';

const start = new Date('2026-11-02T10:00:00Z');

describe('clock', () => {
  let running: RunningClock | undefined;
  let told: string[];
  const log: Log = { warn: (message) => void told.push(message), error: (message) => void told.push(message) };
  const run = (...tasks: ClockTask[]) => {
    running = startClock({ tasks, clock: () => new Date(), log });
  };

  beforeEach(() => {
    told = [];
    jest.useFakeTimers({ now: start });
  });
  afterEach(async () => {
    const stopped = running?.stop();
    await jest.advanceTimersByTimeAsync(60_000);
    await stopped;
    running = undefined;
    jest.useRealTimers();
  });

  it('looks at once, then at the beat of each task, and tells the time', async () => {
    const seen: string[] = [];
    const note = (name: string) => (now: Date) =>
      Promise.resolve(void seen.push(`${name} ${now.getTime() - start.getTime()}`));
    run({ name: 'a', everyMs: 1_000, run: note('a') }, { name: 'b', everyMs: 2_000, run: note('b') });
    await jest.advanceTimersByTimeAsync(2_600);
    expect(seen).toEqual(['a 0', 'b 0', 'a 1000', 'a 2000', 'b 2000']);
  });

  it('never looks twice at the same time, however long a look takes', async () => {
    let open = 0;
    let most = 0;
    let looks = 0;
    const slow = async () => {
      looks += 1;
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      open -= 1;
    };
    run({ name: 'slow', everyMs: 1_000, run: slow });
    await jest.advanceTimersByTimeAsync(30_000);
    expect(most).toBe(1);
    expect(looks).toBeGreaterThan(3);
  });

  it('tries again with growing, bounded pauses, and tells of the outage once and of its end', async () => {
    const attempts: number[] = [];
    let broken = true;
    run({
      name: 'due syncs',
      everyMs: 1_000,
      run: () => {
        attempts.push(Date.now() - start.getTime());
        return broken ? Promise.reject(new Error('the database is away')) : Promise.resolve();
      },
    });
    await jest.advanceTimersByTimeAsync(120_000);
    const pauses = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
    expect(pauses.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
    expect(Math.max(...pauses)).toBe(30_000);
    broken = false;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([
      'The clock could not look at due syncs; it goes on trying.',
      'The clock looks at due syncs again.',
    ]);
  });

  it('goes on with other tasks when one fails or never answers', async () => {
    let looks = 0;
    run(
      { name: 'hanging', everyMs: 1_000, run: () => new Promise(() => undefined) },
      { name: 'other', everyMs: 1_000, run: () => Promise.resolve(void (looks += 1)) },
    );
    await jest.advanceTimersByTimeAsync(60_000);
    expect(looks).toBeGreaterThan(1);
  });

  it('stops after the look that is under way', async () => {
    let looks = 0;
    run({ name: 'a', everyMs: 1_000, run: () => Promise.resolve(void (looks += 1)) });
    await jest.advanceTimersByTimeAsync(1_500);
    await running?.stop();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(looks).toBe(2);
  });
});
