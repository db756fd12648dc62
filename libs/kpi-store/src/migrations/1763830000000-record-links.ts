import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Links between incidents and deployments, as fields that they add to the records at both ends. Only `deployment_id` of an incident says with
 * what it is linked. The reach of links is the organisation's; null is 24 hours.
 */
export class RecordLinks1763830000000 implements MigrationInterface {
  name = 'RecordLinks1763830000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table record_link (
        stream text not null,
        record_id bigint not null,
        deployment_id bigint,
        data jsonb not null,
        primary key (stream, record_id)
      )`);
    // The reach that the links were made with; no row while none was made.
    await runner.query(`
      create table record_link_reach (
        id smallint primary key check (id = 1),
        within_hours smallint not null
      )`);
    await runner.query(
      `create index record_link_of_deployment on record_link (deployment_id) where deployment_id is not null`,
    );
    await runner.query(
      `create index record_deployment_finished on record_deployment ((data ->> 'service'), (data ->> 'finishedAt') collate "C")`,
    );
    await runner.query(`create index record_deployment_key on record_deployment (natural_key)`);
    await runner.query(
      `create index record_incident_opened on record_incident ((data ->> 'service'), (data ->> 'openedAt') collate "C")`,
    );
    await runner.query(`create index record_incident_cause on record_incident ((data ->> 'causedBy'))`);
    await runner.query(`
      alter table organisation add column link_within_hours smallint
        constraint organisation_link_within_hours check (link_within_hours between 1 and 720)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table organisation drop column link_within_hours');
    for (const index of [
      'record_incident_cause',
      'record_incident_opened',
      'record_deployment_key',
      'record_deployment_finished',
    ]) {
      await runner.query(`drop index ${index}`);
    }
    await runner.query('drop table record_link_reach');
    await runner.query('drop table record_link');
  }
}
