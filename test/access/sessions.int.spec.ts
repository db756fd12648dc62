import type { AccountList, SessionList, SessionState } from '@tandem/contracts/access';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage, goodPassword } from './access-stage.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('sessions', () => {
  let stage: AccessStage;
  beforeAll(async () => {
    stage = await AccessStage.open();
    await stage.person('lead@example.org', 'contributor', 'it');
    await stage.person('admin@example.org', 'administrator');
  });
  afterAll(() => stage.close());
  beforeEach(() => stage.later(hourMs));

  const signedIn = async (email = 'lead@example.org') => {
    const { session } = await stage.signIn(email);
    if (session === null) throw new Error('Nobody was signed in.');
    return session;
  };
  const may = async (session: Readonly<Record<string, string>>) =>
    (await stage.ask('GET', '/goals', { headers: session })).status;
  const accountOf = async (email: string) => {
    const { body } = await stage.ask<AccountList>('GET', '/accounts', { headers: adminHeaders });
    return body.accounts.find((account) => account.email === email)?.id ?? '';
  };

  it('begin with the right password, in a cookie that no script reads and no other site sends', async () => {
    const answer = await stage.signIn('Lead@Example.org ');
    expect(answer.status).toBe(204);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^tandem=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
    );
    const { body } = await stage.ask<SessionState>('GET', '/session', { headers: answer.session ?? {} });
    expect(body).toMatchObject({
      state: 'signedIn',
      account: { email: 'lead@example.org', role: 'contributor', side: 'it' },
    });
  });

  it('are kept as a hash, so that whoever reads the database signs in as nobody', async () => {
    const session = await signedIn();
    const [, token = ''] = (session['cookie'] ?? '').split('=');
    const { rows } = await stage.database.pool.query<{ row: string }>('select to_jsonb(s)::text as row from session s');
    expect(rows.some(({ row }) => row.includes(token))).toBe(false);
  });

  it('take nothing over from a cookie that was there before', async () => {
    const planted = { cookie: 'tandem=planted-by-somebody-else' };
    const answer = await stage.ask('POST', '/session', {
      headers: planted,
      body: { email: 'lead@example.org', password: goodPassword },
    });
    expect(answer.session).not.toEqual(planted);
    expect(await may(planted)).toBe(401);
  });

  it('end with sign-out, from the next request on', async () => {
    const session = await signedIn();
    expect(await may(session)).toBe(200);
    expect((await stage.ask('DELETE', '/session', { headers: session })).status).toBe(204);
    expect(await may(session)).toBe(401);
  });

  it('end when the account is disabled, its role changes, or its password does', async () => {
    const id = await accountOf('lead@example.org');
    const change = (body: object) => stage.ask('PATCH', `/accounts/${id}`, { headers: adminHeaders, body });

    const before = await signedIn();
    expect((await change({ role: 'owner' })).status).toBe(200);
    expect(await may(before)).toBe(401);

    const asOwner = await signedIn();
    await change({ disabled: true });
    expect(await may(asOwner)).toBe(401);
    expect((await stage.signIn('lead@example.org')).status).toBe(401);
    await change({ disabled: false, role: 'contributor' });

    const [kept, other] = [await signedIn(), await signedIn()];
    const next = 'another calm evening walk';
    const set = (body: object) => stage.ask('POST', '/account/password', { headers: kept, body });
    expect((await set({ present: 'not the present one', next })).status).toBe(400);
    expect((await set({ present: goodPassword, next })).status).toBe(204);
    expect(await may(kept)).toBe(200);
    expect(await may(other)).toBe(401);
    expect((await set({ present: next, next: goodPassword })).status).toBe(204);
  });

  it('end when they are idle, and at last even when they are not', async () => {
    const session = await signedIn();
    for (let half = 0; half < 3; half += 1) {
      stage.later(40 * minuteMs);
      expect(await may(session)).toBe(200);
    }
    stage.later(61 * minuteMs);
    expect(await may(session)).toBe(401);

    const busy = await signedIn();
    for (let half = 0; half < 47; half += 1) {
      stage.later(30 * minuteMs);
      expect(await may(busy)).toBe(200);
    }
    stage.later(30 * minuteMs);
    expect(await may(busy)).toBe(401);
  });

  it('are listed for whoever has them, and ended one by one or all at once', async () => {
    const [mine, other, third] = [await signedIn(), await signedIn(), await signedIn()];
    const foreign = await signedIn('admin@example.org');
    const list = async (headers = mine) =>
      (await stage.ask<SessionList>('GET', '/account/sessions', { headers })).body.sessions;
    const foreignId = (await list(foreign)).find(({ isThis }) => isThis)?.id ?? '';
    const otherId = (await list(other)).find(({ isThis }) => isThis)?.id ?? '';
    expect((await list()).filter(({ isThis }) => isThis)).toHaveLength(1);

    expect((await stage.ask('DELETE', `/account/sessions/${foreignId}`, { headers: mine })).status).toBe(404);
    expect(await may(foreign)).toBe(200);
    expect((await stage.ask('DELETE', `/account/sessions/${otherId}`, { headers: mine })).status).toBe(204);
    expect([await may(mine), await may(other), await may(third)]).toEqual([200, 401, 200]);
    expect((await stage.ask('DELETE', '/account/sessions', { headers: mine })).status).toBe(204);
    expect([await may(mine), await may(third)]).toEqual([200, 401]);
    expect(await list()).toHaveLength(1);
  });

  it('use a cookie of the host alone when people come over https', async () => {
    const safe = await AccessStage.open({ publicUrl: 'https://tandem.example.org' });
    try {
      await safe.person('lead@example.org', 'viewer');
      const answer = await safe.signIn('lead@example.org');
      expect(String(answer.headers['set-cookie'])).toMatch(
        /^__Host-tandem=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
      );
      const plain = (answer.session?.['cookie'] ?? '').replace('__Host-', '');
      expect((await safe.ask('GET', '/goals', { headers: { cookie: plain } })).status).toBe(401);
    } finally {
      await safe.close();
    }
  });
});
