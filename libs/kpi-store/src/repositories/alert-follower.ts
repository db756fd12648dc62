import type { AlertFollower, Decided, FollowedEpisode } from '@tandem/application/follow-ports';
import type { ToldBecause } from '@tandem/application/delivery-ports';
import type { AlertPolicy } from '@tandem/domain/alert/alert-policy';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import type { Side } from '@tandem/domain/metric/definition';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { alertAndGuardrail, isFiring, isSilencing } from './alert-outbox.js';
import { notifyChange } from './notify-change.js';
import { releaseHeld } from './release-held.js';

interface EpisodeRow {
  id: string;
  alert_id: string;
  fired_at: Date;
  acknowledged_until: Date | null;
  acknowledged_sides: Side[];
  escalated_steps: number;
  last_told_at: Date;
  guardrail: Guardrail;
  held_back: boolean;
}

/** Alerts that are followed in one look; the rest is due at the next. */
const episodesAtMost = 500;
/** What may become due by something else than time, such as a silence that ends, is looked at this often. */
const lookAtLeastEveryMs = 60_000;

export function createAlertFollower({ pool }: Pick<Database, 'pool'>): AlertFollower {
  return {
    release: (now) => inTransaction(pool, (client) => releaseHeld(client, now)),

    follow: async (now, decide) => {
      const { rows } = await pool.query<{ id: string }>(
        `select id from alert_episode where resolved_at is null and ${isDue('look_at', '$1')} order by look_at, id limit ${episodesAtMost}`,
        [now],
      );
      let told = 0;
      for (const { id } of rows) told += await inTransaction(pool, (client) => followOne(client, id, now, decide));
      return told;
    },
  };
}

/** SQL: whether a time has come. One that lies further ahead than any look is planned was written before the clock was set back. */
function isDue(lookAt: string, now: string): string {
  return `(${lookAt} <= ${now} or ${lookAt} > ${now}::timestamptz + ${2 * lookAtLeastEveryMs} * interval '1 millisecond')`;
}

async function followOne(
  client: pg.PoolClient,
  id: string,
  now: Date,
  decide: (followed: FollowedEpisode, policies: readonly AlertPolicy[]) => Decided,
): Promise<number> {
  const row = await lockEpisode(client, id, now);
  if (row === null) return 0;
  const policies = await client.query<{ definition: AlertPolicy }>(
    'select definition from alert_policy order by position, id',
  );
  const { policy, followUp } = decide(
    {
      guardrail: row.guardrail,
      isHeldBack: row.held_back,
      episode: {
        firedAt: row.fired_at.toISOString(),
        acknowledgedUntil: row.acknowledged_until?.toISOString() ?? null,
        acknowledgedBy: row.acknowledged_sides,
        escalatedSteps: row.escalated_steps,
        lastToldAt: row.last_told_at.toISOString(),
      },
    },
    policies.rows.map(({ definition }) => definition),
  );
  let told = 0;
  for (const place of followUp.escalate) {
    const step = policy?.escalation?.[place];
    if (!step) continue;
    const because: ToldBecause = { code: 'escalation', afterMs: step.afterMs, side: step.side ?? null };
    told += await escalateTo(client, row, step.routes, { occasion: `escalation:${row.id}:${place}`, because, now });
  }
  if (followUp.remind !== null) {
    const since = `${followUp.remind}:${row.id}:${row.last_told_at.toISOString()}`;
    told += await remind(client, row, { occasion: since, because: { code: followUp.remind }, now });
  }
  const reminded = followUp.remind !== null;
  await client.query(
    `update alert_episode set escalated_steps = $2, last_told_at = case when $3 then $4::timestamptz else least(last_told_at, $4::timestamptz) end,
            acknowledged_until = case when $5 then null else acknowledged_until end,
            look_at = least(coalesce($6::timestamptz, 'infinity'), $4::timestamptz + ${lookAtLeastEveryMs} * interval '1 millisecond')
      where id = $1`,
    [row.id, followUp.escalatedSteps, reminded, now, followUp.remind === 'acknowledgementEnded', followUp.lookAgainAt],
  );
  if (told > 0) await notifyChange(client, { kind: 'alerts', keys: [row.guardrail.id], at: now });
  return told;
}

async function lockEpisode(client: pg.PoolClient, id: string, now: Date): Promise<EpisodeRow | null> {
  const { rows } = await client.query<EpisodeRow>(
    `select e.id, e.alert_id, e.fired_at, e.acknowledged_until, e.acknowledged_sides, e.escalated_steps, e.last_told_at,
            g.definition as guardrail,
            (exists (select 1 from silence s where ${isSilencing('s', alertAndGuardrail, '$2')})
             or exists (select 1 from outbox o where o.episode_id = e.id and o.kind = 'fired' and o.state = 'held')) as held_back
       from alert_episode e join alert a on a.id = e.alert_id join guardrail g on g.id = a.guardrail_id
      where e.id = $1 and e.resolved_at is null and ${isDue('e.look_at', '$2')} and ${isFiring('a')}
        for update of e skip locked`,
    [id, now],
  );
  return rows[0] ?? null;
}

interface Message {
  /** Of one occasion each route hears once, however often it is asked for. */
  readonly occasion: string;
  readonly because: ToldBecause;
  readonly now: Date;
}

/** What the firing said, with the value of now and the reason why it is told again. */
const presentContent = `e.content || jsonb_build_object('kind', 'fired', 'at', $4::text, 'because', $5::jsonb, 'verdict', a.last_verdict)`;

async function escalateTo(
  client: pg.PoolClient,
  { id, alert_id }: EpisodeRow,
  routes: readonly string[],
  { occasion, because, now }: Message,
): Promise<number> {
  const { rowCount } = await client.query(
    `insert into outbox (alert_id, episode_id, route_id, channel, kind, occasion, content, next_attempt_at, created_at)
     select $1, $2, r.id, r.channel, 'fired', $3, ${presentContent}, $6, $6
       from alert_episode e join alert a on a.id = e.alert_id, route r
      where e.id = $2 and e.content is not null and r.id = any($7)
     on conflict do nothing`,
    [alert_id, id, occasion, now.toISOString(), JSON.stringify(because), now, routes],
  );
  return rowCount ?? 0;
}

/** Everybody who has heard of it so far, of its firing or by an escalation. */
async function remind(
  client: pg.PoolClient,
  { id, alert_id }: EpisodeRow,
  { occasion, because, now }: Message,
): Promise<number> {
  const { rowCount } = await client.query(
    `insert into outbox (alert_id, episode_id, route_id, channel, kind, occasion, content, group_key, fallback, next_attempt_at, created_at)
     select distinct on (r.id) $1::bigint, $2::bigint, r.id, r.channel, 'fired', $3, ${presentContent}, o.group_key, o.fallback,
            $6::timestamptz, $6::timestamptz
       from alert_episode e join alert a on a.id = e.alert_id
       join outbox o on o.episode_id = e.id and o.kind = 'fired' and o.state not in ('held', 'muted')
       join route r on r.id = o.route_id
      where e.id = $2 and e.content is not null
      order by r.id, o.sequence
     on conflict do nothing`,
    [alert_id, id, occasion, now.toISOString(), JSON.stringify(because), now],
  );
  return rowCount ?? 0;
}
