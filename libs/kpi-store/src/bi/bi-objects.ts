import { measurementsRelation } from '../measurement/measurements-relation.js';

/** Something that BI tools find in the schema `tandem_bi`. Names and columns are a promise: they are added to, never renamed. */
export interface BiView {
  readonly name: string;
  /** What a person reads who looks at the schema with a tool. */
  readonly comment: string;
  readonly sql: string;
}

const side = (name: 'marketing' | 'it') => `definition #>> '{owners,${name}}' as owner_${name}`;
const field = (name: string, column: string, type = 'text') =>
  type === 'text' ? `data ->> '${name}' as ${column}` : `(data ->> '${name}')::${type} as ${column}`;
/** The terms that hold now of the goal `g`; what is signed for later is not among them. */
const termsInForce = `(select coalesce((select v.terms from goal_version v where v.goal_id = g.id and v.valid_from <= now()
  order by v.version desc limit 1), g.definition) as terms)`;
const recordColumns = 'connection_id as connection, natural_key as key';
const knownColumns = `coalesce(data -> 'dimensions', '{}') as dimensions, known_at`;

const records = (stream: string, fields: readonly string[]) =>
  `select ${recordColumns}, ${fields.join(', ')}, ${knownColumns} from record where stream = '${stream}' and not gone`;

