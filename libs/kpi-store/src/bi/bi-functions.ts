import { currencies, minorUnitsIn } from '@tandem/domain/metric/currency';
import { linkedFieldsOf, linkedStreamOf } from '@tandem/domain/record/linked-fields';
import { fieldsOf, streamNames } from '@tandem/domain/record/streams';

/**
 * Functions of the schema `tandem_bi`. `metric_values` answers what the API answers, to the character: the same parts, rounded once, half away
 * from zero. It reads tables that its caller cannot, with the rights of its owner, and only by a key and dates.
 */
export function biFunctions(schema: string): readonly string[] {
  return [dimensionsOf, shown, amountScale, localPosition, firstDayOf, covered(schema), metricValues(schema)];
}

/** Slices hold their values in the alphabetical order of the names. */
const dimensionsOf = `
create function tandem_bi.dimensions_of(definition jsonb, slice text[]) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(name, slice[position]), '{}')
    from (select d as name, row_number() over (order by d collate "C") as position
            from jsonb_array_elements_text(definition #> '{formula,dimensions}') d) names
$$`;

/** numerator / denominator with exactly so many decimals, by whole numbers, so that nothing is rounded twice. */
const shown = `
create function tandem_bi.shown(numerator numeric, denominator numeric, decimals integer) returns text language sql immutable as $$
  select case when denominator <> 0 then
    (sign(numerator) * sign(denominator)
      * div(2 * abs(numerator) * ('1e' || decimals)::numeric + abs(denominator), 2 * abs(denominator))
      * ('1e-' || decimals)::numeric)::text end
$$`;

const amountFields = streamNames.flatMap((stream) =>
  Object.entries(fieldsOf(stream)).flatMap(([name, { minorUnitsOf }]) => (minorUnitsOf ? [`'${name}'`] : [])),
);
const unlikeCents = currencies.filter((currency) => minorUnitsIn(currency) !== 100);

/** Minor units in one of what is shown: amounts are delivered in them, and a ratio of two amounts has none of its own. */
const amountScale = `
create function tandem_bi.amount_scale(definition jsonb) returns numeric language sql immutable as $$
  select case when definition ->> 'unit' !~ '^[A-Z]{3}$' or amounts <> 1 then 1
              else case definition ->> 'unit' ${unlikeCents.map((currency) => `when '${currency}' then ${minorUnitsIn(currency)}`).join(' ')} else 100 end end
    from (select count(*) as amounts
            from unnest(array[definition #>> '{formula,sum}', definition #>> '{formula,field}',
                              definition #>> '{formula,numerator,sum}', definition #>> '{formula,denominator,sum}']) field
           where field in (${amountFields.join(', ')})) named
$$`;

/** Local days since 1970 with the passed share of the day: what rates over a part of a day are divided by. */
const localPosition = `
create function tandem_bi.local_position(instant timestamptz, zone text) returns double precision language sql stable as $$
  select (day - date '1970-01-01') + (extract(epoch from instant) * 1000 - extract(epoch from starts) * 1000)::double precision
         / (extract(epoch from ends) * 1000 - extract(epoch from starts) * 1000)::double precision
    from (select day, day::timestamp at time zone zone as starts, (day + 1)::timestamp at time zone zone as ends
            from (select (instant at time zone zone)::date as day) local) bounds
$$`;

/** Streams with links, and of each the condition that a formula `f` reads fields that links add. */
const linkedStreams = streamNames.flatMap((stream) => {
  const linked = linkedStreamOf(stream);
  const names = Object.keys(linkedFieldsOf(stream)).map((name) => `%"${name}"%`);
  return linked === null
    ? []
    : [{ linked, reads: `f ->> 'stream' = '${stream}' and f::text like any(array['${names.join("', '")}'])` }];
});

const streamsThroughLinks = linkedStreams
  .map(({ linked, reads }) => `|| case when ${reads} then array['${linked}'] else '{}' end`)
  .join(' ');
const readsLinks = linkedStreams.map(({ reads }) => `(${reads})`).join(' or ');

