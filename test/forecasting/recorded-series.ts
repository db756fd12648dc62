import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** A Monday. */
const firstMonday = Date.UTC(2001, 0, 1);
const data = path.resolve(import.meta.dirname, '../../apps/tandem/demo/data');

export interface RecordedSeries {
  readonly name: string;
  /** Values of equally spaced periods, oldest first; each at the end of its period. */
  readonly points: readonly { readonly t: number; readonly value: number }[];
  readonly seasonSteps: number;
  readonly bounds: { readonly lower?: number; readonly upper?: number };
  readonly decimals: number;
}

type Row = (column: string) => string;

/** The rows of a recorded file of the demo; what it is and its licence stand beside it. No field of it is quoted. */
function rowsOf(file: string): Row[] {
  const [head = '', ...lines] = gunzipSync(readFileSync(path.join(data, file)))
    .toString('utf8')
    .trim()
    .split(/\r?\n/);
  const places = new Map(head.split(',').map((column, index) => [column, index]));
  return lines.map((line) => {
    const cells = line.split(',');
    return (column) => cells[places.get(column) ?? -1] ?? '';
  });
}

const weekOf = (t: number) => Math.floor((t - firstMonday) / weekMs);
const endOfWeek = (week: number) => firstMonday + (week + 1) * weekMs;

function add<Key>(sums: Map<Key, number>, key: Key, amount = 1): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

const weeksFrom = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Share of bookings whose guests arrived, week after week of arrival. */
export function bookingsKept(): RecordedSeries {
  const [kept, booked] = [new Map<number, number>(), new Map<number, number>()];
  for (const row of rowsOf('hotel_bookings_2015_2016.csv.gz')) {
    const day = `${row('arrival_date_day_of_month')} ${row('arrival_date_month')} ${row('arrival_date_year')} UTC`;
    const week = weekOf(Date.parse(day));
    add(booked, week);
    if (row('reservation_status') === 'Check-Out') add(kept, week);
  }
  // The first and the last week are whole: arrivals begin on a Wednesday, so the first whole week is the next one.
  const weeks = [...booked.keys()].sort((a, b) => a - b).slice(1, -1);
  const points = weeks.map((week) => ({
    t: endOfWeek(week),
    value: (100 * (kept.get(week) ?? 0)) / (booked.get(week) ?? 1),
  }));
  return { name: 'bookings kept, %', points, seasonSteps: 52, bounds: { lower: 0, upper: 100 }, decimals: 1 };
}

/** Share of incidents that were closed within their agreement, week after week of closing, by the last version of each. */
export function serviceLevel(): RecordedSeries {
  const last = new Map<string, { readonly at: number; readonly met: boolean; readonly closed: number | null }>();
  for (const row of rowsOf('servicenow_incident_events_2016-03_2016-04.csv.gz')) {
    const at = dayMonthYear(row('sys_updated_at'));
    const before = last.get(row('number'));
    if (before !== undefined && before.at > at) continue;
    const closed = row('incident_state') === 'Closed' ? dayMonthYear(row('closed_at')) : null;
    last.set(row('number'), { at, met: row('made_sla') === 'true', closed });
  }
  const [met, all] = [new Map<number, number>(), new Map<number, number>()];
  for (const { closed, met: isMet } of last.values()) {
    if (closed === null) continue;
    add(all, weekOf(closed));
    if (isMet) add(met, weekOf(closed));
  }
  const weeks = [...all.keys()].sort((a, b) => a - b).slice(0, 9);
  const points = weeks.map((week) => ({
    t: endOfWeek(week),
    value: (100 * (met.get(week) ?? 0)) / (all.get(week) ?? 1),
  }));
  return { name: 'service level, %', points, seasonSteps: 52, bounds: { lower: 0, upper: 100 }, decimals: 1 };
}

function dayMonthYear(text: string): number {
  const [, day, month, year, hour, minute] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+)/.exec(text) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
}

/** Final releases a week over the trailing four weeks, week after week. */
export function releases(repository: string): RecordedSeries {
  const perWeek = new Map<number, number>();
  for (const row of rowsOf('git_releases_prometheus_bullmq.csv.gz')) {
    if (row('repo') === repository && row('prerelease') === 'false')
      add(perWeek, weekOf(Date.parse(row('released_at'))));
  }
  const [first, last] = [Math.min(...perWeek.keys()), Math.max(...perWeek.keys())];
  const points = weeksFrom(first + 3, last).map((week) => {
    const trailing = weeksFrom(week - 3, week).reduce((sum, one) => sum + (perWeek.get(one) ?? 0), 0);
    return { t: endOfWeek(week), value: trailing / 4 };
  });
  return { name: `${shortName(repository)} releases, /wk`, points, seasonSteps: 52, bounds: { lower: 0 }, decimals: 2 };
}

/** Median hours from commit to final release over the trailing four weeks; weeks without a release leave no point. */
export function leadTime(repository: string): RecordedSeries {
  const releasedAt = new Map<string, number>();
  for (const row of rowsOf('git_releases_prometheus_bullmq.csv.gz')) {
    if (row('repo') === repository && row('prerelease') === 'false')
      releasedAt.set(row('tag'), Date.parse(row('released_at')));
  }
  const hours = new Map<number, number[]>();
  for (const row of rowsOf('git_changes_prometheus_bullmq.csv.gz')) {
    const released = releasedAt.get(row('first_release_tag'));
    if (row('repo') !== repository || row('is_merge') !== 'false' || released === undefined) continue;
    const took = (released - Date.parse(row('committed_at'))) / 3_600_000;
    if (took > 0) hours.set(weekOf(released), [...(hours.get(weekOf(released)) ?? []), took]);
  }
  const [first, last] = [Math.min(...hours.keys()), Math.max(...hours.keys())];
  const points = weeksFrom(first + 3, last).flatMap((week) => {
    const pooled = weeksFrom(week - 3, week).flatMap((one) => hours.get(one) ?? []);
    return pooled.length ? [{ t: endOfWeek(week), value: median(pooled) }] : [];
  });
  return { name: `${shortName(repository)} lead time, h`, points, seasonSteps: 52, bounds: { lower: 0 }, decimals: 1 };
}

/** Enrolments of a hundred clicks, day after day; the days whose outcome was not known yet are left out. */
export function enrolments(): RecordedSeries {
  const points = rowsOf('free_trial_funnel_control_2014.csv.gz').flatMap((row) =>
    row('enrollments') === ''
      ? []
      : [
          {
            t: Date.parse(`${row('date')}T00:00:00Z`) + dayMs,
            value: (100 * Number(row('enrollments'))) / Number(row('clicks')),
          },
        ],
  );
  return {
    name: 'enrolments of clicks, % a day',
    points,
    seasonSteps: 7,
    bounds: { lower: 0, upper: 100 },
    decimals: 1,
  };
}

const shortName = (repository: string) => repository.split('/')[1] ?? repository;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)] ?? 0, sorted[middle] ?? 0];
  return (low + high) / 2;
}
