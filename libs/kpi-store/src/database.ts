import 'reflect-metadata';
import { appRole } from '@tandem/config/database-session';
import { mainWorkspace } from '@tandem/config/workspace-name';
import type { KeyRing } from '@tandem/secrets/key-ring';
import { createSecretVault, type SecretVault } from '@tandem/secrets/secret-vault';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { entities } from './entities/all-entities.js';
import { UnusableAppRole } from './workspace/app-role.js';
import { asOwner, prepareDatabase } from './workspace/prepare-database.js';
import { workspaceUrl } from './workspace/workspace-url.js';

/** The two ways into one PostgreSQL: TypeORM for settings, plain `pg` for bulk work and queries; both see one workspace. */
export interface Database {
  readonly dataSource: DataSource;
  readonly pool: pg.Pool;
  /** Whose rows these connections see. */
  readonly workspace: string;
  /** Encrypts what is secret on its way in, and reads it where it is used. */
  readonly secrets: SecretVault;
  /** For the upkeep of tables, which only their owner may do, over all workspaces; nothing that a request asks for. */
  asOwner<T>(work: (owner: pg.Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** What the secrets in it are encrypted with. */
  readonly keys: KeyRing;
  /** `main` when left out. */
  readonly workspace?: string;
  readonly poolSize?: number;
}

/**
 * Opens the store for one workspace, after its schema was brought up to date. Throws `UnusableKey` when the keys do not fit what is stored, and
 * `UnusableAppRole` when the user of the database cannot act as the role that row-level security holds for.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, workspace = mainWorkspace } = options;
  const secrets = createSecretVault(options.keys);
  const connectionString = workspaceUrl(url, workspace);
  await prepareDatabase({ url, workspace, secrets });
  const pool = new pg.Pool({ connectionString, max: options.poolSize ?? 10, application_name: 'tandem' });
  // An idle client that loses its server must not end the process; the next query opens a new one.
  pool.on('error', () => undefined);
  // Nor must one that is in use between two queries: the next one fails, and whoever asked hears of it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const dataSource = new DataSource({
    type: 'postgres',
    url: connectionString,
    applicationName: 'tandem-settings',
    poolSize: 4,
    entities,
    synchronize: false,
    logging: false,
  });
  try {
    await requireWorkspace(pool, workspace);
    await dataSource.initialize();
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    dataSource,
    pool,
    workspace,
    secrets,
    asOwner: (work) => asOwner(url, work),
    close: async () => {
      await dataSource.destroy();
      await pool.end();
    },
  };
}

/** A pooler between here and the database may drop what a session is to begin with; then every workspace would be seen. */
async function requireWorkspace(pool: pg.Pool, workspace: string): Promise<void> {
  const { rows } = await pool.query<{ role: string; workspace: string | null }>(
    `select current_user as role, current_setting('tandem.workspace', true) as workspace`,
  );
  if (rows[0]?.role === appRole && rows[0].workspace === workspace) return;
  throw new UnusableAppRole(
    `Sessions of the database do not begin as the role ${appRole} in the workspace "${workspace}". Does a pooler stand before it that ` +
      'drops the parameter "options"? Let DATABASE_URL name the database itself.',
  );
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
