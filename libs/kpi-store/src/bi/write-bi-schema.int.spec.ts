import { randomBytes } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import type pg from 'pg';
import { biStatus } from './bi-status.js';
import { dropBiSchemas, writeBiSchema } from './write-bi-schema.js';

describe('the schema for BI tools', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(() => database.close());

  const inOneConnection = async (work: (client: pg.PoolClient) => Promise<void>) => {
    const client = await database.owner.connect();
    try {
      await work(client);
    } finally {
      client.release();
    }
  };
  const viewId = async () =>
    (await database.owner.query<{ id: string }>(`select 'tandem_bi.goals'::regclass::oid::text as id`)).rows[0]?.id;

  it('is there after the start, with a role that reads it', async () => {
    expect(await biStatus(database.url)).toEqual({ schema: true, role: true, roleReads: true });
  });

  it('is left alone while it is up to date, and written anew when it is not', async () => {
    const first = await viewId();
    await inOneConnection((client) => writeBiSchema(client));
    expect(await viewId()).toBe(first);
    await database.owner.query(`comment on schema tandem_bi is 'of an older Tandem'`);
    await inOneConnection((client) => writeBiSchema(client));
    expect(await viewId()).not.toBe(first);
    expect(await biStatus(database.url)).toMatchObject({ roleReads: true });
  });

  it('is missing, and stops nothing, where the user of the database may not make one', async () => {
    const user = `plain_${randomBytes(6).toString('hex')}`;
    await inOneConnection(async (client) => {
      await dropBiSchemas(client);
      await client.query(`create role ${user} nologin`);
      try {
        await client.query(`set role ${user}`);
        await writeBiSchema(client);
        await client.query('reset role');
        expect(await biStatus(database.url)).toMatchObject({ schema: false, roleReads: false });
      } finally {
        await client.query(`reset role`);
        await client.query(`drop role ${user}`);
      }
    });
  });

  it('is written where the user may make schemas but no roles', async () => {
    const user = `maker_${randomBytes(6).toString('hex')}`;
    await inOneConnection(async (client) => {
      await dropBiSchemas(client);
      const { rows } = await client.query<{ name: string }>('select current_database() as name');
      await client.query(`create role ${user} nologin`);
      await client.query(`grant create on database ${rows[0]?.name ?? ''} to ${user}`);
      await client.query(`grant select on all tables in schema public to ${user}`);
      await client.query(`set role ${user}`);
      await writeBiSchema(client);
      await client.query('reset role');
      expect(await biStatus(database.url)).toMatchObject({ schema: true });
      await client.query(`drop owned by ${user}`);
      await client.query(`drop role ${user}`);
    });
  });
});
