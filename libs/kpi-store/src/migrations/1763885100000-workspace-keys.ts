import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Primary keys and unique constraints over what people name: table, constraint, kind, columns beside the workspace. */
const keys = [
  ['organisation', 'organisation_pkey', 'primary key', 'id'],
  ['person', 'person_pkey', 'primary key', 'id'],
  ['connection', 'connection_pkey', 'primary key', 'id'],
  ['metric', 'metric_pkey', 'primary key', 'key'],
  ['metric_version', 'metric_version_key_version', 'unique', 'metric_key, version'],
  ['goal', 'goal_pkey', 'primary key', 'id'],
  ['guardrail', 'guardrail_pkey', 'primary key', 'id'],
  ['route', 'route_pkey', 'primary key', 'id'],
  ['alert', 'alert_guardrail_id_key', 'unique', 'guardrail_id'],
  ['stream_coverage', 'stream_coverage_pkey', 'primary key', 'connection_id, stream'],
  [
    'quarantine',
    'quarantine_connection_id_stream_file_line_raw_hash_key',
    'unique',
    'connection_id, stream, file, line, raw_hash',
  ],
  ['record', 'record_stream_connection_id_natural_key_key', 'unique', 'stream, connection_id, natural_key'],
  ['record_link_reach', 'record_link_reach_pkey', 'primary key', 'id'],
  ['measurement_series', 'measurement_series_digest_key', 'unique', 'digest'],
  ['measurement_arrival', 'measurement_arrival_pkey', 'primary key', 'connection_id, number'],
  ['measurement_key', 'measurement_key_pkey', 'primary key', 'connection_id, digest, series_id, day'],
  [
    'measurement_key_shape',
    'measurement_key_shape_connection_id_digest_offset_ms_key',
    'unique',
    'connection_id, digest, offset_ms',
  ],
  ['account', 'account_person_once', 'unique', 'person_id'],
  ['access_token', 'access_token_hash_once', 'unique', 'token_hash'],
  ['account_identity', 'account_identity_pkey', 'primary key', 'issuer, subject'],
  ['sign_in_attempt', 'sign_in_attempt_pkey', 'primary key', 'key_hash'],
  ['worker_heartbeat', 'worker_heartbeat_pkey', 'primary key', 'worker'],
  ['audit_chain', 'audit_chain_pkey', 'primary key', 'sequence'],
  ['audit_chain', 'audit_chain_hash_key', 'unique', 'hash'],
  ['audit_head', 'audit_head_pkey', 'primary key', 'id'],
] as const;

/** Unique only among some rows: table, index, columns beside the workspace, which rows. */
const partial = [
  ['definition_proposal', 'definition_proposal_open', 'metric_key', `state = 'open'`],
  ['sync_run', 'sync_run_waiting', 'connection_id', `state = 'queued' and trigger <> 'push'`],
] as const;

/** Table, constraint, column beside the workspace, what it refers to, what happens when that goes. */
const references = [
  ['metric_version', 'metric_version_metric', 'metric_key', 'metric', 'key', ''],
  ['guardrail', 'guardrail_metric', 'metric_key', 'metric', 'key', ''],
  ['definition_proposal', 'definition_proposal_metric_key_fkey', 'metric_key', 'metric', 'key', ''],
  ['definition_proposal_step', 'definition_proposal_step_by_person_fkey', 'by_person', 'person', 'id', ''],
  ['account', 'account_person', 'person_id', 'person', 'id', ''],
  ['invitation', 'invitation_person', 'person_id', 'person', 'id', ''],
  ['alert', 'alert_guardrail_id_fkey', 'guardrail_id', 'guardrail', 'id', ''],
  ['outbox', 'outbox_route_id_fkey', 'route_id', 'route', 'id', ''],
  ['sync_run', 'sync_run_connection_id_fkey', 'connection_id', 'connection', 'id', 'on delete cascade'],
  ['stream_coverage', 'stream_coverage_connection_id_fkey', 'connection_id', 'connection', 'id', 'on delete cascade'],
  [
    'stream_coverage_revision',
    'stream_coverage_revision_connection_id_fkey',
    'connection_id',
    'connection',
    'id',
    'on delete cascade',
  ],
  ['quarantine', 'quarantine_connection_id_fkey', 'connection_id', 'connection', 'id', 'on delete cascade'],
] as const;

/**
 * What is unique is so within one workspace, so that two may hold the same keys; a reference never leaves its workspace. Numbers and uuids that
 * the database gives are unique over all of them. Each workspace has an audit chain of its own.
 */
export class WorkspaceKeys1763885100000 implements MigrationInterface {
  name = 'WorkspaceKeys1763885100000';

  async up(runner: QueryRunner): Promise<void> {
    await rewriteKeys(runner, 'workspace, ');
    await runner.query(auditLink('workspace = entry.workspace', 'workspace, ', 'entry.workspace, '));
    await runner.query(auditHeadMovesOn('workspace = new.workspace and '));
  }

  async down(runner: QueryRunner): Promise<void> {
    await rewriteKeys(runner, '');
    await runner.query(auditLink('id = 1', '', ''));
    await runner.query(auditHeadMovesOn(''));
  }
}

async function rewriteKeys(runner: QueryRunner, lead: 'workspace, ' | ''): Promise<void> {
  for (const [table, name] of references) await runner.query(`alter table ${table} drop constraint ${name}`);
  for (const [table, name, kind, columns] of keys) {
    await runner.query(
      `alter table ${table} drop constraint ${name}, add constraint ${name} ${kind} (${lead}${columns})`,
    );
  }
  for (const [table, name, columns, condition] of partial) {
    await runner.query(`drop index ${name}`);
    await runner.query(`create unique index ${name} on ${table} (${lead}${columns}) where ${condition}`);
  }
  for (const [table, name, column, target, key, action] of references) {
    await runner.query(
      `alter table ${table} add constraint ${name} foreign key (${lead}${column}) references ${target} (${lead}${key}) ${action}`,
    );
  }
}

const auditLink = (own: string, column: string, value: string) => `
  create or replace function audit_link(entry audit_log) returns void language plpgsql as $$
  declare
    head audit_head;
    entry_hash bytea;
  begin
    select * into strict head from audit_head where ${own} for update;
    entry_hash := sha256(convert_to(audit_entry_text(head.sequence + 1, head.hash, entry), 'UTF8'));
    insert into audit_chain (${column}sequence, audit_id, previous_hash, hash)
    values (${value}head.sequence + 1, entry.id, head.hash, entry_hash);
    update audit_head set sequence = head.sequence + 1, hash = entry_hash where ${own};
  end $$`;

const auditHeadMovesOn = (own: string) => `
  create or replace function audit_head_moves_on() returns trigger language plpgsql as $$
  begin
    if new.sequence = old.sequence + 1 and exists (
      select 1 from audit_chain where ${own}sequence = new.sequence and hash = new.hash and previous_hash = old.hash
    ) then return new; end if;
    raise exception 'The audit trail only grows: its head cannot be set.' using errcode = '42501';
  end $$`;
