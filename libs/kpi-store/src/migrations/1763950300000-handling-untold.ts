import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['alert_episode', 'alert_act', 'silence'];

/** No board, goal or metric shows what people do about alerts; that an alert was looked at again must not have them rendered anew. */
export class HandlingUntold1763950300000 implements MigrationInterface {
  name = 'HandlingUntold1763950300000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) {
      await runner.query(`drop trigger data_changed on ${table}`);
      await runner.query(`drop trigger data_emptied on ${table}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`select tell_data_changes('${table}')`);
  }
}
