import { rm } from 'node:fs/promises';
import path from 'node:path';
import { backupCommands, runIn } from './documented-backup.js';
import { holdReview, readReview } from './held-review.js';
import { ownPostgresPrograms, startOwnPostgres, type OwnPostgres } from './own-postgres.js';
import { dataDirectory, endAll, launch } from './tandem-process.js';
import { importTickets, openedIn } from './tickets.js';

/** Every table whose rows are kept apart, with the policies that do it; their owner is held to them too. */
const protectedTables = `select c.relname, c.relforcerowsecurity, p.polname, pg_get_expr(p.polqual, p.polrelid), p.polroles::regrole[]::text[]
  from pg_class c join pg_policy p on p.polrelid = c.oid where c.relrowsecurity order by 1, 3`;

const servers: OwnPostgres[] = [];
const directories: string[] = [];

afterEach(async () => {
  await endAll();
  for (const server of servers.splice(0)) await server.stop();
  for (const directory of directories.splice(0)) await rm(path.dirname(directory), { recursive: true, force: true });
});

async function newServer(programs: string): Promise<OwnPostgres> {
  const server = await startOwnPostgres(programs);
  servers.push(server);
  return server;
}

describe('Tandem with a PostgreSQL of one’s own', () => {
  it('moves to another server by a dump, as docs/operations.md says, and a review that was held says the same', async () => {
    const programs = await ownPostgresPrograms();
    if (programs === null) {
      process.stdout.write(
        'A dump of a PostgreSQL of one’s own is not tried: Debian’s "postgresql" is not installed.\n',
      );
      return;
    }
    const directory = await dataDirectory('.tandem');
    directories.push(directory);
    const home = path.dirname(directory);
    const [old, fresh] = [await newServer(programs), await newServer(programs)];
    const first = await launch({ TANDEM_DATA_DIR: directory, DATABASE_URL: old.url });
    await first.ready();
    await importTickets(first, directory);
    const before = await openedIn(first);
    expect(before.value).toBe('200');
    const held = await holdReview(first);
    const { backup, restore } = (await backupCommands()).own;
    const programsFirst = `${programs}:${process.env['PATH']}`;
    runIn(home, backup, { DATABASE_URL: old.url, PATH: programsFirst });
    first.signal('SIGINT');
    expect(await first.ended()).toMatchObject({ code: 0 });
    await rm(directory, { recursive: true });

    await fresh.query('create role tandem_app nologin');
    runIn(home, restore, { DATABASE_URL: fresh.url, PATH: programsFirst });
    const second = await launch({ TANDEM_DATA_DIR: directory, DATABASE_URL: fresh.url });
    await second.ready();
    expect(await openedIn(second)).toEqual(before);
    expect(await readReview(second, { number: held.page.number, token: held.token })).toEqual(held);
    expect(await second.get('/api/v1/audit/verify')).toMatchObject({ ok: true });
    const kept = await old.query(protectedTables);
    expect(kept.length).toBeGreaterThan(30);
    expect(await fresh.query(protectedTables)).toEqual(kept);
  });
});
