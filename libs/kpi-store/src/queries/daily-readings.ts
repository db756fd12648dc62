import type { DayOfObservations, Reading } from '@tandem/domain/metric/fold-observations';
import type pg from 'pg';
import type { CompiledDefinition } from './compile-definition.js';
import type { DailyObservationsRequest } from './daily-observations.js';
import { recordsAsKnown, recordsAsTheyStand } from './records-as-known.js';

interface Row {
  day: string;
  slice: string;
  n: string;
  readings: Reading[];
}

/** The last reading of each day and combination of dimensions: of the greatest (instant, version), as rolled up or as known then. */
export async function dailyReadings(
  pool: Pick<pg.Pool, 'query'>,
  request: DailyObservationsRequest,
  compiled: CompiledDefinition,
  slice: string,
): Promise<DayOfObservations[]> {
  const { countedBy, from, to, asKnownAt } = request;
  const parameters: unknown[] = [from ?? null, to ?? null];
  const readings =
    asKnownAt || countedBy === null || compiled.stream === 'measurement'
      ? readingsOfRecords(compiled, parameters, request)
      : readingsAsRolledUp(parameters, countedBy);
  const { rows } = await pool.query<Row>(
    `with last as (
       select distinct on (day, slice) day, slice, value, count(*) over (partition by day, slice) as n
         from (${readings}) reading
        where ($1::date is null or day >= $1::date) and ($2::date is null or day < $2::date)
        order by day, slice, at desc, version desc, tie desc)
     select day::text, ${slice} as slice, sum(n)::text as n,
            json_agg(json_build_object('series', slice::text, 'value', value::text) order by slice) as readings
       from last group by 1, 2 order by 1, 2`,
    parameters,
  );
  return rows.map((row) => ({
    day: row.day,
    slice: row.slice,
    numerator: null,
    denominator: null,
    n: Number(row.n),
    items: null,
    readings: row.readings,
    excluded: 0,
  }));
}

function readingsAsRolledUp(parameters: unknown[], countedBy: string): string {
  parameters.push(countedBy);
  return `select day, slice, value, at, version, tie from observation_reading where metric_version_id = $3`;
}

function readingsOfRecords(
  compiled: CompiledDefinition,
  parameters: unknown[],
  { timeZone, linkWithinHours, asKnownAt }: DailyObservationsRequest,
): string {
  parameters.push(timeZone);
  const source = asKnownAt
    ? recordsAsKnown(compiled, `$${parameters.push(asKnownAt)}`, linkWithinHours, 'evidence')
    : recordsAsTheyStand(compiled, 'evidence');
  return `select (${compiled.at} at time zone $3)::date as day, ${compiled.slice} as slice, ${compiled.reading} as value,
                 ${compiled.at} as at, r.version, r.connection_id || ' ' || r.natural_key as tie
            from ${source}
           where ${compiled.matches} and ${compiled.at} is not null`;
}
