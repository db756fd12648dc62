import type { OutgoingNotification } from '@tandem/application/ports';
import type { NotificationKind } from '@tandem/domain/alert/alert';
import {
  fallbackRoutes,
  groupKeyOf,
  inhibitorsOf,
  policyOf,
  type AlertPolicy,
} from '@tandem/domain/alert/alert-policy';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import type pg from 'pg';

/** How the alerts of a guardrail are told. */
export interface Telling {
  readonly guardrail: Guardrail;
  readonly policy: AlertPolicy | null;
}

/** What is told, of which alert and which episode. */
export interface Told {
  readonly alertId: string;
  /** Null for what was over when it was learnt of. */
  readonly transitionId: string | null;
  /** Of one occasion each route hears once. */
  readonly occasion: string;
  /** Null for what belongs to no breach. */
  readonly episodeId: string | null;
  readonly now: Date;
}

export async function tellingOf(client: pg.PoolClient, guardrailId: string): Promise<Telling | null> {
  const { rows } = await client.query<{ guardrail: Guardrail; policies: AlertPolicy[] }>(
    `select definition as guardrail,
            (select coalesce(json_agg(definition order by position, id), '[]') from alert_policy) as policies
       from guardrail where id = $1`,
    [guardrailId],
  );
  const [row] = rows;
  return row ? { guardrail: row.guardrail, policy: policyOf(row.policies, row.guardrail) } : null;
}

interface Ways {
  /**
   * Why a new alert waits untold: a silence that somebody made, or a graver alert that fires. It comes out when that ends, if it still goes
   * on then.
   */
  readonly heldBy: string | null;
  /** Of the routes that exist. */
  readonly channels: Readonly<Record<string, string>>;
}

async function waysOf(
  client: pg.PoolClient,
  { guardrail, policy }: Telling,
  { alertId, now }: Pick<Told, 'alertId' | 'now'>,
  notifications: readonly Omit<OutgoingNotification, 'transition'>[],
): Promise<Ways> {
  const isBreach = notifications[0]?.kind === 'fired';
  const { rows } = await client.query<{ silenced: boolean; inhibited: boolean; channels: Ways['channels'] | null }>(
    `select exists (select 1 from silence s, alert a where a.id = $5 and ${isSilencing('s', { guardrail: '$1', metric: '$2', dimensions: 'a.dimensions' }, '$3')}) as silenced,
            exists (select 1 from alert i where i.guardrail_id = any($4) and ${isFiring('i')}) as inhibited,
            (select json_object_agg(id, channel) from route where id = any($6)) as channels`,
    [
      guardrail.id,
      guardrail.metric,
      now,
      isBreach ? inhibitorsOf(policy, guardrail.id) : [],
      alertId,
      notifications.map(({ routeId }) => routeId),
    ],
  );
  const [{ silenced, inhibited, channels } = { silenced: false, inhibited: false, channels: null }] = rows;
  const inhibition = inhibited ? 'inhibition' : null;
  return { heldBy: silenced ? 'silence' : inhibition, channels: channels ?? {} };
}

/** What a silence is held against: SQL of a guardrail's id, of its metric and of the dimensions of an alert. */
export interface Silenceable {
  readonly guardrail: string;
  readonly metric: string;
  readonly dimensions: string;
}

/** SQL: whether a silence holds for an alert at an instant. */
export function isSilencing(silence: string, of: Silenceable, at: string): string {
  return `${silence}.ended_at is null and ${silence}.ends_at > ${at} and ${isSilenceOver(silence, of)}`;
}

/** SQL: whether an alert is what a silence is over. */
export function isSilenceOver(silence: string, { guardrail, metric, dimensions }: Silenceable): string {
  return `(${silence}.guardrail_id = ${guardrail} or ${silence}.metric_key = ${metric}) and (${silence}.slice is null or ${dimensions} @> ${silence}.slice)`;
}

/** An alert `a` and its guardrail `g`, as most statements call them. */
export const alertAndGuardrail: Silenceable = { guardrail: 'g.id', metric: 'g.metric_key', dimensions: 'a.dimensions' };

/** SQL: whether an alert is in a breach that people were to hear of; missing data does not end it. */
export function isFiring(alert: string): string {
  return `coalesce(${alert}.resume_state, ${alert}.state) in ('firing', 'recovering')`;
}

/**
 * One row for each route. A route that does not exist is put on record instead of being dropped. Messages of PagerDuty
 * stand alone, since each is one incident there.
 */
