import type { AlertStateName } from '@tandem/domain/alert/alert';
import type { Guardrail, Verdict } from '@tandem/domain/guardrail/guardrail';
import { explainVerdict, type Explanation } from '@tandem/domain/guardrail/explain-verdict';
import { ruleOf, type GuardrailRule } from '@tandem/domain/guardrail/guardrail-rule';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { Owner } from '@tandem/domain/organisation/owner';
import type { Side } from '@tandem/domain/metric/definition';
import type pg from 'pg';

export interface AlertItemRow {
  readonly id: string;
  readonly guardrail: { readonly id: string; readonly title: string } & GuardrailRule;
  /** The slice that it is about; empty for the whole. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metric: { readonly key: string; readonly title: string; readonly unit: string; readonly precision: number };
  readonly severity: 'warning' | 'critical';
  readonly state: AlertStateName;
  readonly since: string;
  readonly firedAt: string | null;
  readonly resolvedAt: string | null;
  readonly verdict: Verdict | null;
  /** The verdict in one sentence for each side. */
  readonly explanation: Explanation | null;
  readonly owners: { readonly marketing: Owner | null; readonly it: Owner | null };
}

interface Row {
  id: string;
  dimensions: Readonly<Record<string, string>>;
  time_zone: string;
  state: AlertStateName;
  since: Date;
  fired_at: Date | null;
  resolved_at: Date | null;
  last_verdict: Verdict | null;
  guardrail: Guardrail;
  metric: MetricDefinition;
  marketing: NullableFields<Owner> | null;
  it: NullableFields<Owner> | null;
}
type NullableFields<T> = { [Key in keyof T]: T[Key] | null };

const listAtMost = 1_000;

/** A side is owned by a person or, under its title, by a team. */
const everyOwner = `select id, name, side, email from person union all select id, title, side, null from team`;

/** Open alerts are those that still ask for somebody's eye: pending, firing, recovering, and those that cannot be judged. */
const openStates = `('pending', 'firing', 'recovering', 'noData', 'error')`;

/**
 * Alerts with what they are about, the gravest first: firing before pending before the rest, critical before warning, the latest
 * change first. `all` adds those that are over; a guardrail that was never left has no alert to show.
 */
export async function listAlerts(
  pool: Pick<pg.Pool, 'query'>,
  query: AlertQuery | { readonly id: string },
  asKnownAt: Date | null = null,
): Promise<AlertItemRow[]> {
  const wanted = 'id' in query ? 'a.id = $1::bigint' : `${ofState(query.state, asKnownAt)} and ${ofScope(query.of)}`;
  const { rows } = await pool.query<Row>(
    `select a.id, a.dimensions, a.state, a.since, a.fired_at, a.resolved_at, a.last_verdict, g.definition as guardrail,
            v.definition || jsonb_build_object('unit', judged.definition -> 'unit', 'precision', judged.definition -> 'precision') as metric,
            to_json(marketing) as marketing, to_json(it) as it, (select time_zone from organisation) as time_zone
       from ${asKnownAt === null ? 'alert' : alertsAsKnown(asKnownAt)} a
       join guardrail g on g.id = a.guardrail_id
       join metric m on m.key = g.metric_key
       join metric_version v on v.metric_key = m.key and v.version = m.current_version
       -- The value stands in the unit of the version that judged it.
       join lateral (
         select definition from metric_version o
          where o.metric_key = m.key and (o.version = (a.last_verdict ->> 'version')::int or
            (a.last_verdict ->> 'version' is null and (o.valid_from <= a.since or o.version = 1)))
          order by o.version desc limit 1) judged on true
       left join (${everyOwner}) marketing on marketing.id = g.definition #>> '{owners,marketing}'
       left join (${everyOwner}) it on it.id = g.definition #>> '{owners,it}'
      where ${wanted}
      order by array_position(array['firing', 'recovering', 'pending', 'error', 'noData'], a.state) nulls last,
               g.definition ->> 'severity', a.since desc, a.id
      limit ${listAtMost}`,
    'id' in query
      ? [query.id]
      : query.of === undefined
        ? []
        : [query.of.kind === 'side' ? query.of.side : query.of.ids],
  );
  return rows.map(toItem);
}

