import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets a page that brings many records of a stream take the statistics of their partition. Without any, the planner takes the rows of a
 * workspace for one in two hundred, and tries every pair where it should join: a fresh import would take minutes until PostgreSQL's own
 * upkeep comes round. Only the owner of a table may analyze it, so it is a function with the owner's rights; whoever is at it already
 * is not waited for.
 */
export class RecordStatistics1763895000000 implements MigrationInterface {
  name = 'RecordStatistics1763895000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $do$ begin
        execute format($def$
          create function take_record_statistics(stream text, added bigint) returns void language plpgsql security definer
          set search_path = %I, pg_temp as $$
          declare
            part regclass;
          begin
            select c.oid into part
              from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = 'record'::regclass and c.reltuples < added
               and pg_get_expr(c.relpartbound, c.oid) = format('FOR VALUES IN (%%L)', stream);
            if part is not null then execute format('analyze (skip_locked) %%s', part); end if;
          end $$ $def$, current_schema());
        execute 'revoke execute on function take_record_statistics from public';
      end $do$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function take_record_statistics');
  }
}
