import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SourceList } from '@tandem/contracts/sources';
import { startRedis } from '@tandem/embedded-services/start-redis';
import { createDatabase, until } from '../product/start-product.js';
import { askEmbedded, backupCommands, runIn } from './documented-backup.js';
import { holdReview, readReview } from './held-review.js';
import {
  dataDirectory,
  endAll,
  familyOf,
  freePort,
  launch,
  occupiedPort,
  stillRunning,
  type TandemProcess,
} from './tandem-process.js';
import { importTickets, opened, openedIn } from './tickets.js';

const directories: string[] = [];
const dropped: (() => Promise<void>)[] = [];

afterEach(async () => {
  await endAll();
  for (const drop of dropped.splice(0)) await drop();
  for (const directory of directories.splice(0)) await rm(path.dirname(directory), { recursive: true, force: true });
});

async function newDirectory(name?: string): Promise<string> {
  const directory = await dataDirectory(name);
  directories.push(directory);
  return directory;
}

async function newDatabase(): Promise<string> {
  const database = await createDatabase();
  dropped.push(() => database.drop());
  return database.url;
}

async function stopped(tandem: TandemProcess, signal: NodeJS.Signals): Promise<void> {
  const family = familyOf(tandem.pid);
  tandem.signal(signal);
  expect({ ...(await tandem.ended()), output: tandem.output() }).toMatchObject({ code: 0, signal: null });
  await until(
    'all of its processes are gone',
    () => Promise.resolve(stillRunning(family).length === 0 ? true : null),
    10_000,
  );
  expect(stillRunning(family)).toEqual([]);
}

describe('Tandem with the PostgreSQL that it brings', () => {
  it('keeps its data over Ctrl-C and in a backup, kept and put back as docs/operations.md says, and leaves no process', async () => {
    const directory = await newDirectory('.tandem');
    const first = await launch({ TANDEM_DATA_DIR: directory });
    expect(await first.ready()).toMatchObject({ live: true, ready: true });
    expect(familyOf(first.pid).length).toBeGreaterThan(1);
    await importTickets(first, directory);
    expect((await openedIn(first)).value).toBe('200');
    const held = await holdReview(first);
    const frozen = { number: held.page.number, token: held.token };
    expect(held.content).toContain('Opened tickets');
    // One ticket more, and another name: the next review knows of both, the one that was held does not.
    await first.post('/api/v1/push/slaCycle?source=tickets', [
      { key: 'late', ticket: 'late', measure: 'resolution', startedAt: '2026-09-02T08:00:00Z', state: 'running' },
    ]);
    await first.post('/api/v1/configuration', {
      text: JSON.stringify({ version: 1, metrics: [{ ...opened, title: 'Tickets anew' }] }),
    });
    const before = await until('the ticket is counted', async () => {
      const found = await openedIn(first);
      return found.value === '201' ? found : null;
    });
    expect(await readReview(first, frozen)).toEqual(held);
    expect(await first.text('/api/v1/reviews/next/content')).toContain('Tickets anew');
    await stopped(first, 'SIGINT');
    expect(first.output()).toContain('Tandem has stopped.');

    const { backup, restore } = (await backupCommands()).embedded;
    const home = path.dirname(directory);
    runIn(home, backup);
    await rm(directory, { recursive: true });
    runIn(home, restore);
    const second = await launch({ TANDEM_DATA_DIR: directory });
    await second.ready();
    expect(await openedIn(second)).toEqual(before);
    expect(await readReview(second, frozen)).toEqual(held);
    expect(await second.get('/api/v1/audit/verify')).toMatchObject({ ok: true });
    const change = askEmbedded(directory, `update review_snapshot set content = 'x'`);
    await expect(change).rejects.toThrow('only ever added');
    await stopped(second, 'SIGTERM');
  });

  it('refuses to start twice on one data directory, says who has it, and leaves the first one alone', async () => {
    const directory = await newDirectory();
    const first = await launch({ TANDEM_DATA_DIR: directory });
    await first.ready();
    const second = await launch({ TANDEM_DATA_DIR: directory });
    expect(await second.ended()).toEqual({ code: 1, signal: null });
    expect(second.output()).toMatch(new RegExp(`in use by another Tandem \\(process ${first.pid}\\)`));
    expect(second.output()).toContain(first.url);
    expect(second.output()).not.toMatch(/\n\s+at .*\.js/);
    expect(await first.ready()).toMatchObject({ ready: true });
    await stopped(first, 'SIGINT');
  });

  it('takes over after kill -9: the database left behind is stopped, and everything committed is there', async () => {
    const directory = await newDirectory();
    const killed = await launch({ TANDEM_DATA_DIR: directory });
    await killed.ready();
    await importTickets(killed, directory);
    const before = await openedIn(killed);
    const family = familyOf(killed.pid);
    killed.signal('SIGKILL');
    expect(await killed.ended()).toEqual({ code: null, signal: 'SIGKILL' });

    const next = await launch({ TANDEM_DATA_DIR: directory });
    await next.ready();
    expect(await openedIn(next)).toEqual(before);
    expect(stillRunning(family)).toEqual([]);
    await stopped(next, 'SIGINT');
  });

  it('ends in good order when it is stopped in the middle of an import, and goes on with it at the next start', async () => {
    const directory = await newDirectory();
    const first = await launch({ TANDEM_DATA_DIR: directory });
    await first.ready();
    const importing = importTickets(first, directory).catch(() => undefined);
    await until('the import has begun', async () => {
      const { sources } = await first.get<SourceList>('/api/v1/sources');
      return sources[0]?.lastRun ? true : null;
    });
    await stopped(first, 'SIGINT');
    await importing;
    const second = await launch({ TANDEM_DATA_DIR: directory });
    await second.ready();
    await until('the import has ended', async () => {
      const [source] = (await second.get<SourceList>('/api/v1/sources')).sources;
      return source?.lastRun?.state === 'succeeded' ? true : null;
    });
    expect((await openedIn(second)).value).toBe('200');
    await stopped(second, 'SIGINT');
  });

  it('goes on when nobody reads its output any more, and still stops in good order', async () => {
    const tandem = await launch({ TANDEM_DATA_DIR: await newDirectory() });
    await tandem.ready();
    tandem.stopReading();
    await stopped(tandem, 'SIGINT');
  });
});

