import type { AlertStore, OutgoingNotification } from '@tandem/application/ports';
import type { AlertState, AlertTransition } from '@tandem/domain/alert/alert';
import type { Verdict } from '@tandem/domain/guardrail/guardrail';
import { isBroken } from '@tandem/domain/guardrail/late-periods';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { tellDataReturned, tellingOf, tellResolved, writeOutbox, type Told } from './alert-outbox.js';
import { lockAlert, storedAlert, type AlertRow } from './alert-rows.js';
import { breakPeriod, withdrawPeriods } from './judged-past.js';
import { notifyChange } from './notify-change.js';

/** What the alert row remembers of its present episode, beside its state. */
interface Episode {
  readonly fired?: { readonly at: string; readonly transitionId: string } | null;
  readonly resolvedAt?: string | null;
}

/** An evaluation that is younger than ours by less than this ran beside us and read later; more than this is a clock set back. */
const concurrentWithinMs = 10 * 60_000;

export function createAlertStore(database: Database): AlertStore {
  return {
    step: (identity, now, step) =>
      inTransaction(database.pool, async (client) => {
        const row = await lockAlert(client, identity, now);
        const aheadMs = row.evaluated_at.getTime() - now.getTime();
        if (aheadMs > 0 && aheadMs < concurrentWithinMs) return;
        const answer = step(storedAlert(row));
        if (answer === null) {
          await client.query('update alert set evaluated_at = $2 where id = $1', [row.id, now]);
          return;
        }
        let episode: Episode = {};
        for (const transition of answer.transitions) {
          const transitionId = await writeTransition(client, row, transition, answer.state.lastVerdict);
          episode = { ...episode, ...episodeAfter(transition, transitionId) };
          const notifications = answer.notifications.filter((notification) => notification.transition === transition);
          const { lastVerdict: verdict } = answer.state;
          await tell(client, { alert: row, transition, transitionId, verdict, notifications, now });
        }
        await writeState(client, row.id, { ...answer, episode, now });
        await rememberPeriod(client, row.id, answer.state.lastVerdict, now);
        if (answer.transitions.length > 0)
          await notifyChange(client, { kind: 'alerts', keys: [identity.guardrailId], at: now });
      }),
  };
}

async function writeState(
  client: pg.PoolClient,
  alertId: string,
  { state, episode, now }: { readonly state: AlertState; readonly episode: Episode; readonly now: Date },
): Promise<void> {
  const { fired, resolvedAt } = episode;
  await client.query(
    `update alert set state = $2, since = $3, breached_since = $4, recovering_since = $5, resume_state = $6, last_verdict = $7,
            evaluated_at = $8,
            fired_at = case when $9 then $10 else fired_at end,
            fired_transition_id = case when $9 then $11 else fired_transition_id end,
            resolved_at = case when $12 then $13 else resolved_at end
      where id = $1`,
    [
      alertId,
      state.state,
      state.since,
      state.breachedSince,
      state.recoveringSince,
      state.resumeState,
      state.lastVerdict === null ? null : JSON.stringify(state.lastVerdict),
      now,
      fired !== undefined,
      fired?.at ?? null,
      fired?.transitionId ?? null,
      resolvedAt !== undefined,
      resolvedAt ?? null,
    ],
  );
}

/** The period of the current window, as it was judged in time; late data is held against it later. */
async function rememberPeriod(
  client: pg.PoolClient,
  alertId: string,
  verdict: Verdict | null,
  now: Date,
): Promise<void> {
  if (verdict === null) return;
  if (isBroken(verdict)) await breakPeriod(client, alertId, { verdict, late: false, now });
  else if (verdict.kind !== 'noData' && verdict.kind !== 'error')
    await withdrawPeriods(client, alertId, [verdict.end], now);
}

/** An episode begins when a breach is first seen: what the last one left behind goes. */
function episodeAfter(transition: AlertTransition, transitionId: string): Episode {
  if (transition.to === 'pending') return { fired: null, resolvedAt: null };
  if (transition.to === 'firing' && transition.from === 'pending')
    return { fired: { at: transition.at, transitionId } };
  return transition.to === 'resolved' ? { resolvedAt: transition.at } : {};
}

