import type { StreamName } from '@tandem/domain/record/streams';
import { coveringKeys, tombstoneVersion, type Tombstone } from '@tandem/domain/record/tombstone';
import type pg from 'pg';

/** That a record is gone, as a version of it. */
export interface GoneVersion {
  readonly naturalKey: string;
  readonly version: string;
  readonly origin: string;
}

interface TombstonesOfPage {
  readonly connectionId: string;
  readonly runId: string;
  readonly tombstones: readonly Tombstone[];
  readonly now: Date;
}

/**
 * Remembers the tombstones of a page, of each key the latest one, and answers those that were not known: what is known has covered its records
 * already, and is held against each record that comes after it.
 *
 * @param arrival sorts after that of every earlier page
 */
export async function rememberTombstones(
  client: pg.PoolClient,
  { connectionId, runId, tombstones, now }: TombstonesOfPage,
  arrival: string,
): Promise<readonly Tombstone[]> {
  if (tombstones.length === 0) return [];
  const latest = new Map<string, Tombstone & { readonly version: string }>();
  for (const tombstone of tombstones) {
    // Of a page without versions, what is gone comes after what it delivers.
    const version = tombstoneVersion(tombstone.version ?? `${arrival}|`);
    const place = `${tombstone.stream} ${tombstone.covers} ${tombstone.key}`;
    const known = latest.get(place);
    if (!known || known.version < version) latest.set(place, { ...tombstone, version });
  }
  const { rows } = await client.query<Tombstone>(
    `insert into tombstone as t (connection_id, stream, key, covers, version, origin, run_id, known_at)
     select $1, stream, key, covers, version, origin, $2, $3
       from jsonb_to_recordset($4::jsonb) as told (stream text, key text, covers text, version text, origin text)
     on conflict (workspace, connection_id, stream, key, covers) do update
        set version = excluded.version, origin = excluded.origin, run_id = excluded.run_id, known_at = excluded.known_at
      where t.version < excluded.version
     returning stream, key, covers, version, origin`,
    [connectionId, runId, now, JSON.stringify([...latest.values()])],
  );
  return rows;
}

/**
 * What is gone among the records of a stream: those that the page delivers, by every tombstone that is remembered, and those that are stored, by
 * the ones that are new.
 */
export async function goneVersions(
  client: pg.PoolClient,
  connectionId: string,
  stream: StreamName,
  { delivered, fresh }: { readonly delivered: readonly string[]; readonly fresh: readonly Tombstone[] },
): Promise<readonly GoneVersion[]> {
  const stored = await storedKeys(
    client,
    connectionId,
    stream,
    fresh.filter((tombstone) => tombstone.stream === stream),
  );
  const keys = [...new Set([...delivered, ...stored])];
  if (keys.length === 0) return [];
  const covering = new Map(keys.map((key) => [key, coveringKeys(key)]));
  const { rows } = await client.query<{ key: string; covers: string; version: string; origin: string }>(
    `select key, covers, version, origin from tombstone where connection_id = $1 and stream = $2 and key = any($3)`,
    [connectionId, stream, [...new Set([...covering.values()].flat())]],
  );
  if (rows.length === 0) return [];
  const found = new Map(rows.map((row) => [`${row.covers} ${row.key}`, row]));
  return keys.flatMap((naturalKey) => {
    const [own, ...parts] = covering.get(naturalKey) ?? [];
    const over = [found.get(`record ${own}`), ...parts.map((part) => found.get(`parts ${part}`))];
    const [last] = over.filter((row) => row !== undefined).sort((a, b) => (a.version < b.version ? 1 : -1));
    return last ? [{ naturalKey, version: last.version, origin: last.origin }] : [];
  });
}

/** Parts are searched for among all records of the source: no index serves a beginning behind row-level security, and few tombstones are new. */
async function storedKeys(
  client: pg.PoolClient,
  connectionId: string,
  stream: StreamName,
  tombstones: readonly Tombstone[],
): Promise<readonly string[]> {
  if (tombstones.length === 0) return [];
  const keysOf = (covers: Tombstone['covers']) =>
    tombstones.filter((tombstone) => tombstone.covers === covers).map(({ key }) => key);
  const parts = keysOf('parts');
  const { rows } = await client.query<{ key: string }>(
    `select natural_key as key from record
      where stream = '${stream}' and connection_id = $1 and natural_key = any($2)${
        parts.length === 0
          ? ''
          : ` union
     select r.natural_key from (select natural_key from record where stream = '${stream}' and connection_id = $1 and not gone offset 0) r
       join unnest($3::text[]) part on starts_with(r.natural_key, part)`
      }`,
    [connectionId, keysOf('record'), ...(parts.length === 0 ? [] : [parts])],
  );
  return rows.map(({ key }) => key);
}
