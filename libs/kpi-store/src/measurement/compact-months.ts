import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { loadRows, type LoadedRow } from './load-rows.js';
import { utcDayMs, utcDayOf } from './measurement.js';
import { monthAfter } from './month-partitions.js';
import { inOrder, packRow } from './packed-row.js';
import { copyNewRows, deleteRows, updateRows } from './write-rows.js';

/** Sources correct what they said for some weeks; a month that rests this long is read and hardly written any more. */
const restingDays = 35;
const seriesAtATime = 100;

/**
 * Packs the days of one closed month into a row for each series, a bounded number of series at a time; readers do not notice. When nothing of the
 * month is left in rows of days, the space that they took is given back. Answers how many series were packed: 0 when there is nothing to do.
 */
export async function compactClosedMonth(
  database: Pick<Database, 'pool' | 'asOwner'>,
  now: Date,
  most = seriesAtATime,
): Promise<number> {
  const month = await firstUnpackedMonth(database.pool, now);
  if (month === null) return 0;
  const packed = await inTransaction(database.pool, (client) => packMonth(client, month, most));
  if (packed < most) await giveBackSpace(database, month);
  return packed;
}

interface Series {
  readonly id: number;
  readonly connectionId: string;
}

async function firstUnpackedMonth(pool: pg.Pool, now: Date): Promise<string | null> {
  const resting = new Date(now.getTime() - restingDays * utcDayMs).toISOString().slice(0, 7);
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'measurement'::regclass and c.relname ~ '^measurement_\\d{4}_\\d{2}$' and c.relname < $1 order by 1`,
    [`measurement_${resting.replace('-', '_')}`],
  );
  for (const { name } of rows) {
    const month = name.slice('measurement_'.length).replace('_', '-');
    const found = await pool.query(
      'select 1 from measurement where day >= $1 and day < $2 and not whole_month limit 1',
      [`${month}-01`, `${monthAfter(month)}-01`],
    );
    if (found.rowCount) return month;
  }
  return null;
}

async function packMonth(client: pg.PoolClient, month: string, most: number): Promise<number> {
  const bounds = [`${month}-01`, `${monthAfter(month)}-01`];
  const { rows } = await client.query<{ id: number; connection_id: string }>(
    `select s.id, s.connection_id from measurement_series s
      where s.id in (select series_id from measurement where day >= $1 and day < $2 and not whole_month)
      order by s.connection_id, s.id limit $3`,
    [...bounds, most],
  );
  const series = rows.map(({ id, connection_id: connectionId }): Series => ({ id, connectionId }));
  for (const connectionId of new Set(series.map((each) => each.connectionId))) {
    // Rows belong to whoever holds their connection; pages of it wait for the end of this step.
    await client.query('select 1 from connection where id = $1 for update', [connectionId]);
    await packSeries(
      client,
      connectionId,
      series.filter((each) => each.connectionId === connectionId),
      month,
    );
  }
  return series.length;
}

async function packSeries(
  client: pg.PoolClient,
  connectionId: string,
  series: readonly Series[],
  month: string,
): Promise<void> {
  const firstDay = utcDayOf(Date.parse(`${month}-01`));
  const days = utcDayOf(Date.parse(`${monthAfter(month)}-01`)) - firstDay;
  const places = series.flatMap(({ id }) =>
    Array.from({ length: days }, (_, day) => ({ seriesId: id, utcDay: firstDay + day })),
  );
  const bySeries = new Map<number, LoadedRow[]>();
  for (const row of await loadRows(client, connectionId, places)) {
    bySeries.set(row.seriesId, [...(bySeries.get(row.seriesId) ?? []), row]);
  }
  const whole = [...bySeries.values()].map((rows) => ({
    isNew: !rows.some(({ wholeMonth }) => wholeMonth),
    row: packRow(inOrder(rows.flatMap(({ measurements }) => measurements)), { utcDay: firstDay, wholeMonth: true }),
  }));
  await deleteRows(
    client,
    [...bySeries.values()].flat().filter(({ wholeMonth }) => !wholeMonth),
  );
  await copyNewRows(
    client,
    whole.filter(({ isNew }) => isNew).map(({ row }) => row),
  );
  await updateRows(
    client,
    whole.filter(({ isNew }) => !isNew).map(({ row }) => row),
  );
}

/** A rewrite of one partition: readers of other months go on, those of this month wait as long as it takes to write some megabytes. */
async function giveBackSpace({ asOwner }: Pick<Database, 'asOwner'>, month: string): Promise<void> {
  try {
    await asOwner(async (owner) => {
      await owner.query(`set lock_timeout = '2s'`);
      await owner.query(`vacuum (full, analyze) measurement_${month.replace('-', '_')}`);
    });
  } catch (error) {
    // Somebody reads this month for long: the space is used again by what comes, and stays with the table otherwise.
    if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error;
  }
}