export interface AlertQuery {
  /** `toClose`: over, and nobody has said why it was. */
  readonly state: 'open' | 'toClose' | 'all';
  /** Of a side: what it owns, and what nobody owns. Of ids: what one of them owns or is assigned to. Everybody's when left out. */
  readonly of?:
    { readonly kind: 'side'; readonly side: Side } | { readonly kind: 'ids'; readonly ids: readonly string[] };
}

function ofScope(of: AlertQuery['of']): string {
  if (of === undefined) return 'true';
  const owners = `coalesce(g.definition -> 'owners', '{}')`;
  if (of.kind === 'side') return `(${owners} ? $1::text or ${owners} = '{}')`;
  return `(${owners} ->> 'marketing' = any($1::text[]) or ${owners} ->> 'it' = any($1::text[])
           or (${lastEpisode}).assigned_to = any($1::text[]))`;
}

const lastEpisode = `select e from alert_episode e where e.alert_id = a.id order by e.id desc limit 1`;

/** In the place of the table of alerts: each as its last transition by then left it. Those that had had none are not there. */
function alertsAsKnown(at: Date): string {
  // A time is written by ourselves, from a number: it cannot hold anything else.
  const then = `'${at.toISOString()}'::timestamptz`;
  return `(select a.id, a.guardrail_id, a.dimensions, t.to_state as state, t.at as since, t.verdict as last_verdict, f.at as fired_at,
      (select r.at from alert_transition r
        where r.alert_id = a.id and r.to_state = 'resolved' and r.at <= ${then} and r.id > f.id order by r.id desc limit 1) as resolved_at
     from alert a
     join lateral (select * from alert_transition x where x.alert_id = a.id and x.at <= ${then} order by x.id desc limit 1) t on true
     left join lateral (
       select * from alert_transition x
        where x.alert_id = a.id and x.at <= ${then} and x.to_state = 'firing' and x.from_state = 'pending'
        order by x.id desc limit 1) f on true)`;
}

const everLeft = `(a.state in ${openStates} or exists (select 1 from alert_transition t where t.alert_id = a.id)
                    or exists (select 1 from alert_episode e where e.alert_id = a.id))`;

function ofState(state: AlertQuery['state'], asKnownAt: Date | null): string {
  if (state === 'open') return `a.state in ${openStates}`;
  if (state === 'all') return asKnownAt === null ? everLeft : 'true';
  const by = (column: string) =>
    asKnownAt === null ? 'true' : `${column} <= '${asKnownAt.toISOString()}'::timestamptz`;
  return `exists (select 1 from alert_episode e
    where e.alert_id = a.id and e.resolved_at is not null and ${by('e.resolved_at')} and (e.closed_at is null or not ${by('e.closed_at')})
      and not exists (select 1 from alert_episode later where later.alert_id = a.id and later.id > e.id and ${by('later.fired_at')}))`;
}

function toItem(row: Row): AlertItemRow {
  const { guardrail, metric } = row;
  const rule = ruleOf(guardrail);
  return {
    id: row.id,
    guardrail: { id: guardrail.id, title: guardrail.title, ...rule },
    dimensions: row.dimensions,
    metric: { key: metric.key, title: metric.title, unit: metric.unit, precision: metric.precision },
    severity: guardrail.severity,
    state: row.state,
    since: row.since.toISOString(),
    firedAt: row.fired_at?.toISOString() ?? null,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    verdict: row.last_verdict,
    explanation: row.last_verdict && explanationOf(row, row.last_verdict),
    owners: { marketing: toOwner(row.marketing), it: toOwner(row.it) },
  };
}

function explanationOf({ metric, guardrail, dimensions, time_zone: timeZone }: Row, verdict: Verdict): Explanation {
  const { key, title, unit, formula } = metric;
  const stream = formula.kind === 'derived' ? null : formula.stream;
  return explainVerdict({
    verdict,
    rule: ruleOf(guardrail),
    metric: { key, title, unit, stream },
    dimensions,
    timeZone,
  });
}

function toOwner(row: NullableFields<Owner> | null): Owner | null {
  if (!row?.id || !row.name || !row.side) return null;
  return { id: row.id, name: row.name, side: row.side, ...(row.email ? { email: row.email } : {}) };
}
