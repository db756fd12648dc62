import { randomBytes } from 'node:crypto';
import { appRole, withSessionOptions } from '@tandem/config/database-session';
import { openOtherWorkspace, openTestDatabase, testKeys, type TestDatabase } from '@tandem/testing/test-database';
import pg from 'pg';
import { inTransaction, openDatabase } from '../database.js';
import { openChangeFeed } from '../repositories/change-feed.js';
import { notifyChange } from '../repositories/notify-change.js';
import { asOwner } from './prepare-database.js';

/** Which migrations have run: of the schema, not of a workspace. The product's role may not even read it. */
const ofNoWorkspace = ['schema_migration'];

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** The role that the product works as, on a connection that was set to no workspace. */
async function withoutWorkspace<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.url, options: `-c role=${appRole}` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function tables(condition: string): Promise<string[]> {
  const { rows } = await database.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and ${condition} order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe('the schema', () => {
  it('forces row-level security on every table, and on every partition of one', async () => {
    expect(await tables('not (c.relrowsecurity and c.relforcerowsecurity)')).toEqual(ofNoWorkspace);
    expect((await tables('true')).length).toBeGreaterThan(45);
  });

  it('lets every table be seen by its workspace alone, and read by its owner', async () => {
    const { rows } = await database.owner.query<{
      policy: string;
      roles: string;
      command: string;
      used: string;
      checked: string | null;
    }>(
      `select distinct p.policyname as policy, array_to_string(p.roles, ',') as roles, p.cmd as command, p.qual as used, p.with_check as checked
         from pg_policies p where p.schemaname = 'public' and p.tablename <> 'workspace' order by 1`,
    );
    const own = expect.stringMatching(/^\(workspace = .*current_setting\('tandem\.workspace'::text, true\)/) as string;
    expect(rows).toEqual([
      { policy: 'own_workspace', roles: 'public', command: 'ALL', used: own, checked: own },
      {
        policy: 'owner_reads',
        roles: expect.not.stringContaining(appRole) as string,
        command: 'SELECT',
        used: 'true',
        checked: null,
      },
    ]);
    const { rows: counted } = await database.owner.query<{ policies: string }>(
      `select count(*) as policies from pg_policies where schemaname = 'public'`,
    );
    expect(Number(counted[0]?.policies)).toBe(2 * ((await tables('true')).length - ofNoWorkspace.length));
  });

  it('has a workspace in every row, which only the connection can give', async () => {
    const named = `exists (select from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attname = 'workspace' and a.attnotnull and pg_get_expr(d.adbin, d.adrelid) = 'current_setting(''tandem.workspace''::text)')`;
    expect(await tables(`not ${named}`)).toEqual([...ofNoWorkspace, 'workspace']);
  });

  it('gives the role of the product no table of its own, no way past the policies, and no partition by name', async () => {
    expect(await tables(`pg_get_userbyid(c.relowner) = '${appRole}'`)).toEqual([]);
    expect(await tables(`has_table_privilege('${appRole}', c.oid, 'truncate, references, trigger')`)).toEqual([]);
    expect(
      await tables(`c.relispartition and has_table_privilege('${appRole}', c.oid, 'select, insert, update, delete')`),
    ).toEqual([]);
    const { rows } = await database.owner.query(
      'select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb from pg_roles where rolname = $1',
      [appRole],
    );
    expect(rows).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false, rolcreatedb: false },
    ]);
  });
});

