import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every version of every measurement that was a record, with the time until which it was known; a version is current when nothing is greater.
 * Columns that came to `record` at another time than to its history are asked for as JSON, so that the order of the two migrations is free.
 */
const versions = `
  create temporary table packed_version on commit drop as
  with version as (
    select k.id as record_id, k.connection_id, k.natural_key, k.version, k.content_hash, k.data, k.known_at, k.origin, k.recorded_at,
           coalesce((to_jsonb(k) ->> 'run_id')::bigint, 0) as run_id, coalesce((to_jsonb(k) ->> 'replayed')::boolean, k.known_at <> k.recorded_at) as replayed
      from record k where k.stream = 'measurement'
    union all
    select v.record_id, k.connection_id, k.natural_key, v.version, v.content_hash, v.data, v.known_at, v.origin, v.recorded_at, v.run_id, v.replayed
      from record_revision v join record k on k.stream = v.stream and k.id = v.record_id
     where v.stream = 'measurement' and (v.version, v.content_hash) <> (k.version, k.content_hash)),
  placed as (
    select *, (data ->> 'periodStart')::timestamptz as at, (data ->> 'periodEnd')::timestamptz as ends_at,
           ((data ->> 'periodStart')::timestamptz at time zone 'UTC')::date as day,
           '[' || to_json(data ->> 'metric')::text || coalesce((
             select string_agg(',[' || to_json(name)::text || ',' || to_json(value)::text || ']', '' order by name collate "C")
               from jsonb_each_text(data -> 'dimensions') as d (name, value)), '') || ']' as series
      from version)
  select *, md5(connection_id || E'\\n' || series)::uuid as series_digest, null::integer as series_id, null::integer as arrival,
         min(known_at) over (partition by record_id order by version, content_hash rows between 1 following and unbounded following) as known_until
    from placed`;

const series = [
  `insert into measurement_series (digest, connection_id, metric, dimensions)
   select distinct on (series_digest) series_digest, connection_id, data ->> 'metric', coalesce(data -> 'dimensions', '{}') from packed_version`,
  `update packed_version p set series_id = s.id from measurement_series s where s.digest = p.series_digest`,
];

const arrivals = [
  `create temporary table packed_arrival on commit drop as
   select *, row_number() over (partition by connection_id order by recorded_at, run_id, known_at, origin)::integer as number
     from (select distinct connection_id, run_id, recorded_at, known_at, replayed, origin from packed_version) a`,
  `insert into measurement_arrival (connection_id, number, run_id, recorded_at, known_at, replayed, origin, numbered)
   select connection_id, number, run_id, recorded_at, known_at, replayed, origin, false from packed_arrival`,
  `update packed_version p set arrival = a.number from packed_arrival a
    where (a.connection_id, a.run_id, a.recorded_at, a.known_at, a.replayed, a.origin)
        = (p.connection_id, p.run_id, p.recorded_at, p.known_at, p.replayed, p.origin)`,
  `insert into measurement_key (connection_id, digest, series_id, day)
   select distinct connection_id, md5(natural_key)::uuid, series_id, day from packed_version`,
];

const columns = `series_id, day, whole_month, n, first_at, step_ms, positions, lengths_ms, value_exact, numerator_exact, denominator_exact,
  arrival_base, arrival_step, arrival_differences, line_base, line_step, keys, versions, known_to`;
const packed = `series_id, day, false, count(*)::integer, min(at), 1,
  array_agg((extract(epoch from at - day::timestamp at time zone 'UTC') * 1000)::integer order by at, natural_key collate "C"),
  array_agg((extract(epoch from ends_at - at) * 1000)::bigint order by at, natural_key collate "C"),
  ${['value', 'numerator', 'denominator'].map((name) => `array_agg((data ->> '${name}')::numeric order by at, natural_key collate "C")`).join(', ')},
  0, 0, array_agg(arrival order by at, natural_key collate "C"), 0, 0,
  array_agg(natural_key order by at, natural_key collate "C"), array_agg(version order by at, natural_key collate "C"), max(known_at)`;
/** Positions count from the first measurement; times of day, from midnight, are what could be aggregated. */
const fromFirst = (table: string) => `
  update ${table} m set positions = array(
    select position - (extract(epoch from m.first_at - m.day::timestamp at time zone 'UTC') * 1000)::integer
      from unnest(m.positions) with ordinality as p (position, ordinal) order by ordinal)`;

/** Moves the measurements that are records into their packed store; their records, and the items of percentiles over them, are gone then. */
export class PackedMeasurements1763840010000 implements MigrationInterface {
  name = 'PackedMeasurements1763840010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(versions);
    for (const statement of [...series, ...arrivals]) await runner.query(statement);
    await makePartitions(runner);
    await runner.query(
      `insert into measurement (${columns}) select ${packed} from packed_version where known_until is null group by series_id, day`,
    );
    await runner.query(
      `insert into measurement_revision (${columns}, known_until)
       select ${packed}, known_until from packed_version where known_until is not null group by series_id, day, known_until`,
    );
    for (const table of ['measurement', 'measurement_revision']) await runner.query(fromFirst(table));
    for (const table of ['observation_item', 'observation_reading']) {
      await runner.query(`delete from ${table} i using record r where r.stream = 'measurement' and r.id = i.record_id`);
    }
    await runner.query('drop table record_measurement, record_revision_measurement');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['record', 'record_revision']) {
      await runner.query(`create table ${table}_measurement partition of ${table} for values in ('measurement')`);
    }
  }
}

async function makePartitions(runner: QueryRunner): Promise<void> {
  const months = (await runner.query(
    `select distinct to_char(day, 'YYYY_MM') as name, date_trunc('month', day)::date::text as first,
            (date_trunc('month', day) + interval '1 month')::date::text as next
       from packed_version where day >= '1990-01-01' and day < '2100-01-01'`,
  )) as { name: string; first: string; next: string }[];
  for (const { name, first, next } of months) {
    for (const table of ['measurement', 'measurement_revision']) {
      await runner.query(
        `create table ${table}_${name} partition of ${table} for values from ('${first}') to ('${next}')`,
      );
    }
  }
}
