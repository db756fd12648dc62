import type { MigrationInterface, QueryRunner } from 'typeorm';

const streamPartitions = [
  ['deployment', 'deployment'],
  ['change', 'change'],
  ['incident', 'incident'],
  ['slaCycle', 'sla_cycle'],
  ['funnelCount', 'funnel_count'],
  ['measurement', 'measurement'],
] as const;

/** Runs, records with every version of them, quarantine, coverage, and the observations rolled up from records. */
export class Records1763790000000 implements MigrationInterface {
  name = 'Records1763790000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sync_run (
        id bigint generated always as identity primary key,
        connection_id text not null references connection (id) on delete cascade,
        trigger text not null,
        state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed')),
        queued_at timestamptz not null,
        started_at timestamptz,
        heartbeat_at timestamptz,
        finished_at timestamptz,
        cursor jsonb,
        received bigint not null default 0,
        stored bigint not null default 0,
        unchanged bigint not null default 0,
        quarantined bigint not null default 0,
        filtered_out bigint not null default 0,
        progress real,
        failure jsonb
      )`);
    await runner.query(`create index sync_run_by_connection on sync_run (connection_id, id desc)`);
    await runner.query(
      `create unique index sync_run_waiting on sync_run (connection_id) where state = 'queued' and trigger <> 'push'`,
    );
    await runner.query(`create index sync_run_open on sync_run (state) where state in ('queued', 'running')`);

    await runner.query(`
      create table stream_coverage (
        connection_id text not null references connection (id) on delete cascade,
        stream text not null,
        covered_from timestamptz not null,
        covered_to timestamptz not null,
        updated_at timestamptz not null,
        primary key (connection_id, stream)
      )`);
    // Each coverage that there ever was, with the time from which it was known: what was asked of the past is answered by the past.
    await runner.query(`
      create table stream_coverage_revision (
        id bigint generated always as identity primary key,
        connection_id text not null references connection (id) on delete cascade,
        stream text not null,
        covered_from timestamptz not null,
        covered_to timestamptz not null,
        known_from timestamptz not null,
        recorded_at timestamptz not null
      )`);
    await runner.query(
      `create index stream_coverage_revision_of_stream on stream_coverage_revision (connection_id, stream, id desc)`,
    );

    // One partition a stream: a stream's indexes stay small, and its history can be kept for a time of its own.
    await runner.query('create sequence record_id_seq as bigint');
    await runner.query(`
      create table record (
        id bigint not null default nextval('record_id_seq'),
        connection_id text not null,
        stream text not null,
        natural_key text not null,
        version text not null collate "C",
        content_hash bytea not null,
        data jsonb not null,
        known_at timestamptz not null,
        recorded_at timestamptz not null,
        origin text not null,
        primary key (stream, id),
        unique (stream, connection_id, natural_key)
      ) partition by list (stream)`);
    await runner.query(`
      create table record_revision (
        stream text not null,
        record_id bigint not null,
        version text not null collate "C",
        content_hash bytea not null,
        data jsonb not null,
        known_at timestamptz not null,
        recorded_at timestamptz not null,
        replayed boolean not null,
        origin text not null,
        run_id bigint not null,
        primary key (stream, record_id, version, content_hash)
      ) partition by list (stream)`);
    for (const [stream, suffix] of streamPartitions) {
      await runner.query(`create table record_${suffix} partition of record for values in ('${stream}')`);
      await runner.query(
        `create table record_revision_${suffix} partition of record_revision for values in ('${stream}')`,
      );
    }
    await runner.query(
      `create index record_deployment_ref on record_deployment ((data ->> 'service'), (data ->> 'ref'))`,
    );
    await runner.query(
      `create index record_change_deployment on record_change ((data ->> 'service'), (data ->> 'deploymentRef'))`,
    );

    await runner.query(`
      create table quarantine (
        id bigint generated always as identity primary key,
        connection_id text not null references connection (id) on delete cascade,
        run_id bigint not null,
        stream text not null,
        file text not null,
        line bigint not null,
        field text,
        reason text not null,
        raw text not null,
        raw_hash bytea not null,
        first_seen_at timestamptz not null,
        seen_at timestamptz not null,
        unique (connection_id, stream, file, line, raw_hash)
      )`);

    await runner.query(`
      create table observation (
        metric_version_id bigint not null references metric_version (id) on delete cascade,
        day date not null,
        slice text[] not null,
        numerator numeric not null,
        denominator numeric,
        n bigint not null,
        recorded_at timestamptz not null,
        run_id bigint,
        primary key (metric_version_id, day, slice)
      )`);
    await runner.query(`create index observation_emptied on observation (metric_version_id) where n = 0`);

    await runner.query(`
      create table observation_item (
        metric_version_id bigint not null references metric_version (id) on delete cascade,
        record_id bigint not null,
        day date not null,
        slice text[] not null,
        value double precision not null,
        excluded boolean not null,
        primary key (metric_version_id, record_id)
      )`);
    await runner.query(`create index observation_item_by_day on observation_item (metric_version_id, day)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'observation_item',
      'observation',
      'quarantine',
      'record_revision',
      'record',
      'stream_coverage_revision',
      'stream_coverage',
      'sync_run',
    ]) {
      await runner.query(`drop table ${table}`);
    }
    await runner.query('drop sequence record_id_seq');
  }
}