/** The time that every source of a version has collected, up to the last midnight; no row when one has delivered nothing. */
const covered = (schema: string) => `
create function tandem_bi.covered(definition jsonb, followed_at timestamptz, zone text)
returns table (covered_from timestamptz, covered_to timestamptz)
language sql stable security definer set search_path = ${schema}, pg_temp as $$
  with formula as (select definition -> 'formula' as f),
  wanted as (
    select f ->> 'stream' as own, array[f ->> 'stream'] || case when f::text like '%"deployment.%' then array['deployment'] else '{}' end
             ${streamsThroughLinks} as streams,
           case when f ? 'connections' then array(select jsonb_array_elements_text(f -> 'connections')) end as connections
      from formula),
  source as (
    select s.covered_from as from_at, s.covered_to as to_at
      from wanted w cross join unnest(w.streams) wanted_stream left join stream_coverage s on s.stream = wanted_stream
     where wanted_stream <> w.own or w.connections is null or s.connection_id = any(w.connections)
    union all
    select null, null
      from wanted w cross join connection c
     where c.id = any(w.connections) and not exists (select 1 from stream_coverage s where s.connection_id = c.id and s.stream = any(w.streams))),
  complete as (
    select max(from_at) as from_at, least(min(to_at), followed_at) as to_at from source
    having count(*) > 0 and count(from_at) = count(*) and count(to_at) = count(*)),
  whole_days as (
    select from_at, least((to_at at time zone zone)::date, (now() at time zone zone)::date)::timestamp at time zone zone as to_at from complete)
  select from_at, to_at from whole_days where to_at > from_at
$$`;

/** The first local day of the period of a grain that a day falls into; quarters and years are those of the fiscal year. */
const firstDayOf = `
create function tandem_bi.first_day_of(day date, grain text, week_start integer, first_month integer) returns date language sql immutable as $$
  select case grain when 'day' then day
                    when 'week' then day - ((extract(isodow from day)::integer - week_start + 7) % 7)
                    when 'month' then date_trunc('month', day::timestamp)::date
                    else (date_trunc(grain, day - make_interval(months => first_month - 1)) + make_interval(months => first_month - 1))::date end
$$`;

const metricValues = (schema: string) => `
create function tandem_bi.metric_values(
  metric text, grain text, from_day date, to_day date, dimension text default null)
returns table (
  period_start timestamptz, period_end timestamptz, first_day date, last_day date, slice text, value text,
  numerator numeric, denominator numeric, n bigint, state text, definition_version integer)
language plpgsql stable security definer set search_path = ${schema}, pg_temp as $$
declare
  zone text; week_start integer; first_month integer; found_kind text; step interval;
begin
  select time_zone, week_starts_on, fiscal_year_starts_in into zone, week_start, first_month from organisation;
  ${refusals}
  step := case grain when 'quarter' then interval '3 months' else ('1 ' || grain)::interval end;
  return query
  with ${countedParts}, ${judgedPeriods}
  ${shownColumns};
end $$`;

const refusals = `
  if not exists (select 1 from metric_version where metric_key = metric) then
    raise exception 'There is no metric "%".', metric using hint = 'select metric from tandem_bi.metrics lists them.';
  end if;
  if grain not in ('day', 'week', 'month', 'quarter', 'year') then
    raise exception 'There is no grain "%".', grain using hint = 'Use day, week, month, quarter or year.';
  end if;
  select case when f ? 'unique' then 'unique ' else '' end || (f ->> 'kind') into found_kind
    from (select v.definition -> 'formula' as f from metric_version v where v.metric_key = metric) version
   where f ->> 'kind' not in ('ratio', 'count', 'sum', 'duration', 'percentile') or f ? 'unique'
      or f ->> 'kind' = 'percentile' and f ->> 'stream' = 'measurement' limit 1;
  if found_kind is not null then
    raise exception 'The kind "%" of the metric "%" has no values in SQL.', found_kind, metric
      using hint = 'Ask GET /api/v1/metrics/' || metric || '/observations?format=csv instead.';
  end if;`;

/** The parts of each version, summed (or pooled) over each period and slice that has any. */
const countedParts = `
  version as (
    select v.version as number, v.valid_from, lead(v.valid_from) over w as followed_at, row_number() over w = 1 as is_first,
           coalesce(v.counted_by, v.id) as counted, v.definition as d, v.definition -> 'formula' as f,
           greatest((select r.kept_from from retention r where r.kind = 'observations' and r.subject = v.definition #>> '{formula,stream}'),
                    (select k.counted_from from metric_version k where k.id = coalesce(v.counted_by, v.id))) as left_from,
           array_position(array(select x from jsonb_array_elements_text(v.definition #> '{formula,dimensions}') x order by x collate "C"), dimension) as place
      from metric_version v where v.metric_key = metric window w as (order by v.version)),
  part as (
    select v.number, p.day, case when dimension is null then '' else p.slice[v.place] end as name, p.num, p.den, p.events, p.item, v.f
      from version v
      join (select o.metric_version_id as counted, o.day, o.slice, o.numerator as num, o.denominator as den, o.n as events, null::double precision as item
              from observation o where o.metric_version_id in (select version.counted from version)
            union all
            select i.metric_version_id, i.day, i.slice, null, null, 1, i.value
              from observation_item i where i.metric_version_id in (select version.counted from version) and not i.excluded) p on p.counted = v.counted
     where dimension is null or v.place is not null),
  slices as (
    select distinct part.name from part where dimension is not null union select '' where dimension is null),
  summed as (
    select number, name, tandem_bi.first_day_of(day, grain, week_start, first_month) as first_one, sum(num) as num, sum(den) as den, sum(events)::bigint as events,
           percentile_cont((f ->> 'percentile')::double precision / 100) within group (order by item) as item
      from part
     where (not f ? 'onlyPast' or day < (now() at time zone zone)::date)
       and day >= tandem_bi.first_day_of(from_day, grain, week_start, first_month) and tandem_bi.first_day_of(day, grain, week_start, first_month) < to_day
     group by number, name, first_one, f ->> 'percentile')`;

