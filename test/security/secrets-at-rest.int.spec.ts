import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AccountList, Invited, PasswordLinkMade, SecondFactorBegun, TokenMade } from '@tandem/contracts/access';
import type { CalendarFeedMade } from '@tandem/contracts/review-access';
import { sealedColumns } from '@tandem/kpi-store/secrets/sealed-columns';
import { parseSecretKey } from '@tandem/secrets/secret-key';
import { sealingKeyId } from '@tandem/secrets/secret-vault';
import pg from 'pg';
import { adminToken } from '../product/admin-access.js';
import { createDatabase, startProduct, until, type Product } from '../product/start-product.js';
import { watchRedis, type RedisWatch } from './redis-watch.js';
import { runCommand } from './run-command.js';

const random = () => randomBytes(24).toString('base64').replaceAll('/', 'x').replaceAll('+', 'y');
/** Each is given to Tandem once, and may be found nowhere afterwards. */
const canaries: Record<string, string> = {
  'signing secret of a route': `whsec_${random()}`,
  'signing secret from the environment': `whsec_${random()}`,
  'signing secret in a refused file': `whsec_${random()}short`,
  'password of the mail server': `mail${random()}`,
  'secret of a webhook': `hook${random()}`,
  'token of a source': `github_pat_${random()}`,
  'token of a repository': `glpat${random()}`,
  'client secret of an interface': `client${random()}`,
  'key in the configuration of a tap': `tap${random()}`,
  'address of a Slack channel': `slack${random()}`,
  'address of a Teams workflow': `teams${random()}`,
  'integration key of PagerDuty': randomBytes(16).toString('hex'),
  'address of the heartbeat': `beat${random()}`,
  'client secret of a provider': `client${random()}`,
  password: `correct horse ${random()}`,
  'wrong password': `wrong horse ${random()}`,
  'token that nobody has': `tandem_${random()}`,
  'administrator token': adminToken,
  'key of the secrets': randomBytes(32).toString('base64'),
};

/** A tap that tells everybody what it was given, and fails. */
let tap = '';
let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
let receiver: Server;
let redis: RedisWatch | null;
let printed = '';
let refused = 0;
const answers: string[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    refused += 1;
    request.resume();
    response.writeHead(410).end('gone, and here is what you sent');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-telltale-'));
  tap = path.join(folder, 'tap-telltale');
  await writeFile(tap, '#!/bin/sh\ncat "$2" >&2\nexit 1\n', { mode: 0o755 });
  database = await createDatabase();
  redis = await watchRedis();
  if (redis === null) process.stdout.write('What a Redis hears is left out: the system has none.\n');
  product = await startProduct({
    databaseUrl: database.url,
    env: { ...environment(), ...(redis === null ? {} : { REDIS_URL: redis.url }) },
  });
  await exercise();
  await withQueueInDatabase();
}, 400_000);
afterAll(async () => {
  await product.stop();
  redis?.stop();
  await new Promise((resolve) => receiver.close(resolve));
  await database.drop();
  await rm(path.dirname(tap), { recursive: true, force: true });
});

