import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import type pg from 'pg';
import { knownStatement } from './configuration-rows.js';
import { createConfigurationStore } from './configuration-store.js';

const now = new Date('2026-11-10T08:00:00Z');
const later = new Date('2026-11-12T08:00:00Z');

let database: TestDatabase;
let asked: string[];

beforeEach(async () => {
  database = await openTestDatabase();
  asked = [];
});
afterEach(() => database.close());

function openStore() {
  const query = (statement: string | pg.QueryConfig, values?: unknown[]) => {
    asked.push(typeof statement === 'string' ? statement : statement.text);
    return database.pool.query(statement, values);
  };
  return createConfigurationStore({ ...database, pool: { query } as typeof database.pool });
}

const known = (store: ReturnType<typeof openStore>, at = now) => store.known({ now: at, asKnownAt: null });
const insertPerson = `insert into person (id, name, side, position) values ('lead', 'Lead', 'it', 0)`;

describe('a configuration that is held', () => {
  it('is read once, and asked for by a small question as long as it stays the same', async () => {
    const store = openStore();
    await database.pool.query(insertPerson);
    const first = await known(store);
    asked = [];
    expect(await known(store)).toEqual(first);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.length).toBeLessThan(150);
  });

  it('is the present one with the first question after a commit, and not before', async () => {
    const store = openStore();
    const names = async () => (await known(store)).people.map(({ name }) => name);
    expect(await names()).toEqual([]);
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query(insertPerson);
      expect(await names()).toEqual([]);
      await client.query('commit');
      expect(await names()).toEqual(['Lead']);
      await client.query('begin');
      await client.query(`update person set name = 'Other'`);
      await client.query('rollback');
      expect(await names()).toEqual(['Lead']);
    } finally {
      client.release();
    }
    await database.pool.query(`update person set name = 'Other'`);
    expect(await names()).toEqual(['Other']);
    await database.pool.query('delete from person');
    expect(await names()).toEqual([]);
  });

  it('lets definitions come into force by time alone', async () => {
    const store = openStore();
    await database.pool.query(`insert into metric (key, current_version, position) values ('m', 1, 0)`);
    for (const [version, from] of [now, later].entries()) {
      await database.pool.query(
        `insert into metric_version (metric_key, version, valid_from, definition, formula_hash) values ('m', $1, $2, $3, '')`,
        [version + 1, from, { key: 'm', title: 'M', formula: { kind: 'count' }, windowDays: version + 1 }],
      );
    }
    expect((await known(store)).metrics.map(({ windowDays }) => windowDays)).toEqual([1]);
    asked = [];
    expect((await known(store, later)).metrics.map(({ windowDays }) => windowDays)).toEqual([2]);
    expect(asked).toHaveLength(1);
  });

  it('is told of changes by every table, and every column, that it is read from', async () => {
    const tables = new Set([...knownStatement.matchAll(/\b(?:from|join) ([a-z_]+)/g)].map(([, name]) => name));
    expect(tables.size).toBeGreaterThan(12);
    const { rows } = await database.pool.query<{ table: string; columns: string[] | null; events: number }>(
      `select t.tgrelid::regclass::text as table, t.tgtype::int as events,
              (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = t.tgrelid and a.attnum = any(t.tgattr)) as columns
         from pg_trigger t where t.tgfoid = 'count_configuration_change'::regproc and t.tgname = 'configuration_changed'`,
    );
    const told = new Map(rows.map(({ table, columns }) => [table, columns]));
    expect([...tables].filter((name) => name !== undefined && !told.has(name))).toEqual([]);
    const narrowed = [...told].filter(([, columns]) => columns !== null);
    expect(narrowed.map(([table]) => table).sort()).toEqual(['connection', 'guardrail']);
    for (const [table, columns] of narrowed) {
      const read =
        new RegExp(`\\(\\s*select ((?:(?!\\bfrom\\b)[\\s\\S])*) from ${table}\\b`).exec(knownStatement)?.[1] ?? '';
      const { rows: all } = await database.pool.query<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
        [table],
      );
      const words = new Set(read.replaceAll(/'[^']*'/g, '').match(/[a-z_]+/g));
      const columnsRead = all.map(({ name }) => name).filter((name) => words.has(name));
      expect(columnsRead.length).toBeGreaterThan(0);
      expect(columnsRead.filter((name) => columns?.includes(name) !== true)).toEqual([]);
    }
  });

  it('is not held with very many guardrails, and read without them all the same', async () => {
    const store = openStore();
    await database.pool.query(`insert into metric (key, current_version, position) values ('m', 1, 0)`);
    await database.pool.query(
      `insert into guardrail (id, metric_key, definition, position)
       select 'g' || n, 'm', json_build_object('id', 'g' || n, 'metric', 'm'), n from generate_series(1, 2001) n`,
    );
    for (let turn = 0; turn < 2; turn += 1) expect((await known(store)).guardrails).toHaveLength(2001);
    expect(asked.filter((statement) => statement.includes('from guardrail'))).toHaveLength(2);
    asked = [];
    for (let turn = 0; turn < 2; turn += 1)
      expect((await store.known({ now, asKnownAt: null, withGuardrails: false })).guardrails).toEqual([]);
    expect(asked.map((statement) => statement.includes('from metric'))).toEqual([true, false]);
  });
});
