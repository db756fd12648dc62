import type pg from 'pg';
import type { ArrivingPage } from './arriving-measurement.js';
import { digestOf } from './find-series.js';
import {
  instantOfKey,
  isKeyOf,
  keyShapeOf,
  shapeText,
  shapeTextsIn,
  type KeyFormat,
  type KeyShape,
} from './key-shape.js';
import { utcDayMs, utcDayOf, type Measurement, type Place } from './measurement.js';

/** A shape that keys of one series are known to have. */
export interface StoredShape extends KeyShape {
  readonly id: number;
  readonly seriesId: number;
  readonly digest: string;
  hasStrays: boolean;
}

export interface PlacedKeys {
  /** Measurements that may be, or may have been, elsewhere than in the place of their series and day. */
  readonly wanderers: ReadonlySet<Measurement>;
  /** Where those may be. */
  readonly otherPlaces: readonly Place[];
}

/**
 * Decides which keys of a page follow from their time, and where a record that has moved may be found. A shape belongs to one series of its
 * connection, so a key of a shape has one home for each offset; where a key is kept as it is, `measurement_key` knows the place.
 */
export async function placeKeys(client: pg.PoolClient, connectionId: string, page: ArrivingPage): Promise<PlacedKeys> {
  const { measurements } = page;
  const derived = deriveShapes(page);
  const shapes = await knownShapes(client, connectionId, derived, measurements);
  const owned = await ownShapes(client, connectionId, derived, page, shapes);
  const kept: Measurement[] = [];
  for (const [index, measurement] of measurements.entries()) {
    const own = owned.get(derived[index] ?? null);
    measurement.shapeId = own ? own.id : null;
    if (!own) kept.push(measurement);
  }
  // A key that is kept in this very page may be the key of a measurement that is at home in it.
  await markStrays(client, connectionId, kept, shapes);
  const settled = new Set([...owned].flatMap(([shape, own]) => (staysAtHome(own, shapes) ? [shape] : [])));
  const wanderers = measurements.filter((_, index) => !settled.has(derived[index] ?? null));
  const mayBeKept = ({ key }: Measurement) => shapesIn(key, shapes).some(({ hasStrays }) => hasStrays);
  const searched = [...kept, ...wanderers.filter(mayBeKept)];
  return {
    wanderers: new Set(wanderers),
    otherPlaces: [
      ...wanderers.flatMap(({ key }) => homesOf(key, shapes)),
      ...(searched.length ? await placesOfKeptKeys(client, connectionId, searched) : []),
    ],
  };
}

/** Whether a key of this shape can have been nowhere else. */
function staysAtHome(shape: StoredShape, shapes: ShapesByText): boolean {
  return (
    !shape.hasStrays &&
    shapes.get(shape.digest)?.length === 1 &&
    shapeTextsIn(`${shape.prefix} ${shape.suffix}`).length === 0
  );
}

/** From now on keys of these shapes are looked for beside their home, too. */
async function markStrays(
  client: pg.PoolClient,
  connectionId: string,
  kept: readonly Measurement[],
  shapes: ShapesByText,
): Promise<void> {
  const strayed = kept.flatMap(({ key }) => shapesIn(key, shapes)).filter(({ hasStrays }) => !hasStrays);
  if (strayed.length === 0) return;
  await client.query(
    'update measurement_key_shape set has_strays = true where connection_id = $1 and digest = any($2::uuid[])',
    [connectionId, [...new Set(strayed.map(({ digest }) => digest))]],
  );
  for (const shape of strayed) shape.hasStrays = true;
}

/** Measurements of one series mostly have one shape: it is tried before the key is taken apart. A shape object belongs to one series. */
function deriveShapes({ measurements, seriesOf }: ArrivingPage): (KeyShape | null)[] {
  const known = new Map<object, KeyShape | null>();
  let lastSeries: object | undefined;
  let tried: KeyShape | null = null;
  return measurements.map(({ key, atMs }, index) => {
    const series = seriesOf[index] ?? measurements;
    if (series !== lastSeries) tried = known.get(series) ?? null;
    lastSeries = series;
    if (tried && isKeyOf(tried, atMs, key)) return tried;
    tried = keyShapeOf(key, atMs);
    known.set(series, tried);
    return tried;
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
  measurements: readonly Measurement[],
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
async function ownShapes(
  client: pg.PoolClient,
  connectionId: string,
  derived: readonly (KeyShape | null)[],
  { seriesOf }: ArrivingPage,
  shapes: ShapesByText,
): Promise<ReadonlyMap<KeyShape | null, StoredShape>> {
  const ownerIds = new Map<KeyShape, number>();
  for (const [index, shape] of derived.entries()) if (shape) ownerIds.set(shape, seriesOf[index]?.id ?? 0);
  const digests = new Map([...ownerIds.keys()].map((shape) => [shape, digestOf(shapeText(shape))]));
  const storedAs = (shape: KeyShape) =>
    shapes.get(digests.get(shape) ?? '')?.find(({ offsetMs }) => offsetMs === shape.offsetMs);
  const made = new Map<string, object>();
  for (const [shape, seriesId] of ownerIds) {
    const digest = digests.get(shape) ?? '';
    const name = `${digest} ${shape.offsetMs}`;
    if (!storedAs(shape) && !made.has(name))
      made.set(name, { ...shape, offset_ms: shape.offsetMs, digest, series_id: seriesId });
  }
  if (made.size) await addShapes(client, connectionId, [...made.values()], shapes);
  const owned = new Map<KeyShape | null, StoredShape>();
  for (const [shape, seriesId] of ownerIds) {
    const stored = storedAs(shape);
    if (stored?.seriesId === seriesId) owned.set(shape, stored);
  }
  return owned;
}

async function addShapes(
  client: pg.PoolClient,
  connectionId: string,
  made: readonly object[],
  shapes: ShapesByText,
): Promise<void> {
  const { rows } = await client.query<ShapeRow>(
    `insert into measurement_key_shape (connection_id, digest, offset_ms, series_id, prefix, format, suffix, has_strays)
     select $1, digest, offset_ms, series_id, prefix, format, suffix, exists (select 1 from measurement_key where connection_id = $1)
       from jsonb_to_recordset($2::jsonb) as s (digest uuid, offset_ms integer, series_id integer, prefix text, format text, suffix text)
     returning id, series_id, digest, offset_ms, prefix, format, suffix, has_strays`,
    [connectionId, JSON.stringify(made)],
  );
  for (const row of rows) remember(shapes, row);
}

async function placesOfKeptKeys(
  client: pg.PoolClient,
  connectionId: string,
  measurements: readonly Measurement[],
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
