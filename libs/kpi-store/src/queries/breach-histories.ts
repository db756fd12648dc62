import type { BreachHistoryReader } from '@tandem/application/review/review-ports';
import type { AlertStateName } from '@tandem/domain/alert/alert';
import type { BreachEpisode } from '@tandem/domain/review/breaches';
import type pg from 'pg';

interface HistoryRow {
  guardrail: string;
  stateBefore: AlertStateName;
  transitions: { at: string; to: AlertStateName }[];
}

interface EpisodeRow {
  guardrail: string;
  alertId: string;
  firedAt: Date;
  resolvedAt: Date | null;
  marketingAt: Date | null;
  marketingBy: string | null;
  itAt: Date | null;
  itBy: string | null;
}

const instant = `to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Where each alert stood at the beginning of [from, to), what became of it, and its breaches that were open in it; nothing after it is told. */
export async function breachHistories(
  pool: Pick<pg.Pool, 'query'>,
  from: Date,
  to: Date,
): ReturnType<BreachHistoryReader['histories']> {
  const [histories, episodes] = await Promise.all([
    pool.query<HistoryRow>(
      `select a.guardrail_id as guardrail,
              coalesce((select b.to_state from alert_transition b where b.alert_id = a.id and b.at <= $1 order by b.id desc limit 1),
                       'inactive') as "stateBefore",
              coalesce((select json_agg(json_build_object('at', ${instant}, 'to', t.to_state) order by t.id)
                          from alert_transition t where t.alert_id = a.id and t.at > $1 and t.at < $2), '[]') as transitions
         from alert a order by a.id`,
      [from, to],
    ),
    pool.query<EpisodeRow>(
      `select a.guardrail_id as guardrail, a.id::text as "alertId", e.fired_at as "firedAt",
              case when e.resolved_at <= $2 then e.resolved_at end as "resolvedAt",
              case when e.seen_marketing_at <= $2 then e.seen_marketing_at end as "marketingAt", e.seen_marketing_by as "marketingBy",
              case when e.seen_it_at <= $2 then e.seen_it_at end as "itAt", e.seen_it_by as "itBy"
         from alert_episode e join alert a on a.id = e.alert_id
        where e.fired_at < $2 and (e.resolved_at is null or e.resolved_at >= $1)
        order by e.fired_at, e.id`,
      [from, to],
    ),
  ]);
  type History = { alerts: Omit<HistoryRow, 'guardrail'>[]; episodes: BreachEpisode[] };
  const found = new Map<string, History>();
  const of = (guardrail: string) => {
    const known = found.get(guardrail) ?? { alerts: [], episodes: [] };
    found.set(guardrail, known);
    return known;
  };
  for (const { guardrail, ...alert } of histories.rows) of(guardrail).alerts.push(alert);
  for (const row of episodes.rows) of(row.guardrail).episodes.push(toEpisode(row));
  return found;
}

function toEpisode({ alertId, firedAt, resolvedAt, marketingAt, marketingBy, itAt, itBy }: EpisodeRow): BreachEpisode {
  const seen = (at: Date | null, by: string | null) => (at === null ? null : { at: at.toISOString(), by: by ?? '' });
  return {
    alertId,
    firedAt: firedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    seen: { marketing: seen(marketingAt, marketingBy), it: seen(itAt, itBy) },
  };
}
