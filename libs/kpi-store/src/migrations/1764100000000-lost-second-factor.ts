import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A sign-in link asks for the second factor that is there, unless it was made for somebody who lost it. */
export class LostSecondFactor1764100000000 implements MigrationInterface {
  name = 'LostSecondFactor1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sign_in_link add column second_factor_lost boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sign_in_link drop column second_factor_lost');
  }
}
