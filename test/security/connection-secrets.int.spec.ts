import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { syncConnection } from '@tandem/application/sync-connection';
import { defineConnector, type Connector, type Page } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { hostSetting, secretSetting } from '@tandem/connector-kit/settings/setting-fields';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { createRawReader } from '@tandem/kpi-store/repositories/raw-reader';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { rotateSecrets } from '@tandem/kpi-store/secrets/rotate-secrets';
import { sealingKeyId } from '@tandem/secrets/secret-vault';
import { z } from 'zod';
import { AccessStage } from '../access/access-stage.js';
import { adminHeaders } from '../product/admin-access.js';

const token = 'tok-5f1c9a7be2d84c3f';
const nextToken = 'tok-aa01bb02cc03dd04';
const fromEnvironment = 'env/9d7c+5b3a==';

const settings = z.strictObject({
  baseUrl: hostSetting(z.url(), { label: 'Address' }),
  team: z.string().optional(),
  token: secretSetting(z.string().regex(/^tok-/, 'must begin with tok-'), { label: 'Token' }),
  headers: z
    .array(z.strictObject({ name: z.string(), value: secretSetting(z.string().min(6), { label: 'Value' }) }))
    .default([]),
});
type Settings = z.output<typeof settings>;

/** Sends its secrets to the address, and tells what comes back word by word, as a careless vendor and a careless connector would. */
const careless: Connector = defineConnector<Settings>({
  id: 'careless',
  title: 'Careless',
  settings,
  location: ({ baseUrl }) => baseUrl,
  check: () => Promise.resolve({ ok: true, findings: [] }),
  read: readEcho,
});

async function* readEcho({ baseUrl, token: secret, headers }: Settings): AsyncGenerator<Page> {
  const sent = { authorization: secret, ...Object.fromEntries(headers.map(({ name, value }) => [name, value])) };
  const answer = await fetch(baseUrl, { headers: sent });
  const said = await answer.text();
  const row = { stream: 'slaCycle', file: 'echo', line: 1, field: null, reason: `Not ${said}`, raw: said } as const;
  yield { records: [], rejected: [row], filteredOut: 0, cursor: null, progress: null };
  throw new ConnectorFailure('configuration', 'echo', `It said ${said}`, `Ask about ${said}.`);
}

