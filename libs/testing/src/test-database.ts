import { randomBytes } from 'node:crypto';
import { openDatabase, type Database } from '@tandem/kpi-store/database';
import pg from 'pg';

export interface TestDatabase extends Database {
  readonly url: string;
}

/** A migrated, empty database of its own on the test server; `close()` drops it. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env['TANDEM_TEST_DATABASE_URL'];
  if (!server) throw new Error('TANDEM_TEST_DATABASE_URL is not set: run specs through "npm test", which starts a PostgreSQL.');
  const name = `tandem_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href });
  return {
    ...database,
    url: url.href,
    close: async () => {
      await database.close();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
