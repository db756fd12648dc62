import type { RunFailure } from '@tandem/application/ports';
import type pg from 'pg';
import { notifyChange } from '../repositories/notify-change.js';

type Queryable = Pick<pg.Pool, 'query'>;

export interface WaitingRun {
  readonly runId: string;
  readonly connectionId: string;
}

const runsAtMost = 100;

/**
 * Queues a run for every connection whose time has come, and moves its next time on along its own beat: a standstill is caught up
 * with one run, a clock that was set back cannot hold a connection for longer than one beat, and two processes never queue twice.
 */
export async function queueDueSyncs(database: Queryable, now: Date): Promise<readonly WaitingRun[]> {
  const { rows } = await database.query<{ id: string; connection_id: string }>(
    `with due as (
       select id, sync_every_ms * interval '1 millisecond' as beat, coalesce(next_sync_at, $1::timestamptz) as planned
         from connection c
        where sync_every_ms is not null and paused_at is null
          and (next_sync_at is null or next_sync_at <= $1::timestamptz
               or next_sync_at > $1::timestamptz + sync_every_ms * interval '1 millisecond')
          and not exists (
            select 1 from sync_run r
             where r.connection_id = c.id and r.state in ('queued', 'running') and r.trigger not in ('push', 'backfill', 'replay'))
        order by id
        for update skip locked),
     moved as (
       update connection c
          set next_sync_at = case when d.planned > $1::timestamptz then $1::timestamptz + d.beat
              else d.planned + d.beat * (floor(extract(epoch from $1::timestamptz - d.planned) / extract(epoch from d.beat)) + 1) end
         from due d where c.id = d.id
       returning c.id)
     insert into sync_run (connection_id, trigger, queued_at)
     select id, 'schedule', $1 from moved
     on conflict (workspace, connection_id) where state = 'queued' and trigger not in ('push', 'backfill', 'replay') do nothing
     returning id, connection_id`,
    [now],
  );
  return rows.map(({ id, connection_id }) => ({ runId: id, connectionId: connection_id }));
}

/**
 * Runs that nobody seems to work on: queued a while ago, or begun without a sign of life since. Waking one that is in work does no
 * harm: the queue knows its id, and the fencing token of the connection refuses a second writer.
 */
export async function runsToWake(
  database: Queryable,
  now: Date,
  limits: { readonly queuedForMs: number; readonly silentForMs: number },
): Promise<readonly WaitingRun[]> {
  const { rows } = await database.query<{ id: string; connection_id: string }>(
    `select id, connection_id from sync_run
      where trigger <> 'push'
        and ((state = 'queued' and queued_at <= $1) or (state = 'running' and coalesce(heartbeat_at, started_at) <= $2))
      order by id limit ${runsAtMost}`,
    [new Date(now.getTime() - limits.queuedForMs), new Date(now.getTime() - limits.silentForMs)],
  );
  return rows.map(({ id, connection_id }) => ({ runId: id, connectionId: connection_id }));
}

/** Metrics whose records have not all been counted by each of their versions; those that somebody has stopped wait. */
export async function metricsToCount(database: Queryable): Promise<readonly string[]> {
  const { rows } = await database.query<{ key: string }>(
    `select distinct metric_key as key from metric_version v
      where counted_by is null and counted_at is null
        and not exists (select 1 from metric_counting c where c.metric_version_id = v.id and c.state = 'stopped')
      order by metric_key`,
  );
  return rows.map(({ key }) => key);
}

/**
 * Closes pushes whose process ended between its steps. Records and counts of a push are committed together, so the counts say how it
 * ended: with records received it is done, without them nothing of it was written and its sender had no answer.
 */
export async function closeSilentPushes(database: Queryable, now: Date, silentForMs: number): Promise<void> {
  const failure: RunFailure = {
    code: 'interrupted',
    message: 'The server stopped before it had written anything of this push.',
    hint: 'The sender got no answer and may send it again; records that are known already change nothing.',
  };
  await database.query(
    `update sync_run
        set finished_at = $1, state = case when received > 0 then 'succeeded' else 'failed' end,
            failure = case when received > 0 then null else $3::jsonb end
      where trigger = 'push' and state = 'running' and heartbeat_at <= $2`,
    [now, new Date(now.getTime() - silentForMs), JSON.stringify(failure)],
  );
}

/** Ends a run whose job failed for good. Answers whether it was still open. */
export async function failRun(database: Queryable, run: WaitingRun, failure: RunFailure, now: Date): Promise<boolean> {
  const { rowCount } = await database.query(
    `update sync_run set state = 'failed', finished_at = $2, failure = $3::jsonb
      where id = $1 and state in ('queued', 'running')`,
    [run.runId, now, JSON.stringify(failure)],
  );
  if (!rowCount) return false;
  await notifyChange(database, { kind: 'sources', keys: [run.connectionId], at: now });
  return true;
}

/** Whether a notification waits that nobody is sending. */
export async function isOutboxDue(database: Queryable, now: Date): Promise<boolean> {
  const { rows } = await database.query<{ due: boolean }>(
    `select exists (
       select 1 from outbox
        where state = 'pending' and next_attempt_at <= $1 and (leased_until is null or leased_until <= $1)) as due`,
    [now],
  );
  return rows[0]?.due ?? false;
}

/** Rows of processes that have been silent this long are removed with the next beat. */
const forgottenAfterDays = 7;

export async function beat(
  database: Queryable,
  worker: { readonly id: string; readonly startedAt: Date },
  now: Date,
): Promise<void> {
  await database.query(
    `with forgotten as (
       delete from worker_heartbeat where beat_at < $3::timestamptz - interval '${forgottenAfterDays} days' and worker <> $1)
     insert into worker_heartbeat (worker, started_at, beat_at) values ($1, $2, $3)
     on conflict (workspace, worker) do update set beat_at = excluded.beat_at`,
    [worker.id, worker.startedAt, now],
  );
}

/** A worker that stops in good order does not count as one that fell silent. */
export async function endBeat(database: Queryable, workerId: string): Promise<void> {
  await database.query('delete from worker_heartbeat where worker = $1', [workerId]);
}
