import { sampleConfiguration } from '@tandem/testing/sample-configuration';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { createConfigurationStore } from './configuration-store.js';
import { repeatTransaction } from './repeat-transaction.js';

const now = new Date('2016-05-01T09:00:00.000Z');

describe('a transaction that PostgreSQL ended for another one', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(() => database.close());

  /** Fails as PostgreSQL does, inside of a transaction. */
  const failing = (state: string) => {
    let tries = 0;
    const transaction = () =>
      database.dataSource.transaction(async (manager) => {
        tries += 1;
        await manager.query(`do $$ begin raise exception 'ended' using errcode = '${state}'; end $$`);
      });
    return { transaction, tries: () => tries };
  };

  it('is tried three times and no more, and only when it was ended for another one', async () => {
    for (const [state, tries] of [
      ['40001', 3],
      ['40P01', 3],
      ['23505', 1],
    ] as const) {
      const one = failing(state);
      await expect(repeatTransaction(one.transaction)).rejects.toThrow('ended');
      expect([state, one.tries()]).toEqual([state, tries]);
    }
  });

  it('is done once more when an apply met a deadlock, and leaves its rows once', async () => {
    const store = createConfigurationStore(database);
    const sample = sampleConfiguration();
    const [person] = sample.people;
    if (!person) throw new Error('The sample has a person.');
    const created = [{ kind: 'person', id: person.id, action: 'create', fields: [] }] as const;
    await store.change((current) => ({ next: { ...current, people: [person] }, changes: created }), {
      now,
      dryRun: false,
    });
    const other = await database.owner.connect();
    try {
      // The apply is the one that looks for a deadlock, and so the one that is ended.
      await other.query(`set deadlock_timeout = '60s'`);
      await other.query('begin');
      await other.query('select 1 from person where id = $1 for update', [person.id]);
      let tries = 0;
      let meeting: Promise<unknown> = Promise.resolve();
      const changed = [{ kind: 'person', id: person.id, action: 'change', fields: [] }] as const;
      await store.change(
        (current) => {
          tries += 1;
          // The apply holds the organisation and comes for the person; the other holds the person and comes for the organisation.
          if (tries === 1)
            meeting = other
              .query('select 1 from organisation where id = 1 for update')
              .then(() => other.query('commit'));
          return { next: { ...current, people: [{ ...person, name: 'Somebody else' }] }, changes: changed };
        },
        { now, dryRun: false },
      );
      await meeting;
      expect(tries).toBe(2);
    } finally {
      other.release(true);
    }
    expect((await store.load()).people.map(({ name }) => name)).toEqual(['Somebody else']);
    const { rows } = await database.pool.query<{ action: string }>(
      `select action from audit_log where subject_kind = 'person' order by id`,
    );
    expect(rows.map(({ action }) => action)).toEqual(['create', 'change']);
  });
});
