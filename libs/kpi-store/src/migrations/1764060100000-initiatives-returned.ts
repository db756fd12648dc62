import type { MigrationInterface, QueryRunner } from 'typeorm';

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

const added = `'ARRAY[''initiativeReturned''::text, '`;

/** The message that tells owners of an initiative that it came back to the gate. */
export class InitiativesReturned1764060100000 implements MigrationInterface {
  name = 'InitiativesReturned1764060100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(withKinds(`'ARRAY['`, added));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox no force row level security');
    await runner.query(`delete from outbox where kind = 'initiativeReturned'`);
    await runner.query('alter table outbox force row level security');
    await runner.query(withKinds(added, `'ARRAY['`));
  }
}
