import type { MigrationInterface, QueryRunner } from 'typeorm';

const remember = (kinds: string) => `
  alter table configuration_revision drop constraint configuration_revision_kind_check,
    add constraint configuration_revision_kind_check check (kind in (${kinds}))`;
const before = `'organisation', 'team', 'person', 'connection', 'metric', 'goal', 'guardrail'`;

/** How initiatives were at any earlier time: until now only the audit trail knew it. */
export class RememberedInitiatives1764400100000 implements MigrationInterface {
  name = 'RememberedInitiatives1764400100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(remember(`${before}, 'initiative'`));
    const [{ own } = { own: 'main' }] = (await runner.query(`select current_setting('tandem.workspace') as own`)) as {
      own: string;
    }[];
    const workspaces = (await runner.query('select distinct workspace as id from initiative')) as { id: string }[];
    for (const { id } of workspaces) {
      // Rows are written for the workspace that the connection is set to.
      await runner.query(`select set_config('tandem.workspace', $1, false)`, [id]);
      await runner.query(
        `insert into configuration_revision (kind, subject_id, position, content, known_from, recorded_at)
         select 'initiative', i.id, i.position, a.after, a.at, now()
           from audit_log a join initiative i on i.workspace = a.workspace and i.id = a.subject_id
          where a.workspace = $1 and a.subject_kind = 'initiative' and a.action in ('create', 'change') and a.after ? 'owners'
          order by a.id`,
        [id],
      );
      // What nothing tells the past of is remembered as it is.
      await runner.query(
        `insert into configuration_revision (kind, subject_id, position, content, known_from, recorded_at)
         select 'initiative', i.id, i.position, i.definition, i.created_at, now() from initiative i
          where i.workspace = $1 and not exists (
            select 1 from configuration_revision r where r.workspace = $1 and r.kind = 'initiative' and r.subject_id = i.id)`,
        [id],
      );
    }
    await runner.query(`select set_config('tandem.workspace', $1, false)`, [own]);
  }

  async down(runner: QueryRunner): Promise<void> {
    // What was remembered stays, as everything that is remembered.
    await runner.query(`${remember(before)} not valid`);
  }
}
