import { gzipSync } from 'node:zlib';
import { adminToken } from '../product/admin-access.js';
import { createDatabase, startProduct, until, type Product } from '../product/start-product.js';
import { rawRequest } from './raw-request.js';

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
beforeAll(async () => {
  database = await createDatabase();
  product = await startProduct({ databaseUrl: database.url, env: { TANDEM_PUBLIC_URL: 'https://tandem.example.org' } });
});
afterAll(async () => {
  await product.stop();
  await database.drop();
});

const bearer = { authorization: `Bearer ${adminToken}` };
const json = { 'content-type': 'application/json' };
const configuration = '/api/v1/configuration';
const harmless = JSON.stringify({ text: 'version: 1', dryRun: true });

const ask = (path: string, init: RequestInit = {}) =>
  fetch(product.url + path, {
    ...init,
    headers: { ...bearer, ...(init.headers as Record<string, string> | undefined) },
  });
const post = (body: string | Buffer, headers: Record<string, string> = json) =>
  ask(configuration, { method: 'POST', body, headers });
const raw = (lines: readonly string[], body: string | Buffer = '') =>
  rawRequest(product.url, Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]));

describe('threat 12: odd content types', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/csv',
    'application/octet-stream',
    'application/xml',
    'application/json-patch+json',
    'text/json',
    'application/jsonp',
    'text/plain; application/json',
    'application/json/x',
    'JSON',
    '*/*',
    ';;',
  ])('%s is refused with 415', async (type) => {
    const answer = await post(harmless, { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ statusCode: 415 });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=UTF-8'])(
    '%s is taken',
    async (type) => {
      expect((await post(harmless, { 'content-type': type })).status).toBe(200);
    },
  );

  it('no content type at all is refused', async () => {
    const { hostname } = new URL(product.url);
    const answer = await raw(
      [
        `POST ${configuration} HTTP/1.1`,
        `host: ${hostname}`,
        `authorization: ${bearer.authorization}`,
        `content-length: ${harmless.length}`,
        'connection: close',
      ],
      harmless,
    );
    expect(answer.status).toBe(415);
  });
});

describe('threat 13: names that objects have by themselves', () => {
  it.each([
    '{"text": "version: 1", "__proto__": {"dryRun": false}}',
    '{"text": "version: 1", "\\u005f_proto__": {"dryRun": false}}',
    '{"text": "version: 1", "constructor": {"prototype": {"dryRun": false}}}',
    '{"text": "version: 1", "constructor": "x"}',
    '{"text": "version: 1", "prototype": {}}',
    '[{"__proto__": []}]',
  ])('are refused in a body: %s', async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  it.each(['__proto__=x', '__proto__[state]=all', 'constructor=x', 'constructor[prototype][state]=all', 'prototype=1'])(
    'are refused in a query: %s',
    async (query) => {
      expect((await ask(`/api/v1/alerts?${query}`)).status).toBe(400);
    },
  );

  it.each([
    'organisation: { __proto__: { name: x } }',
    'metrics: [{ __proto__: x }]',
    'connections: [{ id: c, name: C, connector: file, expectedEvery: 1d, settings: { location: { upload: true }, mappings: [{ stream: change, fields: {}, naturalKey: { columns: [a] }, dimensions: { __proto__: a } }] } }]',
    'connections: [{ id: c, name: C, connector: file, expectedEvery: 1d, settings: { location: { upload: true }, mappings: [{ stream: change, fields: {}, naturalKey: { columns: [a] }, dimensions: { constructor: a } }] } }]',
  ])('are refused in a configuration file: %s', async (part) => {
    const answer = await post(JSON.stringify({ text: `version: 1\n${part}`, dryRun: true }));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/__proto__|constructor/);
  });
});

describe('threat 21: a request from a page of another site', () => {
  const cookie = { cookie: 'tandem=session' };
  const from = async (headers: Record<string, string>) => {
    const answer = await fetch(product.url + configuration, {
      method: 'POST',
      body: harmless,
      headers: { ...json, ...headers },
    });
    return { status: answer.status, text: await answer.text() };
  };
  const own = () => product.url;

  it.each([
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbouring site', { 'sec-fetch-site': 'same-site' }],
    ['an origin elsewhere', { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['an origin that only begins alike', { origin: 'https://tandem.example.org.evil.example' }],
    ['a cookie without any word of where it comes from', {}],
  ])('is refused before it is looked at: %s', async (_what, headers) => {
    expect(await from({ ...cookie, ...headers })).toMatchObject({
      status: 403,
      text: expect.stringContaining('another site') as string,
    });
  });

  it.each([
    ['a page of this server', { 'sec-fetch-site': 'same-origin' }],
    ['an older browser on this server', { origin: 'self' }],
    ['the public address', { origin: 'https://tandem.example.org' }],
  ])('is not what this is: %s', async (_what, headers) => {
    const given = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value === 'self' ? own() : value]),
    );
    expect((await from({ ...cookie, ...given })).text).not.toContain('another site');
  });

  it('is not what a program with a token sends', async () => {
    expect((await post(harmless, { ...json, origin: 'https://elsewhere.example' })).status).toBe(200);
  });
});

