import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secrets of connections, encrypted and bound to their row; they stand apart from the settings, which people see. */
export class ConnectionSecrets1763920100000 implements MigrationInterface {
  name = 'ConnectionSecrets1763920100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table connection add column secrets text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table connection drop column secrets');
  }
}
