import type { BegunRun, Page, RunTrigger } from '@tandem/application/ports';
import { StaleWorker } from '@tandem/application/ports';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { listFindings } from '../queries/list-findings.js';
import { applyRetention } from '../retention/apply-retention.js';
import { createRawReader } from './raw-reader.js';
import { createRecordStore } from './record-store.js';
import { createRunStore } from './run-store.js';

const now = new Date('2026-11-22T12:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('hub', 'Hub', 'github', '{}', 1000, 0)`,
  );
});
afterAll(() => database.close());
beforeEach(() =>
  database.owner.query(
    'truncate record, record_revision, sync_run, stream_coverage, stream_coverage_revision, stream_state, raw_row, run_finding, retention',
  ),
);

const commit = (run: BegunRun, page: Partial<Page>, at = now) =>
  createRecordStore(database).commitPage(
    run,
    { records: [], rejected: [], filteredOut: 0, cursor: null, progress: null, ...page },
    at,
  );

async function begin(
  trigger: RunTrigger = 'request',
  at = now,
  window?: { from: string; to: string },
): Promise<BegunRun> {
  const runs = createRunStore(database);
  const id = await runs.queue('hub', trigger, at, { actor: 'test', file: null, ...(window && { window }) });
  const run = await runs.begin(id, at);
  if (!run) throw new Error('The run did not begin.');
  return run;
}

const deployment = (fields: object, version?: string): CanonicalRecord => ({
  stream: 'deployment',
  naturalKey: 'd-1',
  fields: { service: 'shop', tier: 'production', outcome: 'succeeded', ...fields },
  dimensions: {},
  origin: 'hub',
  ...(version === undefined ? {} : { version }),
});
const raw = (...rows: readonly (readonly [string, object])[]) => ({
  stream: 'deployments',
  partition: 'acme/shop',
  delivers: 'deployment' as const,
  rows: rows.map(([key, row]) => ({ key, row: row as Record<string, string> })),
});
const current = async () => {
  const { rows } = await database.pool.query<{ environment: string }>(
    `select data ->> 'environment' as environment from record`,
  );
  return rows.map(({ environment }) => environment);
};

describe('how far streams were read', () => {
  const state = (partition: string, at: string) => ({ stream: 'deployments', partition, state: { v: 1, time: at } });

  it('commits with the page and is there for the next run', async () => {
    const first = await begin();
    expect(first.states).toEqual([]);
    await commit(first, { states: [state('a', '1'), state('b', '1')] });
    await commit(first, { states: [state('a', '2')] });
    await createRunStore(database).succeed(first, now);
    expect((await begin()).states).toEqual([state('a', '2'), state('b', '1')]);
  });

  it('does not move with a worker that was taken over', async () => {
    const stale = await begin();
    await commit(stale, { states: [state('a', '1')] });
    const next = await createRunStore(database).begin(stale.runId, later(5));
    await expect(commit(stale, { states: [state('a', '2')], records: [deployment({})] })).rejects.toThrow(StaleWorker);
    expect(next?.states).toEqual([state('a', '1')]);
    expect(await current()).toEqual([]);
  });
});

