import { openMetricStage, recordOf, type MetricStage } from '@tandem/testing/metric-stage';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { Retention } from '@tandem/domain/organisation/retention';
import { compactClosedMonth } from '../measurement/compact-months.js';
import { metricRecords } from '../queries/metric-records.js';
import { createMetricBackfill } from '../repositories/metric-backfill.js';
import { createSourceReader } from '../repositories/source-reader.js';
import { applyRetention } from './apply-retention.js';

const dayMs = 86_400_000;
const now = new Date('2026-12-01T12:00:00Z');
/** With 62 days: everything before September. */
const keptFrom = '2026-09-01T00:00:00.000Z';
const year = { from: '2026-01-01', to: '2026-12-01' };
const whole = { unit: 'count', precision: 0, direction: 'up', windowDays: 7, settlingDays: 0, owners: {} } as const;
const metric = (key: string, formula: MetricDefinition['formula']): MetricDefinition => ({
  ...whole,
  key,
  title: key,
  description: key,
  formula,
});
const opened = metric('opened', { kind: 'count', stream: 'incident', at: ['openedAt'], dimensions: ['service'] });
const definitions = [
  opened,
  metric('standing', {
    kind: 'open',
    stream: 'incident',
    at: ['openedAt'],
    until: ['resolvedAt'],
    dimensions: [],
  }),
  metric('twice', { kind: 'derived', expression: 'opened * 2', dimensions: [] }),
  metric('visits', {
    kind: 'sum',
    stream: 'measurement',
    at: ['periodStart'],
    where: { metric: 'visits' },
    sum: 'value',
    dimensions: [],
  }),
  metric('median', {
    kind: 'percentile',
    percentile: 50,
    stream: 'measurement',
    at: ['periodStart'],
    where: { metric: 'visits' },
    field: 'value',
    dimensions: [],
  }),
];

const incident = (key: string, openedAt: string, resolvedAt?: string, version?: string) => ({
  ...recordOf('incident', key, {
    service: 'shop',
    openedAt: `${openedAt}T10:00:00.000Z`,
    ...(resolvedAt === undefined ? {} : { resolvedAt: `${resolvedAt}T10:00:00.000Z` }),
  }),
  ...(version === undefined ? {} : { version }),
});
const visits = (day: string, value: string, version?: string) => ({
  ...recordOf('measurement', `visits|${day}`, { metric: 'visits', periodStart: `${day}T00:00:00.000Z`, value }),
  ...(version === undefined ? {} : { version }),
});

