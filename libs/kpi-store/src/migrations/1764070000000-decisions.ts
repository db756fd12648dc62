import type { MigrationInterface, QueryRunner } from 'typeorm';

const onlyGrowing = ['decision_step', 'decision_grade'];
const workspaceTables = ['decision', ...onlyGrowing];

/** What both sides decide, every step that led there, and how the metric that was promised to move graded it. */
export class Decisions1764070000000 implements MigrationInterface {
  name = 'Decisions1764070000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table decision (
        workspace text not null,
        id bigint generated always as identity primary key,
        kind text not null check (kind in ('ordinary', 'waiver', 'targetChange', 'agreement', 'budgetRelease')),
        about_kind text,
        about_id text,
        content jsonb not null,
        -- The side that drafted it; null for what a file brought.
        side text check (side in ('marketing', 'it')),
        state text not null check (state in ('draft', 'open', 'accepted', 'refused', 'withdrawn')),
        drafted_at timestamptz not null,
        accepted_at timestamptz,
        -- When its effect is to be graded for the first time; null without one.
        effect_due timestamptz,
        check ((state = 'accepted') = (accepted_at is not null)),
        check ((about_kind is null) = (about_id is null))
      )`);
    await runner.query('create index decision_about on decision (workspace, about_kind, about_id)');
    await runner.query(`create index decision_due on decision (workspace, effect_due) where state = 'accepted'`);
    await runner.query(`
      create table decision_step (
        workspace text not null,
        id bigint generated always as identity primary key,
        decision_id bigint not null references decision (id),
        step text not null check (step in ('draft', 'revise', 'propose', 'sign', 'refuse', 'withdraw', 'accept')),
        at timestamptz not null,
        by_person text,
        side text check (side in ('marketing', 'it')),
        reason text,
        -- What the decision said from this step on; null where it says the same.
        content jsonb,
        foreign key (workspace, by_person) references person (workspace, id)
      )`);
    await runner.query('create index decision_step_of on decision_step (decision_id, id)');
    await runner.query(
      `create unique index decision_step_signature on decision_step (decision_id, side) where step = 'sign'`,
    );
    await runner.query(`
      create table decision_grade (
        workspace text not null,
        id bigint generated always as identity primary key,
        decision_id bigint not null references decision (id),
        at timestamptz not null,
        grade text not null check (grade in ('hit', 'partly', 'missed', 'cannotTell')),
        content jsonb not null
      )`);
    await runner.query('create index decision_grade_of on decision_grade (decision_id, id)');
    for (const table of workspaceTables) {
      await runner.query(`select keep_workspaces_apart('${table}')`);
      await runner.query(`select tell_data_changes('${table}')`);
    }
    for (const table of onlyGrowing) {
      await runner.query(`
        create trigger ${table}_is_kept before update or delete on ${table}
          for each row execute function refuse_to_rewrite()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...workspaceTables].reverse()) await runner.query(`drop table ${table}`);
  }
}
