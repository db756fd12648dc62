import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What other systems push: answers that are kept under their key, events that records follow from, what was not taken, secrets. */
export class Pushes1763910000000 implements MigrationInterface {
  name = 'Pushes1763910000000';

  async up(runner: QueryRunner): Promise<void> {
    const ofConnection =
      'foreign key (workspace, connection_id) references connection (workspace, id) on delete cascade';
    await runner.query(`
      create table push_answer (
        workspace text not null,
        connection_id text not null,
        key text not null,
        -- Of the stream and the body: another body under the same key is a fault of the sender.
        digest bytea not null,
        answer json not null,
        at timestamptz not null,
        primary key (workspace, connection_id, key),
        ${ofConnection}
      )`);
    await runner.query('create index push_answer_by_age on push_answer (connection_id, at)');
    await runner.query(`
      create table push_fact (
        workspace text not null,
        connection_id text not null,
        event_id text not null,
        -- Given while the connection is locked, so that it grows with every event of a record.
        id bigint generated always as identity,
        stream text not null,
        natural_key text not null,
        fact jsonb not null,
        received_at timestamptz not null,
        primary key (workspace, connection_id, event_id),
        ${ofConnection}
      )`);
    await runner.query('create index push_fact_of_record on push_fact (stream, connection_id, natural_key)');
    await runner.query(`
      create table push_tally (
        workspace text not null,
        connection_id text not null,
        kind text not null check (kind in ('refused', 'notUsed', 'repeated')),
        reason text not null,
        count bigint not null,
        first_at timestamptz not null,
        last_at timestamptz not null,
        primary key (workspace, connection_id, kind, reason),
        ${ofConnection}
      )`);
    await runner.query(`
      create table webhook_secret (
        workspace text not null,
        id uuid primary key default gen_random_uuid(),
        connection_id text not null,
        -- Encrypted, and bound to this row.
        secret text not null,
        made_by text not null,
        made_at timestamptz not null,
        -- null: it holds until another one takes its place.
        ends_at timestamptz,
        ${ofConnection}
      )`);
    await runner.query('create index webhook_secret_of_connection on webhook_secret (connection_id)');
    for (const table of ['push_answer', 'push_fact', 'push_tally', 'webhook_secret'])
      await runner.query(`select keep_workspaces_apart('${table}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table webhook_secret, push_tally, push_fact, push_answer');
  }
}
