import { createHash } from 'node:crypto';
import type { Clock } from '@tandem/domain/metric/definition';
import { endOfCalendarYears, firstCalendarYear, openingSegments } from '@tandem/domain/metric/opening-times';
import { canonicalOpening, type OpeningTimes } from '@tandem/domain/organisation/business-calendar';
import { canonicalJson } from '@tandem/domain/organisation/canonical-json';
import type pg from 'pg';

/** Business time between two instants of a record, as SQL over the sums of opening hours in `opening_segment`. */
export interface CompiledClock {
  /** Names the opening times in the table. */
  readonly key: string;
  readonly opening: OpeningTimes;
  /** SQL of the instants that are asked about. */
  readonly instants: readonly [from: string, to: string];
  /** Milliseconds of opening hours, exact; an error for an instant that no segment holds. */
  readonly elapsed: string;
  /** Whether one of them lies outside the years that calendars tell of; null where one is absent. */
  readonly isOutside: string;
}

/** Throws for a clock without opening times: definitions get them when they are applied, this is the second lock. */
export function compileClock({ calendar, opening }: Clock, from: string, to: string): CompiledClock {
  if (opening === undefined) throw new Error(`The opening times of the calendar "${calendar}" were never looked up.`);
  const key = createHash('sha256')
    .update(canonicalJson(canonicalOpening(opening)))
    .digest('hex');
  const passed = (instant: string) => passedBefore({ key, calendar }, instant);
  const outside = (instant: string) =>
    `${instant} < '${firstCalendarYear}-01-01Z' or ${instant} >= '${endOfCalendarYears}-01-01Z'`;
  return {
    key,
    opening,
    instants: [from, to],
    elapsed: `(${passed(to)} - ${passed(from)})`,
    isOutside: `(${outside(from)} or ${outside(to)})`,
  };
}

function passedBefore({ key, calendar }: { readonly key: string; readonly calendar: string }, instant: string): string {
  return `coalesce((
    select case when ${instant} < s.ends_at then
             s.open_ms_before + extract(epoch from least(${instant}, s.open_until) - s.starts_at) * 1000 end
      from opening_segment s where s.calendar = '${key}' and s.starts_at <= ${instant}
     order by s.starts_at desc limit 1), opening_hours_unknown('${calendar.replaceAll("'", "''")}', ${instant}))`;
}

/**
 * Works out the opening hours of every year that the instants of these records lie in, where that has not been done yet; instants that no
 * calendar tells of are left out by the formula itself. Whoever counts calls it before it holds rows that others wait for: two that
 * work out the same year wait for each other.
 *
 * @param records a relation with the aliases that the clock's instants name, and which of its rows are asked about
 */
export async function workOutOpeningHours(
  client: Pick<pg.Pool, 'query'>,
  { key, opening, instants, isOutside }: CompiledClock,
  records: { readonly from: string; readonly where?: string; readonly parameters?: readonly unknown[] },
): Promise<void> {
  const { rows } = await client.query<{ year: number }>(
    `with named as (
       select distinct extract(year from at at time zone 'UTC')::int as year
         from (select unnest(array[${instants.join(', ')}]) as at
                 from ${records.from} where ${isOutside} is not true and ${records.where ?? 'true'}) instant
        where at is not null and at >= '${firstCalendarYear}-01-01Z' and at < '${endOfCalendarYears}-01-01Z')
     select year from named
      where not exists (select 1 from opening_segment s where s.calendar = '${key}' and s.starts_at = make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC'))
      order by year`,
    [...(records.parameters ?? [])],
  );
  for (const { year } of rows) await insertYear(client, key, openingSegments(opening, year));
}

async function insertYear(
  client: Pick<pg.Pool, 'query'>,
  key: string,
  segments: ReturnType<typeof openingSegments>,
): Promise<void> {
  const instants = (which: 'startMs' | 'openUntilMs' | 'endMs') =>
    segments.map((segment) => new Date(segment[which]).toISOString());
  await client.query(
    `insert into opening_segment (calendar, starts_at, open_until, ends_at, open_ms_before)
     select $1, * from unnest($2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::bigint[]) on conflict do nothing`,
    [
      key,
      instants('startMs'),
      instants('openUntilMs'),
      instants('endMs'),
      segments.map(({ openMsBefore }) => openMsBefore),
    ],
  );
}