async function writeTransition(
  client: pg.PoolClient,
  alert: AlertRow,
  transition: AlertTransition,
  verdict: Verdict | null,
): Promise<string> {
  const written = await client.query<{ id: string }>(
    `with transition as (
       insert into alert_transition (alert_id, from_state, to_state, at, reason, verdict)
       values ($1, $2, $3, $4, $5, $6::jsonb) returning id),
     audit as (
       insert into audit_log (at, actor, action, subject_kind, subject_id, before, after)
       values ($4, 'system', $7, 'alert', $1::text, jsonb_build_object('state', $2::text),
               jsonb_build_object('state', $3::text, 'guardrail', $8::text, 'reason', $5::text, 'verdict', $6::jsonb)
                 || case when $9::jsonb = '{}' then '{}' else jsonb_build_object('dimensions', $9::jsonb) end))
     select id from transition`,
    [
      alert.id,
      transition.from,
      transition.to,
      transition.at,
      transition.reason,
      verdict === null ? null : JSON.stringify(verdict),
      `alert.${transition.to}`,
      alert.guardrail_id,
      JSON.stringify(alert.dimensions),
    ],
  );
  const [row] = written.rows;
  if (!row) throw new Error(`The transition of alert ${alert.id} to ${transition.to} was not written.`);
  return row.id;
}

interface Happened {
  readonly alert: Pick<AlertRow, 'id' | 'guardrail_id'>;
  readonly transition: AlertTransition;
  readonly transitionId: string;
  readonly verdict: Verdict | null;
  readonly notifications: readonly OutgoingNotification[];
  readonly now: Date;
}

/** Begins or ends the episode that a transition begins or ends, and writes who is to hear of it. */
async function tell(
  client: pg.PoolClient,
  { alert, transition, transitionId, verdict, notifications, now }: Happened,
): Promise<void> {
  const [first] = notifications;
  const isFiring = transition.from === 'pending' && transition.to === 'firing';
  const episodeId = isFiring
    ? await beginEpisode(client, {
        alertId: alert.id,
        transitionId,
        at: transition.at,
        content: first?.content ?? null,
      })
    : await openEpisode(client, alert.id);
  const told: Told = { alertId: alert.id, transitionId, occasion: `transition:${transitionId}`, episodeId, now };
  if (isMissing(transition.from) && !isMissing(transition.to)) await tellDataReturned(client, told);
  if (transition.to === 'resolved' && episodeId !== null) {
    await tellResolved(client, told, { content: first?.content ?? null, verdict });
    await endEpisode(client, episodeId, transition.at);
  } else if (first) {
    const telling = await tellingOf(client, alert.guardrail_id);
    if (telling) await writeOutbox(client, told, notifications, telling);
  }
}

function isMissing(state: AlertState['state']): boolean {
  return state === 'noData' || state === 'error';
}

async function beginEpisode(
  client: pg.PoolClient,
  begun: {
    readonly alertId: string;
    readonly transitionId: string;
    readonly at: string;
    readonly content: object | null;
  },
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into alert_episode (alert_id, fired_transition_id, fired_at, last_told_at, look_at, content)
     values ($1, $2, $3, $3, $3, $4::jsonb) returning id`,
    [begun.alertId, begun.transitionId, begun.at, begun.content === null ? null : JSON.stringify(begun.content)],
  );
  const [row] = rows;
  if (!row) throw new Error(`The episode of alert ${begun.alertId} was not begun.`);
  return row.id;
}

async function openEpisode(client: pg.PoolClient, alertId: string): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    'select id from alert_episode where alert_id = $1 and resolved_at is null order by id desc limit 1 for update',
    [alertId],
  );
  return rows[0]?.id ?? null;
}

/** An episode whose cause was given while it went on is closed with its end. */
async function endEpisode(client: pg.PoolClient, episodeId: string, at: string): Promise<void> {
  await client.query(
    `update alert_episode set resolved_at = $2, look_at = null, closed_at = case when cause is not null then $2::timestamptz end
      where id = $1`,
    [episodeId, at],
  );
}
