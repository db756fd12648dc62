import type { Invitation, Invited, LinkAnswer, SessionState, SignInLinkMade } from '@tandem/contracts/access';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage, goodPassword } from './access-stage.js';

const minuteMs = 60_000;

describe('the first visitor', () => {
  let stage: AccessStage;
  afterEach(() => stage.close());

  const link = async () => {
    const { body } = await stage.ask<SignInLinkMade>('POST', '/sign-in-links', { headers: adminHeaders, body: {} });
    return body.link.split('#')[1] ?? '';
  };
  const accounts = async () =>
    (await stage.database.pool.query<{ role: string }>('select role from account')).rows.map(({ role }) => role);

  it('of a loopback address comes in by the link of the terminal, once and within the hour', async () => {
    stage = await AccessStage.open();
    expect((await stage.ask<SessionState>('GET', '/session')).body).toMatchObject({
      state: 'signedOut',
      isEmpty: true,
    });
    const token = await link();
    const first = await stage.ask<LinkAnswer>('POST', '/session/link', { body: { link: token } });
    expect(first.body).toEqual({ result: 'signedIn' });
    const state = await stage.ask<SessionState>('GET', '/session', { headers: first.session ?? {} });
    expect(state.body).toMatchObject({ state: 'signedIn', account: { role: 'administrator' }, isEmpty: false });
    expect((await stage.ask('POST', '/session/link', { body: { link: token } })).status).toBe(401);

    const old = await link();
    stage.later(61 * minuteMs);
    expect((await stage.ask('POST', '/session/link', { body: { link: old } })).status).toBe(401);
    const again = await stage.ask('POST', '/session/link', { body: { link: await link() } });
    expect(again.session).not.toBeNull();
    expect(await accounts()).toEqual(['administrator']);
  });

  it('becomes the only administrator, however many try at once', async () => {
    stage = await AccessStage.open();
    const links = await Promise.all(Array.from({ length: 100 }, link));
    const answers = await Promise.all(
      links.map((token) => stage.ask('POST', '/session/link', { body: { link: token } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
    expect(await accounts()).toEqual(['administrator']);
  });

  it('of any other address chooses a password first, and 100 at once make one account', async () => {
    stage = await AccessStage.open({ isOnLoopback: false });
    const token = await link();
    expect((await stage.ask('POST', '/session/link', { body: { link: token } })).body).toEqual({
      result: 'setUpFirst',
    });
    const set = (index: number, password = goodPassword) =>
      stage.ask('POST', '/session/first', {
        body: { link: token, name: `Admin ${index}`, email: `admin${index}@example.org`, password },
      });
    expect((await set(0, 'too short')).status).toBe(400);
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => set(index)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => ![204, 401, 409, 429].includes(status))).toEqual([]);
    expect(await accounts()).toEqual(['administrator']);
    expect((await set(200)).status).toBe(401);
  });

  it('needs a link: nothing is set up without', async () => {
    stage = await AccessStage.open({ isOnLoopback: false });
    const body = { link: 'guessed', name: 'Admin', email: 'admin@example.org', password: goodPassword };
    expect((await stage.ask('POST', '/session/first', { body })).status).toBe(401);
    expect(await accounts()).toEqual([]);
  });
});

describe('an invitation', () => {
  let stage: AccessStage;
  beforeAll(async () => {
    stage = await AccessStage.open();
    await stage.ask('POST', '/configuration', {
      headers: adminHeaders,
      body: { text: 'version: 1\npeople: [{ id: digital, name: Head of Digital, side: marketing }]' },
    });
  });
  afterAll(() => stage.close());

  const invite = (body: object) => stage.ask<Invited>('POST', '/accounts/invitations', { headers: adminHeaders, body });
  const accept = (link: string, name = 'Some Body', password = goodPassword) =>
    stage.ask('POST', '/invitation/accept', { body: { token: link.split('#')[1], name, password } });

  it('is accepted once, with the role, side and person that it names', async () => {
    const { body } = await invite({
      email: 'Digital@example.org',
      name: 'Head of Digital',
      role: 'owner',
      side: 'marketing',
      personId: 'digital',
    });
    const token = body.link.split('#')[1];
    const read = await stage.ask<Invitation>('POST', '/invitation', { body: { token } });
    expect(read.body).toMatchObject({ email: 'digital@example.org', role: 'owner', side: 'marketing' });
    expect((await accept(body.link, 'Head of Digital', 'password1234')).status).toBe(400);
    const { session } = await accept(body.link, 'Head of Digital');
    const state = await stage.ask<SessionState>('GET', '/session', { headers: session ?? {} });
    expect(state.body.account).toMatchObject({ role: 'owner', side: 'marketing', personId: 'digital' });
    expect((await accept(body.link)).status).toBe(401);
    expect((await stage.ask('POST', '/invitation', { body: { token } })).status).toBe(401);
  });

  it('without a person brings one of its side into the configuration', async () => {
    const { body } = await invite({ email: 'ops@example.org', name: 'Zoë Öps', role: 'contributor', side: 'it' });
    await accept(body.link, 'Zoë Öps');
    const { rows } = await stage.database.pool.query('select id, name, side from person order by id');
    expect(rows).toContainEqual({ id: 'zoe-ops', name: 'Zoë Öps', side: 'it' });
  });

  it('ends when it is withdrawn, when a newer one is sent, and with its time', async () => {
    const body = { email: 'late@example.org', name: 'Late', role: 'viewer', validDays: 1 };
    const withdrawn = (await invite(body)).body;
    const path = `/accounts/invitations/${withdrawn.invitation.id}`;
    expect((await stage.ask('DELETE', path, { headers: adminHeaders })).status).toBe(204);
    expect((await accept(withdrawn.link)).status).toBe(401);
    const older = (await invite(body)).body;
    const newer = (await invite(body)).body;
    expect((await accept(older.link)).status).toBe(401);
    stage.later(25 * 60 * minuteMs);
    expect((await accept(newer.link)).status).toBe(401);
  });

  it('is refused for an address that has an account, and for a person of the other side', async () => {
    await stage.person('known@example.org', 'viewer');
    expect((await invite({ email: 'known@example.org', name: 'Known', role: 'viewer' })).status).toBe(409);
    const wrong = { email: 'x@example.org', name: 'X', role: 'owner', side: 'it', personId: 'digital' };
    expect((await invite(wrong)).status).toBe(400);
    expect((await invite({ ...wrong, personId: 'nobody' })).status).toBe(400);
  });
});

describe('guessing', () => {
  let stage: AccessStage;
  beforeEach(async () => {
    stage = await AccessStage.open();
    await stage.person('lead@example.org', 'viewer');
  });
  afterEach(() => stage.close());

  it('gets the same answer for a wrong password, an unknown address and a disabled account', async () => {
    const wrong = await stage.signIn('lead@example.org', 'wrong password here');
    const unknown = await stage.signIn('nobody@example.org', 'wrong password here');
    expect({ ...unknown, headers: null }).toEqual({ ...wrong, headers: null });
    expect(wrong).toMatchObject({ status: 401, session: null });
  });

  it('is stopped for an address and an account after eight tries, known or not, and let go after a quarter of an hour', async () => {
    for (const email of ['lead@example.org', 'nobody@example.org']) {
      const statuses = [];
      for (let attempt = 0; attempt < 10; attempt += 1) statuses.push((await stage.signIn(email, 'wrong')).status);
      expect(statuses).toEqual([...Array<number>(8).fill(401), 429, 429]);
    }
    const stopped = await stage.signIn('lead@example.org');
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    expect((await stage.signIn('lead@example.org', goodPassword, '198.51.100.8')).status).toBe(204);
    stage.later(16 * minuteMs);
    expect((await stage.signIn('lead@example.org')).status).toBe(204);
  });

  it('from many addresses is stopped for the account, and from one address for all accounts', async () => {
    for (let index = 0; index < 60; index += 1) await stage.signIn('lead@example.org', 'wrong', `203.0.113.${index}`);
    expect((await stage.signIn('lead@example.org', goodPassword, '203.0.113.99')).status).toBe(429);
    for (let index = 0; index < 120; index += 1) await stage.signIn(`guess${index}@example.org`, 'wrong', '192.0.2.1');
    expect((await stage.signIn('another@example.org', 'wrong', '192.0.2.1')).status).toBe(429);
  }, 60_000);

  it('leaves a trace of every refusal, without what was typed', async () => {
    await stage.signIn('lead@example.org', 'what was typed');
    const { rows } = await stage.database.pool.query<{ text: string }>(
      "select to_jsonb(a)::text as text from audit_log a where action = 'sign-in.refused'",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text).not.toContain('what was typed');
  });
});
