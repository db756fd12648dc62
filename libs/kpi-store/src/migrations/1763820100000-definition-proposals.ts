import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of definitions that wait for two signatures, and each step that was taken on them. */
export class DefinitionProposals1763820100000 implements MigrationInterface {
  name = 'DefinitionProposals1763820100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table definition_proposal (
        id bigint generated always as identity primary key,
        metric_key text not null references metric (key),
        base_version integer not null,
        definition jsonb not null,
        reason text not null,
        side text check (side in ('marketing', 'it')),
        effective_from timestamptz,
        state text not null check (state in ('open', 'accepted', 'refused', 'withdrawn')),
        closed_at timestamptz,
        check ((state = 'open') = (closed_at is null))
      )`);
    await runner.query(`create index definition_proposal_of_metric on definition_proposal (metric_key, id desc)`);
    await runner.query(
      `create unique index definition_proposal_open on definition_proposal (metric_key) where state = 'open'`,
    );
    await runner.query(`
      create table definition_proposal_step (
        id bigint generated always as identity primary key,
        proposal_id bigint not null references definition_proposal (id),
        step text not null check (step in ('propose', 'sign', 'refuse', 'withdraw', 'accept')),
        at timestamptz not null,
        by_person text references person (id),
        side text check (side in ('marketing', 'it')),
        reason text
      )`);
    await runner.query(`create index definition_proposal_step_of on definition_proposal_step (proposal_id, id)`);
    await runner.query(
      `create unique index definition_proposal_signature on definition_proposal_step (proposal_id, side) where step = 'sign'`,
    );
    // A signature that could be taken back or moved later would be worth nothing.
    await runner.query(`
      create function refuse_to_rewrite() returns trigger language plpgsql as $$
      begin
        raise exception 'Rows of % are only ever added.', tg_table_name;
      end $$`);
    await runner.query(`
      create trigger definition_proposal_step_is_kept before update or delete on definition_proposal_step
        for each row execute function refuse_to_rewrite()`);
    await runner.query(`
      alter table metric_version
        add column proposal_id bigint`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table metric_version drop column proposal_id');
    await runner.query('drop table definition_proposal_step');
    await runner.query('drop table definition_proposal');
    await runner.query('drop function refuse_to_rewrite()');
  }
}
