import pg from 'pg';
import { loadDemo } from './load-demo.js';
import { createDatabase, startProduct, testServer } from './start-product.js';

const template = 'tandem_demo';
/** Any number, as long as nobody else locks by it. */
const lock = 20_161_115;

/** A database with the demo in it. Whoever asks first imports it; everybody else, in whichever process, waits for that and gets a copy. */
export async function demoDatabase(): ReturnType<typeof createDatabase> {
  const client = new pg.Client({ connectionString: testServer() });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 0) await importDemo(client);
    return await createDatabase(template);
  } finally {
    await client.end();
  }
}

async function importDemo(client: pg.Client): Promise<void> {
  const database = await createDatabase();
  const product = await startProduct({ databaseUrl: database.url });
  await loadDemo(product);
  await product.stop();
  // Under its final name only when it is whole: what failed half way is nobody's demo.
  await client.query(`alter database ${new URL(database.url).pathname.slice(1)} rename to ${template}`);
}
