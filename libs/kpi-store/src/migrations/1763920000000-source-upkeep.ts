import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sources that are paused, warned of or stopped, and rows of quarantine that somebody has mended or dismissed. */
export class SourceUpkeep1763920000000 implements MigrationInterface {
  name = 'SourceUpkeep1763920000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table connection
        add column paused_at timestamptz,
        add column paused_by text,
        add column pause_reason text,
        add column resumed_at timestamptz,
        add column warned_at timestamptz`);
    await runner.query(`
      alter table sync_run drop constraint sync_run_state_check,
        add constraint sync_run_state_check check (state in ('queued', 'running', 'succeeded', 'failed', 'stopped'))`);
    await runner.query(`
      alter table quarantine
        add column columns text[],
        add column cells text[],
        add column state text not null default 'open' constraint quarantine_state check (state in ('open', 'mended', 'dismissed')),
        add column decided_at timestamptz,
        add column decided_by text,
        add column decision text`);
    await runner.query(`create index quarantine_open on quarantine (connection_id, id) where state = 'open'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index quarantine_open');
    await runner.query(`
      alter table quarantine drop column columns, drop column cells, drop column state, drop column decided_at,
        drop column decided_by, drop column decision`);
    await runner.query(`update sync_run set state = 'failed' where state = 'stopped'`);
    await runner.query(`
      alter table sync_run drop constraint sync_run_state_check,
        add constraint sync_run_state_check check (state in ('queued', 'running', 'succeeded', 'failed'))`);
    await runner.query(`
      alter table connection drop column paused_at, drop column paused_by, drop column pause_reason, drop column resumed_at,
        drop column warned_at`);
  }
}
