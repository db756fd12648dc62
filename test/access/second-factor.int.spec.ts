import type { RecoveryCodes, SecondFactorBegun, SessionState, SignInLinkMade } from '@tandem/contracts/access';
import { TOTP, Secret } from 'otpauth';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage, goodPassword } from './access-stage.js';

type Headers = Readonly<Record<string, string>>;
const stepMs = 30_000;

describe('a second factor', () => {
  let stage: AccessStage;
  let session: Headers;
  let secret: string;
  let codes: readonly string[];
  const code = (of = secret) =>
    new TOTP({ secret: Secret.fromBase32(of) }).generate({ timestamp: stage.now.getTime() });
  const half = async () => (await stage.signIn('lead@example.org')).session ?? {};
  const finish = (headers: Headers, given: string) =>
    stage.ask('POST', '/session/code', { headers, body: { code: given } });
  const state = async (headers: Headers) => (await stage.ask<SessionState>('GET', '/session', { headers })).body.state;

  beforeEach(async () => {
    stage = await AccessStage.open();
    session = await stage.person('lead@example.org', 'owner');
    const begin = { headers: session, body: { present: goodPassword } };
    const begun = await stage.ask<SecondFactorBegun>('POST', '/account/second-factor', begin);
    ({ secret } = begun.body);
    expect(begun.body.address).toContain(`secret=${secret}`);
    const confirm = { headers: session, body: { code: code() } };
    codes = (await stage.ask<RecoveryCodes>('POST', '/account/second-factor/confirm', confirm)).body.codes;
    stage.later(stepMs);
  });
  afterEach(() => stage.close());

  it('is asked for after the password, and nothing is allowed before', async () => {
    const waiting = await half();
    expect(await state(waiting)).toBe('secondFactor');
    expect((await stage.ask('GET', '/goals', { headers: waiting })).status).toBe(401);
    expect((await stage.ask('GET', '/account/sessions', { headers: waiting })).status).toBe(401);
    const done = await finish(waiting, code());
    expect(done.status).toBe(204);
    expect(done.session).not.toEqual(waiting);
    expect(await state(done.session ?? {})).toBe('signedIn');
    expect(await state(waiting)).toBe('signedOut');
  });

  it('is asked for after a link of the machine as well, and removed only by one that was made because it is lost', async () => {
    const byLink = async (more: object) => {
      const body = { email: 'lead@example.org', ...more };
      const made = await stage.ask<SignInLinkMade>('POST', '/sign-in-links', { headers: adminHeaders, body });
      const used = await stage.ask('POST', '/session/link', { body: { link: made.body.link.split('#')[1] } });
      return used.session ?? {};
    };
    const waiting = await byLink({});
    expect(await state(waiting)).toBe('secondFactor');
    expect((await stage.ask('GET', '/goals', { headers: waiting })).status).toBe(401);
    expect(await state((await finish(waiting, code())).session ?? {})).toBe('signedIn');
    const whose = { headers: adminHeaders, body: { secondFactorLost: true } };
    expect((await stage.ask('POST', '/sign-in-links', whose)).status).toBe(400);
    expect(await state(await byLink({ secondFactorLost: true }))).toBe('signedIn');
    expect(await state(await half())).toBe('signedIn');
    const { rows } = await stage.database.pool.query<{ row: string }>(
      `select action || ' by ' || actor || coalesce(' ' || after::text, '') as row from audit_log order by id desc limit 4`,
    );
    expect(rows.map(({ row }) => row).slice(1)).toEqual([
      expect.stringMatching(/^sign-in by account:/),
      'second-factor.off by machine',
      expect.stringMatching(/^sign-in-link by machine.*"secondFactorLost": ?true/),
    ]);
  });

  it('takes each code once', async () => {
    const [one, other] = [await half(), await half()];
    const now = code();
    expect((await finish(one, now)).status).toBe(204);
    expect((await finish(other, now)).status).toBe(401);
    stage.later(stepMs);
    expect((await finish(other, now)).status).toBe(401);
    expect((await finish(other, code())).status).toBe(204);
  });

  it('takes each recovery code once, however it is typed', async () => {
    expect(codes).toHaveLength(10);
    const [first = '', second = ''] = codes;
    expect((await finish(await half(), first.toUpperCase().replaceAll('-', ' '))).status).toBe(204);
    expect((await finish(await half(), first)).status).toBe(401);
    const [one, other] = [await half(), await half()];
    const both = await Promise.all([finish(one, second), finish(other, second)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 401]);
  });

  it('is not guessed: ten tries in a quarter of an hour', async () => {
    const waiting = await half();
    const statuses = [];
    for (let attempt = 0; attempt < 12; attempt += 1) statuses.push((await finish(waiting, '000000')).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });

  it('is sealed in the database, and its recovery codes are hashes', async () => {
    const { rows } = await stage.database.pool.query<{ text: string }>(
      `select to_jsonb(a)::text as text from account a union all select to_jsonb(r)::text from recovery_code r
       union all select to_jsonb(l)::text from audit_log l`,
    );
    const all = rows.map(({ text }) => text).join('\n');
    expect(all).toContain('sealed:1:');
    for (const clear of [secret, ...codes, ...codes.map((one) => one.replaceAll('-', ''))])
      expect(all).not.toContain(clear);
  });

  it('is set up and removed with the password only', async () => {
    const remove = (present: string | null) =>
      stage.ask('POST', '/account/second-factor/remove', { headers: session, body: { present } });
    expect((await remove(null)).status).toBe(400);
    expect((await remove('wrong')).status).toBe(400);
    expect(
      (await stage.ask('POST', '/account/second-factor', { headers: session, body: { present: goodPassword } })).status,
    ).toBe(409);
    expect((await remove(goodPassword)).status).toBe(204);
    expect(await state(await half())).toBe('signedIn');
  });

  it('counts only once a code of it was given', async () => {
    await stage.ask('POST', '/account/second-factor/remove', { headers: session, body: { present: goodPassword } });
    const begin = { headers: session, body: { present: goodPassword } };
    const begun = await stage.ask<SecondFactorBegun>('POST', '/account/second-factor', begin);
    const wrong = { headers: session, body: { code: '000000' } };
    expect((await stage.ask('POST', '/account/second-factor/confirm', wrong)).status).toBe(400);
    expect(await state(await half())).toBe('signedIn');
    const right = { headers: session, body: { code: code(begun.body.secret) } };
    expect((await stage.ask('POST', '/account/second-factor/confirm', right)).status).toBe(200);
    expect(await state(await half())).toBe('secondFactor');
  });
});
