import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type pg from 'pg';
import { readArriving } from './arriving-measurement.js';
import { findSeries } from './find-series.js';
import { loadHistory, loadRows, type LoadedRow } from './load-rows.js';
import { placeNumber, utcDayOf, type Measurement, type Place, type SupersededMeasurement } from './measurement.js';
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

/** What moved the current versions of measurements; the roll-up adds the difference. */
export interface MeasurementChanges {
  readonly added: readonly Measurement[];
  readonly replaced: readonly { readonly before: Measurement; readonly after: Measurement }[];
}

export interface StoredMeasurements {
  readonly stored: number;
  readonly unchanged: number;
  readonly changes: MeasurementChanges;
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
  if (records.length === 0) return { stored: 0, unchanged: 0, changes: { added: [], replaced: [] } };
  const arriving = readArriving(records, page);
  await findSeries(client, connectionId, arriving.series);
  for (const [index, measurement] of arriving.measurements.entries()) {
    measurement.seriesId = arriving.seriesOf[index]?.id ?? 0;
  }
  const { wanderers, otherPlaces } = await placeKeys(client, connectionId, arriving);
  const days = byDay(arriving.measurements);
  const rows = await loadRows(client, connectionId, distinctPlaces([...days.values(), ...otherPlaces]));
  const { fresh, others } = separateFresh(days, rows, wanderers);
  const merged = await mergeAll(client, connectionId, { incoming: others, rows, otherPlaces });
  const added = [...fresh.flatMap(({ measurements }) => measurements), ...merged.added];
  const kept = [...added, ...merged.replaced.map(({ after }) => after), ...merged.superseded];
  await writeArrivals(client, connectionId, kept);
  await ensureMonths(client, utcDaysOf(kept));
  await copyNewRows(
    client,
    fresh.map((day) => packRow(day.measurements, { utcDay: day.utcDay, wholeMonth: false })),
  );
  await writeChangedRows(client, rows, merged);
  await writeHistory(client, merged.superseded);
  await writeKeys(client, connectionId, kept);
  const stored = merged.stored + added.length - merged.added.length;
  return { stored, unchanged: records.length - stored, changes: { added, replaced: merged.replaced } };
}

interface Day extends Place {
  readonly measurements: Measurement[];
}

function byDay(measurements: readonly Measurement[]): ReadonlyMap<number, Day> {
  const days = new Map<number, Day>();
  let last: Day | undefined;
  for (const measurement of measurements) {
    const { seriesId } = measurement;
    const utcDay = utcDayOf(measurement.atMs);
    if (last?.seriesId !== seriesId || last.utcDay !== utcDay) {
      const number = placeNumber(seriesId, utcDay);
      last = days.get(number) ?? { seriesId, utcDay, measurements: [] };
      days.set(number, last);
    }
    last.measurements.push(measurement);
  }
  return days;
}

/**
 * Most days of a backfill are new as a whole: nothing is there yet, their keys can be nowhere else, and each comes once. They need no merging.
 */
function separateFresh(
  days: ReadonlyMap<number, Day>,
  rows: readonly LoadedRow[],
  wanderers: ReadonlySet<Measurement>,
): { readonly fresh: Day[]; readonly others: Measurement[] } {
  const taken = new Set<number>();
  for (const row of rows) {
    if (row.wholeMonth)
      for (const { seriesId, atMs } of row.measurements) taken.add(placeNumber(seriesId, utcDayOf(atMs)));
    else taken.add(placeNumber(row.seriesId, row.utcDay));
  }
  const fresh: Day[] = [];
  const others: Measurement[] = [];
  for (const [number, day] of days) {
    const measurements = inOrder(day.measurements);
    const isFresh =
      !taken.has(number) &&
      measurements.every(
        (each, index) => (index === 0 || each.atMs > (measurements[index - 1]?.atMs ?? 0)) && !wanderers.has(each),
      );
    if (isFresh) fresh.push({ ...day, measurements: [...measurements] });
    else others.push(...day.measurements);
  }
  return { fresh, others };
}

function utcDaysOf(measurements: readonly Measurement[]): Set<number> {
  const days = new Set<number>();
  let last: number | undefined;
  for (const { atMs } of measurements) {
    const day = utcDayOf(atMs);
    if (day !== last) days.add(day);
    last = day;
  }
  return days;
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
  const added: Measurement[] = [];
  const replaced: { before: Measurement; after: Measurement }[] = [];
  const superseded: SupersededMeasurement[] = [];
  const unusual = new Map<string, Measurement[]>();
  let stored = 0;
  const take = (key: string, merged: MergedVersions) => {
    const before = held.get(key) ?? null;
    stored += merged.stored;
    if (before === null) added.push(merged.current);
    else if (merged.current !== before) replaced.push({ before, after: merged.current });
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
  return { stored, added, replaced, superseded };
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
  { added, replaced }: MeasurementChanges,
): Promise<void> {
  if (added.length === 0 && replaced.length === 0) return;
  const touched = new Map<number, Day>();
  const touch = ({ seriesId, atMs }: Measurement) => {
    const utcDay = utcDayOf(atMs);
    const number = placeNumber(seriesId, utcDay);
    const day = touched.get(number) ?? { seriesId, utcDay, measurements: [] };
    touched.set(number, day);
    return day;
  };
  for (const measurement of added) touch(measurement).measurements.push(measurement);
  const gone = new Set<Measurement>();
  for (const { before, after } of replaced) {
    gone.add(before);
    touch(before);
    touch(after).measurements.push(after);
  }
  const existing = new Set<Day>();
  const months: LoadedRow[] = [];
  for (const row of rows) {
    const left = row.measurements.filter((measurement) => {
      const day = touched.get(numberOf(measurement));
      if (day && !gone.has(measurement)) day.measurements.push(measurement);
      return !day;
    });
    const day = row.wholeMonth ? undefined : touched.get(placeNumber(row.seriesId, row.utcDay));
    if (day) existing.add(day);
    if (row.wholeMonth && left.length < row.measurements.length) months.push({ ...row, measurements: left });
  }
  await writeDays(client, [...touched.values()], existing);
  await writeMonths(client, months);
}

async function writeDays(client: pg.PoolClient, days: readonly Day[], existing: ReadonlySet<Day>): Promise<void> {
  const full = days.filter(({ measurements }) => measurements.length > 0);
  const pack = (day: Day) => packRow(inOrder(day.measurements), { utcDay: day.utcDay, wholeMonth: false });
  await copyNewRows(client, full.filter((day) => !existing.has(day)).map(pack));
  await updateRows(client, full.filter((day) => existing.has(day)).map(pack));
  const empty = days.filter((day) => day.measurements.length === 0 && existing.has(day));
  await deleteRows(
    client,
    empty.map((day) => ({ ...day, wholeMonth: false })),
  );
}

async function writeMonths(client: pg.PoolClient, months: readonly LoadedRow[]): Promise<void> {
  await updateRows(
    client,
    months.filter(({ measurements }) => measurements.length > 0).map((row) => packRow(row.measurements, row)),
  );
  await deleteRows(
    client,
    months.filter(({ measurements }) => measurements.length === 0),
  );
}

function numberOf({ seriesId, atMs }: Measurement): number {
  return placeNumber(seriesId, utcDayOf(atMs));
}

function placeOf({ seriesId, atMs }: Measurement): Place {
  return { seriesId, utcDay: utcDayOf(atMs) };
}

function distinctPlaces(places: readonly Place[]): Place[] {
  return [
    ...new Map(places.map(({ seriesId, utcDay }) => [placeNumber(seriesId, utcDay), { seriesId, utcDay }])).values(),
  ];
}
