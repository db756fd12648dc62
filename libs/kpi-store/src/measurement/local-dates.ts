import type pg from 'pg';
import { dateOfUtcDay, utcDayMs, utcDayOf } from './measurement.js';

/** A time in which the calendar of a zone shows one date: half-open, within one UTC day. */
export interface LocalDate {
  readonly date: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

type DateChanges = readonly LocalDate[];

/** About a hundred years of days; beyond, what was asked of the database is asked again. */
const mostKnownDays = 40_000;
const known = new Map<string, Map<number, DateChanges>>();

/**
 * The local date of instants, by the database's own calendar: what is added up here and what statements count by `at time zone` are the same
 * days, also in zones whose offsets are not whole hours and on days with a clock change.
 */
export async function localDates(
  client: pg.PoolClient,
  timeZone: string,
  utcDays: ReadonlySet<number>,
): Promise<(atMs: number) => LocalDate> {
  const days = known.get(timeZone) ?? new Map<number, DateChanges>();
  if (days.size + utcDays.size > mostKnownDays) days.clear();
  known.set(timeZone, days);
  const missing = [...utcDays].filter((utcDay) => !days.has(utcDay));
  if (missing.length) await askFor(client, timeZone, missing, days);
  return (atMs) => {
    const date = days.get(utcDayOf(atMs))?.find(({ fromMs, untilMs }) => atMs >= fromMs && atMs < untilMs);
    if (date === undefined) throw new Error(`The date of ${atMs} in ${timeZone} was not asked for.`);
    return date;
  };
}

/** Quarter by quarter of an hour; second by second only in a quarter in which the date changes midway. */
async function askFor(
  client: pg.PoolClient,
  timeZone: string,
  utcDays: readonly number[],
  days: Map<number, DateChanges>,
): Promise<void> {
  const { rows } = await client.query<{ day: string; at: number; date: string }>(
    `with quarter as (
       select day, at, (at at time zone $1)::date as date, ((at + interval '899.999 seconds') at time zone $1)::date as last_date
         from unnest($2::date[]) day,
              generate_series(day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC' - interval '15 minutes', interval '15 minutes') at),
     moment as (
       select day, at, date from quarter
        union all
       select q.day, second, (second at time zone $1)::date
         from quarter q, generate_series(q.at + interval '1 second', q.at + interval '899 seconds', interval '1 second') second
        where q.date <> q.last_date)
     select day::text, (extract(epoch from at) * 1000)::float8 as at, date::text
       from (select *, lag(date) over (partition by day order by at) as before from moment) m
      where before is distinct from date order by day, at`,
    [timeZone, utcDays.map(dateOfUtcDay)],
  );
  for (const [index, { day, at, date }] of rows.entries()) {
    const utcDay = utcDayOf(Date.parse(day));
    const next = rows[index + 1];
    const untilMs = next?.day === day ? next.at : (utcDay + 1) * utcDayMs;
    days.set(utcDay, [...(days.get(utcDay) ?? []), { date, fromMs: at, untilMs }]);
  }
}
