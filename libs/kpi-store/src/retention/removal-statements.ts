import { endingsOf, instantsOf } from '@tandem/domain/record/record-end';
import type { StreamName } from '@tandem/domain/record/streams';

/** What may still be linked with something later than itself stays for longer than the widest reach of links. */
const linkMarginDays = 31;

/** `$1` is the time before which everything goes; instants are compared as the texts that they are. */
const target = `to_char(($1::timestamptz - interval '${linkMarginDays} days') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') collate "C"`;

/**
 * The condition under which a record `r` may go: it has ended, each of its instants has passed, it became known before that time too, and
 * nothing that stays is linked with it.
 */
export function mayGo(stream: StreamName): string {
  const endings = endingsOf(stream)?.map(({ field, oneOf }) =>
    oneOf === undefined
      ? `r.data ? '${field}'`
      : `r.data ->> '${field}' in (${oneOf.map((value) => `'${value}'`).join(', ')})`,
  );
  const passed = instantsOf(stream).map((name) => `coalesce((r.data ->> '${name}') collate "C" < ${target}, true)`);
  return [
    `r.known_at < $1::timestamptz - interval '${linkMarginDays} days'`,
    ...(endings ? [`(r.gone or ${endings.join(' or ')})`] : []),
    ...passed,
    ...(staying[stream] ?? []),
  ].join(' and ');
}

const staying: Readonly<Partial<Record<StreamName, readonly string[]>>> = {
  deployment: [`not exists (select 1 from record_link l where l.deployment_id = r.id)`],
  change: [
    `not exists (select 1 from record d where d.stream = 'deployment' and d.data ->> 'service' = r.data ->> 'service'
                    and d.data ->> 'ref' = r.data ->> 'deploymentRef')`,
  ],
};

/** Of the records with ids in ($2, $3], those that may go, with their links, earlier versions and the events behind them; answers how many. */
export function removeRecords(stream: StreamName): string {
  return `
    with gone as (
      delete from record r where r.stream = '${stream}' and r.id > $2 and r.id <= $3 and ${mayGo(stream)} returning r.id, r.connection_id, r.natural_key),
    facts as (
      delete from push_fact f using gone
       where f.stream = '${stream}' and f.connection_id = gone.connection_id and f.natural_key = gone.natural_key),
    versions as (
      delete from record_revision v using gone where v.stream = '${stream}' and v.record_id = gone.id),
    links as (
      delete from record_link l using gone where l.stream = '${stream}' and l.record_id = gone.id)
    select count(*)::int as removed from gone`;
}

/** At most $3 rows as vendors gave them, of the stream $1 and last read before $2; and what was known to be gone before. */
export const removeRawRows = `
  with told as (delete from tombstone where stream = $1 and known_at < $2),
  old as (select ctid from raw_row where record_stream = $1 and read_at < $2 limit $3),
  gone as (delete from raw_row r using old where r.ctid = old.ctid and r.record_stream = $1 returning 1)
  select count(*)::int as rows from gone`;

/** Of the records with ids in ($2, $3], the versions that a later one had replaced before `$1`: at no later time were they current. */
export function removeVersions(stream: StreamName): string {
  const later = (table: string, id: string) =>
    `exists (select 1 from ${table} k where k.stream = '${stream}' and k.${id} = v.record_id and k.known_at < $1
                and (k.version, k.content_hash) > (v.version, v.content_hash))`;
  return `
    with gone as (
      delete from record_revision v
       where v.stream = '${stream}' and v.record_id > $2 and v.record_id <= $3
         and (${later('record', 'id')} or ${later('record_revision', 'record_id')}) returning 1)
    select count(*)::int as removed from gone`;
}

/** The days of a row of measurements end with the last of its periods. */
const rowEnd = `(case when m.whole_month then (m.day + interval '1 month') else m.day + interval '1 day' end) at time zone 'UTC'
  + coalesce(m.length_ms, (select max(length) from unnest(m.lengths_ms) length), 0) * interval '1 millisecond'`;

/** At most $2 rows of measurements whose time has passed, and that became known before, with their earlier versions. */
export const removeMeasurements = `
  with old as (
    select m.series_id, m.day, m.whole_month from measurement m
     where m.day < ($1::timestamptz at time zone 'UTC')::date and m.known_to < $1 and ${rowEnd} <= $1 limit $2),
  gone as (
    delete from measurement m using old o
     where (m.series_id, m.day, m.whole_month) = (o.series_id, o.day, o.whole_month) returning m.series_id, m.day, m.whole_month, m.n),
  versions as (
    delete from measurement_revision v using gone g
     where v.series_id = g.series_id
       and case when g.whole_month then v.day >= g.day and v.day < g.day + interval '1 month' else v.day = g.day end),
  keys as (
    delete from measurement_key k using gone g
     where k.series_id = g.series_id
       and case when g.whole_month then k.day >= g.day and k.day < g.day + interval '1 month' else k.day = g.day end)
  select coalesce(sum(n), 0)::int as removed, count(*)::int as rows from gone`;

/** At most $2 rows of measurements that were replaced before. */
export const removeMeasuredVersions = `
  with old as (select series_id, day, id from measurement_revision where known_until < $1 limit $2),
  gone as (
    delete from measurement_revision v using old o where (v.series_id, v.day, v.id) = (o.series_id, o.day, o.id) returning v.n)
  select coalesce(sum(n), 0)::int as removed, count(*)::int as rows from gone`;

/** At most $3 counted days before the local date $2 of the version $1. */
export const removeDays = ['observation', 'observation_item', 'observation_reading'].map(
  (table) => `
  with old as (select ctid from ${table} where metric_version_id = $1 and day < $2::date limit $3),
  gone as (delete from ${table} o using old where o.ctid = old.ctid and o.metric_version_id = $1 returning 1)
  select count(*)::int as removed from gone`,
);

/** What is open is the sum of all entries and leavings, so those that go are added up into the day before the date $2. */
export const addUpDays = `
  with gone as (
    delete from observation where metric_version_id = $1 and day < $2::date - 1 returning slice, numerator, denominator, n, recorded_at, run_id),
  added as (
    insert into observation as o (metric_version_id, day, slice, numerator, denominator, n, recorded_at, run_id)
    select $1, $2::date - 1, slice, sum(numerator), sum(denominator), sum(n), max(recorded_at), max(run_id) from gone group by slice
        on conflict (metric_version_id, day, slice) do update
       set numerator = o.numerator + excluded.numerator, denominator = o.denominator + excluded.denominator, n = o.n + excluded.n)
  select count(*)::int as removed from gone`;
