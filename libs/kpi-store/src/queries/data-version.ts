import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;

/**
 * Names the state of everything that an answer can show: equal texts stand for equal data. It counts the transactions that changed anything
 * (a transaction is counted in itself, so it counts as soon as it can be seen), and the definitions and terms of goals in force, since what was signed
 * ahead begins to answer by time alone.
 */
export async function dataVersion(database: Queryable, now: Date): Promise<string> {
  const { rows } = await database.query<{ version: string }>({
    // Asked with every request: a name spares PostgreSQL the planning.
    name: 'data-version',
    text: `select (select coalesce(sum(changes), 0) from data_change) || '.' || (select count(*) from metric_version where valid_from <= $1)
             || '.' || (select count(*) from goal_version where valid_from <= $1) as version`,
    values: [now],
  });
  return rows[0]?.version ?? '';
}

/** Adds up what was counted, so that asking stays cheap. The sums are the same before and after, for whoever asks meanwhile as well. */
export async function sumUpChanges(database: Queryable): Promise<void> {
  for (const table of ['data_change', 'configuration_change']) {
    await database.query(
      `with counted as (delete from ${table} where (select count(*) from ${table}) > ${fewRows} returning changes)
       insert into ${table} (changes) select sum(changes) from counted having count(*) > 0`,
    );
  }
}

const fewRows = 50;
