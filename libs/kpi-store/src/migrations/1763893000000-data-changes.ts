import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No board, goal or metric shows anything of these. */
const untold = [
  'schema_migration',
  'workspace',
  'data_change',
  'account',
  'account_identity',
  'recovery_code',
  'session',
  'invitation',
  'access_token',
  'sign_in_link',
  'oidc_sign_in',
  'sign_in_attempt',
  'audit_log',
  'audit_chain',
  'audit_head',
  'outbox',
  'worker_heartbeat',
];
/** Written by pages, many rows at a time: told once for each statement. */
const bulk = [
  'record',
  'record_revision',
  'record_link',
  'record_link_reach',
  'measurement',
  'measurement_revision',
  'measurement_series',
  'measurement_arrival',
  'measurement_key_shape',
  'measurement_key',
  'observation',
  'observation_item',
  'observation_reading',
  'opening_segment',
  'restatement',
  'quarantine',
];

/**
 * Counts the transactions that changed anything an answer can show: each adds one row, in itself, so that the sum changes with what it
 * committed and not before. Rows instead of a counter, since writers would wait for each other at a counter; they are added up now and then.
 *
 * Later migrations call `tell_data_changes('<table>')` for each new table that an answer can show.
 */
export class DataChanges1763893000000 implements MigrationInterface {
  name = 'DataChanges1763893000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table data_change (id bigserial primary key, changes bigint not null default 1)');
    await runner.query(`select keep_workspaces_apart('data_change')`);
    await runner.query(count);
    await runner.query(tell);
    await runner.query(
      `select tell_data_changes(c.oid, case when c.relname = any($1) then 'statement' else 'row' end)
         from pg_class c
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname <> all($2)`,
      [bulk, [...untold, 'alert']],
    );
    // That a guardrail was looked at again is noted every half minute and changes no answer.
    await runner.query(
      `select tell_data_changes('alert', 'row', 'insert or delete or update of state, since, resume_state')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function tell_data_changes');
    await runner.query('drop function count_data_change cascade');
    await runner.query('drop table data_change');
  }
}

/**
 * The setting ends with the transaction, and a savepoint that is undone takes it back together with the row. A later migration is set to no
 * workspace, and what it changes may be of any.
 */
const count = `
  create function count_data_change() returns trigger language plpgsql as $$
  begin
    if coalesce(current_setting('tandem.data_change', true), '') <> 'counted' then
      if coalesce(current_setting('tandem.workspace', true), '') <> '' then
        insert into data_change default values;
      else
        insert into data_change (workspace) select id from workspace;
      end if;
      perform set_config('tandem.data_change', 'counted', true);
    end if;
    return null;
  end $$`;

/** By each row as a rule: the clock looks at most tables every second, with statements that change nothing. */
const tell = `
  create function tell_data_changes(target regclass, each text default 'row', events text default 'insert or update or delete')
  returns void language plpgsql as $$
  begin
    execute format('create trigger data_changed after %s on %s for each %s execute function count_data_change()', events, target, each);
    execute format('create trigger data_emptied after truncate on %s for each statement execute function count_data_change()', target);
  end $$`;
