import type { MigrationInterface, QueryRunner } from 'typeorm';

const kept = ['alert_policy', 'alert_episode', 'alert_act', 'silence'];

/**
 * What people do about alerts. An alert stays the same through all its breaches; an episode is one of them, from its firing to its resolution
 * and to the cause that it is closed with. Acts and silences are never removed.
 */
export class AlertHandling1763950100000 implements MigrationInterface {
  name = 'AlertHandling1763950100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table alert_policy (
        workspace text not null,
        id text not null,
        definition jsonb not null,
        position integer not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (workspace, id)
      )`);
    await runner.query(`
      create table alert_episode (
        id bigint generated always as identity primary key,
        workspace text not null,
        alert_id bigint not null references alert (id),
        fired_transition_id bigint not null unique references alert_transition (id),
        fired_at timestamptz not null,
        resolved_at timestamptz,
        -- What was told of its firing: reminders say the same with the present value. Null when no route was to hear.
        content jsonb,
        acknowledged_at timestamptz,
        acknowledged_until timestamptz,
        acknowledged_by text,
        acknowledged_sides text[] not null default '{}',
        assigned_to text,
        cause text,
        cause_note text,
        closed_at timestamptz,
        closed_by text,
        seen_marketing_at timestamptz,
        seen_marketing_by text,
        seen_it_at timestamptz,
        seen_it_by text,
        escalated_steps integer not null default 0,
        last_told_at timestamptz not null,
        -- When something may become due by time alone; null when nothing can.
        look_at timestamptz
      )`);
    await runner.query('create index alert_episode_by_alert on alert_episode (alert_id, id desc)');
    await runner.query('create index alert_episode_due on alert_episode (look_at) where resolved_at is null');
    await runner.query(`
      create table alert_act (
        id bigint generated always as identity primary key,
        workspace text not null,
        alert_id bigint not null references alert (id),
        episode_id bigint references alert_episode (id),
        kind text not null check (kind in ('acknowledge', 'assign', 'comment', 'link', 'close')),
        at timestamptz not null,
        actor text not null,
        actor_name text not null,
        side text check (side in ('marketing', 'it')),
        details jsonb not null
      )`);
    await runner.query('create index alert_act_by_alert on alert_act (alert_id, id desc)');
    await runner.query(`
      create table silence (
        id bigint generated always as identity primary key,
        workspace text not null,
        guardrail_id text,
        metric_key text,
        reason text not null,
        made_at timestamptz not null,
        made_by text not null,
        made_by_name text not null,
        ends_at timestamptz not null,
        ended_at timestamptz,
        ended_by_name text,
        constraint silence_of_one_thing check (num_nonnulls(guardrail_id, metric_key) = 1),
        constraint silence_guardrail foreign key (workspace, guardrail_id) references guardrail (workspace, id),
        constraint silence_metric foreign key (workspace, metric_key) references metric (workspace, key)
      )`);
    await runner.query('create index silence_open on silence (ends_at) where ended_at is null');
    await runner.query('alter table outbox add column episode_id bigint references alert_episode (id)');
    await runner.query('create index outbox_by_episode on outbox (episode_id, route_id) where episode_id is not null');
    for (const table of kept) {
      await runner.query(`select keep_workspaces_apart('${table}')`);
      await runner.query(`select tell_data_changes('${table}')`);
    }
    await beginEpisodes(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox drop column episode_id');
    for (const table of ['silence', 'alert_act', 'alert_episode', 'alert_policy'])
      await runner.query(`drop table ${table}`);
  }
}

/** What fires while the tables come to be is an episode of its own; what was over before needs no cause. */
async function beginEpisodes(runner: QueryRunner): Promise<void> {
  const tables = ['alert', 'outbox', 'alert_episode', 'data_change', 'workspace'];
  for (const table of tables) await runner.query(`alter table ${table} no force row level security`);
  await runner.query(`
    insert into alert_episode (workspace, alert_id, fired_transition_id, fired_at, content, last_told_at, look_at)
    select a.workspace, a.id, a.fired_transition_id, a.fired_at,
           (select o.content from outbox o where o.transition_id = a.fired_transition_id order by o.sequence limit 1),
           a.fired_at, a.fired_at
      from alert a
     where a.fired_transition_id is not null and a.fired_at is not null and a.resolved_at is null`);
  await runner.query(`
    update outbox o set episode_id = e.id from alert_episode e where e.fired_transition_id = o.transition_id`);
  for (const table of tables) await runner.query(`alter table ${table} force row level security`);
}