describe('rows as the vendor gave them', () => {
  it('are kept in their last form, and write nothing when they come again', async () => {
    const run = await begin();
    const shown = async () =>
      (await database.pool.query('select row_key, data, xmin::text from raw_row order by row_key')).rows;
    await commit(run, { raw: raw(['1', { a: 'x\0y' }], ['2', { a: '2' }]) });
    const before = await shown();
    await commit(run, { raw: raw(['1', { a: 'x\0y' }]) });
    expect(await shown()).toEqual(before);
    await commit(run, { raw: raw(['2', { a: '3' }]) });
    const page = await createRawReader(database).page('hub', null, 10);
    expect(page).toEqual({
      stream: 'deployments',
      partition: 'acme/shop',
      rows: raw(['1', { a: 'x\0y' }], ['2', { a: '3' }]).rows,
    });
    expect(
      await createRawReader(database).page('hub', { stream: 'deployments', partition: 'acme/shop', key: '2' }, 10),
    ).toBeNull();
  });

  it('give records anew that take the place of those of the same version, whatever they hold, and only once', async () => {
    const sync = await begin();
    await commit(sync, { records: [deployment({ environment: 'old' }, '2026-01-01')] });
    await createRunStore(database).succeed(sync, now);
    for (const environment of ['new', 'newer', 'another']) {
      const replay = await begin('replay');
      const page = { records: [deployment({ environment }, '2026-01-01')] };
      expect(await commit(replay, page)).toMatchObject({ stored: 1 });
      expect(await commit(replay, page)).toMatchObject({ stored: 0, unchanged: 1 });
      await createRunStore(database).succeed(replay, now);
      expect(await current()).toEqual([environment]);
    }
    const next = await begin('request', later(10));
    await commit(next, { records: [deployment({ environment: 'changed' }, '2026-01-02')] });
    expect(await current()).toEqual(['changed']);
    const late = await begin('replay', later(20));
    await commit(late, { records: [deployment({ environment: 'of the old row' }, '2026-01-01')] });
    expect(await current()).toEqual(['changed']);
  });

  it('are removed with the records of their stream', async () => {
    const run = await begin();
    await commit(run, { raw: raw(['old', {}]) }, new Date('2024-01-05T00:00:00Z'));
    await commit(run, { raw: raw(['new', {}]) });
    await database.pool.query(`update organisation set keep = '{"records": {"deployment": 31536000000}}'`);
    while (await applyRetention(database, now));
    expect((await createRawReader(database).page('hub', null, 10))?.rows.map(({ key }) => key)).toEqual(['new']);
    await database.pool.query(`update organisation set keep = '{}'`);
  });
});

describe('a window that is read again', () => {
  const window = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };

  it('waits for a sync that waits or works; a sync takes the connection from it', async () => {
    const runs = createRunStore(database);
    const backfill = await begin('backfill', now, window);
    expect(backfill).toMatchObject({ trigger: 'backfill', window });
    await commit(backfill, { cursor: 'page 1' });
    const waiting = await runs.queue('hub', 'schedule', later(1));
    expect(waiting).not.toBe(backfill.runId);
    expect(await runs.begin(backfill.runId, later(1))).toBeNull();
    const sync = await runs.begin(waiting, later(1));
    await expect(commit(backfill, { cursor: 'page 2' })).rejects.toThrow(StaleWorker);
    expect(await runs.begin(backfill.runId, later(1))).toBeNull();
    if (sync) await runs.succeed(sync, later(1));
    expect(await runs.begin(backfill.runId, later(1))).toMatchObject({ cursor: 'page 1', window });
  });

  it('covers its own time only, so that what lies between stays a gap', async () => {
    const cover = (from: string, to: string) => ({ coverage: { deployment: { from, to } } });
    const covered = async () =>
      (
        await database.pool.query(
          `select covered_from::date::text as "from", covered_to::date::text as "to" from stream_coverage`,
        )
      ).rows;
    const sync = await begin();
    await commit(sync, cover('2026-06-01T00:00:00Z', '2026-11-01T00:00:00Z'));
    await createRunStore(database).succeed(sync, now);
    await commit(await begin('backfill', now, window), cover(window.from, window.to));
    expect(await covered()).toEqual([{ from: '2026-06-01', to: '2026-11-01' }]);
    await commit(await begin('backfill', later(5), window), cover('2026-03-01T00:00:00Z', '2026-07-01T00:00:00Z'));
    expect(await covered()).toEqual([{ from: '2026-03-01', to: '2026-11-01' }]);
  });
});

describe('what is noticed of a source', () => {
  it('is told once for each run, the newest run first', async () => {
    const finding = { kind: 'fieldAdded' as const, stream: 'runs', field: 'x', message: 'The field "x" is new.' };
    const first = await begin();
    await commit(first, { findings: [finding] });
    await commit(first, { findings: [finding, { ...finding, kind: 'clockSkew', field: null }] });
    const second = await begin('request', later(1));
    await commit(second, { findings: [finding] });
    const found = await listFindings(database.pool, 'hub', 10);
    expect(found.map(({ run, kind, field }) => [run, kind, field])).toEqual([
      [second.runId, 'fieldAdded', 'x'],
      [first.runId, 'clockSkew', null],
      [first.runId, 'fieldAdded', 'x'],
    ]);
  });
});
