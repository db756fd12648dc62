import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type pg from 'pg';
import { copyRows } from './copy-rows.js';

export interface StoredRecords {
  readonly stored: number;
  readonly unchanged: number;
}

/**
 * Writes the records of one page, with a revision for each version that is new. Afterwards the temporary table `changed_record`
 * holds, for each record whose current version moved, what it was and what it is; the roll-up reads it.
 *
 * The current version is the greatest (version, content hash), whatever the order of arrival: so any split, order or repetition of
 * pages ends in the same state.
 */
export async function storeRecords(
  client: pg.PoolClient,
  page: {
    readonly connectionId: string;
    readonly runId: string;
    readonly records: readonly CanonicalRecord[];
    readonly now: Date;
  },
): Promise<StoredRecords> {
  await client.query(`
    create temporary table page_record (
      ordinal int not null, stream text not null, natural_key text not null, version text collate "C",
      known_at timestamptz not null, replayed boolean not null, data jsonb not null, origin text not null, content_hash bytea
    ) on commit drop`);
  await copyRows(
    client,
    'page_record (ordinal, stream, natural_key, version, known_at, replayed, data, origin)',
    pageRows(page.records, page.now),
  );
  await client.query(`update page_record set content_hash = decode(md5(data::text), 'hex')`);
  await client.query('analyze page_record');
  await matchExisting(client, page.connectionId);
  await versionUnversioned(client, page);
  const stored = await writeRevisions(client, page);
  await moveCurrent(client);
  return { stored, unchanged: page.records.length - stored };
}

function* pageRows(records: readonly CanonicalRecord[], now: Date) {
  const arrivedAt = now.toISOString();
  for (const [ordinal, record] of records.entries()) {
    yield [
      ordinal,
      record.stream,
      record.naturalKey,
      record.version ?? null,
      record.knownAt ?? arrivedAt,
      record.knownAt !== undefined,
      JSON.stringify({ ...record.fields, dimensions: record.dimensions }),
      record.origin,
    ] as const;
  }
}

async function matchExisting(client: pg.PoolClient, connectionId: string): Promise<void> {
  await client.query(
    `create temporary table page_key on commit drop as
     select k.stream, k.natural_key, r.id as record_id, r.version as old_version, r.content_hash as old_hash,
            r.data as old_data, r.known_at as old_known_at
       from (select distinct stream, natural_key from page_record) k
       left join record r on r.connection_id = $1 and r.stream = k.stream and r.natural_key = k.natural_key`,
    [connectionId],
  );
}

/**
 * A source without an order of its own: the later arrival is the later version, and a record that comes again as it is known already is
 * no version at all.
 */
async function versionUnversioned(client: pg.PoolClient, page: { runId: string; now: Date }): Promise<void> {
  await client.query(
    `with previous as (
       select p.ordinal, p.content_hash = coalesce(
                lag(p.content_hash) over (partition by p.stream, p.natural_key order by p.ordinal), k.old_hash) as repeated
         from page_record p join page_key k using (stream, natural_key)
        where p.version is null)
     delete from page_record p using previous where previous.ordinal = p.ordinal and previous.repeated`,
  );
  await client.query(
    `update page_record set version = $1 || '|' || lpad(ordinal::text, 10, '0') where version is null`,
    [`${page.now.toISOString()}|${page.runId.padStart(12, '0')}`],
  );
}

async function writeRevisions(
  client: pg.PoolClient,
  page: { connectionId: string; runId: string; now: Date },
): Promise<number> {
  await client.query(
    `with latest as (
       select distinct on (p.stream, p.natural_key) p.*
         from page_record p join page_key k using (stream, natural_key)
        where k.record_id is null
        order by p.stream, p.natural_key, p.version desc, p.content_hash desc),
     created as (
       insert into record (connection_id, stream, natural_key, version, content_hash, data, known_at, recorded_at, origin)
       select $1, stream, natural_key, version, content_hash, data, known_at, $2, origin from latest order by ordinal
       returning id, stream, natural_key)
     update page_key k set record_id = created.id
       from created where created.stream = k.stream and created.natural_key = k.natural_key`,
    [page.connectionId, page.now],
  );
  const inserted = await client.query(
    `insert into record_revision (record_id, version, content_hash, data, known_at, recorded_at, replayed, origin, run_id)
     select k.record_id, p.version, p.content_hash, p.data, p.known_at, $1, p.replayed, p.origin, $2
       from page_record p join page_key k using (stream, natural_key)
     on conflict do nothing`,
    [page.now, page.runId],
  );
  return inserted.rowCount ?? 0;
}

async function moveCurrent(client: pg.PoolClient): Promise<void> {
  await client.query(`
    create temporary table changed_record on commit drop as
    select distinct on (k.record_id) k.record_id, k.stream, k.old_data, k.old_known_at,
           p.data as new_data, p.known_at as new_known_at, p.version as new_version, p.content_hash as new_hash, p.origin as new_origin
      from page_record p join page_key k using (stream, natural_key)
     where k.old_version is null or (p.version, p.content_hash) > (k.old_version, k.old_hash)
     order by k.record_id, p.version desc, p.content_hash desc`);
  await client.query(`
    update record r
       set version = c.new_version, content_hash = c.new_hash, data = c.new_data, known_at = c.new_known_at, origin = c.new_origin
      from changed_record c where c.record_id = r.id and c.old_data is not null`);
  await client.query('analyze changed_record');
}
