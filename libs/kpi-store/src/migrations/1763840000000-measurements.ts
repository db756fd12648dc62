import type { MigrationInterface, QueryRunner } from 'typeorm';

const decimal = (name: string) =>
  `${name}_base numeric, ${name}_small smallint[], ${name}_wide integer[], ${name}_exact numeric[]`;
const whole = (name: string) =>
  `${name}_base integer not null, ${name}_step integer not null, ${name}_differences integer[]`;

const packed = `
  series_id integer not null,
  day date not null,
  whole_month boolean not null,
  n integer not null,
  first_at timestamptz not null,
  step_ms bigint not null,
  positions integer[],
  length_ms bigint,
  lengths_ms bigint[],
  ${decimal('value')},
  ${decimal('numerator')},
  ${decimal('denominator')},
  ${whole('arrival')},
  ${whole('line')},
  key_shape_id integer,
  keys text[],
  version text collate "C",
  versions text[],
  known_to timestamptz not null`;

/**
 * Measurements, packed: one row for each series and UTC day (or closed month), superseded versions likewise. Monthly partitions are made when
 * the first measurement of a month comes; two wide ones take what lies outside the years that have months of their own.
 */
export class Measurements1763840000000 implements MigrationInterface {
  name = 'Measurements1763840000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table measurement_series (
        id integer generated always as identity primary key,
        digest uuid not null unique,
        connection_id text not null,
        metric text not null,
        dimensions jsonb not null
      )`);
    await runner.query(`create index measurement_series_of_metric on measurement_series (metric, connection_id)`);
    await runner.query(`
      create table measurement_arrival (
        connection_id text not null,
        number integer not null,
        run_id bigint not null,
        recorded_at timestamptz not null,
        known_at timestamptz not null,
        replayed boolean not null,
        origin text not null,
        numbered boolean not null,
        primary key (connection_id, number)
      )`);
    await runner.query(`
      create table measurement_key_shape (
        id integer generated always as identity primary key,
        connection_id text not null,
        digest uuid not null,
        offset_ms integer not null,
        series_id integer not null references measurement_series (id) on delete cascade,
        prefix text not null,
        format text not null,
        suffix text not null,
        has_strays boolean not null default false,
        unique (connection_id, digest, offset_ms)
      )`);
    // Where a key that does not follow from its time has been, so that it is found again when it moves.
    await runner.query(`
      create table measurement_key (
        connection_id text not null,
        digest uuid not null,
        series_id integer not null,
        day date not null,
        primary key (connection_id, digest, series_id, day)
      )`);
    await runner.query(
      `create table measurement (${packed}, primary key (series_id, day, whole_month)) partition by range (day)`,
    );
    await runner.query(`create sequence measurement_revision_id_seq as bigint`);
    await runner.query(
      `create table measurement_revision (
         id bigint not null default nextval('measurement_revision_id_seq'), ${packed}, known_until timestamptz not null,
         primary key (series_id, day, id)) partition by range (day)`,
    );
    for (const table of ['measurement', 'measurement_revision']) {
      await runner.query(
        `create table ${table}_before_1990 partition of ${table} for values from (minvalue) to ('1990-01-01')`,
      );
      await runner.query(
        `create table ${table}_from_2100 partition of ${table} for values from ('2100-01-01') to (maxvalue)`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'measurement_revision',
      'measurement',
      'measurement_key',
      'measurement_key_shape',
      'measurement_arrival',
      'measurement_series',
    ]) {
      await runner.query(`drop table ${table}`);
    }
    await runner.query('drop sequence measurement_revision_id_seq');
  }
}
