import type { MigrationInterface, QueryRunner } from 'typeorm';

const onlyGrowing = ['action_step', 'planned_change'];
const workspaceTables = ['action', ...onlyGrowing, 'metric_opening', 'pulse_answer', 'pulse_participation'];

/** The list of kinds is taken as it stands, for others add to it as well. */
const withKinds = (from: string, to: string) => `
  do $do$
  declare
    present text := (select pg_get_constraintdef(oid) from pg_constraint
                      where conname = 'outbox_kind_check' and conrelid = 'outbox'::regclass);
  begin
    alter table outbox drop constraint outbox_kind_check;
    execute 'alter table outbox add constraint outbox_kind_check ' || replace(present, ${from}, ${to});
  end $do$`;
const added = `'ARRAY[''actionReminder''::text, ''budgetSpent''::text, '`;

/** What people do by a day, what they tell each other beforehand, and how well the two sides say that they work together. */
export class WorkingTogether1764071000000 implements MigrationInterface {
  name = 'WorkingTogether1764071000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table organisation add column communication jsonb not null default '{}'`);
    await runner.query(withKinds(`'ARRAY['`, added));
    await createActions(runner);
    await createTalk(runner);
    for (const table of workspaceTables) await runner.query(`select keep_workspaces_apart('${table}')`);
    for (const table of onlyGrowing) {
      await runner.query(`
        create trigger ${table}_is_kept before update or delete on ${table}
          for each row execute function refuse_to_rewrite()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['action_step', ...workspaceTables.filter((one) => one !== 'action_step')]) {
      await runner.query(`drop table ${table}`);
    }
    await runner.query('alter table outbox no force row level security');
    await runner.query(`delete from outbox where kind in ('actionReminder', 'budgetSpent')`);
    await runner.query('alter table outbox force row level security');
    await runner.query(withKinds(added, `'ARRAY['`));
    await runner.query('alter table organisation drop column communication');
  }
}

async function createActions(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table action (
      workspace text not null,
      id bigint generated always as identity primary key,
      title text not null,
      text text not null,
      owner text not null,
      side text not null check (side in ('marketing', 'it')),
      due text not null,
      metric_key text,
      decision_id bigint references decision (id),
      state text not null check (state in ('open', 'done', 'dropped')),
      opened_at timestamptz not null,
      closed_at timestamptz,
      result text,
      check ((state = 'open') = (closed_at is null)),
      foreign key (workspace, metric_key) references metric (workspace, key)
    )`);
  await runner.query(`create index action_open on action (workspace, id desc) where state = 'open'`);
  await runner.query(`
    create table action_step (
      workspace text not null,
      id bigint generated always as identity primary key,
      action_id bigint not null references action (id),
      step text not null check (step in ('open', 'change', 'done', 'dropped', 'remind')),
      at timestamptz not null,
      by_person text,
      details jsonb not null,
      foreign key (workspace, by_person) references person (workspace, id)
    )`);
  await runner.query('create index action_step_of on action_step (action_id, id)');
}

async function createTalk(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table planned_change (
      workspace text not null,
      id bigint generated always as identity primary key,
      event text not null check (event in ('release', 'campaign')),
      side text not null check (side in ('marketing', 'it')),
      -- The service of a release, or the name of a campaign.
      what text not null,
      starts_at timestamptz not null,
      ends_at timestamptz,
      note text not null,
      given_at timestamptz not null,
      by_person text not null,
      foreign key (workspace, by_person) references person (workspace, id)
    )`);
  await runner.query('create index planned_change_by_time on planned_change (workspace, starts_at)');
  await runner.query(`
    create table metric_opening (
      workspace text not null,
      metric_key text not null,
      -- Who opened it is not kept: only how often a side did on a day.
      side text not null check (side in ('marketing', 'it')),
      day date not null,
      opens integer not null,
      primary key (workspace, metric_key, side, day),
      foreign key (workspace, metric_key) references metric (workspace, key)
    )`);
  await runner.query(`
    create table pulse_answer (
      workspace text not null,
      -- Random, and without a time: nothing joins it to whoever answered.
      id uuid primary key default gen_random_uuid(),
      round text not null,
      side text not null check (side in ('marketing', 'it')),
      same_outcome smallint not null check (same_outcome between 0 and 10),
      told_in_time smallint not null check (told_in_time between 0 and 10)
    )`);
  await runner.query('create index pulse_answer_of on pulse_answer (workspace, round)');
  await runner.query(`
    create table pulse_participation (
      workspace text not null,
      round text not null,
      account_id uuid not null references account (id) on delete cascade,
      primary key (workspace, round, account_id)
    )`);
}
