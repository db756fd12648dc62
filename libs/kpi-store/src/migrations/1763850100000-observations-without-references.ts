import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Versions of metrics are never removed, and both tables are written by the roll-up alone: to look up the version anew with each row that is
 * written protected nothing.
 */
export class ObservationsWithoutReferences1763850100000 implements MigrationInterface {
  name = 'ObservationsWithoutReferences1763850100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table observation drop constraint observation_metric_version_id_fkey');
    await runner.query('alter table observation_item drop constraint observation_item_metric_version_id_fkey');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['observation', 'observation_item']) {
      await runner.query(
        `alter table ${table} add constraint ${table}_metric_version_id_fkey
           foreign key (metric_version_id) references metric_version (id) on delete cascade`,
      );
    }
  }
}
