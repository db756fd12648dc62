import type { CheckAnswer } from '@tandem/contracts/connectors';
import { InputStage } from '../bad-input/input-stage.js';
import { createDatabase, startProduct, type Product } from '../product/start-product.js';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const webhook = (url: string, id = 'hook') =>
  JSON.stringify({ version: 1, routes: [{ id, channel: 'webhook', url, secret }] });
const source = (url: string) =>
  JSON.stringify({
    version: 1,
    connections: [
      {
        id: 'pulled',
        name: 'Pulled',
        connector: 'file',
        expectedEvery: '7d',
        settings: {
          location: { url },
          mappings: [
            {
              stream: 'change',
              fields: { service: 'service', ref: 'ref', committedAt: 'at' },
              naturalKey: { columns: ['ref'] },
            },
          ],
        },
      },
    ],
  });

const inward = [
  'http://127.0.0.1:5432/',
  'http://localhost/',
  'http://localhost.:80/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://017700000001/',
  'http://１２７.０.０.１/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a00:1]/',
  'http://10.0.0.7/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
];
/** Refused whatever an operator allows. */
const never = [
  'http://169.254.169.254/latest/meta-data/',
  'http://[fd00:ec2::254]/',
  'http://[::ffff:169.254.169.254]/',
  'http://100.100.100.200/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[2002:a9fe:a9fe::]/',
  'http://0.0.0.0/',
  'http://[fe80::1]/',
];

describe('threats 1 and 2: addresses that lead inwards', () => {
  let stage: InputStage;
  beforeAll(async () => {
    stage = await InputStage.open();
  });
  afterAll(() => stage.close());

  it.each([...inward, ...never])('%s is refused for a webhook and for a source when they are saved', async (url) => {
    for (const [text, field] of [
      [webhook(url), 'routes[0].url'],
      [source(url), 'connections[0].settings'],
    ] as const) {
      const { status, problem } = await stage.apply(text);
      expect(status).toBe(400);
      expect(problem.issues).toMatchObject([
        { field, reason: expect.stringMatching(/public address|may not be contacted/) as string },
      ]);
    }
    expect(await stage.inventory()).toEqual([
      expect.objectContaining({ sources: [] }),
      expect.objectContaining({ metrics: [] }),
      expect.anything(),
    ]);
  });

  it.each([
    'ftp://example.org/',
    'file:///etc/passwd',
    'gopher://example.org/',
    'http://user:password@example.org/',
    'http://[fe80::1%25eth0]/',
  ])('%s is no address for either', async (url) => {
    expect((await stage.apply(webhook(url))).status).toBe(400);
    expect((await stage.apply(source(url))).status).toBe(400);
  });

  it('a public address is taken', async () => {
    expect((await stage.apply(webhook('https://hooks.example.org/tandem'))).status).toBe(200);
  });
});

describe('threat 5: the guard is on by default, and metadata stays blocked where private hosts are allowed', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let product: Product;
  beforeAll(async () => {
    database = await createDatabase();
    product = await startProduct({ databaseUrl: database.url, env: { TANDEM_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  });
  afterAll(async () => {
    await product.stop();
    await database.drop();
  });
  const apply = (text: string) => product.post('/api/v1/configuration', { text });

  it('takes private addresses then', async () => {
    await expect(apply(webhook('http://127.0.0.1:9/'))).resolves.toBeDefined();
  });

  it('takes the listed ones alone where they are listed, and files of listed directories', async () => {
    const second = await createDatabase();
    const listed = {
      TANDEM_ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8, crm.example.org',
      TANDEM_FILE_PATHS: '/srv/exports',
    };
    const careful = await startProduct({ databaseUrl: second.url, env: listed });
    try {
      const given = (url: string) => careful.post('/api/v1/configuration', { text: webhook(url) });
      await expect(given('http://127.0.0.1:9/')).resolves.toBeDefined();
      await expect(given('http://[::1]:9/')).rejects.toThrow(/not a public address.*TANDEM_ALLOW_PRIVATE_ADDRESSES/s);
      await expect(given('http://10.0.0.7/')).rejects.toThrow(/not a public address/);
      await expect(given('http://169.254.169.254/')).rejects.toThrow(/may not be contacted/);
      const mappings = [
        {
          stream: 'measurement',
          fields: { metric: { constant: 'sales' }, periodStart: 'a', value: 'b' },
          naturalKey: { columns: ['a'] },
        },
      ];
      for (const file of ['/etc/passwd', '/etc/nothing-there', '../../*', '/srv/exports/nothing-there.csv']) {
        const settings = { location: { path: file }, mappings };
        const found = await careful.post<CheckAnswer>('/api/v1/connectors/file/check', { settings });
        expect(found.ok).toBe(false);
        expect(found.findings.join(' ')).toMatch(
          file.startsWith('/srv') ? /nothing-there/ : /outside of the directories that files may be read from/,
        );
      }
    } finally {
      await careful.stop();
      await second.drop();
    }
  });

  it.each(never)('refuses %s all the same', async (url) => {
    await expect(apply(webhook(url, 'other'))).rejects.toThrow(/answered 400.*may not be contacted/s);
  });
});
