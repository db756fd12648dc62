import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit log becomes a chain: when a transaction commits, each row it added gets the next number and a hash over its content and the
 * hash of the one before. Linking waits for the commit, so that the one lock is held for the commit alone, and is taken last, so that
 * it cannot be part of a deadlock. Whoever writes audit rows need not know of it. No row is changed or removed ever again.
 */
export class AuditChain1763880000000 implements MigrationInterface {
  name = 'AuditChain1763880000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_chain (
        sequence bigint primary key check (sequence > 0),
        audit_id bigint not null unique references audit_log (id),
        previous_hash bytea not null check (length(previous_hash) = 32),
        hash bytea not null unique check (length(hash) = 32)
      )`);
    await runner.query(`
      create table audit_head (
        id smallint primary key default 1 check (id = 1),
        sequence bigint not null,
        hash bytea not null check (length(hash) = 32)
      )`);
    await runner.query(`insert into audit_head (sequence, hash) values (0, decode(repeat('00', 32), 'hex'))`);
    await createHash(runner);
    await linkWhatIsThere(runner);
    await createTriggers(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger audit_log_link on audit_log');
    await runner.query('drop trigger audit_log_only_grows on audit_log');
    await runner.query('drop table audit_head, audit_chain');
    await runner.query(
      'drop function audit_link_trigger, audit_refuse, audit_head_moves_on, audit_link, audit_entry_text',
    );
  }
}

/** The text that is hashed: a JSON array, so that no two entries can read alike; jsonb prints itself in one canonical form. */
async function createHash(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function audit_entry_text(sequence bigint, previous_hash bytea, entry audit_log) returns text
    language sql stable as $$
      select json_build_array(1, sequence, encode(previous_hash, 'hex'),
        to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.actor, entry.action,
        entry.subject_kind, entry.subject_id, entry.before::text, entry.after::text)::text
    $$`);
  await runner.query(`
    create function audit_link(entry audit_log) returns void language plpgsql as $$
    declare
      head audit_head;
      entry_hash bytea;
    begin
      select * into strict head from audit_head where id = 1 for update;
      entry_hash := sha256(convert_to(audit_entry_text(head.sequence + 1, head.hash, entry), 'UTF8'));
      insert into audit_chain (sequence, audit_id, previous_hash, hash)
      values (head.sequence + 1, entry.id, head.hash, entry_hash);
      update audit_head set sequence = head.sequence + 1, hash = entry_hash where id = 1;
    end $$`);
}

async function linkWhatIsThere(runner: QueryRunner): Promise<void> {
  await runner.query(`
    do $$
    declare
      entry audit_log;
    begin
      for entry in select * from audit_log order by id loop
        perform audit_link(entry);
      end loop;
    end $$`);
}

/** "Always", so that a session that calls itself a replica is held by them too. */
async function createTriggers(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function audit_link_trigger() returns trigger language plpgsql as $$
    begin
      perform audit_link(new);
      return null;
    end $$`);
  await runner.query(`
    create constraint trigger audit_log_link after insert on audit_log
    deferrable initially deferred for each row execute function audit_link_trigger()`);
  await runner.query('alter table audit_log enable always trigger audit_log_link');
  await runner.query(`
    create function audit_refuse() returns trigger language plpgsql as $$
    begin
      raise exception 'The audit trail only grows: % of % is refused.', lower(tg_op), tg_table_name using errcode = '42501';
    end $$`);
  for (const [table, events] of [
    ['audit_log', 'update or delete or truncate'],
    ['audit_chain', 'update or delete or truncate'],
    ['audit_head', 'delete or truncate'],
  ]) {
    await runner.query(`
      create trigger ${table}_only_grows before ${events} on ${table} for each statement execute function audit_refuse()`);
    await runner.query(`alter table ${table} enable always trigger ${table}_only_grows`);
  }
  await runner.query(`
    create function audit_head_moves_on() returns trigger language plpgsql as $$
    begin
      if new.sequence = old.sequence + 1 and exists (
        select 1 from audit_chain where sequence = new.sequence and hash = new.hash and previous_hash = old.hash
      ) then return new; end if;
      raise exception 'The audit trail only grows: its head cannot be set.' using errcode = '42501';
    end $$`);
  await runner.query(`
    create trigger audit_head_moves_on before update on audit_head for each row execute function audit_head_moves_on()`);
  await runner.query('alter table audit_head enable always trigger audit_head_moves_on');
}
