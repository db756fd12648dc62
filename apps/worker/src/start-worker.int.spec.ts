import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@tandem/application/ports';
import { openQueueBackend, type QueueBackend } from '@tandem/queue/backend';
import { openJobQueue, type OpenJobQueue } from '@tandem/queue/bullmq-queue';
import { openChangeFeed, type ChangeFeed } from '@tandem/kpi-store/repositories/change-feed';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { startWorker, type RunningWorker } from './start-worker.js';

const log: Log = { warn: () => undefined, error: () => undefined };
const settings = (file: string) => ({
  location: { path: file },
  format: 'csv',
  mappings: [
    {
      stream: 'funnelCount',
      naturalKey: { columns: ['day'] },
      fields: {
        periodStart: { column: 'day' },
        step: { constant: 'visited' },
        entity: { constant: 'session' },
        count: { column: 'visits' },
      },
    },
  ],
});

describe('the worker', () => {
  let directory: string;
  let database: TestDatabase;
  let backend: QueueBackend;
  let feed: ChangeFeed;
  let jobs: OpenJobQueue;
  let worker: RunningWorker | null;

  const start = async () => {
    worker = await startWorker({
      database,
      feed,
      backend,
      jobs,
      clock: () => new Date(),
      log,
      concurrency: null,
      environment: {
        publicUrl: null,
        smtpUrl: null,
        mailFrom: 'a@example.org',
        allowPrivateAddresses: false,
        local: { files: 'any', repositories: [], taps: {} },
        heartbeatUrl: null,
      },
      uploadDirectory: path.join(directory, 'data', 'uploads'),
      baseDirectory: directory,
    });
  };
  const connect = (syncEveryMs: number | null) =>
    database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, sync_every_ms, position)
       values ('shop', 'Shop', 'file', $1, 86400000, $2, 1)`,
      [JSON.stringify(settings('visits.csv')), syncEveryMs],
    );
  const runs = async () =>
    (
      await database.pool.query<{ trigger: string; state: string; failure: unknown }>(
        'select trigger, state, failure from sync_run',
      )
    ).rows;
  const finishedRun = async () => {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const [run] = await runs();
      if (run && ['succeeded', 'failed'].includes(run.state)) return run;
      await sleep(50);
    }
    throw new Error(`No run has ended: ${JSON.stringify(await runs())}`);
  };

  beforeEach(async () => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem worker '));
    fs.writeFileSync(path.join(directory, 'visits.csv'), 'day,visits\n2026-11-01,12\n2026-11-02,7\n');
    database = await openTestDatabase();
    backend = await openQueueBackend({ databaseUrl: database.url, redisUrl: null, log });
    jobs = await openJobQueue(backend, log);
    feed = await openChangeFeed(database.url);
    worker = null;
  });
  afterEach(async () => {
    await worker?.close(5_000);
    await jobs.close();
    await backend.close();
    await feed.close();
    await database.close();
    fs.rmSync(directory, { recursive: true, force: true });
  });

  it('syncs a connection when its time has come, without being asked', async () => {
    await connect(3_600_000);
    await start();
    expect(await finishedRun()).toEqual({ trigger: 'schedule', state: 'succeeded', failure: null });
    const { rows } = await database.pool.query<{ n: string }>('select count(*) as n from record');
    expect(rows[0]?.n).toBe('2');
  });

  it('finds a run whose wake-up was lost', async () => {
    await connect(null);
    await database.pool.query(
      `insert into sync_run (connection_id, trigger, queued_at) values ('shop', 'request', now() - interval '1 minute')`,
    );
    await start();
    expect(await finishedRun()).toMatchObject({ trigger: 'request', state: 'succeeded' });
  });

  it('beats while it works and leaves no heart behind when it stops in good order', async () => {
    await start();
    const beats = async () => (await database.pool.query('select 1 from worker_heartbeat')).rowCount;
    for (let attempt = 0; attempt < 200 && (await beats()) === 0; attempt += 1) await sleep(25);
    expect(await beats()).toBe(1);
    await worker?.close(5_000);
    worker = null;
    expect(await beats()).toBe(0);
  });
});
