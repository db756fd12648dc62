import { appRole } from '@tandem/config/database-session';
import type { SecretVault } from '@tandem/secrets/secret-vault';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dropBiSchemas, writeBiSchema } from '../bi/write-bi-schema.js';
import { entities } from '../entities/all-entities.js';
import { migrations } from '../migrations/all-migrations.js';
import { sealStoredSecrets } from '../secrets/seal-stored-secrets.js';
import { ensureAppRole, grantToAppRole } from './app-role.js';
import { forceSecurity, unforceSecurity } from './forced-security.js';

const migrationLock = 7_261_436;

export interface Preparing {
  /** Of the owner of the tables. */
  readonly url: string;
  readonly workspace: string;
  readonly secrets: SecretVault;
}

/**
 * Brings the schema up to date, makes the role that the product works as, and makes sure that the workspace is there and its secrets are
 * sealed and can be read; an advisory lock keeps two starts from doing so at once.
 */
export async function prepareDatabase({ url, workspace, secrets }: Preparing): Promise<void> {
  await asOwner(url, async (owner) => {
    await owner.query('select pg_advisory_lock($1)', [migrationLock]);
    await ensureAppRole(owner);
    await migrate(url, owner);
    await forceSecurity(owner);
    await grantToAppRole(owner);
    await ensureWorkspace(owner, workspace);
    await inWorkspace(owner, workspace, async () => {
      await owner.query(`set local role ${appRole}`);
      await sealStoredSecrets(owner, secrets);
    });
    await writeBiSchema(owner, workspace);
  });
}

/** Runs `work` as the owner of the tables, on a connection of its own: what makes, rewrites or empties tables, and nothing that a request asks for. */
export async function asOwner<T>(url: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: url, application_name: 'tandem-owner' });
  // Reported by the failing statement; without a listener it would end the process as well.
  owner.on('error', () => undefined);
  try {
    await owner.connect();
    return await work(owner);
  } finally {
    await owner.end();
  }
}

/** TypeORM as the owner of the tables, for migrations. */
export function ownerDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: 'tandem-migrations',
    poolSize: 1,
    entities,
    migrations,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
  });
}

async function migrate(url: string, owner: pg.Client): Promise<void> {
  const dataSource = ownerDataSource(url);
  try {
    await dataSource.initialize();
    if (!(await dataSource.showMigrations())) return;
    await dropBiSchemas(owner);
    await unforceSecurity(owner);
    await dataSource.runMigrations();
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

/** The first start of a workspace makes what each has one row of. */
async function ensureWorkspace(owner: pg.Client, workspace: string): Promise<void> {
  await inWorkspace(owner, workspace, async () => {
    const made = await owner.query(
      `insert into workspace (id, name) values ($1, initcap(replace($1, '_', ' '))) on conflict do nothing`,
      [workspace],
    );
    if (!made.rowCount) return;
    await owner.query(
      `insert into organisation (id, name, time_zone, week_starts_on) values (1, 'My organisation', 'UTC', 1)`,
    );
    await owner.query(`insert into audit_head (sequence, hash) values (0, decode(repeat('00', 32), 'hex'))`);
  });
}

async function inWorkspace(owner: pg.Client, workspace: string, work: () => Promise<void>): Promise<void> {
  await owner.query('begin');
  try {
    await owner.query(`select set_config('tandem.workspace', $1, true)`, [workspace]);
    await work();
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback').catch(() => undefined);
    throw error;
  }
}
