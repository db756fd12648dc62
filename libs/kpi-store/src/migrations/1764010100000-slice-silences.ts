import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A silence over one value of a dimension: other slices go on being told. */
export class SliceSilences1764010100000 implements MigrationInterface {
  name = 'SliceSilences1764010100000';

  async up(runner: QueryRunner): Promise<void> {
    // One name and value, as in the dimensions of an alert; null silences all of its guardrail or metric.
    await runner.query('alter table silence add column slice jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table silence drop column slice');
  }
}
