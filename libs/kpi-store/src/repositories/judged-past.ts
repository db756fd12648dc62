import type { JudgedGuardrail, JudgedPast, LateFinding, ReadDays } from '@tandem/application/guardrail-ports';
import type { NotificationContent } from '@tandem/application/delivery-ports';
import type { BrokenRun } from '@tandem/domain/guardrail/late-periods';
import type { Guardrail, Verdict } from '@tandem/domain/guardrail/guardrail';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { tellingOf, writeOutbox } from './alert-outbox.js';
import { lockAlert, storedAlert, type AlertRow } from './alert-rows.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';

/** A reading that is younger than ours by less than this was begun beside us and later; more than this is a clock set back. */
const concurrentWithinMs = 10 * 60_000;
/** What is found of one alert within this time is one episode, and told once. */
const oneEpisodeWithinMs = 24 * 3_600_000;

export function createJudgedPast({ pool }: Pick<Database, 'pool'>): JudgedPast {
  return {
    readDaysOf: async (metricKeys, now) => {
      const { rows } = await pool.query<ReadRow>(
        `select metric_key, dimension, counted_by, data_to, prints from read_days
          where metric_key = any($1) and (read_at <= $2 or read_at > $3)`,
        [metricKeys, now, new Date(now.getTime() + concurrentWithinMs)],
      );
      return rows.map(toReadDays);
    },

    judgedOf: async (metricKeys) => {
      const { rows } = await pool.query<JudgedRow>(judgedStatement, [metricKeys]);
      return rows.map(toJudged);
    },

    record: (identity, finding, now) =>
      inTransaction(pool, async (client) => {
        const alert = await lockAlert(client, identity, now);
        for (const verdict of finding.added)
          await breakPeriod(client, alert.id, { verdict, late: verdict.late === true, now });
        await withdrawPeriods(client, alert.id, finding.withdrawn, now);
        const told = await tellPast(client, alert, finding, now);
        await notifyChange(client, { kind: 'alerts', keys: [identity.guardrailId], at: now });
        return told;
      }),

    keep: async (read, begun, now) => {
      if (read.length > 0) {
        await pool.query(keepStatement, [
          JSON.stringify(read.map(readRow)),
          now,
          new Date(now.getTime() + concurrentWithinMs),
        ]);
      }
      await pool.query(
        `update guardrail g set judged_from = given.data_to
           from unnest($1::text[], $2::timestamptz[]) as given(metric_key, data_to)
          where g.metric_key = given.metric_key and g.judged_from is null`,
        [[...begun.keys()], [...begun.values()]],
      );
    },
  };
}

interface ReadRow {
  metric_key: string;
  dimension: string;
  counted_by: string;
  data_to: Date;
  prints: Readonly<Record<string, string>>;
}

interface JudgedRow {
  definition: Guardrail;
  judged_from: Date;
  broken:
    | readonly { readonly dimensions: Readonly<Record<string, string>>; readonly end: string; readonly late: boolean }[]
    | null;
}

const judgedStatement = `
  select g.definition, g.judged_from, (
    select json_agg(json_build_object('dimensions', a.dimensions, 'end', p.period_end, 'late', p.late))
      from alert a join broken_period p on p.alert_id = a.id
     where a.guardrail_id = g.id and p.withdrawn_at is null and p.period_end >= g.judged_from) as broken
    from guardrail g
   where g.metric_key = any($1) and g.judged_from is not null
   order by g.position, g.id`;

const keepStatement = `
  insert into read_days as kept (workspace, metric_key, dimension, counted_by, data_to, prints, read_at)
  select current_setting('tandem.workspace'), metric_key, dimension, counted_by, data_to, prints, $2
    from jsonb_to_recordset($1::jsonb) as given(metric_key text, dimension text, counted_by text, data_to timestamptz, prints jsonb)
  on conflict (workspace, metric_key, dimension) do update
     set counted_by = excluded.counted_by, data_to = excluded.data_to, prints = excluded.prints, read_at = excluded.read_at
   where kept.read_at <= $2 or kept.read_at > $3`;

function readRow({ metricKey, by, countedBy, dataTo, prints }: ReadDays) {
  const days = Object.fromEntries(prints);
  return {
    metric_key: metricKey,
    dimension: by ?? '',
    counted_by: countedBy,
    data_to: dataTo.toISOString(),
    prints: days,
  };
}

function toReadDays(row: ReadRow): ReadDays {
  return {
    metricKey: row.metric_key,
    by: row.dimension === '' ? null : row.dimension,
    countedBy: row.counted_by,
    dataTo: row.data_to,
    prints: new Map(Object.entries(row.prints)),
  };
}

