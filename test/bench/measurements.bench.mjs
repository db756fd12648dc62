import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { compactClosedMonth } from '@tandem/kpi-store/measurement/compact-months';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { from as copyFrom } from 'pg-copy-streams';
import { beginRun } from './begin-run.mjs';
import { compared, inTurns, median, milliseconds, perSecond, timed } from './comparison.mjs';
import { applyMetrics } from './configuration.mjs';
import { halfHours, measurementMetrics, measurementPages, referenceText } from './measurement-load.mjs';

const bytes = (/** @type {number} */ value) => `${value.toFixed(1)} B`;

/** The packed store of measurements beside what one would build by hand: a table of rows with a primary key, and a roll-up of it. */
export default {
  name: 'measurements',
  /** @param {import('./bench-context.mjs').BenchContext} context */
  async run(context) {
    const load = { series: 140, days: context.quick ? 60 : 1_461 };
    const total = load.series * load.days * 48;
    const database = await context.openDatabase('measurements');
    await database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('bench', 'Bench', 'file', '{}', 1000, 0)`,
    );
    await applyMetrics(database, measurementMetrics);
    const what = `${total.toLocaleString('en')} measurements, backfilled with their roll-up`;
    const copied = await inTurns(context.rounds, {
      reference: async () => total / ((await copyIntoRows(database, load)) / 1000),
      ours: async () => total / ((await backfill(database, load)) / 1000),
    });
    const upserted = await upsertAndRollUp(database, load);
    const ours = await backfill(database, load);
    const hot = await bytesEach(database, packedTables, total);
    const rows = await bytesEach(database, ['reference'], total);
    return [
      compared({ what, ...copied, show: perSecond, atLeast: 2, referenceName: 'COPY into rows with a primary key' }),
      compared({
        what,
        reference: total / (upserted / 1000),
        ours: total / (ours / 1000),
        show: perSecond,
        atLeast: 5,
        referenceName: 'staging, upsert, daily roll-up counted anew',
      }),
      compared({ what: 'bytes of a measurement, as it came', reference: rows, ours: hot, show: bytes, atMost: 0.3 }),
      await polls(database, load),
      await cold(database, total, rows),
    ];
  },
};

const packedTables = ['measurement', 'measurement_series', 'measurement_arrival', 'measurement_key_shape'];

/** @param {any} database @param {{ series: number, days: number }} load @returns {Promise<number>} milliseconds */
async function backfill(database, load) {
  await database.owner.query(
    `truncate measurement, measurement_revision, measurement_series, measurement_arrival, measurement_key_shape, measurement_key,
       observation, sync_run, stream_coverage, stream_coverage_revision`,
  );
  await database.owner.query('checkpoint');
  const run = await beginRun(database);
  const records = createRecordStore(database);
  let elapsed = 0;
  for (const page of measurementPages(load)) {
    elapsed += await timed(() => records.commitPage(run, page, new Date()));
  }
  return elapsed;
}

/** @param {any} database @param {{ series: number, days: number }} load @returns {Promise<number>} milliseconds */
async function copyIntoRows({ owner: pool }, load) {
  await pool.query('drop table if exists reference');
  await pool.query(
    'create table reference (series integer, ts timestamptz, numerator numeric, denominator numeric, primary key (series, ts))',
  );
  await pool.query('checkpoint');
  return copy(pool, 'reference', load);
}

/** @param {any} pool @param {string} table @param {{ series: number, days: number }} load @returns {Promise<number>} milliseconds */
async function copy(pool, table, load) {
  const client = await pool.connect();
  try {
    return await timed(() =>
      pipeline(Readable.from(referenceText(load)), client.query(copyFrom(`copy ${table} from stdin`))),
    );
  } finally {
    client.release();
  }
}

/** @param {any} database @param {{ series: number, days: number }} load @returns {Promise<number>} milliseconds */
async function upsertAndRollUp({ owner: pool }, load) {
  await pool.query('drop table if exists upserted, staging, daily');
  await pool.query(`
    create table upserted (series integer, ts timestamptz, numerator numeric, denominator numeric, primary key (series, ts));
    create unlogged table staging (series integer, ts timestamptz, numerator numeric, denominator numeric);
    create table daily (series integer, day date, numerator numeric, denominator numeric, primary key (series, day))`);
  await pool.query('checkpoint');
  const staged = await copy(pool, 'staging', load);
  return (
    staged +
    (await timed(async () => {
      await pool.query(`insert into upserted select * from staging
      on conflict (series, ts) do update set numerator = excluded.numerator, denominator = excluded.denominator`);
      await pool.query(`insert into daily select series, (ts at time zone 'Europe/Berlin')::date, sum(numerator), sum(denominator)
      from upserted group by 1, 2
      on conflict (series, day) do update set numerator = excluded.numerator, denominator = excluded.denominator`);
    }))
  );
}

/** @param {any} database @param {readonly string[]} tables @param {number} total */
async function bytesEach({ pool }, tables, total) {
  const { rows } = await pool.query(
    `select sum(pg_total_relation_size(c.oid))::float8 as bytes from unnest($1::text[]) name
       join pg_class c on c.oid = name::regclass or c.oid in (select inhrelid from pg_inherits where inhparent = name::regclass)`,
    [tables],
  );
  return rows[0].bytes / total;
}

/** What rests becomes one row for each series and month. @param {any} database @param {number} total @param {number} rows */
async function cold(database, total, rows) {
  while ((await compactClosedMonth(database, new Date(), 1_000)) > 0);
  const { rows: left } = await database.pool.query('select sum(n)::float8 as measured from measurement');
  const ours = ((await bytesEach(database, packedTables, total)) * total) / left[0].measured;
  return compared({ what: 'bytes of a measurement, closed months', reference: rows, ours, show: bytes, most: 6 });
}

/** Polls of 500 rows behind the newest data, with the metrics that count them and without. @param {any} database @param {{ series: number, days: number }} load */
async function polls(database, load) {
  const run = await beginRun(database);
  const records = createRecordStore(database);
  const pages = halfHours(load, 500, 60);
  const times = { counted: /** @type {number[]} */ ([]), uncounted: /** @type {number[]} */ ([]) };
  for (const [index, page] of pages.entries()) {
    const counted = index % 2 === 0;
    await database.pool.query(`update metric set current_version = $1`, [counted ? 1 : 0]);
    const elapsed = await timed(() => records.commitPage(run, page, new Date()));
    (counted ? times.counted : times.uncounted).push(elapsed);
  }
  return compared({
    what: 'a poll of 500 measurements with its roll-up',
    reference: median(times.uncounted),
    ours: median(times.counted),
    show: milliseconds,
    atMost: 1.2,
    referenceName: 'without a roll-up',
  });
}
