import type pg from 'pg';

/**
 * Row-level security is forced, so an owner that is no superuser would change no rows in a migration, without a word. For its time alone
 * the force is taken off; it never held the product back, which is no owner.
 */
export async function unforceSecurity(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ passes: boolean }>(
    'select rolsuper or rolbypassrls as passes from pg_roles where rolname = current_user',
  );
  if (!rows[0]?.passes) await owner.query(onEach('c.relforcerowsecurity', 'no force'));
}

/** Asked for at each start: a migration that was interrupted may have left the force off. */
export async function forceSecurity(owner: pg.ClientBase): Promise<void> {
  await owner.query(onEach('c.relrowsecurity and not c.relforcerowsecurity', 'force'));
}

const onEach = (condition: string, force: 'force' | 'no force') => `
  do $$
  declare
    target regclass;
  begin
    for target in select c.oid from pg_class c where c.relnamespace = current_schema()::regnamespace and ${condition} loop
      execute format('alter table %s ${force} row level security', target);
    end loop;
  end $$`;
