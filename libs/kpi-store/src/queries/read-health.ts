import type pg from 'pg';
import { standstills } from './work-progress.js';

export type HealthChecks = Record<string, { ok: boolean; detail: string }>;

const longestSilenceMs = 60_000;

/** What can be said of the running system from its tables; a database that does not answer is a finding, not an error. */
export async function readHealth(pool: Pick<pg.Pool, 'query'>, now: Date): Promise<HealthChecks> {
  try {
    const { rows } = await pool.query<{
      beat: Date | null;
      runs: string;
      outbox: string;
      stopped: string;
      counting: string;
      removed: string | null;
    }>(
      `select (select max(beat_at) from worker_heartbeat) as beat,
              (select count(*) from sync_run where state = 'running' and heartbeat_at < $1::timestamptz - interval '10 minutes') as runs,
              (select count(*) from outbox where state = 'pending' and next_attempt_at < $1::timestamptz - interval '5 minutes') as outbox,
              (select count(*) from metric_counting where state = 'stopped') as stopped,
              (select count(*) from metric_version where counted_by is null and counted_at is null) as counting,
              (select string_agg(kind || ' of ' || subject || ' before ' || to_char(kept_from at time zone 'UTC', 'YYYY-MM-DD'), ', ' order by kind, subject)
                 from retention where kept_from is not null) as removed`,
      [now],
    );
    const [row] = rows;
    const still = await standstills(pool, now);
    const silence = row?.beat ? now.getTime() - row.beat.getTime() : null;
    return {
      database: { ok: true, detail: 'answers' },
      workers: {
        ok: silence !== null && silence < longestSilenceMs,
        detail:
          silence === null ? 'no worker has ever ticked' : `last tick ${Math.max(0, Math.round(silence / 1000))} s ago`,
      },
      syncs: { ok: row?.runs === '0', detail: `${row?.runs ?? '?'} standing still` },
      evaluation: {
        ok: !still.some(({ work }) => work === 'evaluation'),
        detail: still.some(({ work }) => work === 'evaluation') ? 'guardrails are not evaluated' : 'goes on',
      },
      outbox: { ok: row?.outbox === '0', detail: `${row?.outbox ?? '?'} overdue` },
      counting: {
        ok: row?.stopped === '0',
        detail: `${row?.counting ?? '?'} definitions not counted yet, ${row?.stopped ?? '?'} of them stopped`,
      },
      retention: { ok: true, detail: row?.removed ? `not kept any more: ${row.removed}` : 'everything is kept' },
    };
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : 'does not answer';
    return { database: { ok: false, detail } };
  }
}
