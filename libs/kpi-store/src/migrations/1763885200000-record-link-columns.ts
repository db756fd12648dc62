import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What incidents, deployments and changes are linked by, in columns of their own. Behind row-level security an index serves only what
 * cannot leak a row that is not to be seen, and reading a field of JSON may.
 */
export class RecordLinkColumns1763885200000 implements MigrationInterface {
  name = 'RecordLinkColumns1763885200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table record
        add column link_service text generated always as (
          case when stream in ('incident', 'deployment', 'change') then data ->> 'service' end) stored,
        add column link_ref text generated always as (
          case stream when 'deployment' then data ->> 'ref' when 'incident' then data ->> 'causedBy' when 'change' then data ->> 'deploymentRef' end) stored,
        add column link_at text collate "C" generated always as (
          (case stream when 'deployment' then data ->> 'finishedAt' when 'incident' then data ->> 'openedAt' end) collate "C") stored`);
    for (const [name, columns] of old) {
      await runner.query(`drop index ${name}`);
      await runner.query(`create index ${name} on ${tableOf(name)} (${columns})`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, , columns] of old) {
      await runner.query(`drop index ${name}`);
      await runner.query(`create index ${name} on ${tableOf(name)} (${columns})`);
    }
    await runner.query('alter table record drop column link_service, drop column link_ref, drop column link_at');
  }
}

const service = `(data ->> 'service')`;
/** Index, what it holds now, and what it held. */
const old = [
  ['record_deployment_ref', 'link_service, link_ref', `${service}, (data ->> 'ref')`],
  ['record_change_deployment', 'link_service, link_ref', `${service}, (data ->> 'deploymentRef')`],
  ['record_deployment_finished', 'link_service, link_at', `${service}, (data ->> 'finishedAt') collate "C"`],
  ['record_incident_opened', 'link_service, link_at', `${service}, (data ->> 'openedAt') collate "C"`],
  ['record_incident_cause', 'link_ref', `(data ->> 'causedBy')`],
] as const;

function tableOf(index: string): string {
  return index.split('_').slice(0, 2).join('_');
}
