import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of a goal is its name and place, and not agreed by both sides. */
const wording = `array['id', 'title', 'outcome', 'growthProjection', 'parent', 'department', 'team', 'owners', 'drivers']`;
const workspaceTables = [
  'goal_version',
  'goal_publication',
  'goal_proposal',
  'goal_proposal_step',
  'goal_check_in',
  'goal_status_override',
];
const onlyGrowing = workspaceTables.filter((table) => table !== 'goal_proposal');

/** What both sides have agreed on a goal, from when on, and what people say about it. */
export class GoalAgreements1763930000000 implements MigrationInterface {
  name = 'GoalAgreements1763930000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table organisation add column status_cut_offs jsonb not null default '{}'`);
    await createVersions(runner);
    await createProposals(runner);
    await createJournal(runner);
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
    await runner.query('alter table organisation drop column status_cut_offs');
  }
}

/** A goal that both sides own already counts as published since it was made: it loses nothing. */
async function createVersions(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table goal_version (
      workspace text not null,
      id bigint generated always as identity primary key,
      goal_id text not null,
      version integer not null,
      terms jsonb not null,
      reason text,
      moved jsonb not null default '[]',
      valid_from timestamptz not null,
      known_from timestamptz not null,
      created_at timestamptz not null,
      proposal_id bigint,
      unique (workspace, goal_id, version),
      foreign key (workspace, goal_id) references goal (workspace, id)
    )`);
  await runner.query(`
    create table goal_publication (
      workspace text not null,
      goal_id text not null,
      at timestamptz not null,
      known_from timestamptz not null,
      primary key (workspace, goal_id),
      foreign key (workspace, goal_id) references goal (workspace, id)
    )`);
  await runner.query(`
    insert into goal_version (workspace, goal_id, version, terms, valid_from, known_from, created_at)
    select workspace, subject_id, row_number() over (partition by workspace, subject_id order by id), terms, known_from, known_from, recorded_at
      from (select workspace, subject_id, id, content - ${wording} as terms, known_from, recorded_at,
                   lag(content - ${wording}) over (partition by workspace, subject_id order by id) as before
              from configuration_revision where kind = 'goal') revision
     where terms is distinct from before`);
  await runner.query(`
    insert into goal_publication (workspace, goal_id, at, known_from)
    select g.workspace, g.id, g.created_at, coalesce(
             (select min(known_from) from configuration_revision r
               where r.workspace = g.workspace and r.kind = 'goal' and r.subject_id = g.id), g.created_at)
      from goal g
     where g.definition -> 'owners' ? 'marketing' and g.definition -> 'owners' ? 'it'`);
}

async function createProposals(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table goal_proposal (
      workspace text not null,
      id bigint generated always as identity primary key,
      goal_id text not null,
      kind text not null check (kind in ('adopt', 'change')),
      base_version integer not null,
      terms jsonb not null,
      reason text not null,
      side text check (side in ('marketing', 'it')),
      effective_from timestamptz,
      state text not null check (state in ('open', 'accepted', 'refused', 'withdrawn')),
      proposed_at timestamptz not null,
      closed_at timestamptz,
      check ((state = 'open') = (closed_at is null)),
      foreign key (workspace, goal_id) references goal (workspace, id)
    )`);
  await runner.query(
    `create unique index goal_proposal_open on goal_proposal (workspace, goal_id) where state = 'open'`,
  );
  await runner.query(`create index goal_proposal_of_goal on goal_proposal (workspace, goal_id, id desc)`);
  await runner.query(`
    create table goal_proposal_step (
      workspace text not null,
      id bigint generated always as identity primary key,
      proposal_id bigint not null references goal_proposal (id),
      step text not null check (step in ('propose', 'sign', 'refuse', 'withdraw', 'accept')),
      at timestamptz not null,
      by_person text,
      side text check (side in ('marketing', 'it')),
      reason text,
      foreign key (workspace, by_person) references person (workspace, id)
    )`);
  await runner.query(`create index goal_proposal_step_of on goal_proposal_step (proposal_id, id)`);
  await runner.query(
    `create unique index goal_proposal_signature on goal_proposal_step (proposal_id, side) where step = 'sign'`,
  );
}

async function createJournal(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table goal_check_in (
      workspace text not null,
      id bigint generated always as identity primary key,
      goal_id text not null,
      side text not null check (side in ('marketing', 'it')),
      confidence smallint not null check (confidence between 0 and 10),
      note text not null,
      by_person text not null,
      at timestamptz not null,
      foreign key (workspace, goal_id) references goal (workspace, id),
      foreign key (workspace, by_person) references person (workspace, id)
    )`);
  await runner.query(`create index goal_check_in_of on goal_check_in (workspace, goal_id, id desc)`);
  await runner.query(`
    create table goal_status_override (
      workspace text not null,
      id bigint generated always as identity primary key,
      goal_id text not null,
      key_result text not null,
      status text not null check (status in ('onTrack', 'atRisk', 'offTrack')),
      reason text not null,
      side text not null check (side in ('marketing', 'it')),
      by_person text not null,
      at timestamptz not null,
      settled_to timestamptz,
      foreign key (workspace, goal_id) references goal (workspace, id),
      foreign key (workspace, by_person) references person (workspace, id)
    )`);
  await runner.query(
    `create index goal_status_override_of on goal_status_override (workspace, goal_id, key_result, id desc)`,
  );
}
