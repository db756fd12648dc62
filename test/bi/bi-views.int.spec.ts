import type { Observation } from '@tandem/contracts/common';
import type { MetricList, MetricPage, ObservationsAnswer } from '@tandem/contracts/metrics';
import { biViews } from '@tandem/kpi-store/bi/bi-objects';
import pg from 'pg';
import { exactSum } from '../agreement/exact-value.js';
import { awkwardMetrics } from '../agreement/awkward-metrics.js';
import { openAwkwardStage, type AwkwardStage } from '../agreement/awkward-stage.js';
import { until } from '../product/start-product.js';

let stage: AwkwardStage;
let owner: pg.Client;
/** Reads as a BI tool does: with the role alone. */
let reader: pg.Client;
beforeAll(async () => {
  stage = await openAwkwardStage({ timeZone: 'America/St_Johns', weekStartsOn: 'sunday', seed: 99 });
  [owner, reader] = [0, 1].map(() => new pg.Client({ connectionString: stage.databaseUrl })) as [pg.Client, pg.Client];
  await Promise.all([owner.connect(), reader.connect()]);
  await reader.query('set role tandem_bi');
}, 120_000);
afterAll(async () => {
  await Promise.all([owner.end(), reader.end()]);
  await stage.close();
});

const metricKeys = awkwardMetrics.map(({ key }) => key);
/** Percentiles of measurements are pooled from the packed store, by formulas that SQL does not know. */
const keysInSql = metricKeys.filter((key) => key !== 'low-amount');
const points = async (key: string, query: Readonly<Record<string, string>>) =>
  (await stage.product.get<ObservationsAnswer>(`/api/v1/metrics/${key}/observations?${new URLSearchParams(query)}`))
    .points;

interface ValueRow {
  period_start: Date;
  period_end: Date;
  slice: string | null;
  value: string | null;
  numerator: string | null;
  denominator: string | null;
  n: string;
  state: string;
  definition_version: number;
}

async function values(key: string, grain: string, from: string, to: string, by: string | null): Promise<string[]> {
  const { rows } = await reader.query<ValueRow>('select * from tandem_bi.metric_values($1, $2, $3, $4, $5)', [
    key,
    grain,
    from,
    to,
    by,
  ]);
  return rows
    .map(({ slice, period_start, period_end, value, numerator, denominator, n, state, definition_version }) =>
      [
        slice ?? '',
        period_start.toISOString(),
        period_end.toISOString(),
        value,
        numerator,
        denominator,
        n,
        state,
        definition_version,
      ].join('|'),
    )
    .sort();
}

const lineOf = (by: string | null) => (point: Observation) =>
  [
    by === null ? '' : (point.dimensions[by] ?? ''),
    point.start,
    point.end,
    point.value,
    point.numerator,
    point.denominator,
    point.n,
    point.state,
    point.version,
  ].join('|');

describe('the shown values in SQL', () => {
  it.each(
    keysInSql.flatMap((key) => ['day', 'week', 'month', 'quarter', 'year'].map((grain) => [key, grain] as const)),
  )('of %s by %s are those of the API, to the character, for the whole and for each slice', async (key, grain) => {
    const metric = awkwardMetrics.find((one) => one.key === key);
    for (const by of [null, ...(metric?.formula.dimensions ?? [])]) {
      const query = { from: '2024-02-10', to: '2024-04-28', grain, ...(by === null ? {} : { by }) };
      const expected = (await points(key, query)).map(lineOf(by)).sort();
      expect(await values(key, grain, query.from, query.to, by)).toEqual(expected);
      expect(expected.length).toBeGreaterThan(0);
    }
  });

  it('follow the fiscal year in quarters and years, as the API does', async () => {
    await owner.query('update organisation set fiscal_year_starts_in = 11');
    try {
      for (const grain of ['quarter', 'year']) {
        const query = { from: '2024-02-10', to: '2024-04-28', grain };
        const expected = (await points('amount', query)).map(lineOf(null)).sort();
        expect(await values('amount', grain, query.from, query.to, null)).toEqual(expected);
        expect(expected[0]).toMatch(grain === 'year' ? /2023-11-01/ : /2024-02-01/);
      }
    } finally {
      await owner.query('update organisation set fiscal_year_starts_in = 1');
    }
  });

  it('know amounts in minor units by the currency, unless two are set against each other', async () => {
    const scale = async (unit: string, formula: object) =>
      (await owner.query<{ scale: string }>('select tandem_bi.amount_scale($1) as scale', [{ unit, formula }])).rows[0];
    expect(await scale('EUR', { sum: 'revenueMinor' })).toEqual({ scale: '100' });
    expect(await scale('JPY', { numerator: { sum: 'revenueMinor' }, denominator: {} })).toEqual({ scale: '1' });
    expect(await scale('KWD', { field: 'revenueMinor' })).toEqual({ scale: '1000' });
    const both = { numerator: { sum: 'revenueMinor' }, denominator: { sum: 'revenueMinor' } };
    expect(await scale('%', both)).toEqual({ scale: '1' });
    expect(await scale('EUR', { sum: 'value' })).toEqual({ scale: '1' });
  });

  it('refuse what is not there, with what would do', async () => {
    await expect(values('nothing', 'day', '2024-01-01', '2024-02-01', null)).rejects.toThrow(
      'There is no metric "nothing"',
    );
    await expect(values('low-amount', 'day', '2024-01-01', '2024-02-01', null)).rejects.toThrow(
      'The kind "percentile" of the metric "low-amount" has no values in SQL',
    );
    await expect(values('amount', 'hour', '2024-01-01', '2024-02-01', null)).rejects.toThrow(
      'There is no grain "hour"',
    );
  });
});

