import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { createDataVersionReader } from '../repositories/data-version-reader.js';
import { dataVersion, sumUpChanges } from './data-version.js';

/** Tables that no board, goal or metric shows anything of. A new table is a decision: call `tell_data_changes` for it, or name it here. */
const untold = [
  'access_token',
  'account',
  'account_identity',
  'account_preferences',
  'action',
  'action_step',
  'alert_act',
  'alert_episode',
  'audit_chain',
  'audit_head',
  'audit_log',
  'broken_period',
  'configuration_change',
  'data_change',
  'digest_subscription',
  'followed_metric',
  'guardrail_reading',
  'guardrail_watch',
  'invitation',
  'metric_opening',
  'note',
  'note_version',
  'oidc_sign_in',
  'outbox',
  'password_link',
  'planned_change',
  'pulse_answer',
  'pulse_participation',
  'push_answer',
  'push_fact',
  'push_tally',
  'raw_row',
  'read_days',
  'recovery_code',
  'review',
  'review_calendar_feed',
  'review_explanation',
  'review_link',
  'review_request',
  'review_snapshot',
  'saved_view',
  'schema_migration',
  'session',
  'sign_in_attempt',
  'sign_in_link',
  'sign_in_rule',
  'silence',
  'stream_state',
  'tombstone',
  'webhook_secret',
  'work_progress',
  'worker_heartbeat',
  'workspace',
];

describe('the version of the data', () => {
  const now = new Date('2026-11-10T08:00:00Z');
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(() => database.close());

  const version = () => dataVersion(database.pool, now);
  const insertPerson = `insert into person (id, name, side, position) values ('lead', 'Lead', 'it', 0)`;

  it('is told of changes by every table that an answer can show', async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select relname as name from pg_class c
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
          and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'count_data_change'::regproc)
        order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(untold);
  });

  it('changes with a commit, once for each, and with nothing else', async () => {
    const before = await version();
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query(insertPerson);
      await client.query('savepoint tried');
      await client.query(`update person set name = 'Other'`);
      await client.query('rollback to tried');
      expect(await version()).toBe(before);
      await client.query('commit');
      const after = await version();
      expect(Number(after)).toBe(Number(before) + 1);
      await client.query('begin');
      await client.query('delete from person');
      await client.query('rollback');
      await client.query(`update person set name = name where id = 'nobody'`);
      expect(await version()).toBe(after);
    } finally {
      client.release();
    }
  });

  it('changes for every workspace with what the owner of the tables changes while it is set to none', async () => {
    const before = await version();
    await database.asOwner(async (owner) => {
      await owner.query('alter table person no force row level security');
      await owner.query('alter table data_change no force row level security');
      await owner.query(
        `insert into person (id, name, side, position, workspace) values ('lead', 'Lead', 'it', 0, 'main')`,
      );
    });
    expect(await version()).not.toBe(before);
  });

  it('is told of a change after a savepoint that was undone took the first one back', async () => {
    const before = await version();
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query('savepoint tried');
      await client.query(insertPerson);
      await client.query('rollback to tried');
      await client.query(insertPerson);
      await client.query('commit');
    } finally {
      client.release();
    }
    expect(await version()).not.toBe(before);
  });

  it('changes at the moment from which a definition is in force', async () => {
    await database.pool.query(`insert into metric (key, current_version, position) values ('m', 1, 0)`);
    await database.pool.query(
      `insert into metric_version (metric_key, version, valid_from, definition, formula_hash) values ('m', 1, $1, '{}', '')`,
      [new Date(now.getTime() + 1)],
    );
    const early = await version();
    expect(await dataVersion(database.pool, new Date(now.getTime() + 1))).not.toBe(early);
  });

  it('stays while changes are added up, by two at the same time as well', async () => {
    for (let change = 0; change < 120; change += 1) {
      await database.pool.query(change % 2 ? 'delete from person' : insertPerson);
    }
    const before = await version();
    await Promise.all([sumUpChanges(database.pool), sumUpChanges(database.pool)]);
    expect(await version()).toBe(before);
    expect((await database.pool.query('select 1 from data_change')).rowCount).toBeLessThan(3);
  });

  it('is asked for once by all who wait, and never before they came', async () => {
    let questions = 0;
    const pool = {
      query: (...asked: Parameters<typeof database.pool.query>) => {
        questions += 1;
        return database.pool.query(...asked);
      },
    } as typeof database.pool;
    const reader = createDataVersionReader({ pool }, () => now);
    const first = reader.current();
    await database.pool.query(insertPerson);
    const others = await Promise.all(Array.from({ length: 50 }, () => reader.current()));
    expect(new Set(others)).toEqual(new Set([await version()]));
    await first;
    expect(questions).toBeLessThanOrEqual(3);
  });

  it('is asked for again after the database did not answer', async () => {
    let fails = true;
    const pool = {
      query: (...asked: Parameters<typeof database.pool.query>) =>
        fails ? Promise.reject(new Error('away')) : database.pool.query(...asked),
    } as typeof database.pool;
    const reader = createDataVersionReader({ pool }, () => now);
    const [first, second] = [reader.current(), reader.current()];
    fails = false;
    await expect(first).rejects.toThrow('away');
    expect(await second).toBe(await version());
  });
});
