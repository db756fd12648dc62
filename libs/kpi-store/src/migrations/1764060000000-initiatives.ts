import type { MigrationInterface, QueryRunner } from 'typeorm';

const made = ['initiative', 'initiative_verdict', 'initiative_scenario'];

/** Initiatives, what the gate said of them and when, and plans that were kept to be compared. */
export class Initiatives1764060000000 implements MigrationInterface {
  name = 'Initiatives1764060000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table organisation add column initiatives jsonb not null default '{}'`);
    await runner.query(`
      create table initiative (
        workspace text not null,
        id text not null,
        definition jsonb not null,
        position integer not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (workspace, id)
      )`);
    await runner.query(`
      create table initiative_verdict (
        workspace text not null,
        id bigint generated always as identity primary key,
        initiative_id text not null,
        at timestamptz not null,
        -- Why it was judged anew.
        occasion text not null check (occasion in ('change', 'waiver', 'benefits')),
        verdict text not null check (verdict in ('pass', 'fail', 'waived')),
        judgement jsonb not null,
        -- What was held against the promise, of what is launched.
        benefits jsonb,
        foreign key (workspace, initiative_id) references initiative (workspace, id)
      )`);
    await runner.query(`create index initiative_verdict_of on initiative_verdict (workspace, initiative_id, id desc)`);
    await runner.query(`
      create table initiative_scenario (
        workspace text not null,
        id bigint generated always as identity primary key,
        title text not null,
        terms jsonb not null,
        -- Ids that were chosen: a later plan with as much room is worth as much at least.
        chosen jsonb not null,
        saved_at timestamptz not null,
        saved_by text not null,
        removed_at timestamptz
      )`);
    for (const table of made) {
      await runner.query(`select keep_workspaces_apart('${table}')`);
      await runner.query(`select tell_data_changes('${table}')`);
    }
    await runner.query(`
      create trigger initiative_verdict_is_kept before update or delete on initiative_verdict
        for each row execute function refuse_to_rewrite()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...made].reverse()) await runner.query(`drop table ${table}`);
    await runner.query('alter table organisation drop column initiatives');
  }
}
