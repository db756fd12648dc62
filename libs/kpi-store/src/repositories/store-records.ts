import type { CanonicalRecord, StreamName } from '@tandem/domain/record/streams';
import type pg from 'pg';
import { copyRows } from './copy-rows.js';

export interface StoredRecords {
  readonly stored: number;
  readonly unchanged: number;
}

interface RecordsOfRun {
  readonly connectionId: string;
  readonly runId: string;
  readonly records: readonly CanonicalRecord[];
  readonly now: Date;
}

/** The records of one stream: its name is a constant of the statements, so that only its own partition is looked at. */
interface RecordsOfStream extends RecordsOfRun {
  readonly stream: StreamName;
}

/**
 * Writes the records of one page, with a revision for each version that is new. Afterwards the temporary table `changed_record`
 * holds, for each record whose current version moved, what it was and what it is; the roll-up reads it.
 *
 * The current version is the greatest (version, content hash), whatever the order of arrival: so any split, order or repetition of
 * pages ends in the same state.
 */
export async function storeRecords(client: pg.PoolClient, page: RecordsOfRun): Promise<StoredRecords> {
  await client.query(`
    create temporary table changed_record (
      record_id bigint, connection_id text, stream text, old_data jsonb, old_known_at timestamptz,
      new_data jsonb, new_known_at timestamptz, new_version text collate "C", new_hash bytea, new_origin text
    ) on commit drop`);
  await client.query(`
    create temporary table page_record (
      ordinal int not null, natural_key text not null, version text collate "C", known_at timestamptz not null,
      replayed boolean not null, data jsonb not null, origin text not null, content_hash bytea
    ) on commit drop`);
  await client.query(`
    create temporary table page_key (
      natural_key text not null, record_id bigint, old_version text collate "C", old_hash bytea, old_data jsonb, old_known_at timestamptz
    ) on commit drop`);
  let stored = 0;
  for (const stream of new Set(page.records.map((record) => record.stream))) {
    stored += await storeStream(client, {
      ...page,
      stream,
      records: page.records.filter((record) => record.stream === stream),
    });
  }
  await client.query('analyze changed_record (record_id, stream)');
  return { stored, unchanged: page.records.length - stored };
}

async function storeStream(client: pg.PoolClient, page: RecordsOfStream): Promise<number> {
  await client.query('truncate page_record, page_key');
  await copyRows(
    client,
    'page_record (ordinal, natural_key, version, known_at, replayed, data, origin)',
    pageRows(page.records, page.now),
  );
  await client.query(`update page_record set content_hash = decode(md5(data::text), 'hex')`);
  // The planner needs to know how many rows there are; statistics of the content would cost more than they save.
  await client.query('analyze page_record (ordinal, natural_key)');
  await matchExisting(client, page);
  await versionUnversioned(client, page);
  const stored = await writeRevisions(client, page);
  await moveCurrent(client, page);
  return stored;
}

function* pageRows(records: readonly CanonicalRecord[], now: Date) {
  const arrivedAt = now.toISOString();
  for (const [ordinal, record] of records.entries()) {
    yield [
      ordinal,
      record.naturalKey,
      record.version ?? null,
      record.knownAt ?? arrivedAt,
      record.knownAt !== undefined,
      JSON.stringify({ ...record.fields, dimensions: record.dimensions }),
      record.origin,
    ] as const;
  }
}

async function matchExisting(client: pg.PoolClient, { connectionId, stream }: RecordsOfStream): Promise<void> {
  await client.query(
    `insert into page_key
     select k.natural_key, r.id, r.version, r.content_hash, r.data, r.known_at
       from (select distinct natural_key from page_record) k
       left join record r on r.stream = '${stream}' and r.connection_id = $1 and r.natural_key = k.natural_key`,
    [connectionId],
  );
  await client.query('analyze page_key (natural_key, record_id)');
}

/**
 * A source without an order of its own: the later arrival is the later version, and a record that comes again as it is known already is
 * no version at all.
 */
async function versionUnversioned(client: pg.PoolClient, page: RecordsOfStream): Promise<void> {
  if (page.records.every(({ version }) => version !== undefined)) return;
  await client.query(
    `with previous as (
       select p.ordinal, p.content_hash = coalesce(
                lag(p.content_hash) over (partition by p.natural_key order by p.ordinal), k.old_hash) as repeated
         from page_record p join page_key k using (natural_key)
        where p.version is null)
     delete from page_record p using previous where previous.ordinal = p.ordinal and previous.repeated`,
  );
  await client.query(
    `update page_record set version = $1 || '|' || lpad(ordinal::text, 10, '0') where version is null`,
    [`${page.now.toISOString()}|${page.runId.padStart(12, '0')}`],
  );
}

async function writeRevisions(client: pg.PoolClient, page: RecordsOfStream): Promise<number> {
  await client.query(
    `with latest as (
       select distinct on (p.natural_key) p.*
         from page_record p join page_key k using (natural_key)
        where k.record_id is null
        order by p.natural_key, p.version desc, p.content_hash desc),
     created as (
       insert into record (connection_id, stream, natural_key, version, content_hash, data, known_at, recorded_at, origin)
       select $1, '${page.stream}', natural_key, version, content_hash, data, known_at, $2, origin from latest order by ordinal
       returning id, natural_key)
     update page_key k set record_id = created.id from created where created.natural_key = k.natural_key`,
    [page.connectionId, page.now],
  );
  const inserted = await client.query(
    `insert into record_revision (stream, record_id, version, content_hash, data, known_at, recorded_at, replayed, origin, run_id)
     select '${page.stream}', k.record_id, p.version, p.content_hash, p.data, p.known_at, $1, p.replayed, p.origin, $2
       from page_record p join page_key k using (natural_key)
     on conflict do nothing`,
    [page.now, page.runId],
  );
  return inserted.rowCount ?? 0;
}

async function moveCurrent(client: pg.PoolClient, { connectionId, stream }: RecordsOfStream): Promise<void> {
  await client.query(
    `insert into changed_record
     select distinct on (k.record_id) k.record_id, $1, '${stream}', k.old_data, k.old_known_at,
            p.data, p.known_at, p.version, p.content_hash, p.origin
       from page_record p join page_key k using (natural_key)
      where k.old_version is null or (p.version, p.content_hash) > (k.old_version, k.old_hash)
      order by k.record_id, p.version desc, p.content_hash desc`,
    [connectionId],
  );
  await client.query(
    `update record r
        set version = c.new_version, content_hash = c.new_hash, data = c.new_data, known_at = c.new_known_at, origin = c.new_origin
       from changed_record c
      where r.stream = '${stream}' and c.stream = '${stream}' and r.id = c.record_id and c.old_data is not null`,
  );
}
