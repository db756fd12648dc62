import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import type { DataSource } from 'typeorm';
import { metricRecords } from '../queries/metric-records.js';
import { dropBiSchemas } from '../bi/write-bi-schema.js';
import { ownerDataSource } from '../workspace/prepare-database.js';

const first = 'PackedMeasurements1763840010000';
const everything = {
  key: 'all',
  formula: { kind: 'count', stream: 'measurement', at: ['periodStart'], dimensions: [] },
} as unknown as MetricDefinition;

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await openTestDatabase();
  dataSource = await ownerDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.close();
});

async function undoTo(name: string): Promise<void> {
  for (;;) {
    const { rowCount } = await database.owner.query('select 1 from schema_migration where name = $1', [name]);
    if (rowCount === 0) return;
    await dataSource.undoLastMigration();
  }
}

async function evidence(asKnownAt: Date | null) {
  const { records } = await metricRecords(database.owner, {
    definition: everything,
    from: new Date('2000-01-01T00:00:00Z'),
    to: new Date('2100-01-01T00:00:00Z'),
    asKnownAt,
    limit: 100,
  });
  return records.map(({ naturalKey, fields, dimensions, knownAt, origin }) => ({
    naturalKey,
    ...fields,
    dimensions,
    knownAt,
    origin,
  }));
}

describe('measurements that were records', () => {
  it('are in the packed store with every version, after the migration', async () => {
    await database.asOwner(dropBiSchemas);
    await undoTo(first);
    const { owner: pool } = database;
    const data = (value: string) =>
      JSON.stringify({
        metric: 'sales',
        periodStart: '2026-11-03T10:00:00.000Z',
        periodEnd: '2026-11-03T11:00:00.000Z',
        value,
        dimensions: { till: 'one', 'a "b"': 'c' },
      });
    const { rows } = await pool.query<{ id: string }>(
      `insert into record (connection_id, stream, natural_key, version, content_hash, data, known_at, recorded_at, origin)
       values ('tills', 'measurement', 'k1', '0002', '\\x02', $1, '2026-11-05', '2026-11-05', 'a.csv:2'),
              ('tills', 'measurement', 'k2', '0001', '\\x01', $2, '2026-11-04', '2026-11-04', 'a.csv:3') returning id`,
      [data('12.50'), data('99999999999999999999.000000000000001')],
    );
    await pool.query(
      `insert into record_revision (stream, record_id, version, content_hash, data, known_at, recorded_at, replayed, origin, run_id)
       values ('measurement', $1, '0001', '\\x01', $2, '2026-11-04', '2026-11-04', false, 'a.csv:2', 7),
              ('measurement', $1, '0002', '\\x02', $3, '2026-11-05', '2026-11-05', false, 'a.csv:2', 8)`,
      [rows[0]?.id, data('11'), data('12.50')],
    );
    await dataSource.runMigrations();

    const shared = {
      metric: 'sales',
      periodStart: '2026-11-03T10:00:00.000Z',
      periodEnd: '2026-11-03T11:00:00.000Z',
      dimensions: { till: 'one', 'a "b"': 'c' },
    };
    const second = {
      ...shared,
      naturalKey: 'k2',
      value: '99999999999999999999.000000000000001',
      knownAt: '2026-11-04T00:00:00.000Z',
      origin: 'a.csv:3',
    };
    const one = { ...shared, naturalKey: 'k1', origin: 'a.csv:2' };
    expect(await evidence(null)).toEqual(
      expect.arrayContaining([{ ...one, value: '12.5', knownAt: '2026-11-05T00:00:00.000Z' }, second]),
    );
    expect(await evidence(new Date('2026-11-04T12:00:00Z'))).toEqual(
      expect.arrayContaining([{ ...one, value: '11', knownAt: '2026-11-04T00:00:00.000Z' }, second]),
    );
    expect(await evidence(new Date('2026-11-03T12:00:00Z'))).toEqual([]);
    const left = await pool.query(`select 1 from record where stream = 'measurement'`);
    expect(left.rowCount).toBe(0);
  });
});
