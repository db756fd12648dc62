import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows can be written for one workspace at a time. */
const inEachWorkspace = (statements: string) => `
  do $do$ declare each_workspace text; begin
    for each_workspace in select id from workspace loop
      perform set_config('tandem.workspace', each_workspace, true);
      ${statements}
    end loop;
    perform set_config('tandem.workspace', '', true);
  end $do$`;

/** An alert is of a guardrail and of the slice that it judges; those that there are judge the whole. */
export class GuardrailKinds1763940000000 implements MigrationInterface {
  name = 'GuardrailKinds1763940000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alert add column dimensions jsonb not null default '{}',
        drop constraint alert_guardrail_id_key,
        add constraint alert_identity unique (workspace, guardrail_id, dimensions)`);
    // What waits to be sent was written when every limit was one of the value.
    await runner.query(
      inEachWorkspace(`
      update outbox set content = jsonb_set(content, '{guardrail}', content -> 'guardrail' || '{"kind": "threshold", "measure": "value"}')
             || '{"dimensions": {}}'
       where state = 'pending' and content ? 'guardrail';`),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alert drop constraint alert_identity, drop column dimensions,
        add constraint alert_guardrail_id_key unique (workspace, guardrail_id)`);
  }
}
