import type { MetricList } from '@tandem/contracts/metrics';
import pg from 'pg';
import { awkwardMetrics } from '../agreement/awkward-metrics.js';
import { openAwkwardStage, type AwkwardStage } from '../agreement/awkward-stage.js';
import { createDatabase } from '../product/start-product.js';

const settings = { timeZone: 'Europe/Berlin', weekStartsOn: 'monday' };

/** Two workspaces that hold the same keys in one database, and one of them again by itself. */
let database: Awaited<ReturnType<typeof createDatabase>>;
let main: AwkwardStage;
let north: AwkwardStage;
let alone: AwkwardStage;
beforeAll(async () => {
  database = await createDatabase();
  const beside = (workspace: string) => ({ databaseUrl: database.url, workspace });
  main = await openAwkwardStage({ ...settings, seed: 1, beside: beside('main') });
  north = await openAwkwardStage({ ...settings, seed: 2, beside: beside('north') });
  alone = await openAwkwardStage({ ...settings, seed: 2 });
}, 240_000);
afterAll(async () => {
  for (const stage of [main, north, alone]) await stage.close();
  await database.drop();
});

const inTime = 'from=2024-01-01&to=2024-12-31';
const numbers = awkwardMetrics.flatMap(({ key, formula }) => [
  ...['day', 'month', 'year'].map((grain) => `/metrics/${key}/observations?${inTime}&grain=${grain}`),
  ...formula.dimensions.map((by) => `/metrics/${key}/observations?${inTime}&grain=month&by=${by}`),
  `/metrics/${key}/observations?${inTime}&grain=month&asKnownAt=2024-06-01T00:00:00Z`,
  `/metrics/${key}/observations?${inTime}&grain=month&format=csv`,
  `/metrics/${key}/versions`,
]);
const evidence = awkwardMetrics.map(({ key }) => `/metrics/${key}/records?from=2024-02-01&to=2024-02-20`);
/** Moments of this start, and numbers that the database gives, are not what is compared. */
const comparable = (text: string) =>
  text
    .replace(/"(?:id|recordId|runId|version_id)":"\d+"/g, '"id":"…"')
    .replace(/20(?:2[5-9]|[3-9]\d)-\d\d-\d\dT[\d:.]+Z/g, '…');
const read = async (stage: AwkwardStage, route: string) => {
  const answer = await stage.product.fetch(`/api/v1${route}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${route} answered ${answer.status}: ${text}`);
  return [route, comparable(text)];
};

describe('two workspaces in one database', () => {
  it('read, count and export what each would by itself, to the character', async () => {
    for (const route of [...numbers, ...evidence, '/goals', '/configuration', '/alerts', '/restatements']) {
      expect(await read(north, route)).toEqual(await read(alone, route));
    }
  });

  it('hold different numbers under the same keys, so that this says something', async () => {
    const value = async (stage: AwkwardStage) =>
      (await stage.product.get<MetricList>('/api/v1/metrics')).metrics.map(({ metric }) => metric.key);
    expect(await value(main)).toEqual(await value(north));
    for (const route of numbers.filter((each) => each.endsWith('grain=year'))) {
      expect((await read(main, route))[1]).not.toBe((await read(north, route))[1]);
    }
  });

  it('change nothing of each other', async () => {
    const before = await Promise.all(numbers.map((route) => read(main, route)));
    await north.product.post('/api/v1/configuration', {
      text: 'version: 1\norganisation: { timeZone: Asia/Tokyo, name: North }',
    });
    const records = [{ ...north.data.slaCycle[0]?.[0], version: '9' }];
    await north.product.post('/api/v1/push/slaCycle?source=till', records);
    await north.product.post('/api/v1/secrets/rotate');
    expect(await Promise.all(numbers.map((route) => read(main, route)))).toEqual(before);
    const { organisation } = await main.product.get<{ organisation: { name: string } }>('/api/v1/board');
    expect(organisation.name).toBe('Awkward');
  });

  it('have an audit chain each, whole, and naming nothing of the other', async () => {
    const verdicts = await Promise.all(
      [main, north].map(({ product }) => product.get<{ ok: boolean; entries: number }>('/api/v1/audit/verify')),
    );
    expect(verdicts.map(({ ok }) => ok)).toEqual([true, true]);
    expect(verdicts[1]?.entries).toBeGreaterThan(verdicts[0]?.entries ?? 0);
    const exported = await (await main.product.fetch('/api/v1/audit/export')).text();
    expect(exported.trim().split('\n')).toHaveLength(verdicts[0]?.entries ?? 0);
    expect(exported).not.toContain('Asia/Tokyo');
  });

  it('give BI tools a schema and a role each, that see one of them', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      const sums = async (schema: string, reader: string) => {
        await client.query(`set role ${reader}`);
        try {
          const { rows } = await client.query<{ row: string }>(
            `select metric || ' ' || sum(numerator) || ' ' || count(*) as row from ${schema}.observations group by metric order by 1`,
          );
          const { rows: counted } = await client.query<{ n: string }>(
            `select (select count(*) from ${schema}.measurements) || ' ' || (select count(*) from ${schema}.sla_cycles) || ' '
                 || (select count(*) from ${schema}.metrics) || ' ' || (select count(*) from ${schema}.organisation) as n`,
          );
          return [...rows.map(({ row }) => row), counted[0]?.n];
        } finally {
          await client.query('reset role');
        }
      };
      const [ofMain, ofNorth] = [
        await sums('tandem_bi', 'tandem_bi'),
        await sums('tandem_bi_north', 'tandem_bi_north'),
      ];
      expect(ofMain).toHaveLength(ofNorth.length);
      expect(ofMain).not.toEqual(ofNorth);
      expect(ofMain.at(-1)).toMatch(/ 1$/);
      await expect(sums('tandem_bi', 'tandem_bi_north')).rejects.toThrow(/permission denied/);
      await expect(sums('tandem_bi_north', 'tandem_bi')).rejects.toThrow(/permission denied/);
    } finally {
      await client.end();
    }
  });
});
