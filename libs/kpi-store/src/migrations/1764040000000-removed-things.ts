import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a thing was taken out of the configuration is known from then on, and not before. */
export class RemovedThings1764040000000 implements MigrationInterface {
  name = 'RemovedThings1764040000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table configuration_revision add column removed boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table configuration_revision drop column removed');
  }
}
