import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How each person reads the pages, and addresses that were given a name. */
export class PreferencesAndViews1764030000000 implements MigrationInterface {
  name = 'PreferencesAndViews1764030000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saved_view (
        id uuid primary key default gen_random_uuid(),
        workspace text not null,
        account_id uuid not null references account (id) on delete cascade,
        name text not null,
        -- A path of the dashboard with what it asks for.
        address text not null,
        is_shared boolean not null,
        created_at timestamptz not null,
        constraint saved_view_name_once unique (workspace, account_id, name)
      )`);
    await runner.query(`
      create table account_preferences (
        account_id uuid primary key references account (id) on delete cascade,
        -- Only what was chosen; the rest is as usual.
        chosen jsonb not null,
        start_view_id uuid references saved_view (id) on delete set null
      )`);
    await runner.query(`select keep_workspaces_apart('saved_view'), keep_workspaces_apart('account_preferences')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table account_preferences');
    await runner.query('drop table saved_view');
  }
}
