import type { MigrationInterface, QueryRunner } from 'typeorm';

const routeChannels = (channels: string) => `
  alter table route drop constraint route_channel, add constraint route_channel check (channel in (${channels}))`;

const outboxChecks = (kinds: string, states: string) => `
  alter table outbox drop constraint outbox_kind_check, add constraint outbox_kind_check check (kind in (${kinds})),
    drop constraint outbox_state_check, add constraint outbox_state_check check (state in (${states}))`;

/**
 * More channels, and an outbox for everything that people are told. What a message is about is its occasion: of one occasion each receiver
 * gets one. A message that must wait is held, one that nobody needs any more is muted; both stay to be seen.
 */
export class Channels1763950000000 implements MigrationInterface {
  name = 'Channels1763950000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(routeChannels(`'webhook', 'email', 'slack', 'teams', 'pagerduty'`));
    await runner.query(
      outboxChecks(
        `'fired', 'resolved', 'noData', 'error', 'acknowledged', 'dataReturned', 'test', 'undelivered', 'standstill', 'digest'`,
        `'pending', 'delivered', 'failed', 'held', 'muted'`,
      ),
    );
    await runner.query(`
      alter table outbox
        alter column alert_id drop not null,
        alter column transition_id drop not null,
        alter column route_id drop not null,
        -- A mailbox that is no route of the configuration: that of a person.
        add column address text,
        add column occasion text,
        add column held_by text constraint outbox_held_by check (held_by in ('silence', 'inhibition')),
        -- Messages of one route and group that are due together go as one; those that went together stay together.
        add column group_key text,
        add column bundle_id uuid,
        -- Routes that hear when this message is given up.
        add column fallback text[] not null default '{}',
        add constraint outbox_receiver check (num_nonnulls(route_id, address) = 1)`);
    // The rows of every workspace: a migration is set to none, and forced row-level security would hide them from their owner.
    await runner.query('alter table outbox no force row level security');
    await runner.query(`update outbox set occasion = 'transition:' || transition_id`);
    await runner.query('alter table outbox force row level security');
    await runner.query('alter table outbox alter column occasion set not null');
    await runner.query('alter table outbox drop constraint outbox_transition_id_route_id_key');
    await runner.query(
      `create unique index outbox_occasion on outbox (workspace, occasion, coalesce(route_id, ''), coalesce(address, ''))`,
    );
    await runner.query(`create index outbox_held on outbox (alert_id) where state = 'held'`);
    await runner.query(`create index outbox_by_transition on outbox (transition_id, route_id)`);
    await runner.query(`create index outbox_by_bundle on outbox (bundle_id) where bundle_id is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox no force row level security');
    await runner.query(
      `delete from outbox where transition_id is null or kind not in ('fired', 'resolved', 'noData', 'error')`,
    );
    await runner.query(
      `update outbox set state = 'failed', error = coalesce(error, 'It was held back.') where state in ('held', 'muted')`,
    );
    await runner.query('alter table outbox force row level security');
    await runner.query('drop index outbox_by_bundle, outbox_by_transition, outbox_held, outbox_occasion');
    await runner.query(
      'alter table outbox add constraint outbox_transition_id_route_id_key unique (transition_id, route_id)',
    );
    await runner.query(`
      alter table outbox
        drop constraint outbox_receiver,
        drop column fallback, drop column bundle_id, drop column group_key, drop column held_by, drop column occasion,
        drop column address,
        alter column route_id set not null,
        alter column transition_id set not null,
        alter column alert_id set not null`);
    await runner.query(outboxChecks(`'fired', 'resolved', 'noData', 'error'`, `'pending', 'delivered', 'failed'`));
    await runner.query(routeChannels(`'webhook', 'email'`));
  }
}
