import type { SignInLinkMade, TokenMade } from '@tandem/contracts/access';
import type { AuditPage } from '@tandem/contracts/audit';
import { adminHeaders } from '../product/admin-access.js';
import { createDatabase, startProduct, type Product } from '../product/start-product.js';

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
/** Of the first administrator. */
let session: string;
beforeAll(async () => {
  database = await createDatabase();
  product = await startProduct({
    databaseUrl: database.url,
    env: { TANDEM_REQUESTS_PER_MINUTE: '400', TANDEM_TRUSTED_PROXIES: '127.0.0.1' },
  });
  const first = {
    link: await linkOf(),
    email: 'a@example.org',
    name: 'Head of Something',
    password: 'rowing over calm water',
  };
  session = cookieOf(await post('/api/v1/session/first', first, { authorization: '' }));
});
afterAll(async () => {
  await product.stop();
  await database.drop();
});

const ask = (path: string, address: string, init: Asking = {}) =>
  fetch(product.url + path, { ...init, headers: { ...adminHeaders, ...init.headers, 'x-forwarded-for': address } });
const statuses = async (
  count: number,
  path: string,
  address: (index: number) => string,
  init: (index: number) => Asking,
) => {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) => ask(path, address(index), init(index)).then(({ status }) => status)),
  );
  return {
    served: answers.filter((status) => status !== 429).length,
    refused: answers.filter((status) => status === 429).length,
  };
};

const json = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  ask(path, '192.0.2.254', { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
const cookieOf = (answer: Response): string => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
const linkOf = async (): Promise<string> =>
  ((await (await post('/api/v1/sign-in-links', {})).json()) as SignInLinkMade).link.split('#')[1] ?? '';
const signIn = async (): Promise<string> =>
  cookieOf(await post('/api/v1/session/link', { link: await linkOf() }, { authorization: '' }));
const tokenOf = async (name: string): Promise<Asking> => {
  const asked = { name, scopes: ['admin'], validDays: 30 };
  const made = await post('/api/v1/tokens', asked, { cookie: session, authorization: '' });
  return { headers: { authorization: `Bearer ${((await made.json()) as TokenMade).secret}` } };
};

describe('threat 22 and 25: a flood of requests', () => {
  it('from one address is refused beyond its share, with when to come back, and nobody else is', async () => {
    const [one, other] = [await tokenOf('one'), await tokenOf('other')];
    const either = (index: number) => (index % 2 === 0 ? one : other);
    expect(await statuses(500, '/api/v1/goals', () => '203.0.113.1', either)).toEqual({ served: 400, refused: 100 });
    const refused = await ask('/api/v1/goals', '203.0.113.1');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ statusCode: 429, error: 'Too Many Requests' });
    expect((await ask('/api/v1/goals', '203.0.113.2', one)).status).toBe(200);
    // A hundred refusals are one row of the audit trail, which grows for ever.
    const trail = (await (await ask('/api/v1/audit?action=access.limited', '203.0.113.2')).json()) as AuditPage;
    expect(trail.entries.map(({ after }) => after)).toEqual([{ address: '203.0.113.1' }]);
  });

  it('from many addresses of one IPv6 network counts as one', async () => {
    const [one, other] = [await tokenOf('one'), await tokenOf('other')];
    const address = (index: number) => `2001:db8:1:1::${(index + 1).toString(16)}`;
    const { refused } = await statuses(450, '/api/v1/goals', address, (index) => (index % 2 === 0 ? one : other));
    expect(refused).toBe(50);
  });

  it('of costly requests is refused sooner, and of pushes apart from the rest', async () => {
    const token = await tokenOf('busy');
    expect(
      await statuses(
        50,
        '/api/v1/audit/verify',
        () => '203.0.113.3',
        () => token,
      ),
    ).toEqual({ served: 30, refused: 20 });
    expect((await ask('/api/v1/goals', '203.0.113.3', token)).status).toBe(200);
    const push = { ...token, method: 'POST' };
    expect(
      await statuses(
        100,
        '/api/v1/push/change?source=x',
        () => '203.0.113.4',
        () => push,
      ),
    ).toEqual({
      served: 80,
      refused: 20,
    });
  });

  it('of one token is refused beyond its share, from however many addresses it comes, and nobody else is', async () => {
    const somewhere = (index: number) => `198.51.100.${index % 250}`;
    const flooding = await tokenOf('flooding');
    expect(await statuses(450, '/api/v1/goals', somewhere, () => flooding)).toEqual({ served: 400, refused: 50 });
    const refused = await ask('/api/v1/goals', '192.0.2.1', flooding);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({
      statusCode: 429,
      message: expect.stringMatching(/^Too many requests from this token/),
    });
    const other = await tokenOf('other');
    expect((await ask('/api/v1/goals', somewhere(1), other)).status).toBe(200);
  });

  it('of an account counts as one, however many sessions it has', async () => {
    const cookies = await Promise.all(Array.from({ length: 2 }, () => signIn()));
    const own = (index: number) => ({ headers: { cookie: cookies[index % 2] ?? '', authorization: '' } });
    const somewhere = (index: number) => `192.0.2.${index % 250}`;
    // What this account asked for in the tests above counts, too.
    expect((await statuses(450, '/api/v1/goals', somewhere, own)).refused).toBeGreaterThanOrEqual(50);
    expect(await (await ask('/api/v1/goals', '192.0.2.1', own(0))).json()).toMatchObject({
      message: expect.stringMatching(/^Too many requests from this account/) as string,
    });
  });

  it('goes around no limit by another spelling of the path', async () => {
    const token = await tokenOf('spelling');
    for (let index = 0; index < 30; index += 1) await ask('/api/v1/audit/verify', '203.0.113.5', token);
    for (const path of ['/api/v1/audit/verify?sequence=', '/api/v1/%61udit/verify', '/api/v1/audit/%76erify'])
      expect((await ask(path, '203.0.113.5', token)).status).toBe(429);
    // Whatever starts work or reads all there is shares the limit.
    for (const path of [
      'configuration/things/team/preview',
      'sources',
      'sources/x/replay',
      'sources/x/backfill',
      'connectors/file/discover',
      'guardrails/rehearsal',
      'metrics/preview',
      'initiatives/import',
    ]) {
      const { status } = await ask(`/api/v1/${path}`, '203.0.113.5', { ...token, method: 'POST' });
      expect([path, status]).toEqual([path, 429]);
    }
  });
});
