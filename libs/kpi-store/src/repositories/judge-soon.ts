import type pg from 'pg';
import { notifyChange } from './notify-change.js';

/**
 * Has the guardrails of metrics judged when this transaction has committed: whoever listens is woken, and the readings are due, so that a wake-up
 * that is lost costs seconds. A reading that somebody writes at this moment is left out: it is woken for all the same.
 */
export async function judgeSoon(client: pg.PoolClient, metricKeys: readonly string[], now: Date): Promise<void> {
  const { rows } = await client.query<{ watched: boolean }>(
    `with due as (
       update guardrail_reading set next_at = '-infinity'
        where id in (select id from guardrail_reading where metric_key = any($1) and next_at > '-infinity' order by id for update skip locked))
     select exists (select 1 from guardrail_reading where metric_key = any($1)) as watched`,
    [metricKeys],
  );
  if (rows[0]?.watched) await notifyChange(client, { kind: 'toJudge', keys: metricKeys, at: now });
}
