import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['review', 'review_snapshot', 'review_request', 'review_explanation'];
const onlyGrowing = ['review_snapshot', 'review_request', 'review_explanation'];

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

const added = `'ARRAY[''explanationAsked''::text, '`;

/** The meetings of both sides: when, what was asked before, and what was known, byte for byte. */
export class Reviews1764050000000 implements MigrationInterface {
  name = 'Reviews1764050000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table organisation add column reviews jsonb not null default '{}'`);
    await runner.query(withKinds(`'ARRAY['`, added));
    await runner.query(`
      create table review (
        workspace text not null,
        number integer not null check (number > 0),
        -- The local date that the cadence gives: it stays when the meeting is moved.
        slot date not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null check (ends_at > starts_at),
        state text not null check (state in ('draft', 'held', 'closed')),
        opened_at timestamptz not null,
        asked_at timestamptz,
        held_at timestamptz,
        held_by text,
        closed_at timestamptz,
        closed_by text,
        primary key (workspace, number),
        check ((state = 'draft') = (held_at is null)),
        check ((state = 'closed') = (closed_at is not null))
      )`);
    await runner.query(`create unique index review_one_draft on review (workspace) where state = 'draft'`);
    await runner.query(`
      create table review_snapshot (
        workspace text not null,
        review_number integer not null,
        as_known_at timestamptz not null,
        content bytea not null,
        hash bytea not null check (hash = sha256(content)),
        frozen_at timestamptz not null,
        primary key (workspace, review_number),
        foreign key (workspace, review_number) references review (workspace, number)
      )`);
    await runner.query(`
      create table review_request (
        workspace text not null,
        review_number integer not null,
        metric_key text not null,
        person text not null,
        person_name text not null,
        side text not null check (side in ('marketing', 'it')),
        asked_at timestamptz not null,
        told boolean not null,
        primary key (workspace, review_number, metric_key, person),
        foreign key (workspace, review_number) references review (workspace, number)
      )`);
    await runner.query(`
      create table review_explanation (
        workspace text not null,
        id bigint generated always as identity primary key,
        review_number integer not null,
        metric_key text not null,
        side text not null check (side in ('marketing', 'it')),
        text text not null,
        by_person text not null,
        at timestamptz not null,
        foreign key (workspace, review_number) references review (workspace, number),
        foreign key (workspace, metric_key) references metric (workspace, key),
        foreign key (workspace, by_person) references person (workspace, id)
      )`);
    await runner.query(`create index review_explanation_of on review_explanation (workspace, review_number, id)`);
    for (const table of tables) await runner.query(`select keep_workspaces_apart('${table}')`);
    for (const table of onlyGrowing) {
      await runner.query(`
        create trigger ${table}_is_kept before update or delete on ${table}
          for each row execute function refuse_to_rewrite()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.query(`drop table ${table}`);
    await runner.query('alter table outbox no force row level security');
    await runner.query(`delete from outbox where kind = 'explanationAsked'`);
    await runner.query('alter table outbox force row level security');
    await runner.query(withKinds(added, `'ARRAY['`));
    await runner.query('alter table organisation drop column reviews');
  }
}
