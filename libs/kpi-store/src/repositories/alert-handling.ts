import type { AlertHandler, AlertHandling } from '@tandem/application/alert-handling-ports';
import { obstacleTo, type ActObstacle, type AlertAct } from '@tandem/domain/alert/alert-act';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';
import { endSilenceBy, writeSilence } from './silences.js';
import { writeTest } from './route-tests.js';

interface HandledAlert {
  id: string;
  guardrail_id: string;
  episode_id: string | null;
  resolved_at: Date | null;
  closed_at: Date | null;
}

/** A bigint, as the ids of alerts and silences are: anything else is the id of nothing. */
const rowId = /^[1-9]\d{0,17}$/;

export function createAlertHandling({ pool }: Pick<Database, 'pool'>): AlertHandling {
  return {
    act: (id, act, by, now) =>
      inTransaction(pool, async (client) => {
        const alert = await lockAlert(client, id);
        return alert === null ? null : actOn(client, alert, act, by, now);
      }),

    see: (id, by, now) =>
      inTransaction(pool, async (client) => {
        const alert = await lockAlert(client, id);
        return alert === null ? null : seenBy(client, alert, by, now);
      }),

    silence: (silence, by, now) => inTransaction(pool, (client) => writeSilence(client, silence, by, now)),

    endSilence: (id, by, now) =>
      rowId.test(id) ? inTransaction(pool, (client) => endSilenceBy(client, id, by, now)) : Promise.resolve(null),

    testRoute: (routeId, by, publicUrl, now) =>
      inTransaction(pool, (client) => writeTest(client, { routeId, by, publicUrl, now })),
  };
}

async function lockAlert(client: pg.PoolClient, id: string): Promise<HandledAlert | null> {
  if (!rowId.test(id)) return null;
  // The alert first, as an evaluation does: the other way round the two would wait for each other.
  const { rows } = await client.query<{ id: string; guardrail_id: string }>(
    'select id, guardrail_id from alert where id = $1 for update',
    [id],
  );
  const [alert] = rows;
  if (!alert) return null;
  const episodes = await client.query<Omit<HandledAlert, 'id' | 'guardrail_id'>>(
    `select id as episode_id, resolved_at, closed_at from alert_episode where alert_id = $1 order by id desc limit 1 for update`,
    [id],
  );
  return { ...alert, ...(episodes.rows[0] ?? { episode_id: null, resolved_at: null, closed_at: null }) };
}

async function actOn(
  client: pg.PoolClient,
  alert: HandledAlert,
  act: AlertAct,
  by: AlertHandler,
  now: Date,
): Promise<'done' | ActObstacle> {
  const { id, episode_id: episodeId } = alert;
  const episode =
    episodeId === null ? null : { isOver: alert.resolved_at !== null, isClosed: alert.closed_at !== null };
  const obstacle = obstacleTo(act, episode) ?? (await unknownIn(client, act));
  if (obstacle !== null) return obstacle;
  const details = await detailsOf(client, act, now);
  const written = await client.query<{ id: string }>(
    `insert into alert_act (alert_id, episode_id, kind, at, actor, actor_name, side, details)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb) returning id`,
    [id, episodeId, act.kind, now, by.actor, by.name, by.side, JSON.stringify(details)],
  );
  await writeStanding(client, alert, act, by, now);
  if (act.kind === 'acknowledge' && episodeId !== null) {
    await tellAcknowledged(client, { actId: written.rows[0]?.id ?? '', episodeId, by, forMs: act.forMs, now });
  }
  await appendAudit(client, {
    at: now,
    actor: by.actor,
    action: `alert.${act.kind}`,
    subjectKind: 'alert',
    subjectId: id,
    before: null,
    after: { guardrail: alert.guardrail_id, ...details },
  });
  await notifyChange(client, { kind: 'alerts', keys: [alert.guardrail_id], at: now });
  return 'done';
}

async function unknownIn(client: pg.PoolClient, act: AlertAct): Promise<ActObstacle | null> {
  if (act.kind === 'assign' && act.to !== null) {
    const { rowCount } = await client.query('select 1 from person where id = $1', [act.to]);
    return rowCount ? null : 'personUnknown';
  }
  if (act.kind === 'link' && act.link.kind === 'deployment') {
    const { rowCount } = await client.query(
      `select 1 from record where stream = 'deployment' and not gone and id = $1`,
      [act.link.recordId],
    );
    return rowCount ? null : 'deploymentUnknown';
  }
  return null;
}

