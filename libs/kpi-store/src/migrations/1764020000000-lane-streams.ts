import type { MigrationInterface, QueryRunner } from 'typeorm';

const streams = ['campaign', 'freeze'] as const;

/** Campaigns of marketing and freezes of IT: what stands beside deployments in the lanes below a chart. */
export class LaneStreams1764020000000 implements MigrationInterface {
  name = 'LaneStreams1764020000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const stream of streams) {
      for (const table of ['record', 'record_revision']) {
        await runner.query(`create table ${table}_${stream} partition of ${table} for values in ('${stream}')`);
        await runner.query(`select isolate_rows('${table}_${stream}', 'workspace')`);
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const stream of streams) await runner.query(`drop table record_${stream}, record_revision_${stream}`);
  }
}