describe('a start that cannot succeed', () => {
  const fails = async (env: Readonly<Record<string, string>>, names: readonly RegExp[]) => {
    const tandem = await launch(env);
    const family = familyOf(tandem.pid);
    expect({ ...(await tandem.ended()), output: tandem.output() }).toMatchObject({ code: 1, signal: null });
    for (const name of names) expect(tandem.output()).toMatch(name);
    expect(tandem.output()).not.toMatch(/\n\s+at .*\.js/);
    expect(stillRunning(family)).toEqual([]);
  };

  it('because the port is taken names the port and the variable', async () => {
    const other = await occupiedPort();
    const directory = await newDirectory();
    await fails({ PORT: String(other.port), TANDEM_DATA_DIR: directory }, [
      new RegExp(`Port ${other.port}`),
      /set PORT/,
    ]);
    await other.close();
  });

  it('because nothing listens at DATABASE_URL names it, without the password', async () => {
    const url = `postgres://tandem:correct-horse@127.0.0.1:${await freePort()}/tandem`;
    const directory = await newDirectory();
    const tandem = await launch({ DATABASE_URL: url, TANDEM_DATA_DIR: directory });
    expect(await tandem.ended()).toEqual({ code: 1, signal: null });
    expect(tandem.output()).toMatch(/DATABASE_URL/);
    expect(tandem.output()).toMatch(/nothing listens there/);
    expect(tandem.output()).not.toContain('correct-horse');
  });

  it('because the database of DATABASE_URL does not exist says so', async () => {
    const url = new URL(await newDatabase());
    url.pathname = '/tandem_of_nobody';
    await fails({ DATABASE_URL: url.href, TANDEM_DATA_DIR: await newDirectory() }, [
      /DATABASE_URL/,
      /no database of that name/,
    ]);
  });

  it('because DATABASE_URL is no address of PostgreSQL names what it should be', async () => {
    await fails({ DATABASE_URL: 'mysql://127.0.0.1/x', TANDEM_DATA_DIR: await newDirectory() }, [
      /DATABASE_URL/,
      /postgres:\/\//,
    ]);
  });

  it('because nothing listens at REDIS_URL names it', async () => {
    const env = {
      DATABASE_URL: await newDatabase(),
      REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
      TANDEM_DATA_DIR: await newDirectory(),
    };
    await fails(env, [/REDIS_URL/, /nothing listens there/]);
  });

  it('because a variable makes no sense names each such variable', async () => {
    await fails({ PORT: 'eighty', TANDEM_LOG_LEVEL: 'loud', TANDEM_DATA_DIR: await newDirectory() }, [
      /PORT: "eighty"/,
      /TANDEM_LOG_LEVEL: "loud"/,
    ]);
  });

  it('because the data directory is a file names it', async () => {
    const directory = await newDirectory();
    await mkdir(path.dirname(directory), { recursive: true });
    await writeFile(directory, 'not a directory');
    await fails({ TANDEM_DATA_DIR: directory }, [/data/, /TANDEM_DATA_DIR/]);
  });
});

describe('Tandem with its queue on Redis', () => {
  it('imports, stops and starts again as with PostgreSQL alone', async () => {
    const given = process.env['TANDEM_TEST_REDIS_URL'];
    const redis = given ? { url: given, stop: () => Promise.resolve() } : await startRedis();
    if ('reason' in redis) {
      process.stdout.write(`The product is not tried with Redis: ${redis.reason}\n`);
      return;
    }
    dropped.push(() => redis.stop());
    const directory = await newDirectory();
    const env = { DATABASE_URL: await newDatabase(), REDIS_URL: redis.url, TANDEM_DATA_DIR: directory };
    const first = await launch(env);
    await first.ready();
    await importTickets(first, directory);
    const before = await openedIn(first);
    expect(before.value).toBe('200');
    await stopped(first, 'SIGINT');
    const second = await launch(env);
    await second.ready();
    expect(await openedIn(second)).toEqual(before);
    await second.post('/api/v1/sources/tickets/sync');
    await until('the tickets were read again', async () => {
      const [source] = (await second.get<SourceList>('/api/v1/sources')).sources;
      return source?.lastRun?.unchanged === 200 && source.lastRun.state === 'succeeded' ? true : null;
    });
    expect(await openedIn(second)).toEqual(before);
    await stopped(second, 'SIGINT');
  });
});