describe('the views', () => {
  it('are all there, each with its comment, and can be read by the role', async () => {
    const { rows } = await reader.query<{ name: string; comment: string | null }>(
      `select c.relname as name, obj_description(c.oid) as comment from pg_class c
        where c.relnamespace = 'tandem_bi'::regnamespace and c.relkind = 'v' order by c.relname`,
    );
    expect(rows.map(({ name }) => name)).toEqual(biViews.map(({ name }) => name).sort());
    for (const { name, comment } of rows) {
      expect(comment).toBeTruthy();
      await reader.query(`select * from tandem_bi.${name} limit 10`);
    }
  });

  it('add up to what the API says, as sum of numerators and sum of denominators', async () => {
    const { metrics } = await stage.product.get<MetricList>('/api/v1/metrics');
    const additive = metrics.filter(({ metric }) => !metric.key.includes('resolution') && metric.key !== 'low-amount');
    for (const { metric } of additive) {
      const [whole] = await points(metric.key, { from: '2024-01-01', to: '2024-12-31', grain: 'year' });
      const { rows } = await reader.query<{ numerator: string | null; denominator: string | null; n: string }>(
        `select trim_scale(sum(numerator)) as numerator, trim_scale(sum(denominator)) as denominator, sum(n)::text as n
           from tandem_bi.observations where metric = $1`,
        [metric.key],
      );
      expect(rows[0]).toEqual({ numerator: whole?.numerator, denominator: whole?.denominator, n: String(whole?.n) });
      const slices = await reader.query<{ numerator: string }>(
        `select numerator::text from tandem_bi.observation_slices where metric = $1 and dimension = 'dimensions.channel'`,
        [metric.key],
      );
      expect(exactSum(slices.rows.map(({ numerator }) => numerator))).toBe(whole?.numerator);
    }
  });

  it('hold the items of a percentile, from which its value follows', async () => {
    const [whole] = await points('slow-resolution', { from: '2024-01-01', to: '2024-12-31', grain: 'year' });
    const { rows } = await reader.query<{ value: number }>(
      `select percentile_cont(0.9) within group (order by value) as value from tandem_bi.percentile_items where metric = 'slow-resolution'`,
    );
    expect(String(rows[0]?.value)).toBe(whole?.numerator);
  });

  it('hold every record of the streams, and the goals with their key results', async () => {
    const count = async (sql: string) =>
      Number((await reader.query<{ n: string }>(`select count(*) as n from ${sql}`)).rows[0]?.n);
    const keys = (stream: 'measurement' | 'slaCycle') => new Set(stage.data[stream].flat().map(({ key }) => key)).size;
    expect(await count('tandem_bi.measurements')).toBe(keys('measurement'));
    expect(await count('tandem_bi.sla_cycles')).toBe(keys('slaCycle'));
    expect(await count('tandem_bi.key_results join tandem_bi.goals using (goal)')).toBe(metricKeys.length);
    expect(await count('tandem_bi.metrics')).toBe(metricKeys.length);
  });

  it('hold no column that could carry a secret, a setting or a person', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'tandem_bi'::regnamespace and a.attnum > 0`,
    );
    const denied =
      /secret|password|token|settings?$|email|session|cursor|raw|credential|webhook|url|origin|fencing|hash/;
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.map(({ name }) => name.split('.')[1] ?? '').filter((column) => denied.test(column))).toEqual([]);
    const { rows: used } = await owner.query<{ place: string; name: string }>(
      `select distinct o.relnamespace::regnamespace::text as place, o.relname || '.' || coalesce(a.attname, '*') as name
         from pg_rewrite w join pg_class v on v.oid = w.ev_class and v.relnamespace = 'tandem_bi'::regnamespace
         join pg_depend d on d.objid = w.oid and d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
         join pg_class o on o.oid = d.refobjid
         left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and a.attnum > 0`,
    );
    // Tables are seen through the rows of one workspace only.
    expect([...new Set(used.map(({ place }) => place))].sort()).toEqual(['tandem_bi', 'tandem_rows_main']);
    const tables = new Set(used.map(({ name }) => name.split('.')[0]));
    for (const table of ['route', 'outbox', 'person', 'account', 'session', 'api_token', 'audit_log']) {
      expect(tables).not.toContain(table);
    }
    expect(used.map(({ name }) => name)).not.toContain('connection.settings');
  });

  it('are all that the role can read, and it can write nothing', async () => {
    const { rows } = await owner.query<{ name: string; kind: string }>(
      `select c.oid::regclass::text as name, c.relkind::text as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname not in ('pg_catalog', 'information_schema', 'tandem_bi')
          and n.nspname not like 'pg_toast%' and n.nspname not like 'pg_temp%'
          and case c.relkind when 'S' then has_sequence_privilege('tandem_bi', c.oid, 'select, usage, update')
                   else has_table_privilege('tandem_bi', c.oid, 'select, insert, update, delete, truncate') end`,
    );
    expect(rows).toEqual([]);
    await expect(reader.query('select * from public.record')).rejects.toThrow(/permission denied/);
    await expect(reader.query('delete from tandem_bi.guardrails')).rejects.toThrow(/permission denied/);
    await expect(reader.query('create table tandem_bi.mine ()')).rejects.toThrow(/permission denied/);
    const { rows: login } = await owner.query<{ rolcanlogin: boolean; rolsuper: boolean }>(
      `select rolcanlogin, rolsuper from pg_roles where rolname = 'tandem_bi'`,
    );
    expect(login).toEqual([{ rolcanlogin: false, rolsuper: false }]);
  });

  it('cannot be made to say more by what a caller passes in', async () => {
    for (const text of [`x' or true --`, `"; drop table record; --`, `dimensions.channel'`]) {
      await expect(values(text, 'day', '2024-03-01', '2024-03-02', null)).rejects.toThrow(/There is no metric/);
      expect(await values('amount', 'day', '2024-03-01', '2024-03-02', text)).toEqual([]);
    }
  });
});

// Last, because it adds a metric to those that the others count.
describe('a metric that reads links', () => {
  it('has no value in SQL either for time in which the other stream was not collected', async () => {
    const { product } = stage;
    const deployment = { service: 'shop', tier: 'production', outcome: 'succeeded' };
    await product.post('/api/v1/push/deployment?source=till', [
      { key: 'early', ...deployment, finishedAt: '2024-03-05T12:00:00Z' },
      { key: 'late', ...deployment, finishedAt: '2024-03-20T12:00:00Z' },
    ]);
    const text = JSON.stringify({ version: 1, metrics: [{ standard: 'change-fail-rate' }] });
    await product.post('/api/v1/configuration', { file: 'more.yaml', text });
    await until('it is counted', async () => {
      const { backfill } = await product.get<MetricPage>('/api/v1/metrics/change-fail-rate');
      return backfill === null ? true : null;
    });
    for (const by of [null, 'service']) {
      const query = { from: '2024-03-01', to: '2024-04-01', grain: 'month', ...(by === null ? {} : { by }) };
      const expected = (await points('change-fail-rate', query)).map(lineOf(by));
      expect(await values('change-fail-rate', 'month', query.from, query.to, by)).toEqual(expected);
      expect(expected).toEqual([expect.stringMatching(/\|\|\|0\|absent\|1$/)]);
    }
  });
});
