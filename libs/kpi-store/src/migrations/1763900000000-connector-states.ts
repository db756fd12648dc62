import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far streams of connectors have been read, rows as vendors gave them, what was noticed of sources; runs over a window. */
export class ConnectorStates1763900000000 implements MigrationInterface {
  name = 'ConnectorStates1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    const ofConnection =
      'foreign key (workspace, connection_id) references connection (workspace, id) on delete cascade';
    await runner.query(`
      create table stream_state (
        workspace text not null,
        connection_id text not null,
        stream text not null,
        part text not null,
        state jsonb not null,
        run_id bigint not null,
        updated_at timestamptz not null,
        primary key (workspace, connection_id, stream, part),
        ${ofConnection}
      )`);
    // JSON as text: what a vendor sends may hold characters that the database does not take in jsonb.
    await runner.query(`
      create table raw_row (
        workspace text not null,
        connection_id text not null,
        stream text not null,
        part text not null,
        row_key text not null collate "C",
        -- The canonical stream whose retention holds for it.
        record_stream text not null,
        data text not null,
        run_id bigint not null,
        read_at timestamptz not null,
        primary key (workspace, connection_id, stream, part, row_key),
        ${ofConnection}
      )`);
    await runner.query('create index raw_row_by_age on raw_row (record_stream, read_at)');
    await runner.query(`
      create table run_finding (
        workspace text not null,
        connection_id text not null,
        run_id bigint not null,
        kind text not null,
        stream text not null,
        field text not null,
        message text not null,
        seen_at timestamptz not null,
        primary key (workspace, run_id, kind, stream, field),
        ${ofConnection}
      )`);
    await runner.query('create index run_finding_of_connection on run_finding (connection_id, run_id)');
    for (const table of ['stream_state', 'raw_row', 'run_finding'])
      await runner.query(`select keep_workspaces_apart('${table}')`);
    await runner.query(`select tell_data_changes('run_finding')`);
    await runner.query('alter table sync_run add column time_window jsonb');
    // A window that waits to be read stands in nobody's way.
    await runner.query('drop index sync_run_waiting');
    await runner.query(
      `create unique index sync_run_waiting on sync_run (workspace, connection_id)
        where state = 'queued' and trigger not in ('push', 'backfill', 'replay')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from sync_run where trigger in ('backfill', 'replay')`);
    await runner.query('drop index sync_run_waiting');
    await runner.query(
      `create unique index sync_run_waiting on sync_run (workspace, connection_id) where state = 'queued' and trigger <> 'push'`,
    );
    await runner.query('alter table sync_run drop column time_window');
    await runner.query('drop table run_finding, raw_row, stream_state');
  }
}
