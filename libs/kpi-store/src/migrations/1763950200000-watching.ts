import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each kind of work was last done, and who is sent a digest when. */
export class Watching1763950200000 implements MigrationInterface {
  name = 'Watching1763950200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table work_progress (
        workspace text not null,
        work text not null check (work in ('evaluation', 'delivery')),
        done_at timestamptz not null,
        primary key (workspace, work)
      )`);
    await runner.query(`
      create table digest_subscription (
        workspace text not null,
        account_id uuid not null references account (id) on delete cascade,
        cadence text not null check (cadence in ('daily', 'weekly')),
        -- Hour of the clock of the organisation.
        hour integer not null check (hour between 0 and 23),
        -- The slot up to which everything was told.
        told_to timestamptz not null,
        primary key (workspace, account_id, cadence)
      )`);
    await runner.query(`select keep_workspaces_apart('work_progress'), keep_workspaces_apart('digest_subscription')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table digest_subscription');
    await runner.query('drop table work_progress');
  }
}
