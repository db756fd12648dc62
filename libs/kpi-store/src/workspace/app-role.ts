import { appRole } from '@tandem/config/database-session';
import type pg from 'pg';

/** The sentence says what an administrator of the database has to run. */
export class UnusableAppRole extends Error {
  override readonly name = 'UnusableAppRole';
}

const insufficientPrivilege = '42501';

interface FoundRole {
  readonly user: string;
  readonly exists: boolean;
  readonly isPassing: boolean;
}

/**
 * Sees to it that the role is there, that the user of the database may become it, and that it is held by row-level security.
 *
 * @throws {UnusableAppRole} where the user may not make it, or where it sees rows of every workspace
 */
export async function ensureAppRole(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<FoundRole>(
    `select current_user as user, r.rolname is not null as exists, coalesce(r.rolsuper or r.rolbypassrls, false) as "isPassing"
       from (values ($1)) wanted (name) left join pg_roles r on r.rolname = wanted.name`,
    [appRole],
  );
  const { user = '', exists = false, isPassing = false } = rows[0] ?? {};
  if (isPassing) {
    throw new UnusableAppRole(
      `The role ${appRole} passes row-level security, which keeps workspaces apart. Let an administrator of the database run: ` +
        `alter role ${appRole} nosuperuser nobypassrls;`,
    );
  }
  const ask = `Let an administrator of the database run: ${exists ? '' : `create role ${appRole} nologin; `}grant ${appRole} to "${user}";`;
  if (!exists) {
    // Roles belong to the whole server, so another database of it may be making the same one.
    const create = `do $$ begin create role ${appRole} nologin; exception when duplicate_object or unique_violation then null; end $$`;
    if (!(await succeeds(owner, create)))
      throw new UnusableAppRole(
        `The database user "${user}" may not make the role ${appRole}, which Tandem works as. ${ask}`,
      );
  }
  if (await mayBecome(owner)) return;
  if (!(await succeeds(owner, `grant ${appRole} to current_user`)) || !(await mayBecome(owner)))
    throw new UnusableAppRole(
      `The database user "${user}" may not act as the role ${appRole}, which Tandem works as. ${ask}`,
    );
}

async function mayBecome(owner: pg.ClientBase): Promise<boolean> {
  const may = await succeeds(owner, `set role ${appRole}`);
  await owner.query('reset role');
  return may;
}

async function succeeds(owner: pg.ClientBase, statement: string): Promise<boolean> {
  try {
    await owner.query(statement);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === insufficientPrivilege) return false;
    throw error;
  }
}

/**
 * Gives the role what the product does: rows of every table that has a workspace, and nothing that makes, empties or removes tables. Asked for at
 * each start, for a copy of the database may have come to a server without the role.
 */
export async function grantToAppRole(owner: pg.ClientBase): Promise<void> {
  await owner.query(`
    do $$
    declare
      target regclass;
    begin
      for target in
        select c.oid from pg_class c
         where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
           and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace' and not a.attisdropped)
           and not (has_table_privilege('${appRole}', c.oid, 'select') and has_table_privilege('${appRole}', c.oid, 'insert')
                    and has_table_privilege('${appRole}', c.oid, 'update') and has_table_privilege('${appRole}', c.oid, 'delete'))
      loop
        execute format('grant select, insert, update, delete on %s to ${appRole}', target);
      end loop;
      for target in
        select s.seqrelid from pg_sequence s join pg_class c on c.oid = s.seqrelid
         where c.relnamespace = current_schema()::regnamespace and not has_sequence_privilege('${appRole}', s.seqrelid, 'usage')
      loop
        execute format('grant usage on sequence %s to ${appRole}', target);
      end loop;
      if not has_table_privilege('${appRole}', 'workspace', 'select') then
        -- Locking a row takes the right to change it.
        grant select, update (name) on workspace to ${appRole};
      end if;
      if not has_function_privilege('${appRole}', 'make_measurement_month(date, integer)', 'execute') then
        grant execute on function make_measurement_month to ${appRole};
      end if;
      if not has_function_privilege('${appRole}', 'take_record_statistics(text, bigint)', 'execute') then
        grant execute on function take_record_statistics to ${appRole};
      end if;
      if not has_schema_privilege('${appRole}', current_schema(), 'usage') then
        execute format('grant usage on schema %I to ${appRole}', current_schema());
      end if;
      if not has_database_privilege('${appRole}', current_database(), 'temporary') then
        execute format('grant temporary on database %I to ${appRole}', current_database());
      end if;
    end $$`);
}
