import type pg from 'pg';
import { copyIntoStore } from '../repositories/copy-rows.js';
import { digestOf } from './find-series.js';
import { dateOfUtcDay, utcDayOf, type Arrival, type Measurement, type SupersededMeasurement } from './measurement.js';
import { inOrder, packRow, type PackedRow } from './packed-row.js';
import { columnValues, packedColumns } from './row-columns.js';

/** Numbers the arrivals of versions that are kept, and writes them. The caller holds the connection, so no number is taken twice. */
export async function writeArrivals(
  client: pg.PoolClient,
  connectionId: string,
  measurements: Iterable<Measurement>,
): Promise<void> {
  const arrivals = new Set<Arrival>();
  for (const { arrival } of measurements) if (arrival.number === null) arrivals.add(arrival);
  if (arrivals.size === 0) return;
  const last = await client.query<{ last: number }>(
    'select coalesce(max(number), 0) as last from measurement_arrival where connection_id = $1',
    [connectionId],
  );
  let number = last.rows[0]?.last ?? 0;
  for (const arrival of arrivals) arrival.number = number += 1;
  await copyIntoStore(
    client,
    'measurement_arrival',
    ['connection_id', 'number', 'run_id', 'recorded_at', 'known_at', 'replayed', 'origin', 'numbered'],
    [...arrivals].map((arrival) => [
      connectionId,
      arrival.number,
      arrival.runId,
      new Date(arrival.recordedAtMs).toISOString(),
      new Date(arrival.knownAtMs).toISOString(),
      arrival.replayed,
      arrival.origin,
      arrival.numbered,
    ]),
  );
}

export async function copyNewRows(client: pg.PoolClient, rows: readonly PackedRow[]): Promise<void> {
  if (rows.length) await copyIntoStore(client, 'measurement', packedColumns, rows.map(columnValues));
}

const identifying = ['series_id', 'day', 'whole_month'];
const changing = packedColumns.filter((column) => !identifying.includes(column));

/** No index holds a column that changes, so the new version of a row finds room beside the old one. */
export async function updateRows(client: pg.PoolClient, rows: readonly PackedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const objects = rows.map((row) => {
    const values = columnValues(row);
    return Object.fromEntries(packedColumns.map((column, index) => [column, values[index]]));
  });
  await client.query(
    `update measurement m set (${changing.join(', ')}) = row (${changing.map((column) => `s.${column}`).join(', ')})
       from jsonb_populate_recordset(null::measurement, $1::jsonb) s
      where m.series_id = s.series_id and m.day = s.day and m.whole_month = s.whole_month and m.day between $2 and $3
        and m.series_id = any($4::int[])`,
    [JSON.stringify(objects), ...boundsOf(rows.map(({ day }) => day)), distinctSeries(rows)],
  );
}

export async function deleteRows(
  client: pg.PoolClient,
  rows: readonly { readonly seriesId: number; readonly utcDay: number; readonly wholeMonth: boolean }[],
): Promise<void> {
  if (rows.length === 0) return;
  const days = rows.map(({ utcDay }) => dateOfUtcDay(utcDay));
  await client.query(
    `delete from measurement m using unnest($1::int[], $2::date[], $3::boolean[]) as s (series_id, day, whole_month)
      where m.series_id = s.series_id and m.day = s.day and m.whole_month = s.whole_month and m.day between $4 and $5
        and m.series_id = any($6::int[])`,
    [
      rows.map(({ seriesId }) => seriesId),
      days,
      rows.map(({ wholeMonth }) => wholeMonth),
      ...boundsOf(days),
      distinctSeries(rows),
    ],
  );
}

/** Superseded versions, packed by day and by the time until which they were known. */
export async function writeHistory(client: pg.PoolClient, superseded: readonly SupersededMeasurement[]): Promise<void> {
  const groups = new Map<string, SupersededMeasurement[]>();
  for (const measurement of superseded) {
    const name = `${measurement.seriesId} ${utcDayOf(measurement.atMs)} ${measurement.knownUntilMs}`;
    const group = groups.get(name);
    if (group) group.push(measurement);
    else groups.set(name, [measurement]);
  }
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const row = packRow(inOrder(group), { utcDay: utcDayOf(first.atMs), wholeMonth: false });
    return [[...columnValues(row), new Date(first.knownUntilMs).toISOString()]];
  });
  if (rows.length) await copyIntoStore(client, 'measurement_revision', [...packedColumns, 'known_until'], rows);
}

export async function deleteHistory(
  client: pg.PoolClient,
  ids: readonly string[],
  days: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  await client.query('delete from measurement_revision where id = any($1) and day between $2 and $3', [
    ids,
    ...boundsOf(days.map(dateOfUtcDay)),
  ]);
}

/** Remembers where keys are that do not follow from their time. */
export async function writeKeys(
  client: pg.PoolClient,
  connectionId: string,
  measurements: Iterable<Measurement>,
): Promise<void> {
  const kept = [...measurements].filter(({ shapeId }) => shapeId === null);
  if (kept.length === 0) return;
  await client.query(
    `insert into measurement_key (connection_id, digest, series_id, day)
     select distinct $1, digest, series_id, day from unnest($2::uuid[], $3::int[], $4::date[]) as k (digest, series_id, day)
     on conflict do nothing`,
    [
      connectionId,
      kept.map(({ key }) => digestOf(key)),
      kept.map(({ seriesId }) => seriesId),
      kept.map(({ atMs }) => dateOfUtcDay(utcDayOf(atMs))),
    ],
  );
}

/** Named beside the rows, so that the rows of other series are not read. */
function distinctSeries(rows: readonly { readonly seriesId: number }[]): number[] {
  return [...new Set(rows.map(({ seriesId }) => seriesId))];
}

function boundsOf(days: readonly string[]): [string, string] {
  return [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))];
}
