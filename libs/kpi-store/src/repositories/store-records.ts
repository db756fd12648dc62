import type { CanonicalRecord, StreamName } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';
import type pg from 'pg';
import { copyRows, emptyTemporaryTable } from './copy-rows.js';
import { goneVersions, rememberTombstones } from './keep-tombstones.js';
import { placeVersions, type KnownVersion, type PageVersion, type PlacedRecord } from './place-versions.js';
import { goneText } from './stored-text.js';

export interface StoredRecords {
  readonly stored: number;
  readonly unchanged: number;
  /** Records that were there and are gone now; they are not among those that came. */
  readonly takenBack: number;
}

interface RecordsOfRun {
  readonly connectionId: string;
  readonly runId: string;
  readonly records: readonly CanonicalRecord[];
  /** What is gone, and what came of it. */
  readonly tombstones?: readonly Tombstone[];
  readonly now: Date;
  /** The records are made anew of rows that were read before: what differs takes the place of what was made of the same version. */
  readonly isReplay?: boolean;
}

/**
 * Writes the records of one page. A version that was current and is no longer goes to `record_revision`; the current one stands in `record`
 * alone. Afterwards the temporary table `changed_record` holds, for each record whose current version moved, what it was and what it is;
 * the roll-up reads it. The caller holds the lock of the connection, so that nobody else writes its records meanwhile.
 */
export async function storeRecords(client: pg.PoolClient, page: RecordsOfRun): Promise<StoredRecords> {
  await emptyTemporaryTable(client, 'changed_record', changedRecordColumns);
  const moved: MovedRows = { known: [], created: [] };
  const superseded: CopiedRow[] = [];
  let [takenBack, goneAtOnce] = [0, 0];
  const { tombstones = [], connectionId } = page;
  const arrival = `${page.now.toISOString()}|${page.runId.padStart(12, '0')}`;
  const fresh = await rememberTombstones(client, { ...page, tombstones }, arrival);
  for (const [stream, records] of byStream(page.records, fresh)) {
    const delivered = [...new Set(records.map(({ naturalKey }) => naturalKey))];
    const gone = await goneVersions(client, connectionId, stream, { delivered, fresh });
    const known = await knownVersions(client, connectionId, stream, [
      ...delivered,
      ...gone.map(({ naturalKey }) => naturalKey),
    ]);
    const placed = placeVersions({ records, gone }, known, arrival, page.isReplay);
    // Most new records get their ids as they are written; those that bring older versions along are named beforehand.
    const ids = await newIds(client, placed.filter(({ known, superseded: older }) => !known && older.length).length);
    for (const record of placed) {
      const recordId = record.known?.recordId ?? (record.superseded.length ? (ids.pop() ?? null) : null);
      if (record.current?.gone) {
        if (record.known && !record.known.gone) takenBack += 1;
        else goneAtOnce += 1;
      }
      if (record.current) addMoved(moved, stream, recordId, record, record.current, page);
      for (const version of record.superseded) superseded.push(supersededRow(stream, recordId, version, page));
    }
  }
  await moveCurrent(client, page, moved);
  await takeStatistics(client, moved.created);
  const late = await keepSuperseded(client, page, superseded);
  const stored = moved.known.length + moved.created.length - takenBack - goneAtOnce + late;
  return { stored, unchanged: page.records.length - stored, takenBack };
}

type CopiedRow = readonly (string | boolean | null)[];

/** Rows of `changed_record`: with the id of the record in front, or without for the database to give one. */
interface MovedRows {
  readonly known: CopiedRow[];
  readonly created: CopiedRow[];
}

const changedRecordColumns = `(
  record_id bigint not null default nextval('record_id_seq'), connection_id text not null, stream text not null, natural_key text not null, is_new boolean not null,
  old_data jsonb, old_known_at timestamptz,
  new_data jsonb, new_known_at timestamptz not null, new_version text collate "C" not null, new_hash bytea not null,
  new_replayed boolean not null, new_origin text not null
)`;

const supersededVersionColumns = `(
  stream text not null, record_id bigint not null, version text collate "C" not null, content_hash bytea not null, data jsonb not null,
  known_at timestamptz not null, replayed boolean not null, origin text not null
)`;

function byStream(
  records: readonly CanonicalRecord[],
  tombstones: readonly Tombstone[],
): Map<StreamName, CanonicalRecord[]> {
  const streams = new Map<StreamName, CanonicalRecord[]>(tombstones.map(({ stream }) => [stream, []]));
  for (const record of records) {
    const sameStream = streams.get(record.stream);
    if (sameStream) sameStream.push(record);
    else streams.set(record.stream, [record]);
  }
  return streams;
}

async function knownVersions(
  client: pg.PoolClient,
  connectionId: string,
  stream: StreamName,
  keys: readonly string[],
): Promise<Map<string, KnownVersion>> {
  const found = await client.query<KnownVersion & { naturalKey: string }>(
    `select natural_key as "naturalKey", id as "recordId", version, encode(content_hash, 'hex') as hash, gone
       from record where stream = '${stream}' and connection_id = $1 and natural_key = any($2)`,
    [connectionId, [...new Set(keys)]],
  );
  return new Map(found.rows.map((row) => [row.naturalKey, row]));
}

