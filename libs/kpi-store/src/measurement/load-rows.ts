import type pg from 'pg';
import { keyOf, type KeyFormat, type KeyShape } from './key-shape.js';
import {
  utcDayMs,
  utcDayOf,
  type Arrival,
  type Measurement,
  type Place,
  type SupersededMeasurement,
} from './measurement.js';
import { unpackRow } from './packed-row.js';
import { milliseconds, selectedColumns, toPackedRow, type SelectedRow } from './row-columns.js';

/** A row as it stands, with what is in it. */
export interface LoadedRow {
  readonly seriesId: number;
  readonly utcDay: number;
  readonly wholeMonth: boolean;
  readonly measurements: readonly Measurement[];
}

export interface LoadedHistory {
  readonly id: string;
  readonly measurements: readonly SupersededMeasurement[];
}

/** The rows that hold the days of these places: rows of days, and of closed months. The caller holds the connection. */
export async function loadRows(
  client: pg.PoolClient,
  connectionId: string,
  places: readonly Place[],
): Promise<LoadedRow[]> {
  if (places.length === 0) return [];
  const { rows } = await client.query<SelectedRow>(
    `select ${selectedColumns}
       from measurement m join (${wantedPlaces}) p on p.series_id = m.series_id and p.day = m.day and p.whole_month = m.whole_month
      where m.series_id = any($5::int[]) and m.day between $3 and $4`,
    parametersOf(places),
  );
  const unpack = await unpacker(client, connectionId, rows);
  return rows.map((row) => ({
    seriesId: row.series_id,
    utcDay: utcDayOf(Date.parse(row.day)),
    wholeMonth: row.whole_month,
    measurements: unpack(row),
  }));
}

/** What was superseded at these places. */
export async function loadHistory(
  client: pg.PoolClient,
  connectionId: string,
  places: readonly Place[],
): Promise<LoadedHistory[]> {
  const { rows } = await client.query<SelectedRow & { id: string; known_until: number }>(
    `select m.id, ${milliseconds('m.known_until')} as known_until, ${selectedColumns}
       from measurement_revision m join (${wantedPlaces}) p on p.series_id = m.series_id and p.day = m.day and p.whole_month = m.whole_month
      where m.series_id = any($5::int[]) and m.day between $3 and $4`,
    parametersOf(places),
  );
  const unpack = await unpacker(client, connectionId, rows);
  return rows.map((row) => ({
    id: row.id,
    measurements: unpack(row).map((measurement) => ({ ...measurement, knownUntilMs: row.known_until })),
  }));
}

const wantedPlaces = `
  select distinct series_id, day, false as whole_month from unnest($1::int[], $2::date[]) as place (series_id, day)
  union all
  select distinct series_id, date_trunc('month', day)::date, true from unnest($1::int[], $2::date[]) as place (series_id, day)`;

/** The bounds let the planner leave out every other month, the distinct series all other rows of a month. */
function parametersOf(places: readonly Place[]): unknown[] {
  const days = places.map(({ utcDay }) => new Date(utcDay * utcDayMs).toISOString().slice(0, 10));
  const [first = '', last = ''] = [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))];
  const series = places.map(({ seriesId }) => seriesId);
  return [series, days, `${first.slice(0, 7)}-01`, last, [...new Set(series)]];
}

/** Reads the arrivals and key shapes that the rows speak of. */
async function unpacker(client: pg.PoolClient, connectionId: string, rows: readonly SelectedRow[]) {
  const packed = new Map(rows.map((row) => [row, toPackedRow(row)]));
  const shapes = await loadShapes(client, new Set(rows.flatMap(({ key_shape_id: id }) => (id === null ? [] : [id]))));
  const numbers = new Set<number>();
  for (const { arrivals, count } of packed.values()) {
    if (arrivals.differences) for (const difference of arrivals.differences) numbers.add(arrivals.base + difference);
    else
      for (let index = 0; index < (arrivals.step === 0 ? 1 : count); index += 1)
        numbers.add(arrivals.base + arrivals.step * index);
  }
  const arrivals = await loadArrivals(client, connectionId, numbers);
  const keyOfShape = (shapeId: number, atMs: number) => {
    const key = keyOf(found(shapes.get(shapeId)), atMs);
    return found(key ?? undefined);
  };
  const arrivalOf = (number: number) => found(arrivals.get(number));
  return (row: SelectedRow) => unpackRow(found(packed.get(row)), keyOfShape, arrivalOf);
}

function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('A row of measurements speaks of something that is not in the store.');
  return thing;
}

async function loadShapes(client: pg.PoolClient, ids: ReadonlySet<number>): Promise<Map<number, KeyShape>> {
  if (ids.size === 0) return new Map();
  const { rows } = await client.query<{
    id: number;
    prefix: string;
    format: KeyFormat;
    suffix: string;
    offset_ms: number;
  }>('select id, prefix, format, suffix, offset_ms from measurement_key_shape where id = any($1)', [[...ids]]);
  return new Map(rows.map(({ id, offset_ms: offsetMs, ...shape }) => [id, { ...shape, offsetMs }]));
}

async function loadArrivals(
  client: pg.PoolClient,
  connectionId: string,
  numbers: ReadonlySet<number>,
): Promise<Map<number, Arrival>> {
  if (numbers.size === 0) return new Map();
  const { rows } = await client.query<Arrival & { number: number }>(
    `select number, run_id::text as "runId", ${milliseconds('recorded_at')} as "recordedAtMs", ${milliseconds('known_at')} as "knownAtMs",
            replayed, origin, numbered
       from measurement_arrival where connection_id = $1 and number = any($2)`,
    [connectionId, [...numbers]],
  );
  return new Map(rows.map((row) => [row.number, row]));
}