/** What is remembered of an act, in words that stay true when names change later. */
async function detailsOf(client: pg.PoolClient, act: AlertAct, now: Date): Promise<object> {
  switch (act.kind) {
    case 'acknowledge':
      return { until: new Date(now.getTime() + act.forMs).toISOString() };
    case 'assign': {
      const { rows } = await client.query<{ name: string }>('select name from person where id = $1', [act.to]);
      return { to: act.to, name: rows[0]?.name ?? null };
    }
    case 'comment':
      return { text: act.text };
    case 'link':
      return act.link.kind === 'campaign'
        ? act.link
        : { ...act.link, ...(await deploymentOf(client, act.link.recordId)) };
    case 'close':
      return { cause: act.cause, note: act.note };
  }
}

async function deploymentOf(client: pg.PoolClient, recordId: string): Promise<object> {
  const { rows } = await client.query<{ service: string; ref: string | null; at: string | null }>(
    `select data ->> 'service' as service, data ->> 'ref' as ref, data ->> 'finishedAt' as at
       from record where stream = 'deployment' and id = $1`,
    [recordId],
  );
  return rows[0] ?? {};
}

async function writeStanding(
  client: pg.PoolClient,
  { episode_id: episodeId, resolved_at }: HandledAlert,
  act: AlertAct,
  by: AlertHandler,
  now: Date,
): Promise<void> {
  switch (act.kind) {
    case 'acknowledge':
      await client.query(
        `update alert_episode
            set acknowledged_at = $2, acknowledged_until = $3, acknowledged_by = $4, look_at = $2,
                acknowledged_sides = array(select distinct s from unnest(acknowledged_sides || $5::text) s where s is not null)
          where id = $1`,
        [episodeId, now, new Date(now.getTime() + act.forMs), by.name, by.side],
      );
      return;
    case 'assign':
      await client.query('update alert_episode set assigned_to = $2 where id = $1', [episodeId, act.to]);
      return;
    case 'close':
      await client.query(
        `update alert_episode set cause = $2, cause_note = $3, closed_by = $4, closed_at = case when $5 then $6::timestamptz end
          where id = $1`,
        [episodeId, act.cause, act.note, by.name, resolved_at !== null, now],
      );
      return;
    default:
      return;
  }
}

/** Services that keep an incident of their own hear of it: webhooks and PagerDuty, where they were told of the firing. */
async function tellAcknowledged(
  client: pg.PoolClient,
  told: {
    readonly actId: string;
    readonly episodeId: string;
    readonly by: AlertHandler;
    readonly forMs: number;
    readonly now: Date;
  },
): Promise<void> {
  const because = {
    code: 'acknowledged',
    by: told.by.name,
    until: new Date(told.now.getTime() + told.forMs).toISOString(),
  };
  await client.query(
    `insert into outbox (alert_id, episode_id, route_id, channel, kind, occasion, content, fallback, next_attempt_at, created_at)
     select distinct on (r.id) e.alert_id, e.id, r.id, r.channel, 'acknowledged', 'acknowledged:' || $2::text,
            e.content || jsonb_build_object('kind', 'acknowledged', 'at', $3::text, 'because', $4::jsonb, 'verdict', a.last_verdict),
            o.fallback, $5::timestamptz, $5::timestamptz
       from alert_episode e join alert a on a.id = e.alert_id
       join outbox o on o.episode_id = e.id and o.kind = 'fired' and o.state not in ('held', 'muted')
       join route r on r.id = o.route_id and r.channel in ('webhook', 'pagerduty')
      where e.id = $1 and e.content is not null
      order by r.id, o.sequence
     on conflict do nothing`,
    [told.episodeId, told.actId, told.now.toISOString(), JSON.stringify(because), told.now],
  );
}

async function seenBy(client: pg.PoolClient, alert: HandledAlert, by: AlertHandler, now: Date): Promise<boolean> {
  if (by.side === null || alert.episode_id === null) return false;
  const side = by.side === 'it' ? 'it' : 'marketing';
  const { rowCount } = await client.query(
    `update alert_episode set seen_${side}_at = $2, seen_${side}_by = $3 where id = $1 and seen_${side}_at is null`,
    [alert.episode_id, now, by.name],
  );
  if (!rowCount) return false;
  await appendAudit(client, {
    at: now,
    actor: by.actor,
    action: 'alert.see',
    subjectKind: 'alert',
    subjectId: alert.id,
    before: null,
    after: { guardrail: alert.guardrail_id, side },
  });
  await notifyChange(client, { kind: 'alerts', keys: [alert.guardrail_id], at: now });
  return true;
}
