import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the configuration was at any earlier time, and from when each version of a metric was known. Rows are only ever added. */
export class ConfigurationRevisions1763820200000 implements MigrationInterface {
  name = 'ConfigurationRevisions1763820200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table configuration_revision (
        id bigint generated always as identity primary key,
        kind text not null check (kind in ('organisation', 'person', 'connection', 'metric', 'goal', 'guardrail')),
        subject_id text not null,
        position integer not null,
        content jsonb not null,
        known_from timestamptz not null,
        recorded_at timestamptz not null,
        replayed boolean not null default false
      )`);
    await runner.query(
      `create index configuration_revision_of on configuration_revision (kind, subject_id, id desc) include (known_from)`,
    );
    await runner.query(`alter table metric_version add column known_from timestamptz`);
    await runner.query(`update metric_version set known_from = created_at`);
    // What an installation holds when it gets this table is the earliest that can be said of it.
    await runner.query(`
      insert into configuration_revision (kind, subject_id, position, content, known_from, recorded_at)
      select 'organisation', 'organisation', 0,
             jsonb_build_object('name', name, 'timeZone', time_zone, 'weekStartsOn', week_starts_on), '-infinity', now()
        from organisation
       union all
      select 'person', id, position,
             jsonb_strip_nulls(jsonb_build_object('id', id, 'name', name, 'side', side, 'email', email)), created_at, now()
        from person
       union all
      select 'connection', id, position,
             jsonb_build_object('id', id, 'name', name, 'expectedEveryMs', expected_every_ms), created_at, now()
        from connection
       union all
      select 'metric', m.key, m.position, v.definition, m.created_at, now()
        from metric m join metric_version v on v.metric_key = m.key and v.version = m.current_version
       union all
      select 'goal', id, position, definition, created_at, now() from goal
       union all
      select 'guardrail', id, position, definition, created_at, now() from guardrail`);
    await runner.query(`
      create trigger configuration_revision_is_kept before update or delete on configuration_revision
        for each row execute function refuse_to_rewrite()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table configuration_revision');
    await runner.query('alter table metric_version drop column known_from');
  }
}
