import pg from 'pg';
import type { SqlSettings } from './sql.connector.js';
import { rowsPerPage, type SqlAddress, type SqlSource } from './sql-source.js';

const connectTimeoutMs = 10_000;
const statementTimeoutMs = 300_000;
/** Object ids of the types `timestamp` and `timestamptz`. */
const timestamps = [1114, 1184];

/** Opens a transaction that can only read, and sees one state of the database from beginning to end. */
export async function openPostgres(settings: SqlSettings, { address, port }: SqlAddress): Promise<SqlSource> {
  const { host, database, user, password, encryption } = settings;
  const client = new pg.Client({
    host: address,
    port,
    database,
    user,
    password,
    application_name: 'tandem',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // A statement that the server does not answer to at all.
    query_timeout: statementTimeoutMs + connectTimeoutMs,
    ssl: encryption === 'none' ? false : { servername: host, rejectUnauthorized: encryption === 'verified' },
    types: { getTypeParser: () => (value: string) => value },
  });
  // A server that goes away is told by the statement that it leaves.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`set timezone to 'UTC'; set datestyle to 'ISO'; set intervalstyle to 'iso_8601'`);
  await client.query('begin transaction isolation level repeatable read, read only');
  return {
    now: async () => {
      const { rows } = await client.query<{ now: string }>('select now() as now');
      return new Date(isoOf(rows[0]?.now ?? '')).toISOString();
    },
    rows: async function* ({ pieces, values }, signal) {
      const text = pieces.map((piece, index) => (index === 0 ? piece : `$${index}${piece}`)).join('');
      // By the extended protocol, which takes one statement only: a second one could end the transaction that protects the database.
      const declared = {
        text: `declare tandem no scroll cursor for ${text}`,
        values: [...values],
        queryMode: 'extended',
      };
      await client.query(declared);
      for (;;) {
        signal.throwIfAborted();
        const page = await client.query<Record<string, string | null>>(`fetch ${rowsPerPage} from tandem`);
        const instants = page.fields
          .filter(({ dataTypeID }) => timestamps.includes(dataTypeID))
          .map(({ name }) => name);
        if (page.rows.length > 0) yield page.rows.map((row) => withInstants(row, instants));
        if (page.rows.length < rowsPerPage) return;
      }
    },
    close: () => client.end(),
  };
}

function withInstants(row: Record<string, string | null>, instants: readonly string[]): Record<string, string | null> {
  if (instants.length === 0) return row;
  const changed = { ...row };
  for (const name of instants) if (row[name] != null) changed[name] = isoOf(row[name]);
  return changed;
}

/** `2026-03-01 10:00:00.5+00` as ISO writes it. */
function isoOf(written: string): string {
  return written.replace(' ', 'T').replace(/\+00$/, 'Z');
}
