import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { isRunning } from './process-identity.js';
import { startPostgres } from './start-postgres.js';

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

/** A process of its own that starts PostgreSQL and stays until it is killed. */
async function startElsewhere(dataDirectory: string): Promise<{ child: ChildProcess; postgresPid: number }> {
  const module = path.join(import.meta.dirname, '..', 'dist', 'start-postgres.js');
  const program = `import { startPostgres } from ${JSON.stringify(module)};
    const server = await startPostgres({ dataDirectory: process.argv[1], durable: false });
    process.stdout.write(server.pid + '\\n');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, postgresPid: Number(line.toString()) };
}

describe('startPostgres', () => {
  let directory: string;
  let dataDirectory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem postgres '));
    fs.chmodSync(directory, 0o711);
    dataDirectory = path.join(directory, 'data directory');
  });
  afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

  it('keeps its data over a stop and a start, in a path with spaces', async () => {
    const first = await startPostgres({ dataDirectory, durable: false });
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    const second = await startPostgres({ dataDirectory, durable: false });
    expect(await ask(second.url, 'select answer from kept')).toBe(42);
    await second.stop();
    await second.stop();
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const server = await startPostgres({ dataDirectory, durable: false });
    try {
      await expect(ask(`postgres://tandem@127.0.0.1:${server.port}/postgres`, 'select 1 as answer')).rejects.toThrow(
        /password/,
      );
      await expect(
        ask(`postgres://tandem:wrong@127.0.0.1:${server.port}/postgres`, 'select 1 as answer'),
      ).rejects.toThrow(/password authentication failed/);
      expect(fs.statSync(path.join(dataDirectory, 'postgres-password')).mode & 0o777).toBe(0o600);
      expect(await ask(server.url, "select setting as answer from pg_settings where name = 'listen_addresses'")).toBe(
        '127.0.0.1',
      );
    } finally {
      await server.stop();
    }
  });

  it('refuses a second start on the same data directory while the first lives', async () => {
    const { child, postgresPid } = await startElsewhere(dataDirectory);
    try {
      await expect(startPostgres({ dataDirectory, durable: false })).rejects.toThrow(
        `The data directory ${dataDirectory} is in use by another Tandem (process ${child.pid ?? 0})`,
      );
      expect(isRunning(postgresPid)).toBe(true);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
      // What was left over is taken over and stopped.
      const server = await startPostgres({ dataDirectory, durable: false });
      await server.stop();
    }
    expect(isRunning(postgresPid)).toBe(false);
  });

  it('takes over from a parent that was killed, without losing what was committed', async () => {
    const { child, postgresPid } = await startElsewhere(dataDirectory);
    const password = fs.readFileSync(path.join(dataDirectory, 'postgres-password'), 'utf8').trim();
    const [, , , port] = fs
      .readFileSync(path.join(dataDirectory, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')
      .split('\n');
    await ask(`postgres://tandem:${password}@127.0.0.1:${port}/postgres`, 'create table kept as select 7 as answer');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isRunning(postgresPid)).toBe(true);

    const server = await startPostgres({ dataDirectory, durable: false });
    expect(isRunning(postgresPid)).toBe(false);
    expect(server.notices.join()).toContain('left over');
    expect(await ask(server.url, 'select answer from kept')).toBe(7);
    await server.stop();
  });

  it('begins anew after a creation that was interrupted', async () => {
    fs.mkdirSync(path.join(dataDirectory, 'postgres', 'draft-1234'), { recursive: true });
    fs.writeFileSync(path.join(dataDirectory, 'postgres', 'draft-1234', 'PG_VERSION'), '18\n');
    fs.chmodSync(dataDirectory, 0o711);
    const server = await startPostgres({ dataDirectory, durable: false });
    expect(await ask(server.url, 'select 1 as answer')).toBe(1);
    await server.stop();
    expect(fs.readdirSync(path.join(dataDirectory, 'postgres'))).toEqual(['cluster']);
  });

  it('tells of an end that nobody asked for', async () => {
    const server = await startPostgres({ dataDirectory, durable: false });
    const told = new Promise<string>((resolve) => server.onUnexpectedExit(resolve));
    process.kill(server.pid, 'SIGKILL');
    expect(await told).toContain('SIGKILL');
    await server.stop();
    const again = await startPostgres({ dataDirectory, durable: false, port: server.port });
    expect(again.port).toBe(server.port);
    expect(await ask(again.url, 'select 1 as answer')).toBe(1);
    await again.stop();
  });

  it('says that the data directory cannot be written', async () => {
    fs.writeFileSync(path.join(directory, 'file'), '');
    await expect(startPostgres({ dataDirectory: path.join(directory, 'file', 'data') })).rejects.toThrow(
      /The data directory .*file\/data cannot be written .* set TANDEM_DATA_DIR to another directory/,
    );
  });
});
