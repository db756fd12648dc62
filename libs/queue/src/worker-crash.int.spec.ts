import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Log } from '@tandem/application/ports';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { openQueueBackend, type QueueBackend } from './backend.js';
import { openJobQueue, type OpenJobQueue } from './bullmq-queue.js';
import { startWorkers } from './workers.js';

const silent: Log = { warn: () => undefined, error: () => undefined };
const built = path.resolve(import.meta.dirname, '..', 'dist');

/** A worker in a process of its own, which says when it has begun a sync and then never ends it. */
async function workerThatHangs(databaseUrl: string): Promise<ChildProcess> {
  const program = `import { openQueueBackend } from ${JSON.stringify(path.join(built, 'backend.js'))};
    import { startWorkers } from ${JSON.stringify(path.join(built, 'workers.js'))};
    const log = { warn: () => {}, error: () => {} };
    const backend = await openQueueBackend({ databaseUrl: process.argv[1], redisUrl: null, log });
    const hang = () => new Promise(() => { process.stdout.write('begun\\n'); });
    const handlers = { 'connection.sync': hang, 'metric.backfill': hang, 'guardrails.evaluate': hang, 'outbox.deliver': hang };
    await startWorkers({ backend, handlers, log, lockDurationMs: 1000, stalledIntervalMs: 500 });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, databaseUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('a worker that is killed in the middle of a job', () => {
  let database: TestDatabase;
  let backend: QueueBackend;
  let queue: OpenJobQueue;
  beforeEach(async () => {
    database = await openTestDatabase();
    backend = await openQueueBackend({ databaseUrl: database.url, redisUrl: null, log: silent });
    queue = await openJobQueue(backend, silent);
  });
  afterEach(async () => {
    await queue.close();
    await backend.close();
    await database.close();
  });

  it('does not take the job with it: another worker runs it', async () => {
    await queue.enqueue('connection.sync', { connectionId: 'shop', runId: '1' }, { id: 'sync-1' });
    const killed = await workerThatHangs(database.url);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const unexpected = () => Promise.reject(new Error('was not expected'));
    let taken: (payload: unknown) => void = () => undefined;
    const payload = new Promise<unknown>((resolve) => {
      taken = resolve;
    });
    const workers = await startWorkers({
      backend,
      log: silent,
      lockDurationMs: 1_000,
      stalledIntervalMs: 500,
      handlers: {
        'connection.sync': (found) => Promise.resolve(taken(found)),
        'metric.backfill': unexpected,
        'guardrails.evaluate': unexpected,
        'outbox.deliver': unexpected,
      },
    });
    expect(await payload).toEqual({ connectionId: 'shop', runId: '1' });
    await workers.close(5_000);
  });
});
