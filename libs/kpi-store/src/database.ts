import 'reflect-metadata';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { entities } from './entities/all-entities.js';
import { migrations } from './migrations/all-migrations.js';

/** The two ways into one PostgreSQL: TypeORM for settings and migrations, plain `pg` for bulk work and queries. */
export interface Database {
  readonly dataSource: DataSource;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Opens the store and brings its schema up to date; an advisory lock keeps two starts from migrating at once. */
export async function openDatabase(options: { url: string; poolSize?: number }): Promise<Database> {
  const pool = new pg.Pool({ connectionString: options.url, max: options.poolSize ?? 10, application_name: 'tandem' });
  // An idle client that loses its server must not end the process; the next query opens a new one.
  pool.on('error', () => undefined);
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: 'tandem-settings',
    poolSize: 4,
    entities,
    migrations,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
  });
  try {
    await dataSource.initialize();
    await migrate(pool, dataSource);
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    await pool.end();
    throw error;
  }
  return {
    dataSource,
    pool,
    close: async () => {
      await dataSource.destroy();
      await pool.end();
    },
  };
}

const migrationLock = 7_261_436;

async function migrate(pool: pg.Pool, dataSource: DataSource): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await dataSource.runMigrations();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    client.release();
  }
}

/** Runs `work` in one transaction on one client; any throw rolls back. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | boolean = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: unknown) => {
      broken = rollbackError instanceof Error ? rollbackError : true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
