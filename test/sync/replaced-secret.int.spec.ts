import { startVendorServer, type VendorServer } from '@tandem/connector-kit/acceptance/vendor-server';
import { syncConnection } from '@tandem/application/sync-connection';
import { connectorOf } from '@tandem/connectors/registry';
import { createRawReader } from '@tandem/kpi-store/repositories/raw-reader';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { openConnectionSecrets, sealConnectionSecrets } from '@tandem/kpi-store/secrets/connection-secrets';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';

const now = new Date('2026-11-22T12:00:00Z');
let database: TestDatabase;
let vendor: VendorServer;
/** The one that the vendor takes; each answer brings the next. */
let good: string;
let given: number;
let meanwhile: () => Promise<void>;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  [good, given, meanwhile] = ['refresh-canary-1', 1, () => Promise.resolve()];
  vendor = await startVendorServer({
    now: () => now,
    fault: () => null,
    answer: ({ path, body, headers }) => {
      if (path === '/token') {
        if ((body as Record<string, string>)['refresh_token'] !== good) return { status: 400, body: {} };
        given += 1;
        good = `refresh-canary-${given}`;
        return { body: { access_token: `access-${given}`, refresh_token: good } };
      }
      if (headers.authorization !== `Bearer access-${given}`) return { status: 401, body: {} };
      return { body: [{ id: 1, at: 'no time, says refresh-canary-1 and refresh-canary-2' }] };
    },
  });
  const settings = {
    url: `${vendor.origin}/rows`,
    authentication: 'refresh-token',
    tokenUrl: `${vendor.origin}/token`,
    clientId: 'tandem',
    clientSecret: 'secret',
    refreshToken: 'secret',
    mappings: [
      {
        stream: 'incident',
        fields: { service: { constant: 'shop' }, openedAt: 'at' },
        naturalKey: { columns: ['id'] },
      },
    ],
  };
  const connection = { id: 'rotating', name: 'Rotating', connector: 'http-json', settings, expectedEveryMs: 1_000 };
  const secrets = { given: { clientSecret: 'secret-of-the-client', refreshToken: good }, receiver: [], kept: [] };
  await database.owner.query('delete from connection');
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position, secrets) values ('rotating', 'Rotating', 'http-json', $1, 1000, 0, $2)`,
    [settings, sealConnectionSecrets({ ...connection, secrets }, database.secrets)],
  );
});
afterEach(() => vendor.close());

async function sync(): Promise<{ readonly state: string; readonly failure: { readonly code: string } | null }> {
  const runs = createRunStore(database);
  const runId = await runs.queue('rotating', 'request', now);
  const work = syncConnection({
    runs: { ...runs, replaceSecret: async (...args) => meanwhile().then(() => runs.replaceSecret(...args)) },
    records: createRecordStore(database),
    raw: createRawReader(database),
    jobs: { enqueue: () => Promise.resolve() },
    clock: () => now,
    connectorOf,
    readContext: () => ({ uploadDirectory: '', baseDirectory: '', allowPrivateAddresses: true }),
  });
  await work({ runId }, new AbortController().signal);
  const { rows } = await database.pool.query<{ state: string; failure: { code: string } | null }>(
    'select state, failure from sync_run where id = $1',
    [runId],
  );
  return rows[0] ?? { state: 'gone', failure: null };
}

async function kept(): Promise<Readonly<Record<string, string>>> {
  const { rows } = await database.pool.query<{ secrets: string }>('select secrets from connection');
  expect(rows[0]?.secrets).toMatch(/^sealed:1:/);
  return openConnectionSecrets('rotating', rows[0]?.secrets ?? '', database.secrets).given;
}

describe('a secret that a source replaces', () => {
  it('is kept, sealed, for the next run, which could not be without it', async () => {
    expect(await sync()).toEqual({ state: 'succeeded', failure: null });
    expect(await kept()).toEqual({ clientSecret: 'secret-of-the-client', refreshToken: 'refresh-canary-2' });
    expect(await sync()).toEqual({ state: 'succeeded', failure: null });
    expect(await kept()).toMatchObject({ refreshToken: 'refresh-canary-3' });
    const { rows } = await database.pool.query<{ actor: string; after: object }>(
      `select actor, after from audit_log where action = 'credentials.replaced'`,
    );
    expect(rows).toEqual([
      { actor: 'system', after: { places: ['refreshToken'] } },
      { actor: 'system', after: { places: ['refreshToken'] } },
    ]);
  });

  it('stands in no row that the source repeats it in, neither the former nor the fresh one', async () => {
    await sync();
    for (const table of ['quarantine', 'raw_row', 'sync_run', 'run_finding', 'audit_log', 'connection']) {
      const { rows } = await database.pool.query<{ row: string }>(`select t::text as row from ${table} t`);
      expect([table, rows.filter(({ row }) => row.includes('refresh-canary'))]).toEqual([table, []]);
    }
  });

  it('is not put over one that somebody has given meanwhile, nor by a worker that was taken over', async () => {
    meanwhile = async () => {
      await database.pool.query('update connection set fencing_token = fencing_token + 1');
    };
    expect((await sync()).state).toBe('running');
    expect(await kept()).toMatchObject({ refreshToken: 'refresh-canary-1' });
  });
});