function toJudged({ definition, judged_from: judgedFrom, broken }: JudgedRow): JudgedGuardrail {
  const periods = (broken ?? []).map((period) => ({ ...period, end: new Date(period.end).toISOString() }));
  return { guardrail: definition, judgedFrom, broken: periods };
}

/** The period of a verdict was broken. One that was withdrawn before is so again. */
export async function breakPeriod(
  client: pg.PoolClient,
  alertId: string,
  { verdict, late, now }: { readonly verdict: Verdict; readonly late: boolean; readonly now: Date },
): Promise<void> {
  await client.query(
    `insert into broken_period as p (alert_id, period_end, learnt_at, late, verdict) values ($1, $2, $3, $4, $5::jsonb)
     on conflict (alert_id, period_end) do update
        set learnt_at = excluded.learnt_at, late = excluded.late, verdict = excluded.verdict, withdrawn_at = null
      where p.withdrawn_at is not null`,
    [alertId, verdict.end, now, late, JSON.stringify(verdict)],
  );
}

/** By the values as they stand now, these periods were none. */
export async function withdrawPeriods(
  client: pg.PoolClient,
  alertId: string,
  ends: readonly string[],
  now: Date,
): Promise<void> {
  if (ends.length === 0) return;
  await client.query(
    `update broken_period set withdrawn_at = $3 where alert_id = $1 and period_end = any($2::timestamptz[]) and withdrawn_at is null`,
    [alertId, ends, now],
  );
}

async function tellPast(client: pg.PoolClient, alert: AlertRow, { past }: LateFinding, now: Date): Promise<boolean> {
  const isCalm = alert.state === 'inactive' || alert.state === 'resolved';
  if (past === null || !isCalm) return false;
  const content = past.contentOf(storedAlert(alert));
  const going = await episodeOf(client, alert.id, past, now);
  if (going !== null) return widen(client, going, past, content);
  const { rows } = await client.query<{ id: string }>(
    `insert into alert_episode (alert_id, fired_at, resolved_at, last_told_at, content, late_from, late_to)
     values ($1, $2, $2, $2, $3::jsonb, $4, $5) returning id`,
    [alert.id, now, JSON.stringify(content), past.from, past.to],
  );
  const episodeId = rows[0]?.id ?? null;
  await appendAudit(client, {
    at: now,
    actor: 'system',
    action: 'alert.detectedLate',
    subjectKind: 'alert',
    subjectId: alert.id,
    before: null,
    after: { guardrail: alert.guardrail_id, dimensions: alert.dimensions, from: past.from, to: past.to },
  });
  const telling = await tellingOf(client, alert.guardrail_id);
  if (telling === null || episodeId === null) return false;
  const told = { alertId: alert.id, transitionId: null, occasion: `late:${episodeId}`, episodeId, now };
  await writeOutbox(client, told, messages(telling.guardrail, content), telling);
  return telling.guardrail.routes.length > 0;
}

function messages({ routes }: Guardrail, content: NotificationContent) {
  return routes.map((routeId) => ({ routeId, kind: 'detectedLate' as const, content }));
}

/** One that the past belongs to: the latest where it is of these hours, or one that it overlaps. */
async function episodeOf(client: pg.PoolClient, alertId: string, { from, to }: BrokenRun, now: Date) {
  const { rows } = await client.query<{ id: string; late_from: Date; late_to: Date }>(
    `select id, late_from, late_to from alert_episode e
      where alert_id = $1 and late_from is not null
        and ((late_from <= $4 and late_to >= $3)
             or (fired_at > $2 and not exists (select 1 from alert_episode later where later.alert_id = $1 and later.id > e.id)))
      order by id desc limit 1 for update`,
    [alertId, new Date(now.getTime() - oneEpisodeWithinMs), from, to],
  );
  return rows[0] ?? null;
}

/** What is found while an import goes on belongs to the same episode; a message that is not on its way yet says all of it. */
async function widen(
  client: pg.PoolClient,
  { id, late_from: from, late_to: to }: { readonly id: string; readonly late_from: Date; readonly late_to: Date },
  past: BrokenRun,
  content: NotificationContent,
): Promise<boolean> {
  const [first, last] = [from.toISOString(), to.toISOString()];
  const span = { from: first < past.from ? first : past.from, to: last > past.to ? last : past.to };
  const shown = first <= past.from ? {} : content;
  const widened = { ...shown, since: span.from, until: span.to };
  await client.query(
    `update alert_episode set late_from = $2, late_to = $3, content = content || $4::jsonb where id = $1`,
    [id, span.from, span.to, JSON.stringify(widened)],
  );
  await client.query(
    `update outbox set content = content || $2::jsonb where episode_id = $1 and attempts = 0 and state in ('pending', 'held')`,
    [id, JSON.stringify(widened)],
  );
  return false;
}
