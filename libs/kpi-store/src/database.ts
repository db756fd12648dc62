import 'reflect-metadata';
import type { KeyRing } from '@tandem/secrets/key-ring';
import { createSecretVault, type SecretVault } from '@tandem/secrets/secret-vault';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dropBiSchema, writeBiSchema } from './bi/write-bi-schema.js';
import { entities } from './entities/all-entities.js';
import { migrations } from './migrations/all-migrations.js';
import { sealStoredSecrets } from './secrets/seal-stored-secrets.js';

/** The two ways into one PostgreSQL: TypeORM for settings and migrations, plain `pg` for bulk work and queries. */
export interface Database {
  readonly dataSource: DataSource;
  readonly pool: pg.Pool;
  /** Encrypts what is secret on its way in, and reads it where it is used. */
  readonly secrets: SecretVault;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** What the secrets in it are encrypted with. */
  readonly keys: KeyRing;
  readonly poolSize?: number;
}

/**
 * Opens the store, brings its schema up to date and makes sure that its secrets are sealed and can be read; an advisory lock keeps two
 * starts from migrating at once. Throws `UnusableKey` when the keys do not fit what is stored.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const secrets = createSecretVault(options.keys);
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
    await migrate(pool, dataSource, secrets);
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    await pool.end();
    throw error;
  }
  return {
    dataSource,
    pool,
    secrets,
    close: async () => {
      await dataSource.destroy();
      await pool.end();
    },
  };
}

const migrationLock = 7_261_436;

async function migrate(pool: pg.Pool, dataSource: DataSource, secrets: SecretVault): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    if (await dataSource.showMigrations()) await dropBiSchema(client);
    await dataSource.runMigrations();
    await sealStoredSecrets(client, secrets);
    await writeBiSchema(client);
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
