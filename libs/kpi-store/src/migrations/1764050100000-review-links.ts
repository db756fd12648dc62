import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ways in for whoever has no account: to one review, and to the calendar of the meetings. Of each only the hash of its token is kept. */
export class ReviewLinks1764050100000 implements MigrationInterface {
  name = 'ReviewLinks1764050100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table review_link (
        workspace text not null,
        id uuid primary key default gen_random_uuid(),
        review_number integer not null,
        token_hash text not null unique,
        made_at timestamptz not null,
        made_by_name text not null,
        expires_at timestamptz not null,
        revoked_at timestamptz,
        opened_at timestamptz,
        foreign key (workspace, review_number) references review (workspace, number)
      )`);
    await runner.query(`
      create table review_calendar_feed (
        workspace text not null,
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id) on delete cascade,
        token_hash text not null unique,
        made_at timestamptz not null,
        revoked_at timestamptz,
        read_at timestamptz
      )`);
    await runner.query(`select keep_workspaces_apart('review_link'), keep_workspaces_apart('review_calendar_feed')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table review_calendar_feed');
    await runner.query('drop table review_link');
  }
}
