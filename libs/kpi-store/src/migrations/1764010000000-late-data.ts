import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What late data changes of periods that had been judged: what was last read of the days of a metric, since when a guardrail judges by its present
 * rule, which periods were broken, and episodes that were over when they were learnt of.
 */
export class LateData1764010000000 implements MigrationInterface {
  name = 'LateData1764010000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table guardrail add column judged_from timestamptz');
    await runner.query('create index guardrail_unjudged on guardrail (metric_key) where judged_from is null');
    await runner.query(forgetJudged);
    await runner.query(`
      create trigger guardrail_rejudged before update of definition on guardrail for each row execute function forget_judged()`);
    // Of the whole of a metric the dimension is ''.
    await runner.query(`
      create table read_days (
        workspace text not null,
        metric_key text not null,
        dimension text not null,
        counted_by text not null,
        data_to timestamptz not null,
        prints jsonb not null,
        read_at timestamptz not null,
        primary key (workspace, metric_key, dimension),
        foreign key (workspace, metric_key) references metric (workspace, key) on delete cascade
      )`);
    await runner.query(`
      create table broken_period (
        workspace text not null,
        alert_id bigint not null references alert (id),
        period_end timestamptz not null,
        learnt_at timestamptz not null,
        late boolean not null,
        verdict jsonb not null,
        -- Since when the values of that period say that it was none.
        withdrawn_at timestamptz,
        primary key (alert_id, period_end)
      )`);
    for (const table of ['read_days', 'broken_period']) await runner.query(`select keep_workspaces_apart('${table}')`);
    await runner.query(`
      alter table alert_episode
        alter column fired_transition_id drop not null,
        add column late_from timestamptz,
        add column late_to timestamptz,
        add constraint alert_episode_begun check (num_nonnulls(fired_transition_id, late_from) = 1 and num_nonnulls(late_from, late_to) <> 1)`);
    await runner.query(withKinds(`'ARRAY['`, added));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['outbox', 'alert_episode', 'alert_act'])
      await runner.query(`alter table ${table} no force row level security`);
    await runner.query(`delete from outbox where kind = 'detectedLate'`);
    await runner.query(
      'update alert_act set episode_id = null where episode_id in (select id from alert_episode where late_from is not null)',
    );
    await runner.query('delete from alert_episode where late_from is not null');
    for (const table of ['outbox', 'alert_episode', 'alert_act'])
      await runner.query(`alter table ${table} force row level security`);
    await runner.query(withKinds(added, `'ARRAY['`));
    await runner.query(`
      alter table alert_episode drop constraint alert_episode_begun, drop column late_from, drop column late_to,
        alter column fired_transition_id set not null`);
    await runner.query('drop table broken_period, read_days');
    await runner.query('drop trigger guardrail_rejudged on guardrail');
    await runner.query('drop function forget_judged');
    await runner.query('alter table guardrail drop column judged_from');
  }
}

/** By another rule other periods are broken: those that were judged by the one before are not held against it. */
const forgetJudged = `
  create function forget_judged() returns trigger language plpgsql as $$
  declare
    beside text[] := array['title', 'severity', 'owners', 'routes', 'forMs', 'keepFiringForMs', 'clearAt', 'onNoData', 'onError', 'mostSlices'];
  begin
    if (new.definition - beside) is distinct from (old.definition - beside) then new.judged_from := null; end if;
    return new;
  end $$`;

/** The list of kinds is taken as it stands, for others add to it as well. */
const withKinds = (from: string, to: string) => `
  do $do$
  declare
    present text := (select pg_get_constraintdef(oid) from pg_constraint
                      where conname = 'outbox_kind_check' and conrelid = 'outbox'::regclass);
  begin
    alter table outbox drop constraint outbox_kind_check;
    execute 'alter table outbox add constraint outbox_kind_check ' || replace(present, ${from}, ${to});
  end $do$`;

const added = `'ARRAY[''detectedLate''::text, '`;
