import type { ChangedLimit, GuardrailWatch, WindowReading } from '@tandem/application/guardrail-ports';
import type { StoredAlert } from '@tandem/application/ports';
import type { AlertState } from '@tandem/domain/alert/alert';
import type { Guardrail, ThresholdGuardrail, Verdict } from '@tandem/domain/guardrail/guardrail';
import type pg from 'pg';
import { changedLimitsStatement } from '../queries/changed-limits.js';

/** A reading that is younger than ours by less than this was begun beside us and later; more than this is a clock set back. */
const concurrentWithinMs = 10 * 60_000;
/** No reading waits this long for the next: one that does was made before the clock was set back. */
const longestPauseMs = 60 * 60_000;
/** Definitions are fetched so many at a time. */
const chunk = 500;

export function createGuardrailWatch({ pool }: { readonly pool: Pick<pg.Pool, 'query'> }): GuardrailWatch {
  return {
    metricsToRead: async (now) => {
      const { rows } = await pool.query<{ metric_key: string }>(
        'select distinct metric_key from guardrail_reading where next_at <= $1 or next_at > $2 order by metric_key',
        [now, new Date(now.getTime() + longestPauseMs)],
      );
      return rows.map(({ metric_key: key }) => key);
    },

    windowsOf: async (metricKeys) => {
      const { rows } = await pool.query<{ metric_key: string; window_days: number }>(
        'select metric_key, window_days from guardrail_reading where metric_key = any($1)',
        [metricKeys],
      );
      return rows.map(({ metric_key: metricKey, window_days: days }) => ({ metricKey, windowDays: days || null }));
    },

    othersOf: async (metricKeys) => {
      const { rows } = await pool.query<{ definition: Guardrail; alerts: AlertRow[] | null }>(othersStatement, [
        metricKeys,
      ]);
      return rows.map(({ definition, alerts }) => ({ guardrail: definition, alerts: (alerts ?? []).map(storedAlert) }));
    },

    keep: async (readings, now) => {
      await pool.query(keepStatement, [
        JSON.stringify(readings.map(readingRow)),
        now,
        new Date(now.getTime() + concurrentWithinMs),
      ]);
    },

    changedLimits: async (metricKeys, now) => {
      const { rows } = await pool.query<{ id: string }>(changedLimitsStatement(metricKeys !== null), [
        now,
        ...(metricKeys === null ? [] : [metricKeys]),
      ]);
      const limits: ChangedLimit[] = [];
      for (let from = 0; from < rows.length; from += chunk) {
        const ids = rows.slice(from, from + chunk).map(({ id }) => id);
        const found = await pool.query<LimitRow>(limitsStatement, [ids]);
        limits.push(...found.rows.map(changedLimit));
      }
      return limits;
    },
  };
}

interface AlertRow {
  readonly id: string;
  readonly guardrailId: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly state: AlertState['state'];
  readonly since: string;
  readonly breachedSince: string | null;
  readonly recoveringSince: string | null;
  readonly resumeState: AlertState['resumeState'];
  readonly lastVerdict: Verdict | null;
}

interface LimitRow {
  readonly definition: ThresholdGuardrail;
  readonly class: 'known' | 'noData' | 'backfill' | 'error';
  readonly observation: WindowReading['read'] | null;
}

const othersStatement = `
  select g.definition, (
    select json_agg(json_build_object('id', a.id::text, 'guardrailId', a.guardrail_id, 'dimensions', a.dimensions, 'state', a.state,
             'since', a.since, 'breachedSince', a.breached_since, 'recoveringSince', a.recovering_since,
             'resumeState', a.resume_state, 'lastVerdict', a.last_verdict) order by a.id)
      from alert a where a.guardrail_id = g.id) as alerts
    from guardrail g
   where g.metric_key = any($1) and not exists (select from guardrail_watch w where w.guardrail_id = g.id)
   order by g.position, g.id`;

/**
 * Nobody waits for the disk: a reading that a crash takes along is read again, as its time has then still come.
 */
const keepStatement = `
  with without_waiting as (select set_config('synchronous_commit', 'off', true) as set)
  update guardrail_reading kept
     set value = given.value, shown = given.shown, n = given.n, class = given.class, observation = given.observation,
         read_at = $2, next_at = given.next_at
    from without_waiting, jsonb_to_recordset($1::jsonb) as given(metric_key text, window_days integer, value numeric, shown text, n bigint, class text,
         observation jsonb, next_at timestamptz)
   where without_waiting.set = 'off' and kept.metric_key = given.metric_key and kept.window_days = given.window_days
     and (kept.read_at is null or kept.read_at <= $2 or kept.read_at > $3)`;

const limitsStatement = `
  select g.definition, r.class, r.observation
    from guardrail_watch w
    join guardrail g on g.id = w.guardrail_id
    join guardrail_reading r on r.id = w.reading_id
   where w.guardrail_id = any($1)
   order by g.position, g.id`;

/** `class` is all that the statement over very many needs to know of what cannot be judged. */
function readingRow({ metricKey, windowDays, read, nextAt }: WindowReading) {
  const row = { metric_key: metricKey, window_days: windowDays ?? 0, next_at: nextAt.toISOString() };
  if (read === null) return { ...row, value: null, shown: null, n: 0, class: 'error', observation: null };
  const { value, n, state } = read.observation;
  const missing = read.stale || state === 'absent' || state === 'partial';
  const known = missing ? 'noData' : 'known';
  return { ...row, value, shown: value, n, class: read.backfillRunning ? 'backfill' : known, observation: read };
}

function changedLimit({ definition, observation }: LimitRow): ChangedLimit {
  return { guardrail: definition, read: observation };
}

function storedAlert({
  id,
  guardrailId,
  dimensions,
  lastVerdict,
  resumeState,
  state,
  ...times
}: AlertRow): StoredAlert {
  const instant = (text: string) => new Date(text).toISOString();
  const known = (text: string | null) => text && instant(text);
  return {
    id,
    guardrailId,
    dimensions,
    state: {
      state,
      since: instant(times.since),
      breachedSince: known(times.breachedSince),
      recoveringSince: known(times.recoveringSince),
      resumeState,
      lastVerdict,
    },
  };
}
