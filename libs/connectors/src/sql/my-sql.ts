import { createConnection, type FieldPacket, type RowDataPacket } from 'mysql2';
import type { SqlSettings } from './sql.connector.js';
import { rowsPerPage, type SqlAddress, type SqlSource } from './sql-source.js';

const connectTimeoutMs = 10_000;
/** Numbers of the types `TIMESTAMP` and `DATETIME` in the protocol. */
const [timestampType, datetimeType] = [7, 12];

/** Opens a transaction of MySQL or MariaDB that can only read. */
export async function openMySql(settings: SqlSettings, { address, port }: SqlAddress): Promise<SqlSource> {
  const { host, database, user, password, encryption } = settings;
  const client = createConnection({
    host: address,
    port,
    database,
    user,
    password,
    connectTimeout: connectTimeoutMs,
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    multipleStatements: false,
    // The server could ask for any file of ours.
    flags: ['-LOCAL_FILES'],
    ...(encryption === 'none'
      ? {}
      : { ssl: { rejectUnauthorized: encryption === 'verified', verifyIdentity: false, servername: host } as object }),
  });
  // A server that goes away is told by the statement that it leaves.
  client.on('error', () => undefined);
  const connection = client.promise();
  await connection.query(`set time_zone = '+00:00'`);
  await connection.query('set session transaction isolation level repeatable read');
  await connection.query('start transaction read only');
  return {
    now: async () => {
      const [rows] = await connection.query<RowDataPacket[]>('select utc_timestamp(3) as at');
      return new Date(`${String(rows[0]?.at).replace(' ', 'T')}Z`).toISOString();
    },
    rows: async function* ({ pieces, values }, signal) {
      const sql = pieces.join('?');
      // Instants are sent as the session writes them: without a zone, in UTC.
      const given = values.map((value) => value.replace('T', ' ').replace('Z', ''));
      const asked = client.query(sql, given);
      let fields: readonly FieldPacket[] = [];
      asked.on('fields', (came: readonly FieldPacket[]) => (fields = came));
      let page: Record<string, string | null>[] = [];
      for await (const row of asked.stream({ highWaterMark: 100 }) as AsyncIterable<Record<string, unknown>>) {
        signal.throwIfAborted();
        page.push(textsOf(row, fields));
        if (page.length < rowsPerPage) continue;
        yield page;
        page = [];
      }
      if (page.length > 0) yield page;
    },
    close: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}

function textsOf(
  row: Readonly<Record<string, unknown>>,
  fields: readonly FieldPacket[],
): Record<string, string | null> {
  const typeOf = new Map(fields.map(({ name, type }) => [name, type]));
  const entries = Object.entries(row).map(([name, value]) => [name, textOf(value, typeOf.get(name))] as const);
  return Object.fromEntries(entries);
}

function textOf(value: unknown, type: number | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // A TIMESTAMP is an instant, written in the zone of the session; a DATETIME has none, and is read in that of the mapping.
  if (type === timestampType) return `${text.replace(' ', 'T')}Z`;
  return type === datetimeType ? text.replace(' ', 'T') : text;
}
