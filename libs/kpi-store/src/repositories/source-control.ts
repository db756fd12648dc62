import type { SourceControl } from '@tandem/application/sources/source-ports';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';

/** Pauses, resumes and stops: the raised token refuses a worker that is still at it, so that what it has committed stays and nothing is added. */
export function createSourceControl({ pool }: Pick<Database, 'pool'>): SourceControl {
  return {
    pause: (id, { actor, now, reason }) =>
      inTransaction(pool, async (client) => {
        const held = await hold(client, id);
        if (held === null || held.paused_at !== null) return held === null ? null : 'unchanged';
        await pauseSource(client, id, { actor, now, reason });
        await stopRuns(client, id, now);
        await notifyChange(client, { kind: 'sources', keys: [id], at: now });
        return 'done';
      }),

    resume: (id, { actor, now }) =>
      inTransaction(pool, async (client) => {
        const held = await hold(client, id);
        if (held === null || held.paused_at === null) return held === null ? null : 'unchanged';
        await client.query(
          `update connection
              set paused_at = null, paused_by = null, pause_reason = null, warned_at = null, resumed_at = $2::timestamptz,
                  next_sync_at = $2::timestamptz + sync_every_ms * interval '1 millisecond'
            where id = $1`,
          [id, now],
        );
        const before = { pausedSince: held.paused_at.toISOString() };
        await appendAudit(client, { at: now, actor, action: 'resume', ...subject(id), before, after: null });
        await notifyChange(client, { kind: 'sources', keys: [id], at: now });
        return 'done';
      }),

    stopRun: (id, runId, { actor, now }) =>
      inTransaction(pool, async (client) => {
        if ((await hold(client, id)) === null) return null;
        const found = await client.query<{ trigger: string }>(
          `select trigger from sync_run where id = $2 and connection_id = $1`,
          [id, runId],
        );
        if (found.rowCount === 0) return null;
        if ((await stopRuns(client, id, now, runId)) === 0) return 'unchanged';
        const after = { run: runId };
        await appendAudit(client, { at: now, actor, action: 'sync.stop', ...subject(id), before: null, after });
        await notifyChange(client, { kind: 'sources', keys: [id], at: now });
        return 'done';
      }),
  };
}

const subject = (id: string) => ({ subjectKind: 'connection', subjectId: id });

/** Sets the pause and tells of it; the caller holds the connection. */
export async function pauseSource(
  client: pg.PoolClient,
  id: string,
  { actor, now, reason }: { readonly actor: string; readonly now: Date; readonly reason: string },
): Promise<void> {
  await client.query('update connection set paused_at = $2, paused_by = $3, pause_reason = $4 where id = $1', [
    id,
    now,
    actor,
    reason,
  ]);
  await appendAudit(client, { at: now, actor, action: 'pause', ...subject(id), before: null, after: { reason } });
}

async function hold(client: pg.PoolClient, id: string): Promise<{ paused_at: Date | null } | null> {
  const { rows } = await client.query<{ paused_at: Date | null }>(
    'select paused_at from connection where id = $1 for update',
    [id],
  );
  return rows[0] ?? null;
}

/** Pushes and mended rows are over in a moment, and are left to end. Answers how many were stopped. */
async function stopRuns(client: pg.PoolClient, id: string, now: Date, runId: string | null = null): Promise<number> {
  const stopped = await client.query(
    `update sync_run set state = 'stopped', finished_at = $2
      where connection_id = $1 and state in ('queued', 'running') and trigger not in ('push', 'mend')
        and ($3::bigint is null or id = $3)`,
    [id, now, runId],
  );
  if (stopped.rowCount)
    await client.query('update connection set fencing_token = fencing_token + 1 where id = $1', [id]);
  return stopped.rowCount ?? 0;
}
