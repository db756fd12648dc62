import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { acceptanceSuite } from '@tandem/connector-kit/acceptance-suite';
import type { Page, ReadContext, StreamState } from '@tandem/connector-kit/connector';
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { sqlConnector, sqlSettings } from './sql.connector.js';
import { namedQuery } from './sql-source.js';

interface TestServer {
  readonly settings: {
    readonly engine: string;
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
    readonly password: string;
  };
  readonly run: (sql: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

const table = (instant: string) =>
  `create table cycles (id bigint primary key, changed_at ${instant} not null, started_at timestamp(3) not null, note varchar(40), amount numeric(20,5))`;
const insert = (from: number, to: number, at: string) =>
  `insert into cycles values ${Array.from({ length: to - from }, (_, index) => `(${9_007_199_254_740_993n + BigInt(from + index)}, '${at}', '2026-03-01 10:00:00.5', 'it''s :from', 12345678901234.00001)`).join(', ')}`;

async function startPostgres(): Promise<TestServer> {
  const server = new URL(process.env['TANDEM_TEST_DATABASE_URL'] ?? '');
  const admin = new pg.Client({ connectionString: server.href });
  await admin.connect();
  const name = `sql_source_${process.pid}`;
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  const at = new URL(server.href);
  at.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: at.href });
  await client.connect();
  const settings = {
    engine: 'postgresql',
    host: server.hostname,
    port: Number(server.port),
    database: name,
    user: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
  };
  return {
    settings,
    run: (sql) => client.query(sql),
    close: async () => {
      await client.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** null where Debian's mariadb-server is not installed. */
async function startMariaDb(): Promise<TestServer | null> {
  const daemon = ['/usr/sbin/mariadbd', '/usr/sbin/mysqld'].find((file) => spawnSync(file, ['--version']).status === 0);
  if (!daemon) return null;
  const directory = await mkdtemp(path.join(tmpdir(), 'tandem-mariadb-'));
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const installed = spawnSync('mariadb-install-db', [
    '--no-defaults',
    `--datadir=${directory}`,
    '--auth-root-authentication-method=normal',
    ...user,
  ]);
  if (installed.status !== 0) throw new Error(`mariadb-install-db: ${installed.stderr.toString()}`);
  const port = await freePort();
  const server: ChildProcess = spawn(
    daemon,
    [
      '--no-defaults',
      `--datadir=${directory}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      `--socket=${directory}/s`,
      ...user,
    ],
    { stdio: 'ignore' },
  );
  const gone = new Promise((resolve) => server.once('exit', resolve));
  const open = async () => createConnection({ host: '127.0.0.1', port, user: 'root', multipleStatements: true });
  let client = await open().catch(() => null);
  for (let tries = 0; client === null && tries < 300; tries += 1) {
    await wait(100);
    client = await open().catch(() => null);
  }
  if (client === null) throw new Error('MariaDB did not start.');
  const root = client;
  await root.query(
    `create database shop; create user reader@'127.0.0.1' identified by 'secret-of-the-reader'; grant select, insert on shop.* to reader@'127.0.0.1'; use shop; set time_zone = '+00:00'`,
  );
  return {
    settings: {
      engine: 'mysql',
      host: '127.0.0.1',
      port,
      database: 'shop',
      user: 'reader',
      password: 'secret-of-the-reader',
    },
    run: (sql) => root.query(sql),
    close: async () => {
      root.destroy();
      server.kill('SIGKILL');
      await gone;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const mapping = {
  stream: 'measurement',
  fields: { metric: { constant: 'amount' }, periodStart: 'started_at', value: 'amount' },
  dimensions: { note: 'note', changed: 'changed_at' },
  naturalKey: { columns: ['id'] },
};
const windowed = `select id, changed_at, started_at, note, amount from cycles where changed_at >= :from and changed_at < :to and note <> ':to' order by id`;
const context = (changes: Partial<ReadContext> = {}): ReadContext => ({
  cursor: null,
  signal: new AbortController().signal,
  uploadDirectory: '',
  baseDirectory: '',
  allowPrivateAddresses: true,
  ...changes,
});

const servers: Readonly<Record<string, () => Promise<TestServer | null>>> = {
  PostgreSQL: startPostgres,
  MariaDB: startMariaDb,
};

describe.each(Object.entries(servers))('rows of %s', (title, start) => {
  let server: TestServer | null;
  beforeAll(async () => {
    server = await start();
    if (!server) process.stdout.write(`${title} is not installed here: its rows are not read in this run.\n`);
    await server?.run(table(title === 'MariaDB' ? 'timestamp(6)' : 'timestamptz'));
  });
  afterAll(() => server?.close());

  const parse = (changes: object = {}) =>
    sqlSettings.parse({ ...server?.settings, encryption: 'none', query: windowed, mappings: [mapping], ...changes });
  async function read(changes: object = {}, given: Partial<ReadContext> = {}): Promise<Page[]> {
    const pages: Page[] = [];
    for await (const page of sqlConnector.read(parse(changes), context(given))) pages.push(page);
    return pages;
  }
  const statesOf = (pages: readonly Page[]): readonly StreamState[] => pages.flatMap(({ states }) => states ?? []);
  const countOf = (pages: readonly Page[]) => pages.reduce((sum, { records }) => sum + records.length, 0);

  it('come in pages with every digit and every part of a second, and again from the last reading on', async () => {
    if (!server) return;
    const hour = new Date(Date.now() - 3_600_000).toISOString().replace('T', ' ').replace('Z', '');
    await server.run('delete from cycles');
    await server.run(insert(0, 2_345, hour));
    const pages = await read();
    expect(pages.map(({ records }) => records.length)).toEqual([1000, 1000, 345, 0]);
    const first = pages[0]?.records[0];
    expect(first).toMatchObject({
      naturalKey: '9007199254740993',
      fields: { value: '12345678901234.00001', periodStart: '2026-03-01T10:00:00.500Z' },
      dimensions: { note: `it's :from` },
    });
    expect(Date.parse(first?.dimensions.changed ?? '')).toBe(Date.parse(`${hour.replace(' ', 'T')}Z`));
    const states = statesOf(pages);
    expect(states).toHaveLength(1);
    expect(pages.at(-1)?.coverage?.measurement?.to).toBe((states[0]?.state as { readTo: string }).readTo);
    await server.run(`update cycles set changed_at = '2020-01-01 00:00:00' where id < 9007199254740993 + 2000`);
    expect(countOf(await read({}, { states }))).toBe(345);
    const window = { from: '2019-12-31T00:00:00.000Z', to: '2020-01-02T00:00:00.000Z' };
    const backfilled = await read({}, { states, window });
    expect([countOf(backfilled), statesOf(backfilled)]).toEqual([2000, []]);
  });

  const suite = acceptanceSuite({
    connector: sqlConnector,
    get settings() {
      return parse({ query: 'select * from cycles order by id' });
    },
    context: context(),
    rows: 2_345,
  });
  // A query is asked anew as a whole: its rows have no place to go on from.
  for (const { title: owed, run } of suite)
    if (!owed.includes('goes on after any page'))
      it(owed, async () => {
        if (server) await run();
      });

  it('are kept, so that other records can be made of them without asking the database', async () => {
    if (!server) return;
    const raw = (await read({ query: 'select * from cycles order by id' }))[0]?.raw;
    expect(raw).toMatchObject({ stream: 'query', partition: '', delivers: 'measurement' });
    expect(raw?.rows[0]).toMatchObject({ key: '9007199254740993', row: { note: `it's :from` } });
    const other = parse({ mappings: [{ ...mapping, fields: { ...mapping.fields, metric: { constant: 'other' } } }] });
    const made = sqlConnector.replay?.(other, raw ?? { stream: '', partition: '', rows: [] });
    expect(made?.records).toHaveLength(1000);
    expect(made?.records[0]?.fields).toMatchObject({ metric: 'other', value: '12345678901234.00001' });
  });

  it('show their columns, with mappings to begin with', async () => {
    if (!server) return;
    const found = await sqlConnector.discover?.(parse({ query: 'select * from cycles' }), context());
    expect(found).toMatchObject([
      { field: 'mappings', note: 'Columns found: id, changed_at, started_at, note, amount.' },
    ]);
  });

  it('are shown by a check, with the columns that there are', async () => {
    if (!server) return;
    const found = await sqlConnector.check(parse({ query: 'select * from cycles' }), context());
    expect(found).toMatchObject({ ok: true, findings: [expect.stringContaining('columns id, changed_at')] });
    expect(found.records).toHaveLength(5);
  });

  it.each([
    ['queryWrong', { query: 'select nothing_of_the_kind from cycles' }],
    ['queryWrong', { query: 'select 1; delete from cycles' }],
    [
      'queryWrites',
      {
        query:
          title === 'PostgreSQL'
            ? 'with gone as (delete from cycles returning *) select * from gone'
            : 'insert into cycles select * from cycles',
      },
    ],
    ['notAuthenticated', { user: 'nobody', password: 'wrong-word' }],
  ])('are not read but told: %s %j', async (code, changes) => {
    if (!server || (title === 'PostgreSQL' && code === 'notAuthenticated')) return;
    const before = await server.run('select count(*) as count from cycles');
    const failure = await read(changes).catch((error: unknown) => error as { code: string; message: string });
    expect(failure).toMatchObject({
      code: code === 'queryWrites' && title === 'PostgreSQL' ? 'queryWrong' : code,
      action: 'configuration',
    });
    expect(JSON.stringify([failure, (failure as unknown as Error).message])).not.toMatch(
      /wrong-word|secret-of-the-reader/,
    );
    expect(JSON.stringify(await server.run('select count(*) as count from cycles'))).toBe(JSON.stringify(before));
  });

  it('lie on no private address unless allowed', async () => {
    if (!server) return;
    const failure = await read({}, { allowPrivateAddresses: false }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'addressRefused' });
  });
});

describe('a named query', () => {
  const window = { from: 'F', to: 'T' };

  it('sends its window as parameters, wherever the names stand for it, and nowhere else', () => {
    const query = `select ':from', a::from, "x:to" -- :from\n from t /* :to */ where a >= :from and b < :to and c = :frommage;`;
    const { pieces, values, isWindowed } = namedQuery(query, window);
    expect(values).toEqual(['F', 'T']);
    expect(pieces.join('?')).toBe(
      `select ':from', a::from, "x:to" -- :from\n from t /* :to */ where a >= ? and b < ? and c = :frommage`,
    );
    expect([isWindowed, namedQuery('select 1', window).isWindowed]).toEqual([true, false]);
  });
});
