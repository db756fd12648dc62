import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a source has taken back. A record of which that is known stands without data, and is `gone`; a tombstone is remembered beside the records
 * as well, for it may come before what it covers.
 */
export class Tombstones1764200000000 implements MigrationInterface {
  name = 'Tombstones1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['record', 'record_revision'])
      await runner.query(`alter table ${table} add column gone boolean not null default false`);
    await runner.query('alter table sync_run add column taken_back bigint not null default 0');
    await runner.query(`
      create table tombstone (
        workspace text not null,
        connection_id text not null,
        stream text not null,
        key text not null,
        covers text not null check (covers in ('record', 'parts')),
        version text not null collate "C",
        origin text not null,
        run_id bigint not null,
        known_at timestamptz not null,
        primary key (workspace, connection_id, stream, key, covers),
        foreign key (workspace, connection_id) references connection (workspace, id) on delete cascade
      )`);
    await runner.query(`select keep_workspaces_apart('tombstone')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table tombstone');
    await runner.query('alter table sync_run drop column taken_back');
    for (const table of ['record', 'record_revision']) {
      await runner.query(`delete from ${table} where gone`);
      await runner.query(`alter table ${table} drop column gone`);
    }
  }
}
