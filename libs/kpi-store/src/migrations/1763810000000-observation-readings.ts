import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each record says about a metric of the latest value, with what decides which of them is the last. */
export class ObservationReadings1763810000000 implements MigrationInterface {
  name = 'ObservationReadings1763810000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table observation_reading (
        metric_version_id bigint not null references metric_version (id) on delete cascade,
        record_id bigint not null,
        day date not null,
        slice text[] not null,
        value numeric not null,
        at timestamptz not null,
        version text not null collate "C",
        tie text not null collate "C",
        primary key (metric_version_id, record_id)
      )`);
    await runner.query(`create index observation_reading_by_day on observation_reading (metric_version_id, day)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table observation_reading');
  }
}
