import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type pg from 'pg';
import { readArriving } from './arriving-measurement.js';
import { findSeries } from './find-series.js';
import { loadHistory, loadRows, type LoadedRow } from './load-rows.js';
import { utcDayOf, type Measurement, type Place, type SupersededMeasurement } from './measurement.js';
import { mergeVersions, type MergedVersions } from './merge-versions.js';
import { ensureMonths } from './month-partitions.js';
import { inOrder, packRow } from './packed-row.js';
import { placeKeys } from './place-keys.js';
import {
  copyNewRows,
  deleteHistory,
  deleteRows,
  updateRows,
  writeArrivals,
  writeHistory,
  writeKeys,
} from './write-rows.js';

export interface MeasurementChange {
  readonly before: Measurement | null;
  readonly after: Measurement;
}

export interface StoredMeasurements {
  readonly stored: number;
  readonly unchanged: number;
  /** What moved the current version of a measurement; the roll-up adds the difference. */
  readonly changes: readonly MeasurementChange[];
}

interface MeasurementPage {
  readonly connectionId: string;
  readonly runId: string;
  readonly records: readonly CanonicalRecord[];
  readonly now: Date;
}

/**
 * Writes the measurements of one page into the packed store: whole rows for days that are new, and the touched rows of days that are there.
 * The caller holds the lock of the connection, to which the series belong, so what is read here stays as it is until the commit.
 */
export async function storeMeasurements(client: pg.PoolClient, page: MeasurementPage): Promise<StoredMeasurements> {
  const { connectionId, records } = page;
  if (records.length === 0) return { stored: 0, unchanged: 0, changes: [] };
  const { measurements: arriving, series } = readArriving(records, page);
  await findSeries(client, connectionId, series);
  const { shapeIds, otherPlaces } = await placeKeys(client, connectionId, arriving);
  const incoming = arriving.map(({ series: { id: seriesId }, ...measurement }, index): Measurement => ({
    ...measurement,
    seriesId,
    shapeId: shapeIds[index] ?? null,
  }));
  const rows = await loadRows(client, connectionId, distinctPlaces([...incoming.map(placeOf), ...otherPlaces]));
  const merged = await mergeAll(client, connectionId, { incoming, rows, otherPlaces });
  const changes = merged.changes;
  const kept = [...changes.map(({ after }) => after), ...merged.superseded];
  await writeArrivals(client, connectionId, kept);
  await ensureMonths(client, new Set(kept.map(({ atMs }) => utcDayOf(atMs))));
  await writeChangedRows(client, rows, changes);
  await writeHistory(client, merged.superseded);
  await writeKeys(client, connectionId, kept);
  return { stored: merged.stored, unchanged: records.length - merged.stored, changes };
}

interface Merging {
  readonly incoming: readonly Measurement[];
  readonly rows: readonly LoadedRow[];
  readonly otherPlaces: readonly Place[];
}

async function mergeAll(client: pg.PoolClient, connectionId: string, { incoming, rows, otherPlaces }: Merging) {
  const held = new Map<string, Measurement>();
  for (const { measurements } of rows) for (const measurement of measurements) held.set(measurement.key, measurement);
  const byKey = new Map<string, Measurement[]>();
  for (const measurement of incoming) {
    const versions = byKey.get(measurement.key);
    if (versions) versions.push(measurement);
    else byKey.set(measurement.key, [measurement]);
  }
  const changes: MeasurementChange[] = [];
  const superseded: SupersededMeasurement[] = [];
  const unusual = new Map<string, Measurement[]>();
  let stored = 0;
  const take = (key: string, merged: MergedVersions) => {
    const before = held.get(key) ?? null;
    stored += merged.stored;
    if (merged.current !== before) changes.push({ before, after: merged.current });
    superseded.push(...merged.superseded);
  };
  for (const [key, versions] of byKey) {
    const merged = mergeVersions(held.get(key) ?? null, versions, null);
    if (merged) take(key, merged);
    else unusual.set(key, versions);
  }
  if (unusual.size) {
    const places = [...[...unusual.values()].flat(), ...[...unusual.keys()].flatMap((key) => held.get(key) ?? [])].map(
      placeOf,
    );
    const history = await takeHistory(client, connectionId, distinctPlaces([...places, ...otherPlaces]), unusual);
    for (const [key, versions] of unusual) {
      const merged = mergeVersions(held.get(key) ?? null, versions, history.get(key) ?? []);
      if (merged) take(key, merged);
    }
    superseded.push(...history.others);
  }
  return { stored, changes, superseded };
}

