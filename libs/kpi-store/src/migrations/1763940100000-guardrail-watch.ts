import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What one statement needs to find the guardrails whose alert may change, among very many: the latest reading of each window that is judged,
 * and of each limit on the whole of a metric its numbers and where its alert stands. Triggers keep both beside guardrails and alerts, so
 * that nobody has to remember it.
 */
export class GuardrailWatch1763940100000 implements MigrationInterface {
  name = 'GuardrailWatch1763940100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(reading);
    await runner.query(watch);
    await runner.query('create index guardrail_reading_next on guardrail_reading (next_at)');
    for (const table of ['guardrail_reading', 'guardrail_watch']) {
      await runner.query(`select keep_workspaces_apart('${table}')`);
    }
    await runner.query(watchGuardrail);
    await runner.query(watchAlert);
    await runner.query(`
      create trigger guardrail_watched after insert or update of definition, metric_key on guardrail
        for each row execute function watch_guardrail()`);
    await runner.query(`
      create trigger alert_watched after insert or update of state, resume_state, breached_since, recovering_since, last_verdict on alert
        for each row when (new.dimensions = '{}') execute function watch_alert()`);
    await runner.query(
      inEachWorkspace('update guardrail set definition = definition; update alert set state = state;'),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger alert_watched on alert');
    await runner.query('drop trigger guardrail_watched on guardrail');
    await runner.query('drop function watch_alert');
    await runner.query('drop function watch_guardrail');
    await runner.query('drop table guardrail_watch');
    await runner.query('drop table guardrail_reading');
  }
}

/** Rows can be written for one workspace at a time. */
const inEachWorkspace = (statements: string) => `
  do $do$ declare each_workspace text; begin
    for each_workspace in select id from workspace loop
      perform set_config('tandem.workspace', each_workspace, true);
      ${statements}
    end loop;
    perform set_config('tandem.workspace', '', true);
  end $do$`;

/** `window_days` 0 is the window of the metric itself. `next_at`: when it changes, or may change, without any new record. */
const reading = `
  create table guardrail_reading (
    id bigint generated always as identity primary key,
    workspace text not null,
    metric_key text not null,
    window_days integer not null,
    value numeric,
    shown text,
    n bigint not null default 0,
    class text not null default 'unread' check (class in ('unread', 'known', 'noData', 'backfill', 'error')),
    observation jsonb,
    read_at timestamptz,
    next_at timestamptz not null default '-infinity',
    unique (workspace, metric_key, window_days),
    foreign key (workspace, metric_key) references metric (workspace, key) on delete cascade
  )`;

const watch = `
  create table guardrail_watch (
    workspace text not null,
    guardrail_id text not null,
    reading_id bigint not null references guardrail_reading (id) on delete cascade,
    fire numeric not null,
    clear numeric not null,
    is_floor boolean not null,
    equal_is_outside boolean not null,
    minimum_events bigint not null,
    for_ms bigint not null,
    keep_ms bigint not null,
    standing text not null default 'calm' check (standing in ('calm', 'pending', 'firing', 'recovering', 'noData', 'error')),
    is_firing boolean not null default false,
    due_at timestamptz,
    shown text,
    shown_end text,
    primary key (workspace, guardrail_id),
    foreign key (workspace, guardrail_id) references guardrail (workspace, id) on delete cascade
  )`;

/** Each guardrail asks for a reading of its metric, and what it says anew is judged at the next look; limits on a whole are watched by numbers. */
const watchGuardrail = `
  create function watch_guardrail() returns trigger language plpgsql as $$
  declare
    wanted integer := 0;
    asked bigint;
    limited boolean := new.definition ->> 'kind' = 'threshold' and not new.definition ? 'by' and (new.definition ? 'atLeast' or new.definition ? 'atMost');
    least_value numeric := (new.definition ->> 'atLeast')::numeric;
    most_value numeric := (new.definition ->> 'atMost')::numeric;
    clear_value numeric := (new.definition ->> 'clearAt')::numeric;
  begin
    if limited then wanted := coalesce((new.definition ->> 'windowDays')::integer, 0); end if;
    insert into guardrail_reading (workspace, metric_key, window_days) values (new.workspace, new.metric_key, wanted)
        on conflict (workspace, metric_key, window_days) do nothing;
    update guardrail_reading set next_at = '-infinity'
     where workspace = new.workspace and metric_key = new.metric_key and next_at > '-infinity';
    select id into strict asked from guardrail_reading
     where workspace = new.workspace and metric_key = new.metric_key and window_days = wanted;
    if not limited then
      delete from guardrail_watch where workspace = new.workspace and guardrail_id = new.id;
      return null;
    end if;
    insert into guardrail_watch (workspace, guardrail_id, reading_id, fire, clear, is_floor, equal_is_outside, minimum_events, for_ms, keep_ms)
    values (new.workspace, new.id, asked, coalesce(least_value, most_value),
            case when least_value is null then least(most_value, clear_value) else greatest(least_value, clear_value) end,
            least_value is not null, coalesce(new.definition ->> 'equal', 'inside') = 'outside',
            coalesce((new.definition ->> 'minimumEvents')::bigint, 0), coalesce((new.definition ->> 'forMs')::bigint, 0), coalesce((new.definition ->> 'keepFiringForMs')::bigint, 0))
    on conflict (workspace, guardrail_id) do update
       set reading_id = excluded.reading_id, fire = excluded.fire, clear = excluded.clear, is_floor = excluded.is_floor,
           equal_is_outside = excluded.equal_is_outside, minimum_events = excluded.minimum_events, for_ms = excluded.for_ms,
           keep_ms = excluded.keep_ms;
    update alert set state = state where guardrail_id = new.id and workspace = new.workspace;
    return null;
  end $$`;

/** Where the alert of a watched guardrail stands, and when that changes by itself. */
const watchAlert = `
  create function watch_alert() returns trigger language plpgsql as $$
  begin
    update guardrail_watch
       set standing = case when new.state in ('inactive', 'resolved') then 'calm' else new.state end,
           is_firing = coalesce(case when new.state in ('noData', 'error') then new.resume_state else new.state end, '') in ('firing', 'recovering'),
           due_at = case new.state when 'pending' then new.breached_since + for_ms * interval '1 ms'
                                   when 'recovering' then new.recovering_since + keep_ms * interval '1 ms' end,
           shown = new.last_verdict ->> 'value',
           shown_end = new.last_verdict ->> 'end'
     where workspace = new.workspace and guardrail_id = new.guardrail_id;
    return null;
  end $$`;