/** In an order in which each can use those before it. */
export const biViews: readonly BiView[] = [
  {
    name: 'organisation',
    comment: 'The calendar by which days, weeks and months are drawn.',
    sql: 'select name, time_zone, week_starts_on from organisation',
  },
  {
    name: 'metric_versions',
    comment:
      'Every version of every definition. A period is answered by the version in force at its last instant: [valid_from, valid_to).',
    sql: `select v.metric_key as metric, v.version, v.valid_from,
                 lead(v.valid_from) over (partition by v.metric_key order by v.version) as valid_to,
                 definition #>> '{formula,kind}' as kind, definition #>> '{formula,stream}' as stream, definition ->> 'unit' as unit,
                 (definition ->> 'precision')::integer as decimals, (definition ->> 'windowDays')::integer as window_days,
                 (definition ->> 'settlingDays')::integer as settling_days, definition -> 'formula' as formula, v.counted_at
            from metric_version v`,
  },
  {
    name: 'metrics',
    comment: 'The catalogue, each metric with its newest version that is in force.',
    sql: `select m.key as metric, definition ->> 'title' as title, definition ->> 'description' as description,
                 definition #>> '{wording,marketing}' as wording_marketing, definition #>> '{wording,it}' as wording_it,
                 v.version, definition #>> '{formula,kind}' as kind, definition ->> 'unit' as unit,
                 (definition ->> 'precision')::integer as decimals, definition ->> 'direction' as direction,
                 (definition ->> 'windowDays')::integer as window_days, ${side('marketing')}, ${side('it')}
            from metric m
            cross join lateral (
              select o.version, o.definition from metric_version o where o.metric_key = m.key
               order by (o.valid_from <= now()) desc, case when o.valid_from <= now() then -o.version else o.version end limit 1) v`,
  },
  {
    name: 'observations',
    comment:
      'What adds up, by local day and slice: kinds ratio, count, sum and duration (milliseconds and their number). A ratio over any time is sum(numerator) / sum(denominator), never an average of ratios. Every combination of dimensions is a row of its own, so that all rows of a day are the whole.',
    sql: `select v.metric_key as metric, v.version as definition_version, o.day, tandem_bi.dimensions_of(v.definition, o.slice) as dimensions,
                 o.numerator, o.denominator, o.n
            from (select id, metric_key, version, valid_from, definition, counted_by, lead(valid_from) over (partition by metric_key order by version) as followed_at,
                         row_number() over (partition by metric_key order by version) = 1 as is_first
                    from metric_version) v
           cross join organisation g
            join observation o on o.metric_version_id = coalesce(v.counted_by, v.id)
           where v.definition #>> '{formula,kind}' in ('ratio', 'count', 'sum', 'duration')
             and (v.is_first or (o.day + 1)::timestamp at time zone g.time_zone > v.valid_from)
             and (v.followed_at is null or (o.day + 1)::timestamp at time zone g.time_zone <= v.followed_at)`,
  },
  {
    name: 'observation_slices',
    comment:
      'The same, once for each dimension. Choose one dimension: the rows of two dimensions count the same events twice.',
    sql: `select o.metric, o.definition_version, o.day, d.key as dimension, d.value as slice, sum(o.numerator) as numerator,
                 sum(o.denominator) as denominator, sum(o.n)::bigint as n
            from tandem_bi.observations o cross join lateral jsonb_each_text(o.dimensions) d
           group by o.metric, o.definition_version, o.day, d.key, d.value`,
  },
  {
    name: 'percentile_items',
    comment:
      'The items behind percentiles and medians: durations in milliseconds, or the field as delivered. A percentile of a longer time is taken over all of them, never from the percentiles of shorter times.',
    sql: `select v.metric_key as metric, v.version as definition_version, (v.definition #>> '{formula,percentile}')::double precision as percentile,
                 i.day, tandem_bi.dimensions_of(v.definition, i.slice) as dimensions, i.value
            from metric_version v join observation_item i on i.metric_version_id = coalesce(v.counted_by, v.id)
           where v.definition #>> '{formula,kind}' = 'percentile' and not i.excluded`,
  },
  {
    name: 'goals',
    comment: 'Joint goals as they stand.',
    sql: `select id as goal, definition ->> 'title' as title, definition ->> 'outcome' as outcome, (t.terms ->> 'start')::date as start_date,
                 (t.terms ->> 'due')::date as due_date, ${side('marketing')}, ${side('it')}, position,
                 case when definition ? 'team' then 'team' when definition ? 'department' then 'department' else 'joint' end as level,
                 definition ->> 'parent' as parent, coalesce((definition ->> 'growthProjection')::boolean, false) as growth_projection
            from goal g cross join lateral ${termsInForce} t`,
  },
  {
    name: 'key_results',
    comment: 'The key results of the goals: what a metric is to reach, or to stay within.',
    sql: `select g.id as goal, k.value ->> 'id' as key_result, k.value ->> 'metric' as metric, k.value ->> 'kind' as kind,
                 (k.value ->> 'baseline')::numeric as baseline, (k.value ->> 'target')::numeric as target,
                 (k.value ->> 'atLeast')::numeric as at_least, (k.value ->> 'atMost')::numeric as at_most,
                 coalesce((k.value ->> 'weight')::numeric, 1) as weight, k.ordinality as position
            from goal g cross join lateral ${termsInForce} t
           cross join lateral jsonb_array_elements(t.terms -> 'keyResults') with ordinality k`,
  },
  {
    name: 'guardrails',
    comment: 'The limits that metrics must not leave.',
    sql: `select id as guardrail, metric_key as metric, definition ->> 'title' as title, definition ->> 'kind' as kind,
                 (definition ->> 'atLeast')::numeric as at_least, (definition ->> 'atMost')::numeric as at_most,
                 definition ->> 'severity' as severity
            from guardrail`,
  },
  {
    name: 'alerts',
    comment:
      'The alerts of each guardrail in their present state: one of the whole, or one of each slice that it judges.',
    sql: `select a.id as alert, a.guardrail_id as guardrail, a.dimensions, g.metric_key as metric, a.state, a.since, a.fired_at, a.resolved_at, a.evaluated_at
            from alert a join guardrail g on g.id = a.guardrail_id`,
  },
  {
    name: 'alert_transitions',
    comment: 'Every change of state of every alert, with the value that led to it.',
    sql: `select t.id as transition, t.alert_id as alert, t.from_state, t.to_state, t.at, t.reason, t.verdict ->> 'value' as value,
                 t.verdict ->> 'limit' as limit_value, (t.verdict ->> 'n')::bigint as n, t.verdict ->> 'state' as value_state,
                 (t.verdict ->> 'version')::int as definition_version
            from alert_transition t`,
  },
  {
    name: 'deployments',
    comment: 'Deployments as they stand.',
    sql: records('deployment', [
      field('service', 'service'),
      field('environment', 'environment'),
      field('tier', 'tier'),
      field('ref', 'ref'),
      field('commit', 'commit_id'),
      field('outcome', 'outcome'),
      field('planned', 'planned', 'boolean'),
      field('createdAt', 'created_at', 'timestamptz'),
      field('startedAt', 'started_at', 'timestamptz'),
      field('finishedAt', 'finished_at', 'timestamptz'),
      field('firstCommitAt', 'first_commit_at', 'timestamptz'),
    ]),
  },
  {
    name: 'incidents',
    comment: 'Incidents as they stand.',
    sql: records('incident', [
      field('service', 'service'),
      field('severity', 'severity'),
      field('openedAt', 'opened_at', 'timestamptz'),
      field('acknowledgedAt', 'acknowledged_at', 'timestamptz'),
      field('resolvedAt', 'resolved_at', 'timestamptz'),
      field('causedBy', 'caused_by'),
      field('causedByBasis', 'caused_by_basis'),
    ]),
  },
  {
    name: 'sla_cycles',
    comment: 'Cycles of service levels as they stand.',
    sql: records('slaCycle', [
      field('ticket', 'ticket'),
      field('measure', 'measure'),
      field('instance', 'instance', 'bigint'),
      field('priority', 'priority'),
      field('channel', 'channel'),
      field('team', 'team'),
      field('startedAt', 'started_at', 'timestamptz'),
      field('dueAt', 'due_at', 'timestamptz'),
      field('stoppedAt', 'stopped_at', 'timestamptz'),
      field('pausedMs', 'paused_ms', 'bigint'),
      field('state', 'state'),
    ]),
  },
  {
    name: 'funnel_counts',
    comment: 'Steps of funnels as they stand. Revenue is in minor units and adds up within one currency only.',
    sql: records('funnelCount', [
      field('periodStart', 'period_start', 'timestamptz'),
      field('periodEnd', 'period_end', 'timestamptz'),
      field('step', 'step'),
      field('entity', 'entity'),
      field('count', 'count', 'bigint'),
      field('revenueMinor', 'revenue_minor', 'bigint'),
      field('currency', 'currency'),
    ]),
  },
  {
    name: 'campaigns',
    comment: 'Campaigns as they stand. One without an end goes on.',
    sql: records('campaign', [
      field('title', 'title'),
      field('startsAt', 'starts_at', 'timestamptz'),
      field('endsAt', 'ends_at', 'timestamptz'),
      field('channel', 'channel'),
      field('state', 'state'),
    ]),
  },
  {
    name: 'freezes',
    comment: 'Times in which nothing is deployed, as they stand. One without a service holds for all.',
    sql: records('freeze', [
      field('title', 'title'),
      field('startsAt', 'starts_at', 'timestamptz'),
      field('endsAt', 'ends_at', 'timestamptz'),
      field('service', 'service'),
      field('state', 'state'),
    ]),
  },
  {
    name: 'measurements',
    comment: 'Measurements as they stand.',
    sql: `select connection_id as connection, natural_key as key, metric as measured, period_start, period_end, value, numerator, denominator,
                 dimensions, known_at
            from (${measurementsRelation({ asKnownAt: null, depth: 'evidence' })}) m`,
  },
  {
    name: 'sources',
    comment: 'How far each source has been collected, stream by stream.',
    sql: `select c.id as connection, c.name, c.connector, s.stream, s.covered_from, s.covered_to, s.updated_at
            from connection c left join stream_coverage s on s.connection_id = c.id`,
  },
];
