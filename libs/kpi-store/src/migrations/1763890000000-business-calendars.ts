import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a business is open, and the sums of opening hours by which business time between two instants is told. */
export class BusinessCalendars1763890000000 implements MigrationInterface {
  name = 'BusinessCalendars1763890000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table business_calendar (
        workspace text not null,
        id text not null,
        definition jsonb not null,
        position integer not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (workspace, id)
      )`);
    await runner.query(`
      create table opening_segment (
        workspace text not null,
        -- Hash of the opening times: a calendar that changed has other segments, and versions of metrics keep those that they count by.
        calendar text not null,
        starts_at timestamptz not null,
        open_until timestamptz not null,
        ends_at timestamptz not null,
        -- Milliseconds of opening hours since the beginning of 2020; negative before it.
        open_ms_before bigint not null,
        primary key (calendar, starts_at, workspace)
      )`);
    // Reached only where no segment holds the instant: zero would be a lie.
    await runner.query(`
      create function opening_hours_unknown(calendar text, instant timestamptz) returns numeric language plpgsql as $$
      begin
        raise exception 'The opening hours of the calendar "%" have not been worked out for %.', calendar, instant;
      end $$`);
    await runner.query(`select keep_workspaces_apart('business_calendar'), keep_workspaces_apart('opening_segment')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function opening_hours_unknown');
    await runner.query('drop table opening_segment');
    await runner.query('drop table business_calendar');
  }
}
