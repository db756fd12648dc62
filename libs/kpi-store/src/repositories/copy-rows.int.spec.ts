import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import type pg from 'pg';
import { copyRows, emptyTemporaryTable } from './copy-rows.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const rows = (count: number) => Array.from({ length: count }, (_, index) => [index, 'x'.repeat(40)]);

/** One transaction of the session that fills the table; answers what it found there at first, what it wrote, and how large the table is. */
async function fill(client: pg.PoolClient, count: number) {
  await client.query('begin');
  await emptyTemporaryTable(client, 'passing', '(id integer not null, text text not null)');
  const found = await client.query('select from passing');
  await copyRows(client, 'passing (id, text)', rows(count));
  const { rows: after } = await client.query<{ count: number; bytes: number }>(
    `select count(*)::int, pg_relation_size('pg_temp.passing')::int as bytes from passing`,
  );
  await client.query('commit');
  return { found: found.rowCount, written: after[0]?.count, bytes: after[0]?.bytes ?? 0 };
}

describe('a temporary table of a session', () => {
  it('is empty for whoever asks for it, and does not grow with how often it is used', async () => {
    const client = await database.pool.connect();
    try {
      const sizes: number[] = [];
      for (const count of [3, 0, 200, 20_000, 1, ...Array.from({ length: 60 }, () => 500), 2]) {
        const { found, written, bytes } = await fill(client, count);
        expect({ found, written }).toEqual({ found: 0, written: count });
        sizes.push(bytes);
      }
      // 20,000 rows take 1.5 MB; 500 take 40 kB, and what was deleted before them at most three times as much.
      expect(sizes[3]).toBeGreaterThan(1_000_000);
      expect(Math.max(...sizes.slice(4))).toBeLessThan(200_000);
    } finally {
      client.release();
    }
  });

  it('is of one session alone', async () => {
    const [first, second] = [await database.pool.connect(), await database.pool.connect()];
    try {
      await fill(first, 5);
      expect(await fill(second, 7)).toMatchObject({ found: 0, written: 7 });
      expect((await first.query('select from passing')).rowCount).toBe(5);
    } finally {
      first.release();
      second.release();
    }
  });
});
