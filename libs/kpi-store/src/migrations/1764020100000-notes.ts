import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people write on metrics and goals, with everything that it said before; and whose metrics somebody follows. */
export class Notes1764020100000 implements MigrationInterface {
  name = 'Notes1764020100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table note (
        workspace text not null,
        id bigint generated always as identity primary key,
        subject_kind text not null check (subject_kind in ('metric', 'goal')),
        subject_id text not null,
        -- The note that it answers.
        answers bigint references note (id),
        side text not null check (side in ('marketing', 'it')),
        by_person text not null,
        made_at timestamptz not null,
        foreign key (workspace, by_person) references person (workspace, id)
      )`);
    await runner.query('create index note_of_subject on note (workspace, subject_kind, subject_id, id)');
    await runner.query(`
      create table note_version (
        workspace text not null,
        note_id bigint not null references note (id),
        version integer not null,
        -- The day that it is about; null for what is about no day.
        on_day date,
        -- null from when its author removed it.
        text text,
        at timestamptz not null,
        primary key (note_id, version)
      )`);
    await runner.query(`
      create table followed_metric (
        workspace text not null,
        account_id uuid not null references account (id) on delete cascade,
        metric_key text not null,
        since timestamptz not null,
        primary key (workspace, account_id, metric_key),
        foreign key (workspace, metric_key) references metric (workspace, key)
      )`);
    for (const table of ['note', 'note_version', 'followed_metric'])
      await runner.query(`select keep_workspaces_apart('${table}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table followed_metric, note_version, note');
  }
}
