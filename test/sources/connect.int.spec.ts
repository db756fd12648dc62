import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { connectors } from '@tandem/connectors/registry';
import { defineConnector, type Connector } from '@tandem/connector-kit/connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import type { CheckAnswer, ConnectorList, DiscoverAnswer, SourceSettings } from '@tandem/contracts/connectors';
import type { Problem } from '@tandem/contracts/common';
import { z } from 'zod';
import { AccessStage } from '../access/access-stage.js';
import { adminHeaders } from '../product/admin-access.js';

const settings = z.strictObject({
  baseUrl: hostSetting(z.url(), { label: 'Address', help: 'Where it answers.', example: 'https://desk.example.org' }),
  token: secretSetting(z.string().min(8), { label: 'Token' }),
  projects: setting(z.array(z.string()).min(1), { label: 'Projects', discovered: true }),
  pageSize: setting(z.number().int().default(100), { label: 'Rows a page' }),
});
type Settings = z.output<typeof settings>;

/** Asks its address for what it says, as a vendor's connector would. */
const desk: Connector = defineConnector<Settings>({
  id: 'desk',
  title: 'Desk',
  settings,
  location: ({ baseUrl }) => baseUrl,
  contacts: ({ baseUrl }) => [baseUrl],
  check: async ({ baseUrl, token, projects }) => {
    const said = await (await fetch(baseUrl, { headers: { authorization: token } })).text();
    return { ok: said.includes('known'), findings: [`${projects.join()}: ${said}`] };
  },
  discover: async ({ baseUrl, token, pageSize }) => {
    const said = await (await fetch(baseUrl, { headers: { authorization: token } })).text();
    return [{ field: 'projects', choices: [{ value: 'shop', label: `Shop (${pageSize})` }], note: said }];
  },
  read: () => {
    throw new Error('Nothing is read here.');
  },
});

