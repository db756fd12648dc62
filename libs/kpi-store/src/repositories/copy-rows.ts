import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const special = /[\\\t\n\r]/;
const everySpecial = /[\\\t\n\r]/g;

/** Writes rows through COPY, the only bulk path of the store; null becomes SQL null. */
export async function copyRows(
  client: pg.PoolClient,
  target: string,
  rows: Iterable<readonly (string | number | boolean | null)[]>,
): Promise<void> {
  await pipeline(Readable.from(chunks(rows)), client.query(copyFrom(`copy ${target} from stdin`)));
}

const chunkCharacters = 256 * 1024;

function* chunks(rows: Iterable<readonly (string | number | boolean | null)[]>): Generator<string> {
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