describe('what the API says', () => {
  it.each([
    '/api/v1/accounts',
    '/api/v1/tokens',
    '/api/v1/audit',
    '/api/v1/sources',
    '/api/v1/session',
    '/api/v1/nowhere',
  ])('%s is kept by nobody on the way', async (path) => {
    expect((await ask(path)).headers.get('cache-control')).toBe('no-store');
  });
});

describe('threat 24: a script in stored text', () => {
  it.each(['/', '/board', '/api/v1/board', '/api/v1/nowhere', '/assets/nowhere.js', '/api/openapi.json'])(
    '%s comes with a policy that runs nothing inline, and may not be framed, sniffed or embedded',
    async (path) => {
      const { headers } = await ask(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/default-src 'none'.*script-src 'self'.*style-src 'self'/);
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(policy).toMatch(/frame-ancestors 'none'/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    },
  );

  it('needs no exception: the page itself holds neither inline script nor inline style', async () => {
    const page = await (await ask('/')).text();
    expect(page).toMatch(/<script[^>]+src=/);
    expect(page).not.toMatch(/<script(?![^>]+src=)[^>]*>|<style|\sstyle=|\son[a-z]+=/i);
  });

  it.each([
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%2f..%2fpackage.json',
    '/..%5c..%5cpackage.json',
    '//etc/passwd',
  ])('and %s leads to no file outside', async (path) => {
    const { hostname } = new URL(product.url);
    const { status, text } = await raw([`GET ${path} HTTP/1.1`, `host: ${hostname}`, 'connection: close']);
    expect([200, 400, 404]).toContain(status);
    expect(text).not.toMatch(/root:|"workspaces"/);
  });
});

describe('threat 25: exhaustion', () => {
  const flat = (bytes: number) => JSON.stringify({ text: 'a'.repeat(bytes) });

  it.each([
    ['100 MB', () => post(flat(100 * 1024 ** 2)), 413],
    ['JSON that nests without end', () => post(`{"text":${'['.repeat(2_000_000)}`), 413],
    ['a million and more values', () => post(`[${'1,'.repeat(1_100_000)}1]`), 413],
    [
      'a body that unfolds to a hundred times its size',
      () => post(gzipSync(flat(50 * 1024 ** 2)), { ...json, 'content-encoding': 'gzip' }),
      413,
    ],
    ['an encoding that nobody knows', () => post('x', { ...json, 'content-encoding': 'rot13' }), 415],
    ['a file of lies about its encoding', () => post('not gzip', { ...json, 'content-encoding': 'gzip' }), 400],
  ])('%s is refused', async (_what, send, status) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ statusCode: status });
  });

  it('takes a compressed body of reasonable size', async () => {
    expect((await post(gzipSync(harmless), { ...json, 'content-encoding': 'gzip' })).status).toBe(200);
  });

  it('a header without end is refused', async () => {
    const answer = await raw(['GET /api/v1/board HTTP/1.1', 'host: x', `x-long: ${'a'.repeat(64 * 1024)}`]);
    expect(answer.status).toBe(431);
  });

  it('a client that sends its headers or its body drop by drop is told so and cut off, while others are served', async () => {
    const head = ['POST /api/v1/configuration HTTP/1.1', 'host: x'];
    const body = [`authorization: ${bearer.authorization}`, 'content-type: application/json', 'content-length: 1000'];
    const slow = [
      [...head, 'x-slow: and so'],
      [...head, ...body, '', '{"text": "and so'],
    ].map((lines) => rawRequest(product.url, lines.join('\r\n')));
    expect((await ask('/api/v1/board')).status).toBe(200);
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([408, 408]);
  });

  it('a body that is refused unread and never ends does not end the server', async () => {
    const upload = (type: string, route: string) =>
      rawRequest(
        product.url,
        [
          `POST ${route} HTTP/1.1`,
          'host: x',
          `authorization: ${bearer.authorization}`,
          `content-type: ${type}`,
          'content-length: 1000',
          '',
          'a,b',
        ].join('\r\n'),
        { limitMs: 40_000 },
      );
    const refused = await Promise.all([
      upload('text/csv', '/api/v1/sources/nowhere/upload?name=a.csv'),
      upload('text/plain', configuration),
      upload('text/csv', configuration),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([404, 415, 415]);
    // Longer than any body is waited for.
    await new Promise((resolve) => setTimeout(resolve, 35_000));
    expect((await ask('/api/v1/health')).status).toBe(200);
  });

  it('keeps the memory of the server where it was, and the server well', async () => {
    await Promise.all(
      Array.from({ length: 8 }, () => post(flat(20 * 1024 ** 2)).then((answer) => answer.arrayBuffer())),
    );
    await until('the server is well', async () => ((await ask('/api/v1/health')).ok ? true : null));
    expect(product.output()).not.toMatch(/heap out of memory|TypeError|RangeError/);
  });
});
