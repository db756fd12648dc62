import { adminHeaders } from '../product/admin-access.js';
import { createDatabase, startProduct, type Product } from '../product/start-product.js';

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
beforeAll(async () => {
  database = await createDatabase();
  product = await startProduct({
    databaseUrl: database.url,
    env: { TANDEM_REQUESTS_PER_MINUTE: '400', TANDEM_TRUSTED_PROXIES: '127.0.0.1' },
  });
});
afterAll(async () => {
  await product.stop();
  await database.drop();
});

const ask = (path: string, address: string, init: RequestInit = {}) =>
  fetch(product.url + path, { ...init, headers: { ...adminHeaders, 'x-forwarded-for': address } });
const statuses = async (count: number, path: string, address: (index: number) => string, init: RequestInit = {}) => {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) => ask(path, address(index), init).then(({ status }) => status)),
  );
  return {
    served: answers.filter((status) => status !== 429).length,
    refused: answers.filter((status) => status === 429).length,
  };
};

describe('threat 22 and 25: a flood of requests', () => {
  it('from one address is refused beyond its share, with when to come back, and nobody else is', async () => {
    expect(await statuses(500, '/api/v1/goals', () => '203.0.113.1')).toEqual({ served: 400, refused: 100 });
    const refused = await ask('/api/v1/goals', '203.0.113.1');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ statusCode: 429, error: 'Too Many Requests' });
    expect((await ask('/api/v1/goals', '203.0.113.2')).status).toBe(200);
  });

  it('from many addresses of one IPv6 network counts as one', async () => {
    const { refused } = await statuses(450, '/api/v1/goals', (index) => `2001:db8:1:1::${(index + 1).toString(16)}`);
    expect(refused).toBe(50);
  });

  it('of costly requests is refused sooner, and of pushes apart from the rest', async () => {
    expect(await statuses(50, '/api/v1/audit/verify', () => '203.0.113.3')).toEqual({ served: 30, refused: 20 });
    expect((await ask('/api/v1/goals', '203.0.113.3')).status).toBe(200);
    const push = { method: 'POST' };
    expect(await statuses(100, '/api/v1/push/change?source=x', () => '203.0.113.4', push)).toEqual({
      served: 80,
      refused: 20,
    });
  });

  it('goes around no limit by another spelling of the path', async () => {
    for (let index = 0; index < 30; index += 1) await ask('/api/v1/audit/verify', '203.0.113.5');
    for (const path of ['/api/v1/audit/verify?sequence=', '/api/v1/%61udit/verify', '/api/v1/audit/%76erify'])
      expect((await ask(path, '203.0.113.5')).status).toBe(429);
  });
});
