import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the counting of a version has come that has not counted all records yet; its row goes when it has. */
export class MetricCounting1763850200000 implements MigrationInterface {
  name = 'MetricCounting1763850200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table metric_counting (
        metric_version_id bigint primary key references metric_version (id),
        state text not null check (state in ('running', 'stopped')),
        -- Records up to this id are counted; pages add to these and leave the others to the counting.
        counted_through bigint not null,
        first_id bigint not null,
        last_id bigint not null,
        counted bigint not null,
        started_at timestamptz not null,
        updated_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table metric_counting');
  }
}
