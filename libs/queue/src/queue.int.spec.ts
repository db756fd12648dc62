import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobName, Jobs, Log } from '@tandem/application/ports';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { openQueueBackend, type QueueBackend } from './backend.js';
import { openJobQueue, type OpenJobQueue } from './bullmq-queue.js';
import { startWorkers, type JobHandlers, type Workers, type WorkersOptions } from './workers.js';

const redisUrl = process.env['TANDEM_TEST_REDIS_URL'];
if (!redisUrl) {
  process.stdout.write('The queue is not tried on Redis: TANDEM_TEST_REDIS_URL is not set ("npm test" says why).\n');
}
const kinds: readonly ('postgres' | 'redis')[] = redisUrl ? ['postgres', 'redis'] : ['postgres'];

const silent: Log = { warn: () => undefined, error: () => undefined };
const waitAtMostMs = 15_000;

async function until(isTrue: () => boolean): Promise<void> {
  const end = Date.now() + waitAtMostMs;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error('What the test waits for did not happen.');
    await sleep(10);
  }
}

function handlersWith(own: Partial<JobHandlers>): JobHandlers {
  const unexpected = (name: JobName) => () => Promise.reject(new Error(`${name} was not expected`));
  return {
    'connection.sync': unexpected('connection.sync'),
    'metric.backfill': unexpected('metric.backfill'),
    'guardrails.evaluate': unexpected('guardrails.evaluate'),
    'outbox.deliver': unexpected('outbox.deliver'),
    ...own,
  };
}

