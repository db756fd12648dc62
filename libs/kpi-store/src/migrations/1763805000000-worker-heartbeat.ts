import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row per worker process: when its clock last ticked, so that a standstill can be seen from outside. */
export class WorkerHeartbeat1763805000000 implements MigrationInterface {
  name = 'WorkerHeartbeat1763805000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table worker_heartbeat (
        worker text primary key,
        started_at timestamptz not null,
        beat_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table worker_heartbeat');
  }
}
