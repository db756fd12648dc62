import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each change of a value that had been settled: what it was, what it is, and the run that brought it. Rows are only ever added. */
export class Restatements1763820300000 implements MigrationInterface {
  name = 'Restatements1763820300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table restatement (
        id bigint generated always as identity primary key,
        metric_key text not null,
        version integer not null,
        day date not null,
        period_start timestamptz not null,
        period_end timestamptz not null,
        before jsonb not null,
        after jsonb not null,
        restated_at timestamptz not null,
        run_id bigint not null
      )`);
    await runner.query(`create index restatement_of_metric on restatement (metric_key, id desc)`);
    await runner.query(`
      create trigger restatement_is_kept before update or delete on restatement
        for each row execute function refuse_to_rewrite()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table restatement');
  }
}
