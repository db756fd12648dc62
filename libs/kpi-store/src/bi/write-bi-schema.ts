import { createHash } from 'node:crypto';
import pg from 'pg';
import { biFunctions } from './bi-functions.js';
import { biViews } from './bi-objects.js';

const { escapeIdentifier, escapeLiteral } = pg;

export const biSchema = 'tandem_bi';
/** Has no login: an administrator gives it to the user that a BI tool signs in as. */
export const biRole = 'tandem_bi';

const insufficientPrivilege = '42501';

/**
 * Before tables change: views would hold them as they are. They come back when the migrations are through, from living code, so that no migration
 * ever has to know them.
 */
export async function dropBiSchema(client: pg.ClientBase): Promise<void> {
  await client.query(`drop schema if exists ${biSchema} cascade`);
}

/**
 * Brings the schema up to date, and lets the role read it, where the user of the database may do so. Where it may not, Tandem works without:
 * `biStatus` tells what is missing.
 */
export async function writeBiSchema(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ schema: string; written: string | null }>(
    `select current_schema() as schema, obj_description(to_regnamespace($1), 'pg_namespace') as written`,
    [biSchema],
  );
  const statements = statementsFor(escapeIdentifier(rows[0]?.schema ?? 'public'));
  const digest = `Read-only views of Tandem for BI tools. ${createHash('sha256').update(statements.join('\n')).digest('hex')}`;
  await unlessForbidden(client, async () => {
    if (rows[0]?.written !== digest) {
      await dropBiSchema(client);
      await client.query(`create schema ${biSchema}`);
      for (const statement of statements) await client.query(statement);
      await client.query(`comment on schema ${biSchema} is ${escapeLiteral(digest)}`);
    }
  });
  await unlessForbidden(client, () => letRoleRead(client));
}

function statementsFor(schema: string): string[] {
  return [
    ...biFunctions(schema),
    `revoke execute on all functions in schema ${biSchema} from public`,
    ...biViews.flatMap(({ name, sql, comment }) => [
      `create view ${biSchema}.${name} as ${sql}`,
      `comment on view ${biSchema}.${name} is ${escapeLiteral(comment)}`,
    ]),
  ];
}

async function letRoleRead(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ exists: boolean; may: boolean; reads: boolean }>(
    `select exists (select 1 from pg_roles where rolname = $1) as exists,
            exists (select 1 from pg_roles where rolname = current_user and (rolsuper or rolcreaterole)) as may,
            coalesce((select has_schema_privilege(r.oid, $2, 'usage') from pg_roles r where r.rolname = $1), false) as reads
       where to_regnamespace($2) is not null`,
    [biRole, biSchema],
  );
  const [found] = rows;
  if (!found || found.reads || (!found.exists && !found.may)) return;
  if (!found.exists) {
    // Roles belong to the whole server, so another database of it may be making the same one.
    await client.query(
      `do $$ begin create role ${biRole} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
  }
  await client.query(`grant usage on schema ${biSchema} to ${biRole}`);
  await client.query(`grant select on all tables in schema ${biSchema} to ${biRole}`);
  await client.query(`grant execute on all functions in schema ${biSchema} to ${biRole}`);
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
