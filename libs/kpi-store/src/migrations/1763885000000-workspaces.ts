import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  'organisation',
  'person',
  'connection',
  'metric',
  'metric_version',
  'metric_counting',
  'definition_proposal',
  'definition_proposal_step',
  'configuration_revision',
  'restatement',
  'goal',
  'guardrail',
  'route',
  'sync_run',
  'stream_coverage',
  'stream_coverage_revision',
  'record',
  'record_revision',
  'record_link',
  'record_link_reach',
  'quarantine',
  'measurement',
  'measurement_revision',
  'measurement_series',
  'measurement_arrival',
  'measurement_key_shape',
  'measurement_key',
  'observation',
  'observation_item',
  'observation_reading',
  'alert',
  'alert_transition',
  'outbox',
  'worker_heartbeat',
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
];
const named = ['account', 'invitation', 'access_token'];

/**
 * Every row belongs to a workspace, and row-level security shows a session no rows but those of the workspace that it is set to: none while it
 * is set to none. It is forced, so that it holds for the owner of the tables too, who may only read past it: the views for BI tools, which
 * ask for one workspace themselves, run with the owner's rights.
 *
 * Later migrations call `keep_workspaces_apart('<table>')` for each new table. Months of measurements are partitions that come as they are
 * needed; the product may make these, and no other table, through `make_measurement_month`.
 */
export class Workspaces1763885000000 implements MigrationInterface {
  name = 'Workspaces1763885000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(keepApart);
    for (const table of named) await runner.query(`alter table ${table} rename column workspace_id to workspace`);
    for (const table of tables) await runner.query(`select keep_workspaces_apart('${table}')`);
    await runner.query('select isolate_rows($1, $2)', ['workspace', 'id']);
    await runner.query(makeMonth);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function make_measurement_month');
    for (const table of ['workspace', ...tables]) {
      await runner.query(undoIsolation(table));
      if (named.includes(table)) {
        await runner.query(`alter table ${table} alter column workspace drop default`);
        await runner.query(`alter table ${table} rename column workspace to workspace_id`);
      } else if (table !== 'workspace') await runner.query(`alter table ${table} drop column workspace`);
    }
    await runner.query('drop function keep_workspaces_apart, isolate_rows');
  }
}

/** A setting that was set and reset reads as an empty text, which is no workspace either. */
const keepApart = `
  create function isolate_rows(target regclass, "column" name) returns void language plpgsql as $$
  declare
    part regclass;
    own text := format('%I = (select nullif(current_setting(''tandem.workspace'', true), ''''))', "column");
  begin
    for part in select target union select relid from pg_partition_tree(target) loop
      execute format('alter table %s enable row level security, force row level security', part);
      execute format('create policy own_workspace on %s using (%s) with check (%s)', part, own, own);
      execute format('create policy owner_reads on %s for select to current_user using (true)', part);
    end loop;
  end $$;

  create function keep_workspaces_apart(target regclass) returns void language plpgsql as $$
  begin
    if not exists (select from pg_attribute where attrelid = target and attname = 'workspace' and not attisdropped) then
      execute format('alter table %s add column workspace text not null default ''main''', target);
    end if;
    execute format('alter table %s alter column workspace set default current_setting(''tandem.workspace'')', target);
    perform isolate_rows(target, 'workspace');
  end $$`;

/**
 * Made beside its table and attached then, so that readers and writers of other months go on. It runs with the rights of the owner and takes
 * nothing but a month and how full its pages are written.
 */
const makeMonth = `
  do $do$ begin
    execute format($def$
      create function make_measurement_month(month date, fill integer) returns void language plpgsql security definer
      set search_path = %I, pg_temp as $$
      declare
        starts date := date_trunc('month', month)::date;
        parent text;
        part text;
      begin
        foreach parent in array array['measurement', 'measurement_revision'] loop
          part := parent || to_char(starts, '_YYYY_MM');
          execute format('create table %%I (like %%I including defaults including constraints including indexes) with (fillfactor = %%s)', part, parent, fill);
          perform isolate_rows(part::regclass, 'workspace');
          execute format('alter table %%I attach partition %%I for values from (%%L) to (%%L)', parent, part, starts, (starts + interval '1 month')::date);
        end loop;
      end $$ $def$, current_schema());
    execute 'revoke execute on function make_measurement_month from public';
  end $do$`;

const undoIsolation = (table: string) => `
  do $$
  declare
    part regclass;
  begin
    for part in select '${table}'::regclass union select relid from pg_partition_tree('${table}') loop
      execute format('drop policy own_workspace on %s', part);
      execute format('drop policy owner_reads on %s', part);
      execute format('alter table %s disable row level security, no force row level security', part);
    end loop;
  end $$`;
