import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import type { DataSource } from 'typeorm';
import { dropBiSchemas } from './bi/write-bi-schema.js';
import { ownerDataSource } from './workspace/prepare-database.js';

describe('entities and migrations', () => {
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

  it('describe the same schema, so that no entity waits for a migration', async () => {
    const pending = await dataSource.driver.createSchemaBuilder().log();
    expect(pending.upQueries.map((query) => query.query)).toEqual([]);
  });

  it('can be undone and done again', async () => {
    const executed = dataSource.migrations.length;
    expect(executed).toBeGreaterThan(0);
    // The views for BI tools hold the tables as they are; they are no migration and come back with the next start.
    await database.asOwner(dropBiSchemas);
    for (let step = 0; step < executed; step += 1) await dataSource.undoLastMigration();
    const tables = await database.owner.query<{ count: string }>(
      "select count(*) from information_schema.tables where table_schema = 'public' and table_name <> 'schema_migration'",
    );
    expect(tables.rows[0]?.count).toBe('0');
    expect(await dataSource.runMigrations()).toHaveLength(executed);
  });
});