export async function writeOutbox(
  client: pg.PoolClient,
  told: Told,
  notifications: readonly Omit<OutgoingNotification, 'transition'>[],
  telling: Telling,
): Promise<void> {
  const ways = await waysOf(client, telling, told, notifications);
  for (const { routeId, kind, content } of notifications) {
    const channel = ways.channels[routeId];
    if (channel === undefined) {
      await client.query(
        `insert into audit_log (at, actor, action, subject_kind, subject_id, after)
         values ($1, 'system', 'notification.routeMissing', 'alert', $2, jsonb_build_object('route', $3::text, 'kind', $4::text))`,
        [told.now, told.alertId, routeId, kind],
      );
      continue;
    }
    // An incident there is somebody's night: what is over is not worth one.
    if (kind === 'detectedLate' && channel === 'pagerduty') continue;
    await insertMessage(client, told, {
      routeId,
      channel,
      kind,
      content,
      occasion: told.occasion,
      heldBy: ways.heldBy,
      groupKey: channel === 'pagerduty' ? null : groupKeyOf(telling.policy, telling.guardrail),
      waitMs: telling.policy?.groupWaitMs ?? 0,
      fallback: fallbackRoutes(telling.policy, telling.guardrail, routeId),
    });
  }
}

async function insertMessage(
  client: pg.PoolClient,
  told: Told,
  message: {
    readonly routeId: string;
    readonly channel: string;
    readonly kind: NotificationKind;
    readonly content: object;
    readonly occasion: string;
    readonly heldBy: string | null;
    readonly groupKey: string | null;
    readonly waitMs: number;
    readonly fallback: readonly string[];
  },
): Promise<void> {
  await client.query(
    `insert into outbox (alert_id, transition_id, episode_id, route_id, channel, kind, occasion, content, state, held_by, group_key, fallback,
                         next_attempt_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, $14)
     on conflict do nothing`,
    [
      told.alertId,
      told.transitionId,
      told.episodeId,
      message.routeId,
      message.channel,
      message.kind,
      message.occasion,
      JSON.stringify(message.content),
      message.heldBy === null ? 'pending' : 'held',
      message.heldBy,
      message.groupKey,
      message.fallback,
      new Date(told.now.getTime() + (message.groupKey === null ? 0 : message.waitMs)),
      told.now,
    ],
  );
}

/**
 * Tells the end of a breach to everybody who was told of it, whatever the routes of the guardrail are by now. Who was not told, because it was
 * held back all the time, hears of neither: both stay to be seen as muted.
 */
export async function tellResolved(
  client: pg.PoolClient,
  told: Told,
  { content, verdict }: { readonly content: object | null; readonly verdict: object | null },
): Promise<void> {
  await client.query(
    `with heard as (
       select o.route_id, min(r.channel) as channel, bool_and(o.state in ('held', 'muted')) as in_vain, max(o.group_key) as group_key,
              max(array_to_string(o.fallback, ',')) as fallback, min(o.held_by) as held_by
         from outbox o join route r on r.id = o.route_id
        where o.episode_id = $3 and o.kind = 'fired'
        group by o.route_id),
     muted as (
       update outbox set state = 'muted' where episode_id = $3 and kind = 'fired' and state = 'held')
     insert into outbox (alert_id, transition_id, episode_id, route_id, channel, kind, occasion, content, state, held_by, group_key, fallback,
                         next_attempt_at, created_at)
     select $1, $2, $3, route_id, channel, 'resolved', 'transition:' || $2::bigint,
            coalesce($4::jsonb, (select e.content || $6::jsonb from alert_episode e where e.id = $3), $6::jsonb),
            case when in_vain then 'muted' else 'pending' end, case when in_vain then held_by end, group_key,
            string_to_array(fallback, ','), $5, $5
       from heard
     on conflict do nothing`,
    [
      told.alertId,
      told.transitionId,
      told.episodeId,
      content === null ? null : JSON.stringify(content),
      told.now,
      JSON.stringify({ kind: 'resolved', at: told.now.toISOString(), verdict }),
    ],
  );
}

/** Whoever was told that data was missing, or could not be judged, hears that this is over; what was held back is not told any more. */
export async function tellDataReturned(client: pg.PoolClient, told: Told): Promise<void> {
  await client.query(
    `with last as (
       select distinct on (route_id) id, route_id, channel, kind, content, state, group_key, fallback, episode_id
         from outbox where alert_id = $1 and kind in ('noData', 'error', 'dataReturned') and route_id is not null
        order by route_id, sequence desc),
     muted as (
       update outbox set state = 'muted' where alert_id = $1 and kind in ('noData', 'error') and state = 'held')
     insert into outbox (alert_id, transition_id, episode_id, route_id, channel, kind, occasion, content, group_key, fallback,
                         next_attempt_at, created_at)
     select $1, $2, $3, route_id, channel, 'dataReturned', 'returned:' || $2::bigint,
            content || jsonb_build_object('kind', 'dataReturned', 'at', $4::text), group_key, fallback, $5, $5
       from last where kind <> 'dataReturned' and state not in ('held', 'muted')
     on conflict do nothing`,
    [told.alertId, told.transitionId, told.episodeId, told.now.toISOString(), told.now],
  );
}
