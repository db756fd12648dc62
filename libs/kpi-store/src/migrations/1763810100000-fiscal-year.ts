import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The month that the fiscal year of the organisation begins with. */
export class FiscalYear1763810100000 implements MigrationInterface {
  name = 'FiscalYear1763810100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table organisation
        add column fiscal_year_starts_in smallint not null default 1
          constraint organisation_fiscal_year_starts_in check (fiscal_year_starts_in between 1 and 12)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table organisation drop column fiscal_year_starts_in');
  }
}
