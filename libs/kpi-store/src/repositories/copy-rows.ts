import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const special = /[\\\t\n\r]/;
const everySpecial = /[\\\t\n\r]/g;

type CopiedRow = readonly (string | number | boolean | null)[];

/**
 * Writes rows into a temporary table through COPY, the only bulk path of the store; null becomes SQL null. Row-level security refuses COPY
 * into the tables of the store: `copyIntoStore` takes rows there.
 */
export async function copyRows(client: pg.PoolClient, target: string, rows: Iterable<CopiedRow>): Promise<void> {
  await pipeline(Readable.from(chunks(rows)), client.query(copyFrom(`copy ${target} from stdin`)));
}

/** Rows are deleted one by one as long as a temporary table takes no more than this. */
const mostBytesDeleted = 128 * 1024;

/**
 * A temporary table of the session, made when it is first needed, and empty. It is emptied here and not with every commit: `on commit delete rows`
 * costs a commit some milliseconds for each such table of its session, used or not. Deleted rows take space until the table is truncated, so one that
 * has grown is.
 *
 * @param definition columns in parentheses, or `as select … with no data`
 */
export async function emptyTemporaryTable(client: pg.PoolClient, name: string, definition: string): Promise<void> {
  await client.query(`
    set local client_min_messages = warning;
    create temporary table if not exists ${name} ${definition};
    reset client_min_messages;
    do $$ begin
      if pg_relation_size('pg_temp.${name}') > ${mostBytesDeleted} then truncate ${name}; else delete from ${name}; end if;
    end $$`);
}

/** Writes rows into a table of the store, by way of a temporary table. */
export async function copyIntoStore(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  rows: Iterable<CopiedRow>,
): Promise<void> {
  const list = columns.join(', ');
  await emptyTemporaryTable(client, `arriving_${table}`, `as select ${list} from ${table} with no data`);
  await copyRows(client, `arriving_${table} (${list})`, rows);
  await client.query(`insert into ${table} (${list}) select ${list} from arriving_${table}`);
}

const chunkCharacters = 256 * 1024;

function* chunks(rows: Iterable<CopiedRow>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    let separator = '';
    for (const value of row) {
      chunk += separator + copyValue(value);
      separator = '\t';
    }
    chunk += '\n';
    if (chunk.length > chunkCharacters) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk) yield chunk;
}

function copyValue(value: string | number | boolean | null): string {
  if (value === null) return '\\N';
  const text = String(value);
  return special.test(text) ? text.replace(everySpecial, (character) => escapes[character] ?? character) : text;
}
