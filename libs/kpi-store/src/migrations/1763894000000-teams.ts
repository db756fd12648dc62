import type { MigrationInterface, QueryRunner } from 'typeorm';

const remember = (kinds: string) => `
  alter table configuration_revision drop constraint configuration_revision_kind_check,
    add constraint configuration_revision_kind_check check (kind in (${kinds}))`;

/** Teams of a side, and who is in which. Their history is remembered like that of people. */
export class Teams1763894000000 implements MigrationInterface {
  name = 'Teams1763894000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table team (
        workspace text not null,
        id text not null,
        title text not null,
        side text not null constraint team_side check (side in ('marketing', 'it')),
        position integer not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (workspace, id)
      )`);
    await runner.query(`select keep_workspaces_apart('team')`);
    await runner.query(`select tell_data_changes('team')`);
    await runner.query(`
      alter table person add column team_id text,
        add constraint person_team foreign key (workspace, team_id) references team (workspace, id)`);
    await runner.query(remember(`'organisation', 'team', 'person', 'connection', 'metric', 'goal', 'guardrail'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    // What was remembered of teams stays, as everything that is remembered.
    await runner.query(
      `${remember(`'organisation', 'person', 'connection', 'metric', 'goal', 'guardrail'`)} not valid`,
    );
    await runner.query('alter table person drop column team_id');
    await runner.query('drop table team');
  }
}