describe.each(kinds)('job queue on %s', (kind) => {
  let database: TestDatabase | null = null;
  let backend: QueueBackend;
  let queue: OpenJobQueue;
  let prefix = '';
  let running: Workers[] = [];

  const start = async (handlers: Partial<JobHandlers>, more: Partial<WorkersOptions> = {}) => {
    const workers = await startWorkers({ backend, handlers: handlersWith(handlers), log: silent, ...more });
    running.push(workers);
    return workers;
  };

  beforeEach(async () => {
    if (kind === 'postgres') database = await openTestDatabase();
    prefix = `tandem-test-${randomBytes(6).toString('hex')}`;
    backend = await openQueueBackend({
      databaseUrl: database?.url ?? '',
      redisUrl: kind === 'redis' ? (redisUrl ?? null) : null,
      prefix,
      log: silent,
    });
    queue = await openJobQueue(backend, silent);
  });
  afterEach(async () => {
    for (const workers of running) await workers.close(5_000);
    running = [];
    await queue.close();
    await backend.close();
    await database?.close();
    database = null;
  });

  it('serves its workspace alone', async () => {
    const seen: string[] = [];
    const open = async (workspace: string) => {
      const url = kind === 'redis' ? (redisUrl ?? null) : null;
      const own = await openQueueBackend({
        databaseUrl: database?.url ?? '',
        redisUrl: url,
        prefix,
        workspace,
        log: silent,
      });
      const jobs = await openJobQueue(own, silent);
      const note = ({ connectionId }: { connectionId: string }) =>
        Promise.resolve(void seen.push(`${workspace} ${connectionId}`));
      const workers = await startWorkers({
        backend: own,
        handlers: handlersWith({ 'connection.sync': note }),
        log: silent,
      });
      const close = async () => {
        await workers.close(5_000);
        await jobs.close();
        await own.close();
      };
      return { jobs, close };
    };
    const [north, south] = [await open('north'), await open('south')];
    try {
      for (const [{ jobs }, connectionId] of [
        [north, 'a'],
        [south, 'b'],
        [south, 'c'],
      ] as const)
        await jobs.enqueue('connection.sync', { connectionId, runId: '1' }, { id: `sync-${connectionId}` });
      await until(() => seen.length === 3);
      expect(seen.sort()).toEqual(['north a', 'south b', 'south c']);
    } finally {
      await north.close();
      await south.close();
    }
  });

  it('runs each job once, with its payload', async () => {
    const seen: unknown[] = [];
    await start({
      'connection.sync': (payload) => Promise.resolve(void seen.push(payload)),
      'metric.backfill': (payload) => Promise.resolve(void seen.push(payload)),
    });
    await queue.enqueue('connection.sync', { connectionId: 'shop', runId: '7' });
    await queue.enqueue('metric.backfill', { metricKeys: ['a', 'b'] });
    await until(() => seen.length === 2);
    expect(seen).toContainEqual({ connectionId: 'shop', runId: '7' });
    expect(seen).toContainEqual({ metricKeys: ['a', 'b'] });
  });

  it('collapses jobs of one id while they wait', async () => {
    for (let i = 0; i < 5; i += 1) await queue.enqueue('outbox.deliver', {}, { id: 'outbox.deliver' });
    await queue.enqueue('guardrails.evaluate', { metricKeys: null }, { id: 'last' });
    let delivered = 0;
    let done = false;
    await start({
      'outbox.deliver': () => Promise.resolve(void (delivered += 1)),
      'guardrails.evaluate': () => Promise.resolve(void (done = true)),
    });
    await until(() => done && delivered > 0);
    expect(delivered).toBe(1);
  });

  it('frees the id of a job that has finished', async () => {
    let runs = 0;
    await start({ 'outbox.deliver': () => Promise.resolve(void (runs += 1)) });
    await queue.enqueue('outbox.deliver', {}, { id: 'same' });
    await until(() => runs === 1);
    for (let i = 0; runs < 2 && i < 100; i += 1) {
      await queue.enqueue('outbox.deliver', {}, { id: 'same' });
      await sleep(20);
    }
    expect(runs).toBeGreaterThanOrEqual(2);
  });

  it('tries a failing job again, then gives it up, says so, and frees its id', async () => {
    const givenUp: [JobName, unknown, string][] = [];
    let runs = 0;
    await start(
      { 'guardrails.evaluate': () => Promise.reject(new Error(`broken ${(runs += 1)}`)) },
      {
        onGivenUp: (name: JobName, payload: Jobs[JobName], error) =>
          Promise.resolve(void givenUp.push([name, payload, error.message])),
      },
    );
    await queue.enqueue('guardrails.evaluate', { metricKeys: ['x'] }, { id: 'same' });
    await until(() => givenUp.length === 1);
    expect(runs).toBe(3);
    expect(givenUp).toEqual([['guardrails.evaluate', { metricKeys: ['x'] }, 'broken 3']]);
    for (let i = 0; runs < 4 && i < 100; i += 1) {
      await queue.enqueue('guardrails.evaluate', { metricKeys: ['x'] }, { id: 'same' });
      await sleep(20);
    }
    expect(runs).toBeGreaterThanOrEqual(4);
  });

  it('hands a job back when the process stops, and the next process runs it', async () => {
    let begun = false;
    const first = await start({
      'connection.sync': (_payload, signal) =>
        new Promise((_resolve, reject) => {
          begun = true;
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    });
    await queue.enqueue('connection.sync', { connectionId: 'shop', runId: '1' }, { id: 'sync-1' });
    await until(() => begun);
    await first.close(5_000);
    const seen: unknown[] = [];
    await start({ 'connection.sync': (payload) => Promise.resolve(void seen.push(payload)) });
    await until(() => seen.length === 1);
    expect(seen).toEqual([{ connectionId: 'shop', runId: '1' }]);
  });

  it('answers a stop in bounded time although a job does not heed it', async () => {
    let begun = false;
    let release: () => void = () => undefined;
    const warnings: string[] = [];
    const workers = await start(
      {
        'metric.backfill': () =>
          new Promise((resolve) => {
            begun = true;
            release = resolve;
          }),
      },
      { log: { ...silent, warn: (message) => void warnings.push(message) } },
    );
    await queue.enqueue('metric.backfill', { metricKeys: ['x'] });
    await until(() => begun);
    await workers.close(200);
    expect(warnings.join()).toContain('stopping the workers');
    release();
  });

  it('runs what was added before any worker started, and keeps the order of one queue', async () => {
    for (const key of ['1', '2', '3']) await queue.enqueue('metric.backfill', { metricKeys: [key] });
    const seen: string[] = [];
    await start({ 'metric.backfill': ({ metricKeys }) => Promise.resolve(void seen.push(...metricKeys)) });
    await until(() => seen.length === 3);
    expect(seen).toEqual(['1', '2', '3']);
  });
});

describe('job queue on a database that went away', () => {
  it('fails to add in bounded time instead of waiting for ever', async () => {
    const database = await openTestDatabase();
    const backend = await openQueueBackend({ databaseUrl: database.url, redisUrl: null, log: silent });
    const queue = await openJobQueue(backend, silent);
    await queue.enqueue('outbox.deliver', {});
    await database.close();
    await expect(queue.enqueue('outbox.deliver', {})).rejects.toThrow();
    await queue.close();
    await backend.close();
  });
});
