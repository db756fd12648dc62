import type { BegunRun } from '@tandem/application/ports';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { dailyObservations } from '../queries/daily-observations.js';
import { metricRecords } from '../queries/metric-records.js';
import { createMetricBackfill } from '../repositories/metric-backfill.js';
import { createRecordStore } from '../repositories/record-store.js';
import { createRunStore } from '../repositories/run-store.js';
import { compactClosedMonth } from './compact-months.js';

const now = new Date('2026-11-22T12:00:00Z');
const later = new Date('2026-11-23T12:00:00Z');
const turnover = {
  key: 'turnover',
  title: 'Turnover',
  description: '',
  formula: { kind: 'sum', sum: 'value', stream: 'measurement', at: ['periodStart'], dimensions: [] },
  unit: 'EUR',
  precision: 2,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
} as const satisfies MetricDefinition;

let database: TestDatabase;
let run: BegunRun;

beforeEach(async () => {
  database = await openTestDatabase();
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('tills', 'Tills', 'file', '{}', 1000, 0)`,
  );
  await database.pool.query(`insert into metric (key, current_version, position) values ('turnover', 1, 0)`);
  await database.pool.query(
    `insert into metric_version (metric_key, version, valid_from, definition, formula_hash) values ('turnover', 1, $1, $2, '')`,
    [now, turnover],
  );
  const runs = createRunStore(database);
  const begun = await runs.begin(await runs.queue('tills', 'request', now), now);
  if (!begun) throw new Error('The run did not begin.');
  run = begun;
});
afterEach(() => database.close());

function sale(at: string, value: string, till = 'one'): CanonicalRecord {
  return {
    stream: 'measurement',
    naturalKey: `${till} ${at}`,
    fields: { metric: 'sales', periodStart: at, value },
    dimensions: { till },
    origin: 'sales.csv:7',
  };
}

const commit = (records: readonly CanonicalRecord[], at = now) =>
  createRecordStore(database).commitPage(
    run,
    { records, rejected: [], filteredOut: 0, cursor: null, progress: null },
    at,
  );

async function compactAll(most?: number): Promise<void> {
  for (let step = 0; step < 100; step += 1) if ((await compactClosedMonth(database, now, most)) === 0) return;
  throw new Error('Compaction does not come to an end.');
}

async function answers(asKnownAt: Date | null = null) {
  const { rows } = await database.pool.query<{ id: string }>('select id from metric_version');
  const days = await dailyObservations(database.pool, {
    formula: turnover.formula,
    countedBy: rows[0]?.id ?? '',
    timeZone: 'UTC',
    asKnownAt,
  });
  const evidence = await metricRecords(database.pool, {
    definition: turnover,
    from: new Date('2000-01-01T00:00:00Z'),
    to: new Date('2100-01-01T00:00:00Z'),
    asKnownAt,
    limit: 500,
  });
  return {
    days: days.map((day) => ({ ...day, numerator: Number(day.numerator) })),
    evidence: evidence.records,
    total: evidence.total,
  };
}

const rowsOf = async (condition: string) =>
  (await database.pool.query(`select 1 from measurement where ${condition}`)).rowCount;

/** Days from ten years back to now, of two tills, with times that are even, odd to the millisecond, and twice the same day. */
const history = [
  ...Array.from({ length: 31 }, (_, day) =>
    sale(`2016-03-${String(day + 1).padStart(2, '0')}T00:00:00.000Z`, `${day}.50`),
  ),
  sale('2016-03-09T07:00:00.123Z', '1'),
  ...Array.from({ length: 7 }, (_, place) => ({
    ...sale('2016-03-17T00:00:00.000Z', '2'),
    naturalKey: `again ${place}`,
  })),
  ...Array.from({ length: 30 }, (_, day) =>
    sale(`2026-09-${String(day + 1).padStart(2, '0')}T00:00:00.000Z`, '12', 'two'),
  ),
  sale('2026-11-20T00:00:00.000Z', '3'),
  sale('2026-11-21T00:00:00.000Z', '4'),
];

describe('a closed month', () => {
  it('becomes one row for each series in bounded steps, and every answer stays as it was', async () => {
    await commit(history);
    await commit([sale('2016-03-05T00:00:00.000Z', '99.99')], later);
    const before = [await answers(), await answers(now)];
    await compactAll(1);
    expect(await rowsOf('whole_month')).toBe(2);
    expect(await rowsOf('not whole_month')).toBe(2);
    expect([await answers(), await answers(now)]).toEqual(before);
    await createMetricBackfill(database).recalculate('turnover', now);
    expect((await answers()).days).toEqual(before[0]?.days);
    expect(await commit(history, later)).toMatchObject({ touchedMetrics: ['turnover'] });
  });

  it('opens exactly the days that late data touches, and closes again', async () => {
    await commit(history);
    await compactAll();
    await commit([sale('2016-03-05T00:00:00.000Z', '99.99'), sale('2016-03-09T12:00:00.000Z', '1')], later);
    const { rows } = await database.pool.query<{ day: string; n: number }>(
      `select day::text, n from measurement where day < '2017-01-01' and not whole_month order by day`,
    );
    expect(rows).toEqual([
      { day: '2016-03-05', n: 1 },
      { day: '2016-03-09', n: 3 },
    ]);
    const opened = [await answers(), await answers(now)];
    expect(opened[1]?.days).toEqual((await answers(now)).days);
    await compactAll();
    expect(await rowsOf('not whole_month')).toBe(2);
    expect([await answers(), await answers(now)]).toEqual(opened);
  });

  it('takes partitions that were made on demand, ten years back', async () => {
    await commit(history);
    const { rows } = await database.pool.query<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'measurement'::regclass order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'measurement_2016_03',
      'measurement_2026_09',
      'measurement_2026_11',
      'measurement_before_1990',
      'measurement_from_2100',
    ]);
  });
});