/** Takes the rows that hold versions of these keys out of the history; what else is in them is handed back to be written again. */
async function takeHistory(
  client: pg.PoolClient,
  connectionId: string,
  places: readonly Place[],
  keys: ReadonlyMap<string, unknown>,
) {
  const rows = (await loadHistory(client, connectionId, places)).filter(({ measurements }) =>
    measurements.some(({ key }) => keys.has(key)),
  );
  const versions = new Map<string, SupersededMeasurement[]>();
  const others: SupersededMeasurement[] = [];
  for (const measurement of rows.flatMap(({ measurements }) => measurements)) {
    if (keys.has(measurement.key))
      versions.set(measurement.key, [...(versions.get(measurement.key) ?? []), measurement]);
    else others.push(measurement);
  }
  await deleteHistory(
    client,
    rows.map(({ id }) => id),
    rows.flatMap(({ measurements }) => measurements.map(({ atMs }) => utcDayOf(atMs))),
  );
  return { get: (key: string) => versions.get(key), others };
}

/** A day of a closed month that is touched becomes a row of its own again; the rest of the month stays together. */
async function writeChangedRows(
  client: pg.PoolClient,
  rows: readonly LoadedRow[],
  changes: readonly MeasurementChange[],
): Promise<void> {
  const touched = new Map<string, Measurement[]>();
  const replaced = new Set<Measurement>();
  for (const { before, after } of changes) {
    if (before) {
      replaced.add(before);
      if (!touched.has(nameOf(before))) touched.set(nameOf(before), []);
    }
    const day = touched.get(nameOf(after));
    if (day) day.push(after);
    else touched.set(nameOf(after), [after]);
  }
  const existing = new Set<string>();
  const months: LoadedRow[] = [];
  for (const row of rows) {
    let left = 0;
    for (const measurement of row.measurements) {
      const day = touched.get(nameOf(measurement));
      if (!day) left += 1;
      else if (!replaced.has(measurement)) day.push(measurement);
    }
    if (!row.wholeMonth) existing.add(`${row.seriesId} ${row.utcDay}`);
    else if (left < row.measurements.length) {
      months.push({
        ...row,
        measurements: row.measurements.filter((measurement) => !touched.has(nameOf(measurement))),
      });
    }
  }
  const days = [...touched].map(([name, measurements]) => ({ ...placeOfName(name), name, measurements }));
  const pack = (day: (typeof days)[number]) =>
    packRow(inOrder(day.measurements), { utcDay: day.utcDay, wholeMonth: false });
  const full = days.filter(({ measurements }) => measurements.length > 0);
  await copyNewRows(client, full.filter(({ name }) => !existing.has(name)).map(pack));
  await updateRows(client, [
    ...full.filter(({ name }) => existing.has(name)).map(pack),
    ...months.filter(({ measurements }) => measurements.length > 0).map((row) => packRow(row.measurements, row)),
  ]);
  await deleteRows(client, [
    ...days
      .filter(({ name, measurements }) => measurements.length === 0 && existing.has(name))
      .map((day) => ({ ...day, wholeMonth: false })),
    ...months.filter(({ measurements }) => measurements.length === 0),
  ]);
}

function nameOf({ seriesId, atMs }: Measurement): string {
  return `${seriesId} ${utcDayOf(atMs)}`;
}

function placeOfName(name: string): Place {
  const [seriesId = 0, utcDay = 0] = name.split(' ').map(Number);
  return { seriesId, utcDay };
}

function placeOf({ seriesId, atMs }: Measurement): Place {
  return { seriesId, utcDay: utcDayOf(atMs) };
}

function distinctPlaces(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [`${place.seriesId} ${place.utcDay}`, place])).values()];
}
