import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { startVendorServer, type VendorServer } from '@tandem/connector-kit/acceptance/vendor-server';
import { connectorOf } from '@tandem/connectors/registry';
import { createRawReader } from '@tandem/kpi-store/repositories/raw-reader';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { syncConnection } from '@tandem/application/sync-connection';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { startDatabaseProxy, type DatabaseProxy, type Passing } from './database-proxy.js';

export const now = new Date('2026-11-22T12:00:00Z');
const rows = 130;
const perPage = 100;

/** Where a worker can die: before or after any answer of the vendor, at any statement, before and after each commit, before it says that it is done. */
export type Boundary = Passing | 'asked' | 'answered' | 'done';

interface Watched {
  watch: (boundary: Boundary) => boolean;
}

/** A vendor with two pages, a database behind a proxy, and workers as processes of their own. */
export class SyncStage {
  private readonly workers = new Set<ChildProcess>();
  private readonly key = randomBytes(32).toString('base64');

  private constructor(
    readonly database: TestDatabase,
    private readonly proxy: DatabaseProxy,
    private readonly vendor: VendorServer,
    private readonly watched: Watched,
  ) {}

  static async open(): Promise<SyncStage> {
    const database = await openTestDatabase();
    const proxy = await startDatabaseProxy(database.url);
    const watched: Watched = { watch: () => true };
    const vendor = await startVendorServer({
      now: () => now,
      fault: () => (watched.watch('asked') ? null : 'silent'),
      answer: ({ query, headers, path: asked }) => {
        const page = Number(query.get('page') ?? 1);
        const next = `<http://${headers.host ?? ''}${asked}?per_page=100&page=${page + 1}>; rel="next"`;
        const shown = Array.from({ length: rows }, (_, index) => release(index)).slice(
          (page - 1) * perPage,
          page * perPage,
        );
        setImmediate(() => watched.watch('answered'));
        const more: Record<string, string> = page * perPage < rows ? { link: next } : {};
        return { headers: more, body: shown };
      },
    });
    await database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('hub', 'Hub', 'github', $1, 1000, 0)`,
      [{ apiUrl: vendor.origin, token: 't', repositories: ['acme/shop'], reads: ['releases'] }],
    );
    await database.pool.query(`insert into metric (key, current_version, position) values ('deployments', 1, 0)`);
    await database.pool.query(
      `insert into metric_version (metric_key, version, valid_from, definition, formula_hash) values ('deployments', 1, $1, $2, '')`,
      [now, counted],
    );
    return new SyncStage(database, proxy, vendor, watched);
  }

  async close(): Promise<void> {
    for (const worker of this.workers) worker.kill('SIGKILL');
    await this.vendor.close();
    await this.proxy.close();
    await this.database.close();
  }

  /** Empties what a run has written, and queues another. */
  async fresh(): Promise<string> {
    await this.database.owner.query(
      `truncate record, record_revision, record_link, observation, observation_item, observation_reading, quarantine, sync_run, stream_coverage,
                stream_coverage_revision, stream_state, raw_row, run_finding, restatement restart identity`,
    );
    return createRunStore(this.database).queue('hub', 'request', now);
  }

  /**
   * Starts a worker on a run and kills it with SIGKILL where `watch` says so.
   *
   * @returns whether it was killed, or came to its end
   */
  async work(runId: string, watch: (boundary: Boundary) => boolean): Promise<'killed' | 'done'> {
    const worker = await this.startWorker(runId);
    let killed = false as boolean;
    const dies = (boundary: Boundary) => {
      if (killed) return false;
      if (watch(boundary)) return true;
      killed = true;
      worker.kill('SIGKILL');
      return false;
    };
    this.onPassing(dies);
    const gone = once(worker, 'exit');
    worker.on('message', (said) => said === 'done' && dies('done'));
    worker.send('go');
    const [code] = (await gone) as [number | null];
    this.onPassing(() => true);
    if (!killed && code !== 0) throw new Error(`The worker ended with ${code}.`);
    return killed ? 'killed' : 'done';
  }

  /** Watches what passes of a worker that is not killed. */
  onPassing(watch: (boundary: Boundary) => boolean): void {
    this.proxy.watch = watch;
    this.watched.watch = watch;
  }

  /** A process that is ready to begin; it begins when it is sent anything. */
  async startWorker(runId: string): Promise<ChildProcess> {
    const worker = fork(path.join(import.meta.dirname, 'sync-worker.mjs'), [], {
      stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
    });
    this.workers.add(worker);
    worker.once('exit', () => this.workers.delete(worker));
    worker.stdin?.end(`${JSON.stringify({ url: this.proxy.url, key: this.key, runId, now })}\n`);
    const [said] = (await Promise.race([once(worker, 'message'), once(worker, 'exit')])) as [unknown];
    if (said !== 'ready') throw new Error(`The worker ended before it was ready: ${String(said)}`);
    return worker;
  }

  /** Does the job again as a queue does that never heard of its end. */
  async redeliver(runId: string): Promise<void> {
    const { database } = this;
    const work = syncConnection({
      runs: createRunStore(database),
      records: createRecordStore(database),
      raw: createRawReader(database),
      jobs: { enqueue: () => Promise.resolve() },
      clock: () => now,
      connectorOf,
      readContext: () => ({ uploadDirectory: '', baseDirectory: '', allowPrivateAddresses: true }),
    });
    await work({ runId }, new AbortController().signal);
  }

  /** Everything that a run leaves, without the numbers that a database gives. */
  async state(): Promise<Readonly<Record<string, unknown>>> {
    const state: Record<string, unknown> = {};
    for (const [name, statement] of Object.entries(statements))
      state[name] = (await this.database.pool.query(statement)).rows;
    return state;
  }

  /** The cursor lies never behind rows that are not there: each row in front of it is stored. */
  async rowsInFront(): Promise<{ readonly stored: number; readonly committed: number }> {
    const { rows: found } = await this.database.pool.query<{ stored: number; committed: number }>(
      `select (select count(*)::int from record) as stored, coalesce((select received::int from sync_run), 0) as committed`,
    );
    return found[0] ?? { stored: 0, committed: 0 };
  }
}

const statements = {
  run: 'select state, received, stored, unchanged, quarantined, filtered_out, taken_back, progress, cursor, failure from sync_run',
  records: 'select stream, natural_key, version, data, gone, known_at from record order by natural_key',
  revisions: 'select stream, version, data from record_revision order by version, data::text',
  observations: 'select day::text, slice, numerator, denominator, n from observation order by day, slice',
  states: 'select stream, part, state from stream_state order by stream, part',
  coverage: 'select stream, covered_from, covered_to from stream_coverage order by stream',
  raw: 'select stream, part, row_key, data from raw_row order by row_key',
};

function release(index: number) {
  const day = new Date(Date.UTC(2026, 9, 1 + (index % 40))).toISOString();
  const page = `https://github.com/acme/shop/releases/v${index}`;
  return {
    id: index + 1,
    tag_name: `v${index}`,
    draft: false,
    prerelease: false,
    created_at: day,
    published_at: day,
    html_url: page,
  };
}

const counted = {
  key: 'deployments',
  title: 'Deployments',
  description: '',
  formula: { kind: 'count', stream: 'deployment', at: ['finishedAt'], where: { outcome: 'succeeded' }, dimensions: [] },
  unit: '',
  precision: 0,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
};