const token = 'tok-123456789';
let vendor: Server;
let stage: AccessStage;
let folder: string;
beforeAll(async () => {
  vendor = createServer(({ headers }, response) => response.end(`known ${headers.authorization ?? 'nobody'}`));
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(path.join(os.tmpdir(), 'tandem-connect-'));
  stage = await AccessStage.open({}, null, null, {
    local: { files: [folder], repositories: [], taps: {} },
    connectors: [...connectors, desk],
    uploadDirectory: path.join(folder, 'data', 'uploads'),
    allowPrivateAddresses: ['127.0.0.1'],
  });
});
afterAll(async () => {
  await stage.close();
  await new Promise((resolve) => vendor.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const address = () => `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/`;
const ask = <T>(method: 'GET' | 'POST' | 'PUT', where: string, body?: object) =>
  stage.ask<T & Problem>(method, where, { headers: adminHeaders, ...(body ? { body } : {}) });
const given = (more: object = {}) => ({ baseUrl: address(), token, projects: ['shop'], ...more });
const rows =
  'number,opened_at,closed_at,state\nT1,2026-09-01T08:00:00Z,2026-09-01T09:00:00Z,met\nT2,2026-09-02T08:00:00Z,,odd\n';

describe('the form of a kind of source', () => {
  it('is made from its declaration alone', async () => {
    const { body } = await ask<ConnectorList>('GET', '/connectors');
    expect(body.connectors.map(({ id }) => id)).toEqual([...connectors.map(({ id }) => id), 'desk']);
    expect(body.connectors.at(-1)).toMatchObject({
      title: 'Desk',
      isPushed: false,
      takesFiles: false,
      canDiscover: true,
    });
    expect(body.connectors.at(-1)?.fields).toMatchObject([
      { path: 'baseUrl', label: 'Address', help: 'Where it answers.', kind: 'text', required: true, host: true },
      { path: 'token', label: 'Token', kind: 'secret', required: true },
      { path: 'projects', kind: 'texts', discovered: true },
      { path: 'pageSize', kind: 'number', required: false, standard: 100 },
    ]);
    for (const { id, fields } of body.connectors)
      expect([id, fields.every(({ label }) => label !== '')]).toEqual([id, true]);
  });
});

describe('settings that are not saved yet', () => {
  it('are checked against the source, whose answer repeats no secret', async () => {
    const { status, body } = await ask<CheckAnswer>('POST', '/connectors/desk/check', { settings: given() });
    expect([status, body]).toEqual([200, { ok: true, findings: ['shop: known (secret)'], records: [], tried: null }]);
  });

  it('say what can be chosen before it is chosen, with what holds when nothing is said', async () => {
    const { projects: _, ...rest } = given();
    const { body } = await ask<DiscoverAnswer>('POST', '/connectors/desk/discover', { settings: rest });
    expect(body.choices).toEqual([
      { field: 'projects', choices: [{ value: 'shop', label: 'Shop (100)' }], note: 'known (secret)' },
    ]);
  });

  it('are refused at the field that is wrong, and where they lead inwards', async () => {
    const wrong = await ask('POST', '/connectors/desk/check', { settings: given({ pageSize: 'many' }) });
    expect([wrong.status, wrong.body.issues?.map(({ field }) => field)]).toEqual([400, ['settings.pageSize']]);
    const inside = await ask('POST', '/connectors/desk/check', { settings: given({ baseUrl: 'http://10.0.0.1/' }) });
    expect([inside.status, inside.body.message]).toEqual([400, expect.stringMatching(/not a public address/)]);
    const kept = await ask('POST', '/connectors/desk/check', { settings: given({ token: 'unchanged' }) });
    expect(kept.body.issues).toEqual([{ field: 'settings.token', reason: 'Give it: none is stored.' }]);
    expect((await ask('POST', '/connectors/nowhere/check', { settings: {} })).status).toBe(404);
  });

  it('of uploads are tried on the beginning of a file, with a mapping made from its columns', async () => {
    const location = { upload: true };
    const sample = { name: 'tickets.csv', text: rows };
    const found = await ask<DiscoverAnswer>('POST', '/connectors/file/discover', { settings: { location }, sample });
    expect(found.body.sample).toEqual({
      columns: ['number', 'opened_at', 'closed_at', 'state'],
      rows: [
        ['T1', '2026-09-01T08:00:00Z', '2026-09-01T09:00:00Z', 'met'],
        ['T2', '2026-09-02T08:00:00Z', '', 'odd'],
      ],
    });
    const starter = found.body.choices[0]?.choices.find(({ label }) => label.includes('slaCycle'));
    const mappings = JSON.parse(starter?.value ?? '[]') as { fields: object; naturalKey: object }[];
    expect(mappings[0]).toMatchObject({
      fields: {
        ticket: 'number',
        startedAt: 'opened_at',
        stoppedAt: 'closed_at',
        measure: { constant: 'first-reply' },
      },
      naturalKey: { columns: ['number'] },
    });
    const checked = await ask<CheckAnswer>('POST', '/connectors/file/check', {
      settings: { location, mappings },
      sample,
    });
    expect(checked.body).toMatchObject({
      ok: true,
      records: [{ stream: 'slaCycle', key: 'T1', fields: { state: 'met' } }],
      tried: {
        rows: 2,
        records: 1,
        leftOut: 0,
        refusedRows: 1,
        refused: [{ stream: 'slaCycle', field: 'state', count: 1, line: 3 }],
      },
    });
    expect(checked.body.findings.join(' ')).toMatch(/1 records, 1 to quarantine.*Line 3: .*"odd"/);
    const outside = { name: '../tickets.csv', text: rows };
    const refused = await ask('POST', '/connectors/file/check', { settings: { location, mappings }, sample: outside });
    expect(refused.body.issues?.[0]?.field).toBe('sample.name');
  });
});

describe('a source', () => {
  const source = { name: 'Service desk', connector: 'desk', expectedEvery: '1d', syncEvery: '1h' };

  it('is connected once, with its first sync, and its faults stand at the fields of the form', async () => {
    const wrong = await ask('POST', '/sources', { id: 'one', ...source, settings: given({ pageSize: 'many' }) });
    expect(wrong.body.issues?.map(({ field }) => field)).toEqual(['settings.pageSize']);
    const made = await ask('POST', '/sources', { id: 'one', ...source, settings: given() });
    expect([made.status, made.body]).toEqual([201, { id: 'one' }]);
    const { rows: runs } = await stage.database.pool.query(
      `select trigger, state from sync_run where connection_id = 'one'`,
    );
    expect(runs).toEqual([{ trigger: 'configuration', state: 'queued' }]);
    expect((await ask('POST', '/sources', { id: 'one', ...source, settings: given() })).status).toBe(409);
  });

  it('is changed without its secret, and asks for it where it would go elsewhere', async () => {
    const { body } = await ask<SourceSettings>('GET', '/sources/one/settings');
    expect(body).toEqual({ id: 'one', ...source, settings: given({ token: 'unchanged' }) });
    const { id: _, connector: __, ...form } = body;
    const changed = await ask('PUT', '/sources/one/settings', { ...form, syncEvery: null, name: 'Desk' });
    expect(changed.status).toBe(204);
    const checked = await ask<CheckAnswer>('POST', '/connectors/desk/check', {
      settings: form.settings,
      source: 'one',
    });
    expect(checked.body.findings).toEqual(['shop: known (secret)']);
    const moved = { ...form.settings, baseUrl: 'https://elsewhere.example/' };
    const tried = await ask('POST', '/connectors/desk/check', { settings: moved, source: 'one' });
    const saved = await ask('PUT', '/sources/one/settings', { ...form, settings: moved });
    for (const { status, body: problem } of [tried, saved])
      expect([status, problem.issues?.map(({ field }) => field)]).toEqual([400, ['settings.token']]);
    const after = await ask<SourceSettings>('GET', '/sources/one/settings');
    expect(after.body).toMatchObject({ name: 'Desk', syncEvery: null });
  });

  it('has its secret exchanged and nothing else', async () => {
    expect((await ask('POST', '/sources/one/credentials', { secrets: { token: 'tok-second-one' } })).status).toBe(204);
    const checked = await ask<CheckAnswer>('POST', '/connectors/desk/check', {
      settings: given({ token: 'unchanged' }),
      source: 'one',
    });
    expect(checked.body.findings).toEqual(['shop: known (secret)']);
    const other = await ask('POST', '/sources/one/credentials', { secrets: { password: 'abcdefgh' } });
    expect(other.body.issues).toEqual([
      { field: 'secrets.password', reason: 'This source has no secret there; it has: token.' },
    ]);
    const short = await ask('POST', '/sources/one/credentials', { secrets: { token: 'x' } });
    expect(short.body.issues?.map(({ field }) => field)).toEqual(['settings.token']);
    expect((await ask('POST', '/sources/nowhere/credentials', { secrets: { token } })).status).toBe(404);
  });

  it('that reads files on the server is checked where it lies', async () => {
    const file = path.join(folder, 'tickets.csv');
    writeFileSync(file, rows);
    const found = await ask('POST', '/connectors/file/discover', { settings: { location: { path: file } } });
    expect(found.status).toBe(200);
    const missing = await ask('POST', '/connectors/file/discover', {
      settings: { location: { path: `${file}.gone` } },
    });
    expect([missing.status, missing.body.message]).toEqual([400, expect.stringMatching(/does not exist/)]);
    const elsewhere = await ask('POST', '/connectors/file/discover', {
      settings: { location: { path: '/etc/passwd' } },
    });
    expect([elsewhere.status, elsewhere.body.message]).toEqual([
      400,
      expect.stringMatching(/outside of the directories/),
    ]);
  });
});
