import { createHash } from 'node:crypto';
import { mainWorkspace } from '@tandem/config/workspace-name';
import pg from 'pg';
import { biFunctions } from './bi-functions.js';
import { biViews } from './bi-objects.js';

const { escapeIdentifier, escapeLiteral } = pg;

const mainName = 'tandem_bi';

/** The schema of a workspace. A role of the same name reads it; it has no login: an administrator gives it to the user that a BI tool signs in as. */
export function biNameOf(workspace: string): string {
  return workspace === mainWorkspace ? mainName : `${mainName}_${workspace}`;
}

/** Where the rows of a workspace stand that its views are made of. No role but the owner may look into it. */
function rowsSchemaOf(workspace: string): string {
  return `tandem_rows_${workspace}`;
}

/** The tables that views for BI tools may be made of. */
const tables = new Set([
  'organisation',
  'retention',
  'connection',
  'stream_coverage',
  'metric',
  'metric_version',
  'observation',
  'observation_item',
  'record',
  'measurement',
  'measurement_series',
  'measurement_arrival',
  'measurement_key_shape',
  'goal',
  'goal_version',
  'guardrail',
  'alert',
  'alert_transition',
]);

const insufficientPrivilege = '42501';

/**
 * Before tables change: the views of every workspace would hold them as they are. They come back when the migrations are through, as the processes
 * of the workspaces start, from living code, so that no migration ever has to know them.
 */
export async function dropBiSchemas(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname ~ '^(tandem_bi(_.*)?|tandem_rows_.*)$'`,
  );
  for (const { name } of rows) await client.query(`drop schema ${escapeIdentifier(name)} cascade`);
}

/**
 * Brings the schema of a workspace up to date, and lets its role read it, where the user of the database may do so. Where it may not, Tandem
 * works without: `biStatus` tells what is missing.
 */
export async function writeBiSchema(client: pg.ClientBase, workspace = mainWorkspace): Promise<void> {
  const schema = biNameOf(workspace);
  const { rows } = await client.query<{ place: string; written: string | null }>(
    `select current_schema() as place, obj_description(to_regnamespace($1), 'pg_namespace') as written`,
    [schema],
  );
  const statements = statementsFor(workspace, escapeIdentifier(rows[0]?.place ?? 'public'));
  const digest = `Read-only views of Tandem for BI tools. ${createHash('sha256').update(statements.join('\n')).digest('hex')}`;
  await unlessForbidden(client, async () => {
    if (rows[0]?.written !== digest) {
      for (const statement of statements) await client.query(statement);
      await client.query(`comment on schema ${schema} is ${escapeLiteral(digest)}`);
    }
  });
  await unlessForbidden(client, () => letRoleRead(client, schema));
}

/**
 * The views find nothing but the rows of their workspace: those stand in a schema of their own, and it is the only one that names are looked
 * up in. A view that is a barrier is not seen into by what a reader's own functions let slip.
 */
function statementsFor(workspace: string, place: string): string[] {
  const schema = biNameOf(workspace);
  const rows = rowsSchemaOf(workspace);
  const named = (sql: string) => sql.replaceAll(`${mainName}.`, `${schema}.`);
  return [
    ...[schema, rows].flatMap((name) => [`drop schema if exists ${name} cascade`, `create schema ${name}`]),
    ...[...tables].map(
      (table) =>
        `create view ${rows}.${table} with (security_barrier) as select * from ${place}.${table} where workspace = ${escapeLiteral(workspace)}`,
    ),
    `set local search_path = ${rows}`,
    ...biFunctions(rows).map(named),
    `revoke execute on all functions in schema ${schema} from public`,
    ...biViews.flatMap(({ name, sql, comment }) => [
      `create view ${schema}.${name} as ${named(sql)}`,
      `comment on view ${schema}.${name} is ${escapeLiteral(comment)}`,
    ]),
  ];
}

async function letRoleRead(client: pg.ClientBase, name: string): Promise<void> {
  const { rows } = await client.query<{ exists: boolean; may: boolean; reads: boolean }>(
    `select exists (select 1 from pg_roles where rolname = $1) as exists,
            exists (select 1 from pg_roles where rolname = current_user and (rolsuper or rolcreaterole)) as may,
            coalesce((select has_schema_privilege(r.oid, $2, 'usage') from pg_roles r where r.rolname = $1), false) as reads
       where to_regnamespace($2) is not null`,
    [name, name],
  );
  const [found] = rows;
  if (!found || found.reads || (!found.exists && !found.may)) return;
  if (!found.exists) {
    // Roles belong to the whole server, so another database of it may be making the same one.
    await client.query(
      `do $$ begin create role ${name} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
  }
  await client.query(`grant usage on schema ${name} to ${name}`);
  await client.query(`grant select on all tables in schema ${name} to ${name}`);
  await client.query(`grant execute on all functions in schema ${name} to ${name}`);
}

/** All of it or nothing; a user without the rights is no reason not to start. */
async function unlessForbidden(client: pg.ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    const isForbidden = error instanceof Error && 'code' in error && error.code === insufficientPrivilege;
    if (!isForbidden) throw error;
  }
}
