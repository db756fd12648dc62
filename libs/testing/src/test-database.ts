import { createHash, randomBytes } from 'node:crypto';
import { openDatabase, type Database } from '@tandem/kpi-store/database';
import { migrations } from '@tandem/kpi-store/migrations/all-migrations';
import { openKeyRing, type KeyRing } from '@tandem/secrets/key-ring';
import pg from 'pg';

export interface TestDatabase extends Database {
  readonly url: string;
  /** As the owner of the tables, which row-level security does not hold for; writes for the workspace `main`. */
  readonly owner: pg.Pool;
}

/** A migrated, empty database of its own on the test server; `close()` drops it. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env['TANDEM_TEST_DATABASE_URL'];
  if (!server) {
    throw new Error('TANDEM_TEST_DATABASE_URL is not set: run specs through "npm test", which starts a PostgreSQL.');
  }
  const template = await migratedTemplate(server);
  const name = `tandem_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, (client) => client.query(`create database ${name} template ${template}`));
  const url = databaseUrl(server, name);
  const database = await openDatabase({ url, keys: testKeys() });
  const owner = new pg.Pool({ connectionString: url, options: '-c tandem.workspace=main' });
  // The server ends what is still open when the database is dropped.
  owner.on('error', () => undefined);
  return {
    ...database,
    url,
    owner,
    close: async () => {
      await owner.end();
      await database.close();
      await onServer(server, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

/** Another workspace of the same database; `close()` leaves the database there. */
export async function openOtherWorkspace({ url, owner }: TestDatabase, workspace: string): Promise<TestDatabase> {
  return { ...(await openDatabase({ url, keys: testKeys(), workspace })), url, owner };
}

const testKey = randomBytes(32).toString('base64');

/** The same key for every database of a test run, and no file for it. */
export function testKeys(): KeyRing {
  return openKeyRing({ environmentKey: testKey, previousKeys: [], file: '' });
}

const templateLock = 7_261_499;

/** Migrations run once for each state of their source; copying the result takes a tenth of the time. */
async function migratedTemplate(server: string): Promise<string> {
  const source = migrations.map((migration) => String(migration)).join('\n');
  const template = `tandem_template_${createHash('sha256').update(source).digest('hex').slice(0, 16)}`;
  await onServer(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    const existing = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (existing.rowCount) return;
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    const database = await openDatabase({ url: databaseUrl(server, draft), keys: testKeys() });
    await database.close();
    await client.query(`alter database ${draft} rename to ${template}`);
  });
  return template;
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
