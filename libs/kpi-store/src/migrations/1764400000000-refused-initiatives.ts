import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lines of lists and issues that were not taken in as initiatives, until somebody mends them or puts them aside. */
export class RefusedInitiatives1764400000000 implements MigrationInterface {
  name = 'RefusedInitiatives1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table initiative_refusal (
        workspace text not null,
        id bigint generated always as identity primary key,
        source text not null check (source in ('list', 'jira')),
        key text not null,
        line integer not null,
        columns jsonb not null,
        cells jsonb not null,
        text text not null,
        url text,
        faults jsonb not null,
        refused_at timestamptz not null,
        refused_by text not null,
        unique (workspace, source, key)
      )`);
    await runner.query(`select keep_workspaces_apart('initiative_refusal')`);
    await runner.query(`select tell_data_changes('initiative_refusal')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table initiative_refusal');
  }
}
