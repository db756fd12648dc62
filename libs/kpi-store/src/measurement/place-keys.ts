import type pg from 'pg';
import type { ArrivingMeasurement } from './arriving-measurement.js';
import { digestOf } from './find-series.js';
import {
  instantOfKey,
  keyOf,
  keyShapeOf,
  shapeText,
  shapeTextsIn,
  type KeyFormat,
  type KeyShape,
} from './key-shape.js';
import { utcDayMs, utcDayOf, type Place } from './measurement.js';

/** A shape that keys of one series are known to have. */
export interface StoredShape extends KeyShape {
  readonly id: number;
  readonly seriesId: number;
  readonly digest: string;
  readonly hasStrays: boolean;
}

export interface PlacedKeys {
  /** Of each measurement, in order: the shape that its key follows from; null where the key is kept. */
  readonly shapeIds: readonly (number | null)[];
  /** Where else a measurement of this page may be, or have been. */
  readonly otherPlaces: readonly Place[];
}

/**
 * Decides which keys of a page follow from their time, and where a record that has moved may be found. A shape belongs to one series of its
 * connection, so a key of a shape has one home for each offset; where a key is kept as it is, `measurement_key` knows the place.
 */
export async function placeKeys(
  client: pg.PoolClient,
  connectionId: string,
  measurements: readonly ArrivingMeasurement[],
): Promise<PlacedKeys> {
  const derived = deriveShapes(measurements);
  const shapes = await knownShapes(client, connectionId, derived, measurements);
  await addShapes(client, connectionId, derived, measurements, shapes);
  const owned = measurements.map((measurement, index) => ownShape(derived[index] ?? null, measurement, shapes));
  const kept = measurements.filter((_, index) => !owned[index]);
  const wanderers = measurements.filter((_, index) => !staysAtHome(owned[index] ?? null, shapes));
  const mayBeKept = ({ key }: ArrivingMeasurement) => shapesIn(key, shapes).some(({ hasStrays }) => hasStrays);
  const searched = [...kept, ...wanderers.filter(mayBeKept)];
  await markStrays(client, connectionId, kept, shapes);
  return {
    shapeIds: owned.map((shape) => shape?.id ?? null),
    otherPlaces: [
      ...wanderers.flatMap(({ key }) => homesOf(key, shapes)),
      ...(searched.length ? await placesOfKeptKeys(client, connectionId, searched) : []),
    ],
  };
}

/** Whether a key of this shape can have been nowhere else. */
function staysAtHome(shape: StoredShape | null, shapes: ShapesByText): boolean {
  return (
    shape !== null &&
    !shape.hasStrays &&
    shapes.get(shape.digest)?.length === 1 &&
    shapeTextsIn(`${shape.prefix} ${shape.suffix}`).length === 0
  );
}

/** From now on keys of these shapes are looked for beside their home, too. */
async function markStrays(
  client: pg.PoolClient,
  connectionId: string,
  kept: readonly ArrivingMeasurement[],
  shapes: ShapesByText,
): Promise<void> {
  const strayed = kept.flatMap(({ key }) => shapesIn(key, shapes)).filter(({ hasStrays }) => !hasStrays);
  if (strayed.length === 0) return;
  await client.query(
    'update measurement_key_shape set has_strays = true where connection_id = $1 and digest = any($2::uuid[])',
    [connectionId, [...new Set(strayed.map(({ digest }) => digest))]],
  );
}

/** Measurements of one series mostly have one shape: it is tried before the key is taken apart. */
function deriveShapes(measurements: readonly ArrivingMeasurement[]): (KeyShape | null)[] {
  const last = new Map<object, KeyShape | null>();
  return measurements.map(({ key, atMs, series }) => {
    const tried = last.get(series);
    if (tried && keyOf(tried, atMs) === key) return tried;
    const shape = keyShapeOf(key, atMs);
    last.set(series, shape);
    return shape;
  });
}

type ShapesByText = Map<string, StoredShape[]>;

interface ShapeRow {
  id: number;
  series_id: number;
  digest: string;
  offset_ms: number;
  prefix: string;
  format: KeyFormat;
  suffix: string;
  has_strays: boolean;
}