/** Ids for as many new records, the smallest last. */
async function newIds(client: pg.PoolClient, count: number): Promise<string[]> {
  if (count === 0) return [];
  const drawn = await client.query<{ id: string }>(
    `select nextval('record_id_seq') as id from generate_series(1, $1)`,
    [count],
  );
  return drawn.rows.map(({ id }) => id).reverse();
}

const bytea = (hex: string) => `\\x${hex}`;

function addMoved(
  moved: MovedRows,
  stream: StreamName,
  recordId: string | null,
  { naturalKey, known }: PlacedRecord,
  { record, version, hash, text, gone }: PageVersion,
  { connectionId, now }: RecordsOfRun,
): void {
  const { knownAt, origin } = record;
  const isNew = known === null;
  const knownSince = knownAt ?? now.toISOString();
  const row = [
    connectionId,
    stream,
    naturalKey,
    isNew,
    gone ? null : text,
    knownSince,
    version,
    bytea(hash),
    knownAt !== undefined,
    origin,
  ];
  if (recordId === null) moved.created.push(row);
  else moved.known.push([recordId, ...row]);
}

function supersededRow(
  stream: StreamName,
  recordId: string | null,
  { record, version, hash, text }: PageVersion,
  { now }: RecordsOfRun,
): CopiedRow {
  const { knownAt, origin } = record;
  return [stream, recordId, version, bytea(hash), text, knownAt ?? now.toISOString(), knownAt !== undefined, origin];
}

const movedColumns =
  'connection_id, stream, natural_key, is_new, new_data, new_known_at, new_version, new_hash, new_replayed, new_origin';

async function moveCurrent(client: pg.PoolClient, { now, runId }: RecordsOfRun, moved: MovedRows): Promise<void> {
  if (moved.created.length) await copyRows(client, `changed_record (${movedColumns})`, moved.created);
  if (moved.known.length) await copyRows(client, `changed_record (record_id, ${movedColumns})`, moved.known);
  await client.query(
    `insert into record (id, connection_id, stream, natural_key, version, content_hash, data, gone, known_at, recorded_at, replayed, origin, run_id)
     select record_id, connection_id, stream, natural_key, new_version, new_hash, coalesce(new_data, '${goneText}'), new_data is null, new_known_at, $1,
            new_replayed, new_origin, $2
       from changed_record where is_new`,
    [now, runId],
  );
  if (moved.known.length) await replaceCurrent(client, now, runId);
}

/** Where a page brings more than there was, what the database knows of the stream says nothing about it. */
async function takeStatistics(client: pg.PoolClient, created: readonly CopiedRow[]): Promise<void> {
  const added = new Map<unknown, number>();
  for (const [, stream] of created) added.set(stream, (added.get(stream) ?? 0) + 1);
  for (const [stream, count] of added) {
    if (count >= fewRecords) await client.query('select take_record_statistics($1, $2)', [stream, count]);
  }
}

const fewRecords = 100;

/** The version that was current is kept as a revision before the new one takes its place. */
async function replaceCurrent(client: pg.PoolClient, now: Date, runId: string): Promise<void> {
  await client.query('analyze changed_record (record_id, stream)');
  await client.query(
    `insert into record_revision (stream, record_id, version, content_hash, data, gone, known_at, recorded_at, replayed, origin, run_id)
     select r.stream, r.id, r.version, r.content_hash, r.data, r.gone, r.known_at, r.recorded_at, r.replayed, r.origin, r.run_id
       from changed_record c join record r on r.stream = c.stream and r.id = c.record_id
      where not c.is_new`,
  );
  await client.query(
    `update changed_record c set old_data = case when not r.gone then r.data end, old_known_at = r.known_at
       from record r where not c.is_new and r.stream = c.stream and r.id = c.record_id`,
  );
  await client.query(
    `update record r
        set version = c.new_version, content_hash = c.new_hash, data = coalesce(c.new_data, '${goneText}'), gone = c.new_data is null,
            known_at = c.new_known_at, recorded_at = $1, replayed = c.new_replayed, origin = c.new_origin, run_id = $2
       from changed_record c where not c.is_new and r.stream = c.stream and r.id = c.record_id`,
    [now, runId],
  );
}

/** Answers how many of them were not known yet. */
async function keepSuperseded(
  client: pg.PoolClient,
  { now, runId }: RecordsOfRun,
  superseded: readonly CopiedRow[],
): Promise<number> {
  if (superseded.length === 0) return 0;
  const columns = 'stream, record_id, version, content_hash, data, known_at, replayed, origin';
  await emptyTemporaryTable(client, 'superseded_version', supersededVersionColumns);
  await copyRows(client, `superseded_version (${columns})`, superseded);
  const kept = await client.query(
    `insert into record_revision (${columns}, recorded_at, run_id) select ${columns}, $1, $2 from superseded_version
     on conflict do nothing`,
    [now, runId],
  );
  return kept.rowCount ?? 0;
}
