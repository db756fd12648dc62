import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The alert of each guardrail, its transitions, and what is on its way to people. */
export class Alerts1763800000000 implements MigrationInterface {
  name = 'Alerts1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    const states = `('inactive', 'pending', 'firing', 'recovering', 'resolved', 'noData', 'error')`;
    await runner.query(`
      create table alert (
        id bigint generated always as identity primary key,
        guardrail_id text not null unique references guardrail (id),
        state text not null check (state in ${states}),
        since timestamptz not null,
        breached_since timestamptz,
        recovering_since timestamptz,
        resume_state text check (resume_state in ('inactive', 'pending', 'firing', 'recovering')),
        last_verdict jsonb,
        fired_at timestamptz,
        resolved_at timestamptz,
        evaluated_at timestamptz not null
      )`);

    await runner.query(`
      create table alert_transition (
        id bigint generated always as identity primary key,
        alert_id bigint not null references alert (id),
        from_state text not null check (from_state in ${states}),
        to_state text not null check (to_state in ${states}),
        at timestamptz not null,
        reason text not null,
        verdict jsonb
      )`);
    await runner.query(`create index alert_transition_by_alert on alert_transition (alert_id, id desc)`);
    await runner.query(`alter table alert add column fired_transition_id bigint references alert_transition (id)`);

    await runner.query(`
      create table outbox (
        id uuid primary key default gen_random_uuid(),
        sequence bigint generated always as identity,
        alert_id bigint not null references alert (id),
        transition_id bigint not null references alert_transition (id),
        route_id text not null references route (id),
        channel text not null,
        kind text not null check (kind in ('fired', 'resolved', 'noData', 'error')),
        content jsonb not null,
        state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
        attempts integer not null default 0,
        possible_repeat boolean not null default false,
        next_attempt_at timestamptz not null,
        leased_until timestamptz,
        created_at timestamptz not null,
        delivered_at timestamptz,
        error text,
        unique (transition_id, route_id)
      )`);
    await runner.query(`create index outbox_due on outbox (next_attempt_at, sequence) where state = 'pending'`);
    await runner.query(`create index outbox_waiting on outbox (alert_id, route_id, sequence) where state = 'pending'`);
    await runner.query(`create index outbox_sending on outbox (route_id, leased_until) where state = 'pending'`);
    await runner.query(`create index outbox_by_alert on outbox (alert_id, sequence desc)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outbox');
    await runner.query('alter table alert drop column fired_transition_id');
    await runner.query('drop table alert_transition');
    await runner.query('drop table alert');
  }
}
