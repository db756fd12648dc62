export interface MeasurementsQuery {
  /** SQL of the instant as known at which is asked; null for what stands now. */
  readonly asKnownAt: string | null;
  /** SQL of the first and last date, of `periodStart` in UTC, that can matter; other months are left out. */
  readonly days?: { readonly from: string; readonly to: string };
  /** Also what tells measurements apart and finds them again. */
  readonly depth?: 'evidence' | undefined;
}

/**
 * The measurements of the packed store as a relation, one row each, with the columns that formulas over `measurement` are compiled to:
 * `connection_id, metric, dimensions, weight, period_start, period_end, value, numerator, denominator, known_at`, and for evidence
 * `record_id, natural_key, version, origin, data`.
 */
export function measurementsRelation(query: MeasurementsQuery): string {
  const { asKnownAt } = query;
  if (asKnownAt === null) return unpacked(query, 'measurement', 'true', 'true');
  // Most rows were known as a whole by then, and need no look at each arrival.
  return [
    unpacked(query, 'measurement', `m.known_to <= ${asKnownAt}`, 'true'),
    unpacked(query, 'measurement', `m.known_to > ${asKnownAt}`, `a.known_at <= ${asKnownAt}`),
    unpacked(query, 'measurement_revision', `m.known_until > ${asKnownAt}`, `a.known_at <= ${asKnownAt}`),
  ].join(' union all ');
}

function unpacked(query: MeasurementsQuery, table: string, rows: string, measurements: string): string {
  const { days } = query;
  const withEvidence = query.depth === 'evidence';
  const inTime = days ? `m.day between ${days.from} - 31 and ${days.to}` : 'true';
  const periodStart = `(m.first_at + (m.step_ms * coalesce(e.position, e.ordinal - 1)) * interval '1 millisecond')`;
  const periodEnd = `(${periodStart} + coalesce(e.length_ms, m.length_ms) * interval '1 millisecond')`;
  const key = `coalesce(e.key, ${derivedKey(periodStart)})`;
  // Tells measurements of one instant apart, in an order that stays when their row is packed anew: it may lie between two pages.
  const id = `hashtextextended(${key}, m.series_id) & 288230376151711743`;
  const line = `(m.line_base + coalesce(e.line_difference, m.line_step * (e.ordinal - 1)))`;
  return `
    select ${withEvidence ? `${id} as record_id, ` : ''} s.connection_id, s.metric, s.dimensions, 1::bigint as weight,
           ${periodStart} as period_start, ${periodEnd} as period_end,
           ${decimal('value')} as value, ${decimal('numerator')} as numerator, ${decimal('denominator')} as denominator, a.known_at
           ${
             withEvidence
               ? `, ${key} as natural_key,
           coalesce(e.version, m.version, ${isoText('a.recorded_at')} || '|') as version,
           case when a.numbered then a.origin || ${line} else a.origin end as origin,
           ${recordData(periodStart, periodEnd)} as data`
               : ''
           }
      from measurement_series s
      join ${table} m on m.series_id = s.id and ${inTime} and ${rows}
      cross join lateral rows from (
        generate_series(1, m.n), unnest(m.positions), unnest(m.lengths_ms), unnest(m.arrival_differences),
        ${['value', 'numerator', 'denominator'].map((name) => `unnest(coalesce(m.${name}_wide, m.${name}_small::int[])), unnest(m.${name}_exact)`).join(', ')}
        ${withEvidence ? ', unnest(m.line_differences), unnest(m.keys), unnest(m.versions)' : ''}
      ) as e (ordinal, position, length_ms, arrival_difference, value_difference, value_exact, numerator_difference, numerator_exact,
              denominator_difference, denominator_exact ${withEvidence ? ', line_difference, key, version' : ''})
      left join measurement_arrival a on a.connection_id = s.connection_id
        and a.number = m.arrival_base + coalesce(e.arrival_difference, m.arrival_step * (e.ordinal - 1))
      ${withEvidence ? 'left join measurement_key_shape k on k.id = m.key_shape_id' : ''}
     where ${measurements}`;
}

/** Differences count in the last digit of the base. */
function decimal(name: string): string {
  return `case
    when m.${name}_base is null then trim_scale(e.${name}_exact)
    when m.${name}_small is null and m.${name}_wide is null then m.${name}_base
    when scale(m.${name}_base) = 0 then m.${name}_base + e.${name}_difference
    else trim_scale(m.${name}_base + e.${name}_difference * ('1e-' || scale(m.${name}_base))::numeric) end`;
}

function derivedKey(periodStart: string): string {
  const clock = `((${periodStart} + k.offset_ms * interval '1 millisecond') at time zone 'UTC')`;
  const since1970 = `extract(epoch from ${periodStart})`;
  const formats: readonly (readonly [string, string])[] = [
    ['date', 'YYYY-MM-DD'],
    ['T minutes', 'YYYY-MM-DD"T"HH24:MI'],
    ['T seconds', 'YYYY-MM-DD"T"HH24:MI:SS'],
    ['T milliseconds', 'YYYY-MM-DD"T"HH24:MI:SS.MS'],
    ['  minutes', 'YYYY-MM-DD HH24:MI'],
    ['  seconds', 'YYYY-MM-DD HH24:MI:SS'],
    ['  milliseconds', 'YYYY-MM-DD HH24:MI:SS.MS'],
  ];
  return `k.prefix || case k.format
    ${formats.map(([format, pattern]) => `when '${format}' then to_char(${clock}, '${pattern}')`).join(' ')}
    when 'epoch seconds' then ${since1970}::bigint::text
    else (${since1970} * 1000)::bigint::text end || k.suffix`;
}

/** The record as it was delivered; a field that is absent is left out. */
function recordData(periodStart: string, periodEnd: string): string {
  const text = (name: string) => `(${decimal(name)})::text`;
  return `jsonb_strip_nulls(jsonb_build_object('metric', s.metric, 'periodStart', ${isoText(periodStart)},
    'periodEnd', ${isoText(periodEnd)}, 'value', ${text('value')}, 'numerator', ${text('numerator')},
    'denominator', ${text('denominator')})) || jsonb_build_object('dimensions', s.dimensions)`;
}

function isoText(instant: string): string {
  return `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
