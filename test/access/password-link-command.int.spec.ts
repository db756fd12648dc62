import type { Invited } from '@tandem/contracts/access';
import { createDatabase, startProduct, type Product } from '../product/start-product.js';
import { runCommand } from '../security/run-command.js';

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
beforeAll(async () => {
  database = await createDatabase();
  product = await startProduct({ databaseUrl: database.url });
});
afterAll(async () => {
  await product.stop();
  await database.drop();
});

const command = (...args: string[]) => runCommand(['password-link', ...args], { TANDEM_URL: product.url });
const send = (path: string, body: object) =>
  fetch(`${product.url}/api/v1${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
  });

describe('the command password-link', () => {
  it('lets whoever has the machine give somebody a new password, without signing in as them', async () => {
    const lead = { email: 'lead@example.org', name: 'Lead', role: 'viewer' };
    const { link: invitation } = await product.post<Invited>('/api/v1/accounts/invitations', lead);
    const [, token = ''] = invitation.split('#');
    await send('/invitation/accept', { token, name: 'Lead', password: 'rowing over calm water' });

    const { code, output } = await command('--email', 'Lead@example.org');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/\/password#[\w-]{43}\n$/) as string });
    const link = output.trim().split('#')[1];
    expect((await send('/password-link/use', { token: link, password: 'calm rowing at dusk' })).status).toBe(204);
    const signIn = { email: lead.email, password: 'calm rowing at dusk' };
    expect((await send('/session', signIn)).status).toBe(204);
  });

  it('says what is missing, and that there is nobody of that address', async () => {
    expect(await command()).toMatchObject({ code: 1, output: expect.stringContaining('--email') as string });
    expect(await command('--email', 'nobody@example.org')).toMatchObject({
      code: 1,
      output: expect.stringContaining('Nobody with the address nobody@example.org') as string,
    });
  });
});
