import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '@tandem/api/create-api';
import { openDatabase, type Database } from '@tandem/kpi-store/database';
import { sumUpChanges } from '@tandem/kpi-store/queries/data-version';
import { openTestDatabase, testKeys, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { adminHeaders, apiAccess } from '../product/admin-access.js';
import { happening, World } from './changing-world.js';

const paths = [
  '/board',
  '/goals',
  '/goals/in-time',
  '/metrics',
  '/metrics/attainment',
  '/metrics/attainment/observations?grain=week&from=2026-10-01&to=2026-11-15',
  '/metrics/attainment/breakdown?by=priority',
];

/** An API as a process of its own would run it: with connections of its own, and nobody who tells it of changes. */
async function openApi(url: string, clock: () => Date) {
  const database = await openDatabase({ url, keys: testKeys() });
  const api = await createApi({
    database,
    feed: { subscribe: () => () => undefined, close: () => Promise.resolve() },
    jobs: { enqueue: () => Promise.resolve() },
    connectors: [],
    clock,
    version: '0.1.0',
    secrets: {},
    dashboardDirectory: null,
    uploadDirectory: '/nonexistent',
    demoDocument: null,
    http: { requestsPerMinute: 999_999_999 },
    access: apiAccess,
  });
  return { api, database };
}

describe('answers that are kept', () => {
  let database: TestDatabase;
  let world: World;
  let served: { api: NestFastifyApplication; database: Database };
  let wait: number;
  const now = () => new Date(world.now.getTime() + wait);

  const open = async () => {
    database = await openTestDatabase();
    world = new World(database);
    wait = 0;
    served = await openApi(database.url, now);
    await world.begin();
  };
  const close = async () => {
    await served.api.close();
    await served.database.close();
    await database.close();
  };
  beforeEach(open);
  afterEach(close);

  const get = (path: string, headers: Readonly<Record<string, string>> = {}, api = served.api) =>
    api.inject({ method: 'GET', url: `/api/v1${path}`, headers: { ...adminHeaders, ...headers } });
  const tagOf = (answer: { headers: Readonly<Record<string, unknown>> }) => String(answer.headers['etag']);
  /** The moment of an answer is when it was rendered. */
  const content = (text: string) => {
    const { generatedAt: _generatedAt, ...rest } = JSON.parse(text) as Record<string, unknown>;
    return rest;
  };

  it('are at any time what another process that kept nothing answers, whatever happened in between', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          fc.array(fc.tuple(happening, fc.nat({ max: 40 * 3_600_000 })), { minLength: 1, maxLength: 4 }),
          async (happenings) => {
            for (const [what, laterMs] of happenings) {
              await world.happen(what);
              for (const ms of [0, laterMs]) {
                wait = ms;
                const kept = await Promise.all(paths.map((path) => get(path)));
                const fresh = await openApi(database.url, now);
                for (const [index, path] of paths.entries()) {
                  const answer = await get(path, {}, fresh.api);
                  expect(kept[index]?.statusCode).toBe(200);
                  expect(content(kept[index]?.body ?? '')).toEqual(content(answer.body));
                }
                await fresh.api.close();
                await fresh.database.close();
              }
              wait = 0;
            }
          },
        )
        .beforeEach(async () => {
          await close();
          await open();
        }),
      { numRuns: 4 },
    );
  }, 300_000);

  it('are sent again while nothing changes, and told in a line to whoever has them', async () => {
    for (const path of paths) {
      const first = await get(path);
      wait += 1_000;
      const second = await get(path);
      expect(second.body).toBe(first.body);
      const third = await get(path, { 'if-none-match': `"other", ${tagOf(first)}` });
      expect([third.statusCode, third.body, tagOf(third)]).toEqual([304, '', tagOf(first)]);
      expect((await get(path, { 'if-none-match': '"other"' })).body).toBe(first.body);
      const compressed = await get(path, { 'accept-encoding': 'gzip', 'if-none-match': tagOf(first) });
      expect([compressed.statusCode, compressed.headers['content-encoding']]).toEqual([304, undefined]);
    }
  });

  it('hold no longer than the data: what another process committed is in the next answer', async () => {
    const targetOf = (text: string) => /"target":"([^"]+)"/.exec(text)?.[1];
    const before = await get('/board');
    await world.happen({ kind: 'target', value: 77 });
    const after = await get('/board', { 'if-none-match': tagOf(before) });
    expect([after.statusCode, targetOf(before.body), targetOf(after.body)]).toEqual([200, '90.0', '77.0']);
  });

  it('hold for the time they were made for: a day later the board counts another day', async () => {
    const dayOf = (text: string) => (JSON.parse(text) as { period: { day: number } }).period.day;
    const today = await get('/board');
    wait = 86_400_000;
    expect(dayOf((await get('/board')).body)).toBe(dayOf(today.body) + 1);
  });

  it('hold on when what was counted of changes is added up', async () => {
    for (let change = 0; change < 60; change += 1) {
      await database.pool.query(`update person set name = $1`, [`Lead ${change}`]);
    }
    const rows = async () => (await database.pool.query('select 1 from data_change')).rowCount ?? 0;
    const before = await get('/board');
    expect(await rows()).toBeGreaterThan(50);
    await sumUpChanges(database.pool);
    expect(await rows()).toBe(1);
    expect((await get('/board', { 'if-none-match': tagOf(before) })).statusCode).toBe(304);
  });

  it('are made once for all who ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => get('/board')));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });

  it('are for those only who may read them', async () => {
    const path = '/board';
    const known = await get(path);
    const stranger = await served.api.inject({
      method: 'GET',
      url: `/api/v1${path}`,
      headers: { 'if-none-match': tagOf(known) },
    });
    expect(stranger.statusCode).toBe(401);
    expect(stranger.headers['etag']).toBeUndefined();
    expect(known.headers['cache-control']).toBe('private, no-cache');
  });

  it('are none where the question is refused', async () => {
    const answer = await get('/metrics/attainment/breakdown?by=colour');
    expect([answer.statusCode, answer.headers['etag']]).toEqual([400, undefined]);
    expect((await get('/metrics/nothing')).statusCode).toBe(404);
  });
});
