import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The current version of a record stands in `record` alone; `record_revision` holds those that it replaced. Before, the current one was
 * written twice.
 */
export class CurrentVersions1763850000000 implements MigrationInterface {
  name = 'CurrentVersions1763850000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table record add column replayed boolean not null default false, add column run_id bigint not null default 0`,
    );
    await runner.query(`
      update record r set replayed = v.replayed, run_id = v.run_id, recorded_at = v.recorded_at
        from record_revision v
       where v.stream = r.stream and v.record_id = r.id and v.version = r.version and v.content_hash = r.content_hash`);
    await runner.query(`
      delete from record_revision v using record r
       where r.stream = v.stream and r.id = v.record_id and r.version = v.version and r.content_hash = v.content_hash`);
    await runner.query('alter table record alter column replayed drop default, alter column run_id drop default');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into record_revision (stream, record_id, version, content_hash, data, known_at, recorded_at, replayed, origin, run_id)
      select stream, id, version, content_hash, data, known_at, recorded_at, replayed, origin, run_id from record
          on conflict do nothing`);
    await runner.query('alter table record drop column replayed, drop column run_id');
  }
}