/** Every period and slice that was asked for, with the version that answers it, its parts and its state. */
const judgedPeriods = `
  period as (
    select starts::date as first_one, (starts + step)::date as next_one,
           starts::date::timestamp at time zone zone as starts_at, (starts + step)::date::timestamp at time zone zone as ends_at
      from generate_series(tandem_bi.first_day_of(from_day, grain, week_start, first_month)::timestamp, to_day::timestamp - interval '1 day', step) starts),
  answering as (
    select p.*, v.*, case when c.covered_from < v.left_from then v.left_from else c.covered_from end as covered_from, c.covered_to,
           case when c.covered_from < v.left_from then v.left_from end as kept_from
      from period p
      join version v on (v.is_first or v.valid_from < p.ends_at) and (v.followed_at is null or p.ends_at <= v.followed_at)
      left join lateral tandem_bi.covered(v.d, v.followed_at, zone) c on true
     where p.starts_at < p.ends_at),
  judged as (
    select a.*, s.name, coalesce(t.num, 0) as num, coalesce(t.den, 0) as den, coalesce(t.events, 0) as events, t.item, a.f ->> 'kind' as kind,
           case when a.starts_at < a.kept_from then 'absent'
                when (t.number is null or ${readsLinks}) and not coalesce(a.starts_at < a.covered_to and a.covered_from < a.ends_at and a.starts_at < now(), false) then 'absent'
                when a.covered_to is null or a.ends_at > a.covered_to or a.starts_at < a.covered_from or a.ends_at > now() then 'partial'
                when now() < a.ends_at + (a.d ->> 'settlingDays')::integer * interval '24 hours' then 'provisional'
                else 'settled' end as judged_state,
           greatest(0, tandem_bi.local_position(least(a.ends_at, now(), coalesce(a.covered_to, a.ends_at)), zone)
                     - tandem_bi.local_position(greatest(a.starts_at, coalesce(a.covered_from, a.starts_at)), zone))::text::numeric as days,
           case a.d ->> 'unit' when 's' then 1000 when 'min' then 60000 when 'h' then 3600000 when 'd' then 86400000 else 1 end as unit_ms,
           tandem_bi.amount_scale(a.d) as amount, (a.d ->> 'precision')::integer as decimals
      from answering a cross join slices s
      left join summed t on t.number = a.number and t.first_one = a.first_one and t.name = s.name)`;

const shownColumns = `
  select j.starts_at, j.ends_at, j.first_one, j.next_one - 1, case when dimension is not null then j.name end,
         case when j.judged_state = 'absent' then null
              when j.kind = 'ratio' then tandem_bi.shown(j.num * case j.d ->> 'unit' when '%' then 100 else 1 end, j.den * j.amount, j.decimals)
              when j.kind = 'duration' then tandem_bi.shown(j.num, j.den * j.unit_ms, j.decimals)
              when j.kind = 'percentile' then tandem_bi.shown(j.item::text::numeric, case when j.f ? 'field' then j.amount else j.unit_ms end, j.decimals)
              when j.f ->> 'per' is null then tandem_bi.shown(j.num, j.amount, j.decimals)
              else tandem_bi.shown(j.num * case j.f ->> 'per' when 'week' then 7 when 'month' then 30.436875 else 1 end, j.days * j.amount, j.decimals) end,
         case when j.judged_state = 'absent' then null when j.kind = 'percentile' then trim_scale(j.item::text::numeric) else trim_scale(j.num) end,
         case when j.judged_state <> 'absent' and j.kind in ('ratio', 'duration') then trim_scale(j.den) end,
         case when j.judged_state = 'absent' then 0 when j.kind = 'duration' then j.den::bigint else j.events end,
         j.judged_state, j.number
    from judged j order by j.name collate "C", j.starts_at`;
