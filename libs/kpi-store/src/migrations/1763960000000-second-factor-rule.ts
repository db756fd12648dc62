import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One-time links that replace a forgotten password, and for whom a second factor is demanded. */
export class SecondFactorRule1763960000000 implements MigrationInterface {
  name = 'SecondFactorRule1763960000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table password_link (
        -- One for an account: a newer link takes the place of an older one.
        account_id uuid primary key constraint password_link_account references account (id) on delete cascade,
        token_hash text not null constraint password_link_token_hash_once unique,
        created_at timestamptz not null,
        expires_at timestamptz not null
      )`);
    await runner.query(`select keep_workspaces_apart('password_link')`);
    await runner.query(`
      create table sign_in_rule (
        workspace text primary key,
        -- Whoever has one of these roles sets a second factor up before anything else.
        second_factor_roles text[] not null
          constraint sign_in_rule_roles check (second_factor_roles <@ array['viewer', 'contributor', 'owner', 'administrator'])
      )`);
    await runner.query(`select keep_workspaces_apart('sign_in_rule')`);
    // What a provider of OpenID Connect says of its sign-in: it asked for more than one factor itself.
    await runner.query('alter table session add column second_factor_elsewhere boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table session drop column second_factor_elsewhere');
    await runner.query('drop table sign_in_rule');
    await runner.query('drop table password_link');
  }
}
