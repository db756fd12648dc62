import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long things are kept, and what has been removed since. */
export class Retention1763891000000 implements MigrationInterface {
  name = 'Retention1763891000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table organisation add column keep jsonb not null default '{}'`);
    // A version that was counted when records had been removed already says nothing about the time before.
    await runner.query('alter table metric_version add column counted_from timestamptz');
    // One row for each kind of thing and stream (or source, of uploads); what the runs of the past removed stands in the audit log.
    await runner.query(`
      create table retention (
        workspace text not null,
        kind text not null check (kind in ('uploads', 'versions', 'records', 'observations')),
        subject text not null,
        -- What is older has been removed; null while nothing was.
        kept_from timestamptz,
        -- What the present or last run removes: everything older.
        target timestamptz not null,
        state text not null check (state in ('running', 'done')),
        -- Records up to this id have been looked at.
        looked_through bigint not null default 0,
        -- How much the present or last run has removed.
        removed bigint not null default 0,
        removed_at timestamptz,
        updated_at timestamptz not null,
        primary key (workspace, kind, subject)
      )`);
    await runner.query(`select keep_workspaces_apart('retention')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table retention');
    await runner.query('alter table metric_version drop column counted_from');
    await runner.query('alter table organisation drop column keep');
  }
}