let vendor: Server;
let stage: AccessStage;
const heard: (string | undefined)[] = [];
const answers: string[] = [];
beforeAll(async () => {
  vendor = createServer(({ headers }, response) => {
    heard.push(headers.authorization, headers['x-key'] as string | undefined);
    response.writeHead(403).end(`nobody knows ${headers.authorization ?? ''} and ${String(headers['x-key'])}`);
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  stage = await AccessStage.open({}, null, null, {
    connectors: [careless],
    secrets: { TANDEM_SECRET_CARELESS: fromEnvironment },
  });
});
afterAll(async () => {
  await stage.close();
  await new Promise((resolve) => vendor.close(resolve));
});

const address = () => `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/`;
const connection = (given: object, id = 'desk') => ({
  id,
  name: 'Desk',
  connector: 'careless',
  expectedEvery: '1d',
  settings: { baseUrl: address(), ...given },
});
const secretsOf = (text: string) => ({ token: text, headers: [{ name: 'x-key', value: '${TANDEM_SECRET_CARELESS}' }] });

async function ask<T = unknown>(method: 'GET' | 'POST', path: string, body?: object) {
  const answer = await stage.ask<T>(method, path, { headers: adminHeaders, ...(body ? { body } : {}) });
  answers.push(JSON.stringify(answer.body));
  return answer;
}
const apply = (connections: readonly object[], more: object = {}) =>
  ask<ApplyAnswer & { readonly message: string; readonly issues: { field: string; reason: string }[] }>(
    'POST',
    '/configuration',
    { text: JSON.stringify({ version: 1, connections }), ...more },
  );

/** As the worker does it. */
async function sync(id: string): Promise<void> {
  const { database } = stage;
  const runs = createRunStore(database);
  const run = syncConnection({
    runs,
    records: createRecordStore(database),
    raw: createRawReader(database),
    jobs: { enqueue: () => Promise.resolve() },
    clock: () => stage.now,
    connectorOf: () => careless,
    readContext: () => ({ uploadDirectory: '', baseDirectory: '' }),
  });
  await run({ runId: await runs.queue(id, 'request', stage.now) }, new AbortController().signal);
}

describe('threat 9: a secret of a connection', () => {
  it('reaches the source, and what the source repeats of it goes nowhere', async () => {
    const applied = await apply([connection(secretsOf(token))]);
    expect([applied.status, applied.body.message]).toEqual([200, undefined]);
    expect(applied.body.changes[0]?.fields).toEqual(
      expect.arrayContaining([
        { field: 'settings.token', from: null, to: '(secret)' },
        { field: 'settings.headers.0.value', from: null, to: '(secret)' },
      ]),
    );
    await sync('desk');
    expect(heard).toEqual([token, fromEnvironment]);
    const page = await ask<{ runs: { error: { message: string } }[]; quarantine: { raw: string }[] }>(
      'GET',
      '/sources/desk',
    );
    const said = 'nobody knows (secret) and (secret)';
    expect(page.body.runs[0]?.error).toMatchObject({ message: `It said ${said}`, hint: `Ask about ${said}.` });
    expect(page.body.quarantine).toMatchObject([{ raw: said, reason: `Not ${said}` }]);
  });

  it('is exported as "unchanged", which changes nothing when it is applied again', async () => {
    const exported = (await ask<string>('GET', '/configuration')).body;
    expect(exported).toMatch(/token: unchanged/);
    expect(exported).toMatch(/value: unchanged/);
    const again = await ask<ApplyAnswer>('POST', '/configuration', { text: exported });
    expect(again.body.changes.map(({ action }) => action)).toEqual(again.body.changes.map(() => 'unchanged'));
    await sync('desk');
    expect(heard.slice(-2)).toEqual([token, fromEnvironment]);
  });

  it('is replaced by another, which is told as another and read at once', async () => {
    const dry = await apply([connection(secretsOf(nextToken))], { dryRun: true });
    const field = { field: 'settings.token', from: '(secret)', to: '(new secret)' };
    expect(dry.body.changes).toMatchObject([{ action: 'change', fields: [field] }]);
    await apply([connection(secretsOf(nextToken))]);
    const { rows } = await stage.database.pool.query(`select 1 from sync_run where state = 'queued'`);
    expect(rows).toHaveLength(1);
    await sync('desk');
    expect(heard.slice(-2)).toEqual([nextToken, fromEnvironment]);
  });

  it('is asked for where none is stored, judged where it is given, and repeated by no refusal', async () => {
    const missing = await apply([connection({ token: 'unchanged' }, 'other')]);
    expect(missing.body.issues).toMatchObject([{ field: 'connections[0].settings.token' }]);
    expect(missing.body.message).toMatch(/none is stored/);
    const wrong = await apply([connection({ token: `wrong-${token}` }, 'other')]);
    expect(wrong.body.issues).toMatchObject([{ reason: 'must begin with tok-' }]);
    const variable = await apply([connection({ token: '${TANDEM_SECRET_NOWHERE}' }, 'other')]);
    expect(variable.body.issues[0]?.reason).toMatch(/TANDEM_SECRET_NOWHERE is not set/);
  });

  it('is in no row of any table, in no answer, and sealed in one place alone', async () => {
    for (const path of ['/sources', '/sources/desk/runs', '/sources/desk/quarantine', '/audit', '/setup'])
      await ask('GET', path);
    answers.push((await stage.api.inject({ url: '/api/v1/audit/export', headers: adminHeaders })).body);
    const tables = await stage.database.owner.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await stage.database.owner.query<{ row: string }>(`select t::text as row from ${name} t`);
      for (const { row } of rows) if (holdsSecret(row)) found.push(name);
    }
    expect(found).toEqual([]);
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.filter(holdsSecret)).toEqual([]);
    const { rows } = await stage.database.pool.query<{ secrets: string }>('select secrets from connection');
    expect(rows.map(({ secrets }) => sealingKeyId(secrets) !== null)).toEqual([true]);
  });

  it('is sealed anew when keys are rotated, and can be read in no other row', async () => {
    const { database } = stage;
    const stored = async () =>
      (await database.pool.query<{ secrets: string }>(`select secrets from connection where id = 'desk'`)).rows[0]
        ?.secrets;
    const before = await stored();
    expect(await rotateSecrets(database, { actor: 'machine', now: stage.now })).toBe(1);
    expect(await stored()).not.toBe(before);
    await sync('desk');
    expect(heard.slice(-2)).toEqual([nextToken, fromEnvironment]);
    await apply([connection({ token }, 'moved')]);
    await database.pool.query(
      `update connection set secrets = (select secrets from connection where id = 'desk') where id = 'moved'`,
    );
    await expect(sync('moved')).rejects.toThrow(/connection\.secrets of "moved" cannot be read/);
    await database.pool.query(`delete from connection where id = 'moved'`);
  });
});

describe('threat 10: the address of a source changed by somebody who does not know its secret', () => {
  it('is refused, and each secret asked for again', async () => {
    const kept = {
      token: 'unchanged',
      headers: [{ name: 'x-key', value: 'unchanged' }],
      baseUrl: 'https://elsewhere.example/',
    };
    const moved = await apply([{ ...connection({}), settings: kept }]);
    expect(moved.status).toBe(400);
    expect(moved.body.issues.map(({ field }) => field)).toEqual([
      'connections[0].settings.token',
      'connections[0].settings.headers[0].value',
    ]);
    expect(moved.body.message).toMatch(/for another one give it again/);
    const same = await apply([connection({ ...kept, baseUrl: address(), team: 'Desk' })]);
    expect([same.status, same.body.changes[0]?.fields]).toEqual([
      200,
      [{ field: 'settings.team', from: null, to: 'Desk' }],
    ]);
  });
});

const holdsSecret = (text: string) =>
  [token, nextToken, fromEnvironment].some((secret) =>
    [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')].some((form) => text.includes(form)),
  );