describe('a connection', () => {
  it('sees no row and writes none while it is set to no workspace', async () => {
    await database.owner.query(`insert into person (id, name, side, position) values ('anna', 'Anna', 'it', 0)`);
    await withoutWorkspace(async (client) => {
      for (const table of await tables(`has_table_privilege('${appRole}', c.oid, 'select')`)) {
        expect([table, (await client.query(`select from ${table} limit 1`)).rowCount]).toEqual([table, 0]);
      }
      const insert = (columns: string, values: string) =>
        client.query(
          `insert into person (id, name, side, position ${columns}) values ('ben', 'Ben', 'it', 1 ${values})`,
        );
      await expect(insert('', '')).rejects.toThrow('unrecognized configuration parameter "tandem.workspace"');
      await expect(insert(', workspace', `, 'main'`)).rejects.toThrow('violates row-level security policy');
      // A setting that was reset reads as an empty text, which is the name of no workspace.
      await client.query(`set tandem.workspace = ''`);
      await expect(insert('', '')).rejects.toThrow('violates row-level security policy');
      expect((await client.query('update person set name = name')).rowCount).toBe(0);
      expect((await client.query('delete from person')).rowCount).toBe(0);
    });
  });

  it('of the product is that role, set to its workspace, and stays so when it resets itself', async () => {
    const client = await database.pool.connect();
    try {
      for (const statement of ['reset role', 'reset all', 'discard all']) await client.query(statement);
      const { rows } = await client.query(
        `select current_user as role, current_setting('tandem.workspace') as workspace`,
      );
      expect(rows).toEqual([{ role: appRole, workspace: 'main' }]);
    } finally {
      client.release();
    }
    expect(await database.dataSource.query('select current_user as role')).toEqual([{ role: appRole }]);
  });

  it('makes and empties no table', async () => {
    for (const statement of [
      'create table mine ()',
      'truncate observation',
      'drop table observation',
      'alter table person disable row level security',
    ])
      await expect(database.pool.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  });
});

describe('an address', () => {
  it('keeps the options that it has, and the role of the product comes after them', () => {
    expect(
      new URL(withSessionOptions('postgres://u:p@h/d?options=-c%20geqo%3Doff', '-c role=x')).searchParams.get(
        'options',
      ),
    ).toBe('-c geqo=off -c role=x');
  });
});

describe('a change', () => {
  it('is heard of in its workspace alone', async () => {
    const north = await openOtherWorkspace(database, 'north');
    const [ofMain, ofNorth] = await Promise.all([openChangeFeed(database.url), openChangeFeed(database.url, 'north')]);
    const heard: string[] = [];
    ofMain.subscribe(({ keys }) => heard.push(`main ${keys.join()}`));
    const told = new Promise((resolve) => {
      ofNorth.subscribe(({ keys }) => resolve(heard.push(`north ${keys.join()}`)));
    });
    try {
      for (const [pool, key] of [
        [database.pool, 'theirs'],
        [north.pool, 'ours'],
      ] as const)
        await inTransaction(pool, (client) => notifyChange(client, { kind: 'sources', keys: [key], at: new Date() }));
      await told;
      expect(heard.sort()).toEqual(['main theirs', 'north ours']);
    } finally {
      await Promise.all([ofMain.close(), ofNorth.close(), north.close()]);
    }
  });
});

describe('the start', () => {
  const unprivileged = async (prepare: (user: string) => string, work: (url: string) => Promise<void>) => {
    const user = `plain_${randomBytes(6).toString('hex')}`;
    const name = `tandem_test_${randomBytes(6).toString('hex')}`;
    const url = new URL(database.url);
    const server = url.href;
    await asOwner(server, async (client) => {
      await client.query(`create role ${user} login password '${user}' nosuperuser`);
      await client.query(prepare(user));
      await client.query(`create database ${name} owner ${user}`);
    });
    try {
      Object.assign(url, { username: user, password: user, pathname: `/${name}` });
      await work(url.href);
    } finally {
      await asOwner(server, async (client) => {
        await client.query(`drop database ${name} with (force)`);
        await client.query(`drop role ${user}`);
      });
    }
  };

  it('says what an administrator has to grant where the user of the database may not act as the role', async () => {
    await unprivileged(
      () => 'select 1',
      async (url) => {
        await expect(openDatabase({ url, keys: testKeys() })).rejects.toThrow(
          /may not act as the role tandem_app.*Let an administrator of the database run: grant tandem_app to "plain_/,
        );
      },
    );
  });

  it('needs no superuser: an owner with the role migrates, and is held by row-level security when it writes', async () => {
    await unprivileged(
      (user) => `grant ${appRole} to ${user}`,
      async (url) => {
        const opened = await openDatabase({ url, keys: testKeys() });
        try {
          await opened.pool.query(`insert into person (id, name, side, position) values ('anna', 'Anna', 'it', 0)`);
          await opened.asOwner(async (owner) => {
            expect((await owner.query('select from person')).rowCount).toBe(1);
            expect((await owner.query('delete from person')).rowCount).toBe(0);
          });
        } finally {
          await opened.close();
        }
        await (await openDatabase({ url, keys: testKeys() })).close();
      },
    );
  });
});