function environment(): Record<string, string> {
  return {
    TANDEM_LOG_LEVEL: 'debug',
    TANDEM_ALLOW_PRIVATE_ADDRESSES: 'true',
    TANDEM_SECRET_KEY: given('key of the secrets'),
    TANDEM_SECRET_ON_CALL: given('signing secret from the environment'),
    SMTP_URL: `smtp://tandem:${encodeURIComponent(given('password of the mail server'))}@127.0.0.1:9`,
    TANDEM_SINGER_TAPS: `telltale=${tap}`,
    TANDEM_HEARTBEAT_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/${given('address of the heartbeat')}`,
    TANDEM_OIDC_OFFICE_ISSUER: 'http://127.0.0.1:9/',
    TANDEM_OIDC_OFFICE_CLIENT_ID: 'tandem',
    TANDEM_OIDC_OFFICE_CLIENT_SECRET: given('client secret of a provider'),
  };
}

function given(name: string): string {
  const canary = canaries[name];
  if (canary === undefined) throw new Error(`There is no canary "${name}".`);
  return canary;
}

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(product.url + path, {
    method,
    headers: {
      'sec-fetch-site': 'same-origin',
      ...(headers['cookie'] ? {} : { authorization: `Bearer ${adminToken}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

/** Keeps what was answered, to be searched; answers that give a secret once, by design, are not kept. */
async function told(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await ask(method, path, body, headers);
  answers.push(`${method} ${path}\n${answer.text}`);
  return answer;
}

async function exercise(): Promise<void> {
  const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const file = await configuration(hook);
  await told('POST', '/api/v1/configuration', { text: file });
  await told('POST', '/api/v1/configuration', {
    text: file.replaceAll(given('signing secret of a route'), 'unchanged'),
  });
  for (const text of [
    file.replace(hook, 'http://127.0.0.1:1/').replace(given('signing secret of a route'), 'unchanged'),
    `version: 1\nroutes:\n  - { id: x, channel: webhook, url: "${hook}", secret: ${given('signing secret in a refused file')}!! }`,
    `version: 1\nroutes: [{ id: x, channel: nothing, secret: "${given('signing secret in a refused file')}" }`,
  ])
    await told('POST', '/api/v1/configuration', { text });
  await until(
    'a guardrail was told to both routes',
    async () => {
      const { rows } = await query<{ state: string }>(
        `select state from outbox where state = 'failed' or attempts > 0`,
      );
      return rows.length >= 2 && refused > 0 ? true : null;
    },
    150_000,
  );
  await until('the tap has failed', async () => {
    const { rows } = await query<{ failure: { code: string } | null }>(
      `select failure from sync_run where connection_id = 'tapped' and state = 'failed'`,
    );
    return rows[0]?.failure ?? null;
  });
  await people();
  for (const id of ['tags', 'rows', 'tapped'])
    for (const about of ['', '/runs', '/findings', '/settings']) await told('GET', `/api/v1/sources/${id}${about}`);
  for (const path of [
    'configuration',
    'sources',
    'alerts?state=all',
    'audit',
    'audit/export',
    'accounts',
    'tokens',
    'setup',
    'session',
    'board?format=csv',
    'alerts?state=all&format=ndjson',
    'metrics?format=csv',
    'metrics/cycles/records?format=ndjson',
    'metrics/no-such-metric',
  ])
    await told('GET', `/api/v1/${path}`);
  for (const args of [['export'], ['audit', 'export'], ['doctor'], ['secrets', 'rotate']]) {
    const { output } = await runCommand(args, {
      ...environment(),
      TANDEM_URL: product.url,
      DATABASE_URL: database.url,
    });
    answers.push(`tandem ${args.join(' ')}\n${output}`);
  }
}

/** The same installation with its queue in PostgreSQL, where jobs are rows that the search below reads, too. */
async function withQueueInDatabase(): Promise<void> {
  printed = product.output();
  await product.stop();
  product = await startProduct({ databaseUrl: database.url, env: environment() });
  const before = refused;
  const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const text = JSON.stringify({
    version: 1,
    guardrails: [
      { id: 'again', title: 'Again', metric: 'cycles', atLeast: 1_000, severity: 'critical', routes: ['fresh'] },
    ],
    routes: [{ id: 'fresh', channel: 'webhook', url: hook, secret: given('signing secret of a route') }],
  });
  const applied = await told('POST', '/api/v1/configuration', { text });
  if (applied.status !== 200) throw new Error(`The configuration was refused: ${applied.text}`);
  await told('POST', '/api/v1/sources/pushed/sync');
  await until('a new route was told', () => Promise.resolve(refused > before ? true : null), 150_000);
}

const incidents = [
  { stream: 'incident', fields: { service: 'service', openedAt: 'at' }, naturalKey: { columns: ['id'] } },
];
/** Sources that cannot be read either, each with a secret of another kind. */
const further = [
  {
    id: 'tags',
    name: 'Tags',
    connector: 'git',
    expectedEvery: '7d',
    settings: { location: 'http://127.0.0.1:9/acme', token: given('token of a repository') },
  },
  {
    id: 'rows',
    name: 'Rows',
    connector: 'http-json',
    expectedEvery: '7d',
    settings: {
      url: 'http://127.0.0.1:9/rows',
      authentication: 'client-credentials',
      tokenUrl: 'http://127.0.0.1:9/token',
      clientId: 'tandem',
      clientSecret: given('client secret of an interface'),
      mappings: incidents,
    },
  },
  {
    id: 'tapped',
    name: 'Tapped',
    connector: 'singer',
    expectedEvery: '7d',
    settings: {
      tap: 'telltale',
      config: JSON.stringify({ api_key: given('key in the configuration of a tap') }),
      mappings: incidents,
    },
  },
];

/** One metric that breaks its guardrail as soon as it is counted, told to a webhook and by mail. */
async function configuration(hook: string): Promise<string> {
  const day = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const text = JSON.stringify({
    version: 1,
    connections: [
      {
        id: 'pushed',
        name: 'Pushed',
        connector: 'file',
        expectedEvery: '7d',
        settings: {
          location: { upload: true },
          mappings: [{ stream: 'slaCycle', fields: cycleFields, naturalKey: { columns: ['id'] } }],
        },
      },
      {
        id: 'paged',
        name: 'Paged',
        connector: 'push',
        expectedEvery: '7d',
        settings: { webhook: { from: 'pagerduty' } },
      },
      {
        id: 'builds',
        name: 'Builds',
        connector: 'github',
        expectedEvery: '7d',
        // Nobody answers there: the sync fails, and says why.
        settings: { token: given('token of a source'), repositories: ['acme/shop'], apiUrl: 'http://127.0.0.1:9' },
      },
      ...further,
    ],
    metrics: [
      {
        key: 'cycles',
        title: 'Cycles',
        description: 'Every cycle that was stopped.',
        unit: 'count',
        precision: 0,
        direction: 'up',
        windowDays: 7,
        settlingDays: 0,
        formula: { kind: 'count', stream: 'slaCycle', connections: ['pushed'], at: ['stoppedAt'] },
      },
    ],
    guardrails: [
      {
        id: 'enough',
        title: 'Enough',
        metric: 'cycles',
        atLeast: 1_000,
        severity: 'critical',
        routes: ['hook', 'other', 'mail', 'chat', 'flow'],
      },
    ],
    routes: [
      { id: 'hook', channel: 'webhook', url: hook, secret: given('signing secret of a route') },
      { id: 'other', channel: 'webhook', url: hook, secret: '${TANDEM_SECRET_ON_CALL}' },
      { id: 'mail', channel: 'email', to: ['lead@example.org'] },
      { id: 'chat', channel: 'slack', secret: `${hook}/${given('address of a Slack channel')}` },
      { id: 'flow', channel: 'teams', secret: `${hook}/${given('address of a Teams workflow')}` },
      // Nothing is sent to it: its service lies on the internet.
      { id: 'page', channel: 'pagerduty', secret: given('integration key of PagerDuty') },
    ],
  });
  const applied = await told('POST', '/api/v1/configuration', { text });
  if (applied.status !== 200) throw new Error(`The configuration was refused: ${applied.text}`);
  const records = Array.from({ length: 10 }, (_, index) => ({
    key: `k${index}`,
    ticket: `t${index}`,
    measure: 'resolution',
    state: 'met',
    startedAt: day(index + 1.5),
    stoppedAt: day(index + 1),
  }));
  const pushed = await told('POST', '/api/v1/push/slaCycle?source=pushed', records);
  if (!pushed.text.includes('"stored":10')) throw new Error(`The records were not taken: ${pushed.text}`);
  await webhook();
  return text;
}

/** A webhook with a secret: given, refused, and looked at. */
async function webhook(): Promise<void> {
  const kept = await told('POST', '/api/v1/sources/paged/webhook-secret', { secret: given('secret of a webhook') });
  if (kept.status !== 201) throw new Error(`The secret was not kept: ${kept.text}`);
  await told('POST', '/api/v1/sources/paged/webhook-secret', { secret: given('secret of a webhook'), formerHours: -1 });
  await told('POST', '/api/v1/push/webhook/paged', { event: {} }, { 'x-pagerduty-signature': 'v1=0' });
  await told('GET', '/api/v1/sources/paged/arrivals');
}

const cycleFields = {
  ticket: 'id',
  measure: { constant: 'resolution' },
  startedAt: 'opened',
  stoppedAt: 'closed',
  state: { constant: 'met' },
};

/** An account with a password and a second factor, a token, and tries that fail. */
async function people(): Promise<void> {
  const invited = JSON.parse(
    (
      await ask('POST', '/api/v1/accounts/invitations', {
        email: 'a@example.org',
        name: 'A',
        role: 'administrator',
        side: null,
      })
    ).text,
  ) as Invited;
  const password = given('password');
  const accepted = await ask(
    'POST',
    '/api/v1/invitation/accept',
    { token: invited.link.split('#')[1], name: 'Head of Something', password },
    { authorization: '' },
  );
  const session = { cookie: accepted.cookie };
  canaries['session'] = decodeURIComponent(accepted.cookie.split('=')[1] ?? '');
  canaries['link of an invitation'] = invited.link.split('#')[1] ?? '';
  await told('POST', '/api/v1/session', { email: 'a@example.org', password: given('wrong password') });
  await told('POST', '/api/v1/session', { email: given('wrong password'), password });
  const begun = JSON.parse(
    (await ask('POST', '/api/v1/account/second-factor', { present: password }, session)).text,
  ) as SecondFactorBegun;
  canaries['secret of a second factor'] = begun.secret;
  await told('POST', '/api/v1/account/second-factor/confirm', { code: '000000' }, session);
  await ask('POST', '/api/v1/account/second-factor/confirm', { code: codeOf(begun.secret) }, session);
  const answer = await ask('POST', '/api/v1/tokens', { name: 'ci', scopes: ['push'], validDays: 30 }, session);
  const made = JSON.parse(answer.text) as TokenMade;
  if (answer.status !== 201) throw new Error(`The token was not made: ${answer.text}`);
  canaries['token'] = made.secret;
  await calendar(session);
  await forgotten();
  await told('GET', '/api/v1/goals', undefined, { authorization: `Bearer ${given('token that nobody has')}` });
  for (const path of ['account/sessions', 'accounts', 'session'])
    await told('GET', `/api/v1/${path}`, undefined, session);
}

/** The address of a calendar, which its token alone opens. */
async function calendar(session: Readonly<Record<string, string>>): Promise<void> {
  const made = await ask('POST', '/api/v1/account/review-calendars', {}, session);
  const { url } = JSON.parse(made.text) as CalendarFeedMade;
  canaries['token of a calendar'] = /([\w-]{43})\.ics$/.exec(url)?.[1] ?? '';
  await told('GET', '/api/v1/account/review-calendars', undefined, session);
  const { text } = await ask('GET', new URL(url).pathname);
  answers.push(text.startsWith('BEGIN:VCALENDAR') ? text : `not read: ${given('token of a calendar')}`);
}

/** A link for a new password: made, looked at, and tried with a password that is refused. */
async function forgotten(): Promise<void> {
  const { accounts } = JSON.parse((await ask('GET', '/api/v1/accounts')).text) as AccountList;
  const made = await ask('POST', `/api/v1/accounts/${accounts[0]?.id ?? ''}/password-link`, {});
  if (made.status !== 201) throw new Error(`The link was not made: ${made.text}`);
  const token = (JSON.parse(made.text) as PasswordLinkMade).link.split('#')[1] ?? '';
  canaries['link for a new password'] = token;
  await told('POST', '/api/v1/password-link', { token });
  await told('POST', '/api/v1/password-link/use', { token, password: 'short' });
}

/** The code of this half minute, by RFC 6238. */
function codeOf(secret: string): string {
  const bits = [...secret]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function query<Row extends object>(sql: string): Promise<pg.QueryResult<Row>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return await client.query<Row>(sql);
  } finally {
    await client.end();
  }
}

/** Where in a text a canary stands, as it is or as it would travel. */
function found(text: string): string[] {
  return Object.entries(canaries).flatMap(([name, canary]) => {
    const bytes = Buffer.from(canary);
    const shapes = [
      canary,
      encodeURIComponent(canary),
      bytes.toString('base64'),
      bytes.toString('hex'),
      JSON.stringify(canary).slice(1, -1),
    ];
    return canary.length >= 8 && shapes.some((shape) => text.includes(shape)) ? [name] : [];
  });
}

describe('threat 9: a secret that was given to Tandem', () => {
  it('is in no row of any table or view, jobs and views for BI included', async () => {
    const tables = await query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    );
    expect(tables.rows.length).toBeGreaterThan(20);
    const places: string[] = [];
    let rows = 0;
    for (const { name } of tables.rows) {
      const content = await query<{ row: string }>(`select t::text as row from ${name} t`);
      rows += content.rows.length;
      for (const { row } of content.rows) places.push(...found(row).map((secret) => `${secret} in ${name}`));
    }
    expect(rows).toBeGreaterThan(50);
    expect(places).toEqual([]);
  });

  it('is in no answer, error, export or output of a command', () => {
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.flatMap((answer) => found(answer).map((secret) => `${secret} in ${answer.split('\n')[0]}`))).toEqual(
      [],
    );
  });

  it('is in nothing that was printed', () => {
    expect(printed).toContain('could not be delivered');
    expect(found(printed + product.output())).toEqual([]);
  });

  it('is in no job, and in nothing else that a queue on Redis hears', () => {
    if (redis === null) return;
    expect(redis.commands().join('\n')).toContain('connection.sync');
    expect(redis.commands().flatMap(found)).toEqual([]);
  });

  it('is sealed with the present key wherever it is sealed, and nowhere but where keys are rotated', async () => {
    const columns = await query<{ place: string; name: string; column: string }>(
      `select table_name || '.' || column_name as place, format('%I.%I', table_schema, table_name) as name, quote_ident(column_name) as column
         from information_schema.columns join information_schema.tables using (table_schema, table_name)
        where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' and data_type in ('text', 'jsonb')`,
    );
    const sealed = new Set<string>();
    for (const { place, name, column } of columns.rows) {
      const { rows } = await query<{ value: string }>(
        `select ${column}::text as value from ${name} where ${column}::text like '%sealed:1:%'`,
      );
      for (const { value } of rows) sealed.add(`${place} ${sealingKeyId(value)}`);
    }
    const keyId = parseSecretKey(given('key of the secrets'), 'the key').id;
    expect([...sealed].sort()).toEqual(sealedColumns.map(({ table, column }) => `${table}.${column} ${keyId}`).sort());
  });

  it('is there all the same: messages are signed with it', async () => {
    expect(refused).toBeGreaterThan(0);
    const { rows } = await query<{ secret: string }>('select secret from route where secret is not null');
    expect(rows).toHaveLength(6);
    for (const { secret } of rows) expect(secret).toMatch(/^sealed:1:/);
  });
});

