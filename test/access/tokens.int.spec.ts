import type { AccessTokenList, AccountList } from '@tandem/contracts/access';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage, bearer } from './access-stage.js';

describe('tokens', () => {
  let stage: AccessStage;
  let administrator: Readonly<Record<string, string>>;
  beforeAll(async () => {
    stage = await AccessStage.open();
    await stage.person('first@example.org', 'administrator');
    administrator = await stage.person('admin@example.org', 'administrator');
  });
  afterAll(() => stage.close());

  const make = (validDays = 30) => stage.token(administrator, { name: 'Pipeline', scopes: ['read'], validDays });
  const may = async (secret: string) => (await stage.ask('GET', '/goals', { headers: bearer(secret) })).status;
  const listed = async (id: string) => {
    const { body } = await stage.ask<AccessTokenList>('GET', '/tokens', { headers: adminHeaders });
    return body.tokens.find((token) => token.id === id);
  };

  it('are shown once, and kept as a hash with their first characters', async () => {
    const { token, secret } = await make();
    expect(secret).toMatch(/^tandem_[\w-]{43}$/);
    expect(secret.startsWith(token.prefix)).toBe(true);
    expect(JSON.stringify(await listed(token.id))).not.toContain(secret);
    const tables = await stage.database.pool.query<{ text: string }>(
      'select to_jsonb(t)::text as text from access_token t union all select to_jsonb(a)::text from audit_log a',
    );
    expect(tables.rows.some(({ text }) => text.includes(secret))).toBe(false);
  });

  it('say when they were last used, to the minute', async () => {
    const { token, secret } = await make();
    expect((await listed(token.id))?.lastUsedAt).toBeNull();
    await may(secret);
    const first = stage.now.toISOString();
    expect((await listed(token.id))?.lastUsedAt).toBe(first);
    stage.later(30_000);
    await may(secret);
    expect((await listed(token.id))?.lastUsedAt).toBe(first);
    stage.later(31_000);
    await may(secret);
    expect((await listed(token.id))?.lastUsedAt).toBe(stage.now.toISOString());
  });

  it('end on their day, when they are revoked, and with whoever made them', async () => {
    const short = await make(1);
    stage.later(86_399_000);
    expect(await may(short.secret)).toBe(200);
    stage.later(2_000);
    expect(await may(short.secret)).toBe(401);
    administrator = (await stage.signIn('admin@example.org')).session ?? {};

    const revoked = await make();
    expect((await stage.ask('DELETE', `/tokens/${revoked.token.id}`, { headers: adminHeaders })).status).toBe(204);
    expect(await may(revoked.secret)).toBe(401);
    expect((await stage.ask('DELETE', `/tokens/${revoked.token.id}`, { headers: adminHeaders })).status).toBe(404);

    const orphan = await make();
    const { body } = await stage.ask<AccountList>('GET', '/accounts', { headers: adminHeaders });
    const maker = body.accounts.find(({ email }) => email === 'admin@example.org')?.id ?? '';
    await stage.ask('PATCH', `/accounts/${maker}`, { headers: adminHeaders, body: { disabled: true } });
    expect(await may(orphan.secret)).toBe(401);
  });

  it('that nobody made let nobody in', async () => {
    for (const secret of ['', 'tandem_', 'tandem_'.padEnd(50, 'x'), 'null', "' or true --"])
      expect(await may(secret)).toBe(401);
  });
});
