import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What `known` of the configuration is read from. The clock writes more into the last two than they are read for. */
const tables: Readonly<Record<string, string>> = {
  organisation: 'update',
  team: 'update',
  person: 'update',
  business_calendar: 'update',
  metric: 'update',
  metric_version: 'update',
  goal: 'update',
  goal_version: 'update',
  goal_publication: 'update',
  goal_proposal: 'update',
  goal_status_override: 'update',
  route: 'update',
  alert_policy: 'update',
  initiative: 'update',
  connection: 'update of id, name, connector, settings, expected_every_ms, sync_every_ms, position',
  guardrail: 'update of id, definition, position',
};

/**
 * Counts the transactions that changed the configuration, as `data_change` counts those that changed any answer: whoever holds a configuration
 * learns by one small question that it is still the same.
 */
export class ConfigurationChanges1764501000000 implements MigrationInterface {
  name = 'ConfigurationChanges1764501000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table configuration_change (id bigserial primary key, changes bigint not null default 1)',
    );
    await runner.query(`select keep_workspaces_apart('configuration_change')`);
    await runner.query(count);
    for (const [table, update] of Object.entries(tables)) {
      await runner.query(
        `create trigger configuration_changed after insert or delete or ${update} on ${table}
           for each row execute function count_configuration_change()`,
      );
      await runner.query(
        `create trigger configuration_emptied after truncate on ${table}
           for each statement execute function count_configuration_change()`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function count_configuration_change cascade');
    await runner.query('drop table configuration_change');
  }
}

/** Once for each transaction; a migration is set to no workspace, and what it changes may be of any. */
const count = `
  create function count_configuration_change() returns trigger language plpgsql as $$
  begin
    if coalesce(current_setting('tandem.configuration_change', true), '') <> 'counted' then
      if coalesce(current_setting('tandem.workspace', true), '') <> '' then
        insert into configuration_change default values;
      else
        insert into configuration_change (workspace) select id from workspace;
      end if;
      perform set_config('tandem.configuration_change', 'counted', true);
    end if;
    return null;
  end $$`;