describe('retention', () => {
  let stage: MetricStage;
  const at = (day: string) => new Date(`${day}T12:00:00Z`);
  const keep = (retention: Retention) =>
    stage.database.pool.query('update organisation set keep = $1', [JSON.stringify(retention)]);
  const sweep = async () => {
    let steps = 0;
    while (await applyRetention(stage.database, now)) steps += 1;
    return steps;
  };
  const count = async (table: string) => {
    const { rows } = await stage.database.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`);
    return rows[0]?.n;
  };
  const audits = async () => {
    const { rows } = await stage.database.pool.query(
      `select action, subject_kind || ' of ' || subject_id as subject, after ->> 'removed' as removed from audit_log where actor = 'retention' order by id`,
    );
    return rows;
  };
  const day = (date: string) => ({
    from: date,
    to: new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10),
  });

  beforeEach(async () => {
    stage = await openMetricStage(definitions, now);
    const old = [
      incident('a', '2026-03-02', '2026-03-04'),
      incident('b', '2026-03-02'),
      incident('c', '2026-06-10', '2026-06-11'),
    ];
    await stage.commit(
      [...old, visits('2026-03-02', '7'), visits('2026-03-03', '9')],
      { from: '2026-01-01', to: '2026-06-20' },
      at('2026-06-20'),
    );
    await stage.commit([incident('d', '2026-10-05', '2026-10-06'), visits('2026-10-05', '30')], year, at('2026-11-30'));
  });
  afterEach(() => stage.close());

  it('removes nothing unless it is asked to', async () => {
    expect(await sweep()).toBe(0);
    expect(await count('record')).toBe(4);
    expect(await createSourceReader(stage.database).removed()).toEqual([]);
  });

  it('removes records whose time has passed, keeps what has not ended, and leaves their numbers as they were counted', async () => {
    const before = await stage.values('opened', { ...year, grain: 'month' });
    await keep({ records: { incident: 62 * dayMs } });
    await sweep();
    const { rows } = await stage.database.pool.query('select natural_key from record order by 1');
    expect(rows.map(({ natural_key: key }) => key as string)).toEqual(['b', 'd']);
    expect(await stage.values('opened', { ...year, grain: 'month' })).toEqual(before);
    const evidence = await metricRecords(stage.database.pool, {
      definition: opened,
      from: new Date('2026-03-01T00:00:00Z'),
      to: new Date('2026-04-01T00:00:00Z'),
      asKnownAt: null,
      limit: 10,
    });
    expect(evidence.records.map(({ naturalKey }) => naturalKey)).toEqual(['b']);
    expect(await audits()).toEqual([
      { action: 'begin', subject: 'records of incident', removed: null },
      { action: 'remove', subject: 'records of incident', removed: '2' },
    ]);
    expect(await createSourceReader(stage.database).removed()).toEqual([
      { kind: 'records', subject: 'incident', keptFrom, removed: 2, removedAt: now.toISOString() },
    ]);
    expect(await sweep()).toBe(0);
  });

  it('says from when on things are kept where the past or a new counting needs what is gone', async () => {
    await keep({ records: { incident: 62 * dayMs } });
    await sweep();
    const early = { ...day('2026-10-05'), asKnownAt: '2026-08-31T00:00:00.000Z' };
    expect(await stage.ask('opened', early)).toMatchObject([
      { value: null, state: 'absent', n: 0, absence: 'pastNotKept', keptFrom },
    ]);
    const late = { asKnownAt: '2026-12-01T00:00:00.000Z' };
    expect(await stage.ask('opened', { ...day('2026-03-02'), ...late })).toMatchObject([
      { value: null, absence: 'notKept', keptFrom },
    ]);
    expect(await stage.values('opened', { ...day('2026-10-05'), ...late })).toEqual(['1']);
    await createMetricBackfill(stage.database).recalculate('opened', now);
    expect(await stage.ask('opened', day('2026-03-02'))).toMatchObject([{ value: null, absence: 'notKept', keptFrom }]);
    expect(await stage.ask('twice', day('2026-03-02'))).toMatchObject([{ value: null, absence: 'notKept', keptFrom }]);
    expect(await stage.values('opened', day('2026-10-05'))).toEqual(['1']);
  });

  it('leaves out what comes again of a removed time, so that nothing counts twice, and takes what has not ended by then', async () => {
    await keep({ records: { incident: 62 * dayMs, measurement: 62 * dayMs } });
    await sweep();
    const again = [
      incident('a', '2026-03-02', '2026-03-04'),
      incident('new', '2026-05-05', '2026-05-06'),
      visits('2026-03-02', '8'),
    ];
    const longer = { ...year, from: '2025-01-01' };
    await stage.commit([...again, incident('b', '2026-03-02', '2026-11-20')], longer);
    const { rows } = await stage.database.pool.query(
      'select received::int, stored::int, filtered_out::int from sync_run order by id desc limit 1',
    );
    expect(rows).toEqual([{ received: 1, stored: 1, filtered_out: 3 }]);
    const covered = await stage.database.pool.query<{ from: Date }>(
      'select distinct covered_from as "from" from stream_coverage',
    );
    expect(covered.rows.map(({ from }) => from.toISOString())).toEqual(['2026-01-01T00:00:00.000Z']);
    expect(await stage.values('opened', { from: '2026-03-01', to: '2026-04-01', grain: 'month' })).toEqual(['2']);
    expect(await stage.values('visits', { from: '2026-03-01', to: '2026-04-01', grain: 'month' })).toEqual(['16']);
    expect(await stage.values('standing', day('2026-11-19'))).toEqual(['1']);
    expect(await stage.values('standing', day('2026-11-21'))).toEqual(['0']);
  });

  it('removes measurements from days and from closed months, and what is pooled from them says so', async () => {
    await stage.commit([visits('2026-04-01', '2')], year, at('2026-06-21'));
    await compactClosedMonth(stage.database, now);
    await keep({ records: { measurement: 62 * dayMs } });
    await sweep();
    expect(await count('measurement')).toBe(1);
    expect(await stage.values('visits', { from: '2026-03-01', to: '2026-04-01', grain: 'month' })).toEqual(['16']);
    expect(await stage.ask('median', day('2026-03-02'))).toMatchObject([{ value: null, absence: 'notKept', keptFrom }]);
    expect(await stage.values('median', day('2026-10-05'))).toEqual(['30']);
  });

  it('removes counted days: no value any more, and never 0; what is open is still the sum of all that ever was', async () => {
    await keep({ records: { incident: 62 * dayMs }, observations: { incident: 62 * dayMs } });
    const open = await stage.values('standing', { from: '2026-09-01', to: '2026-12-01', grain: 'day' });
    await sweep();
    expect(await stage.ask('opened', day('2026-03-02'))).toMatchObject([
      { value: null, numerator: null, n: 0, state: 'absent', absence: 'notKept', keptFrom },
    ]);
    const across = { from: '2026-08-20', to: '2026-10-20', window: true } as const;
    expect(await stage.ask('opened', across)).toMatchObject([{ value: null, absence: 'notKept' }]);
    expect(await stage.ask('standing', day('2026-06-10'))).toMatchObject([{ value: null, absence: 'notKept' }]);
    expect(await stage.values('standing', { from: '2026-09-01', to: '2026-12-01', grain: 'day' })).toEqual(open);
    expect(await stage.values('opened', { from: '2026-09-01', to: '2026-11-01', grain: 'month' })).toEqual(['0', '1']);
    const { rows } = await stage.database.owner.query(
      `select state, value, n::int from tandem_bi.metric_values('opened', 'month', '2026-08-01', '2026-11-01')`,
    );
    expect(rows).toEqual([
      { state: 'absent', value: null, n: 0 },
      { state: 'settled', value: '0', n: 0 },
      { state: 'settled', value: '1', n: 1 },
    ]);
    // What was never collected has not been removed.
    const [never] = await stage.ask('opened', { from: '2025-06-01', to: '2025-07-01', grain: 'month' });
    expect(never).toMatchObject({ value: null, state: 'absent' });
    expect(never?.absence).toBeUndefined();
  });

  it('removes replaced versions: the past answers as before from then on, and not at all before', async () => {
    await stage.commit([incident('b', '2026-03-02', '2026-07-01'), visits('2026-03-02', '8')], year, at('2026-07-05'));
    await stage.commit([incident('d', '2026-10-05', '2026-10-07'), visits('2026-10-05', '31')], year, now);
    const past = {
      from: '2026-03-01',
      to: '2026-12-01',
      grain: 'month',
      asKnownAt: '2026-11-30T20:00:00.000Z',
    } as const;
    const answers = async () => [
      await stage.values('standing', past),
      await stage.values('visits', past),
      await stage.values('median', past),
    ];
    const before = await answers();
    await keep({ versions: { incident: 62 * dayMs, measurement: 62 * dayMs } });
    await sweep();
    expect([await count('record_revision'), await count('measurement_revision')]).toEqual([1, 1]);
    expect(await answers()).toEqual(before);
    for (const key of ['standing', 'visits', 'median']) {
      const early = { ...day('2026-06-10'), asKnownAt: '2026-08-01T00:00:00.000Z' };
      expect(await stage.ask(key, early)).toMatchObject([{ value: null, absence: 'pastNotKept', keptFrom }]);
    }
    expect(await stage.values('standing', day('2026-06-10'))).toEqual(['2']);
  });
});