describe('threat 10: the host of a webhook changed by somebody who does not know its secret', () => {
  it('is refused, and the secret asked for again', async () => {
    const text = 'version: 1\nroutes: [{ id: hook, channel: webhook, url: "http://127.0.0.1:1/", secret: unchanged }]';
    const answer = await told('POST', '/api/v1/configuration', { text });
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/for another host give it again/);
  });
});

describe('threat 17: a key that is missing, wrong or weak', () => {
  const start = (env: Record<string, string>) =>
    startProduct({ databaseUrl: database.url, env: { ...environment(), ...env } });

  it.each([
    [
      'another key',
      { TANDEM_SECRET_KEY: randomBytes(32).toString('base64') },
      /cannot be read: the key.*TANDEM_SECRET_KEY/s,
    ],
    ['no key', { TANDEM_SECRET_KEY: '' }, /cannot be read: the key.*is not there/s],
    ['a word', { TANDEM_SECRET_KEY: 'changeme' }, /32 random bytes/],
    ['a pattern', { TANDEM_SECRET_KEY: '0'.repeat(64) }, /not random/],
    ['a weak token', { TANDEM_ADMIN_TOKEN: 'a'.repeat(40) }, /TANDEM_ADMIN_TOKEN.*can be guessed/],
  ])('%s refuses to start, with a sentence that does not repeat it', async (_what, env, sentence) => {
    const failure = await start(env).then(
      () => 'started',
      (error: unknown) => String(error),
    );
    expect(failure).toMatch(sentence);
    expect(found(failure)).toEqual([]);
  });

  it('is no key at all in the source of Tandem', async () => {
    const read = (file: string) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
    for (const file of [
      'README.md',
      'docs/operations.md',
      'libs/secrets/src/secret-key.ts',
      'libs/secrets/src/key-ring.ts',
    ])
      expect(await read(file)).not.toMatch(/\b[A-Za-z0-9+/]{43}=|\b[0-9a-f]{64}\b/);
  });
});