async function knownShapes(
  client: pg.PoolClient,
  connectionId: string,
  derived: readonly (KeyShape | null)[],
  measurements: readonly ArrivingMeasurement[],
): Promise<ShapesByText> {
  const texts = new Set<string>();
  for (const shape of new Set(derived)) if (shape) texts.add(shapeText(shape));
  const isPlain = (shape: KeyShape | null) =>
    shape !== null && shapeTextsIn(`${shape.prefix} ${shape.suffix}`).length === 0;
  if (![...new Set(derived)].every(isPlain)) {
    for (const { key } of measurements) for (const text of shapeTextsIn(key)) texts.add(text);
  }
  const found = await client.query<ShapeRow>(
    `select id, series_id, digest, offset_ms, prefix, format, suffix, has_strays
       from measurement_key_shape where connection_id = $1 and digest = any($2::uuid[]) order by id`,
    [connectionId, [...texts].map(digestOf)],
  );
  const shapes: ShapesByText = new Map();
  for (const row of found.rows) remember(shapes, row);
  return shapes;
}

function remember(shapes: ShapesByText, row: ShapeRow): StoredShape {
  const { id, digest, prefix, format, suffix } = row;
  const shape = {
    id,
    digest,
    prefix,
    format,
    suffix,
    seriesId: row.series_id,
    offsetMs: row.offset_ms,
    hasStrays: row.has_strays,
  };
  const others = shapes.get(digest);
  if (others) others.push(shape);
  else shapes.set(digest, [shape]);
  return shape;
}

/** The first series whose keys have a shape owns it; others keep their keys as they are. */
async function addShapes(
  client: pg.PoolClient,
  connectionId: string,
  derived: readonly (KeyShape | null)[],
  measurements: readonly ArrivingMeasurement[],
  shapes: ShapesByText,
): Promise<void> {
  const seen = new Set<KeyShape>();
  for (const [index, shape] of derived.entries()) {
    const measurement = measurements[index];
    if (!shape || !measurement || seen.has(shape)) continue;
    seen.add(shape);
    const digest = digestOf(shapeText(shape));
    const others = shapes.get(digest) ?? [];
    if (others.some(({ offsetMs }) => offsetMs === shape.offsetMs)) continue;
    const made = await client.query<ShapeRow>(
      `insert into measurement_key_shape (connection_id, digest, offset_ms, series_id, prefix, format, suffix, has_strays)
       values ($1, $2, $3, $4, $5, $6, $7, exists (select 1 from measurement_key where connection_id = $1))
       returning id, series_id, digest, offset_ms, prefix, format, suffix, has_strays`,
      [connectionId, digest, shape.offsetMs, measurement.series.id, shape.prefix, shape.format, shape.suffix],
    );
    for (const row of made.rows) remember(shapes, row);
  }
}

const digests = new WeakMap<KeyShape, string>();

function ownShape(shape: KeyShape | null, { series }: ArrivingMeasurement, shapes: ShapesByText): StoredShape | null {
  if (!shape) return null;
  let digest = digests.get(shape);
  if (digest === undefined) {
    digest = digestOf(shapeText(shape));
    digests.set(shape, digest);
  }
  const stored = shapes.get(digest)?.find(({ offsetMs }) => offsetMs === shape.offsetMs);
  return stored && stored.seriesId === series.id ? stored : null;
}

async function placesOfKeptKeys(
  client: pg.PoolClient,
  connectionId: string,
  measurements: readonly ArrivingMeasurement[],
): Promise<Place[]> {
  const found = await client.query<{ series_id: number; day: string }>(
    'select distinct series_id, day::text from measurement_key where connection_id = $1 and digest = any($2::uuid[])',
    [connectionId, [...new Set(measurements.map(({ key }) => digestOf(key)))]],
  );
  return found.rows.map(({ series_id, day }) => ({ seriesId: series_id, utcDay: Date.parse(day) / utcDayMs }));
}

function shapesIn(key: string, shapes: ShapesByText): StoredShape[] {
  return shapeTextsIn(key).flatMap((text) => shapes.get(digestOf(text)) ?? []);
}

function homesOf(key: string, shapes: ShapesByText): Place[] {
  return shapesIn(key, shapes).flatMap((shape) => {
    const atMs = instantOfKey(shape, key);
    return atMs === null ? [] : [{ seriesId: shape.seriesId, utcDay: utcDayOf(atMs) }];
  });
}
