import type {
  AccountList,
  PasswordLinkMade,
  RecoveryCodes,
  SecondFactorBegun,
  SessionState,
} from '@tandem/contracts/access';
import type { Problem } from '@tandem/contracts/common';
import { Secret, TOTP } from 'otpauth';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage, bearer, goodPassword } from './access-stage.js';

type Headers = Readonly<Record<string, string>>;
const newPassword = 'calm rowing at dusk';

describe('a link for a forgotten password', () => {
  let stage: AccessStage;
  let session: Headers;
  let id: string;
  beforeEach(async () => {
    stage = await AccessStage.open();
    session = await stage.person('lead@example.org', 'owner');
    id = await idOf('lead@example.org');
  });
  afterEach(() => stage.close());

  const idOf = async (email: string) => {
    const { body } = await stage.ask<AccountList>('GET', '/accounts', { headers: adminHeaders });
    return body.accounts.find((one) => one.email === email)?.id ?? '';
  };
  const make = (of = id, headers: Headers = adminHeaders) =>
    stage.ask<PasswordLinkMade & Problem>('POST', `/accounts/${of}/password-link`, { headers });
  const token = async () => (await make()).body.link.split('#')[1] ?? '';
  const read = (link: string) => stage.ask('POST', '/password-link', { body: { token: link } });
  const use = (link: string, password = newPassword) =>
    stage.ask('POST', '/password-link/use', { body: { token: link, password } });
  const state = async (headers: Headers) => (await stage.ask<SessionState>('GET', '/session', { headers })).body.state;

  it('sets a new one once, ends every session, and signs in', async () => {
    const other = (await stage.signIn('lead@example.org')).session ?? {};
    const link = await token();
    expect((await read(link)).body).toEqual({ name: 'Person lead@example.org', email: 'lead@example.org' });
    expect((await use(link, 'password1234')).status).toBe(400);
    expect(await state(other)).toBe('signedIn');
    const done = await use(link);
    expect(done.status).toBe(204);
    expect(await state(done.session ?? {})).toBe('signedIn');
    expect([await state(session), await state(other)]).toEqual(['signedOut', 'signedOut']);
    expect((await use(link)).status).toBe(401);
    expect((await stage.signIn('lead@example.org')).status).toBe(401);
    expect((await stage.signIn('lead@example.org', newPassword)).status).toBe(204);
  });

  it('works once, however many use it at the same time', async () => {
    const link = await token();
    const answers = await Promise.all(Array.from({ length: 5 }, () => use(link)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401, 401, 401]);
  });

  it('stands in for the password alone: the second factor stays, and is asked for', async () => {
    const begin = { headers: session, body: { present: goodPassword } };
    const { secret } = (await stage.ask<SecondFactorBegun>('POST', '/account/second-factor', begin)).body;
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: stage.now.getTime() });
    const confirm = { headers: session, body: { code: code() } };
    const { codes } = (await stage.ask<RecoveryCodes>('POST', '/account/second-factor/confirm', confirm)).body;
    stage.later(30_000);
    const half = (await use(await token())).session ?? {};
    expect(await state(half)).toBe('secondFactor');
    expect((await stage.ask('GET', '/goals', { headers: half })).status).toBe(401);
    const done = await stage.ask('POST', '/session/code', { headers: half, body: { code: code() } });
    expect(await state(done.session ?? {})).toBe('signedIn');
    // A recovery code is as good as one of the app.
    const again = (await use(await token())).session ?? {};
    expect((await stage.ask('POST', '/session/code', { headers: again, body: { code: codes[0] } })).status).toBe(204);
  });

  it('gets one answer for everything that does not count, whether or not there is such an account', async () => {
    const replaced = await token();
    const over = await token();
    stage.later(24 * 60 * 60_000);
    const disabled = await token();
    await stage.ask('PATCH', `/accounts/${id}`, { headers: adminHeaders, body: { disabled: true } });
    const enabledAgain = { headers: adminHeaders, body: { disabled: false } };
    const told = async (link: string) => [(await read(link)).body, (await use(link)).body];
    const unknown = await told('of-nobody');
    expect(unknown[0]).toEqual(unknown[1]);
    expect(unknown[0]).toMatchObject({ statusCode: 401 });
    expect(await told(disabled)).toEqual(unknown);
    await stage.ask('PATCH', `/accounts/${id}`, enabledAgain);
    for (const link of [replaced, over, disabled]) expect(await told(link)).toEqual(unknown);
    const used = await token();
    await use(used);
    expect(await told(used)).toEqual(unknown);
    // And no page asks for an address: a link is all that is looked for.
    expect((await stage.ask('POST', '/password-link', { body: { email: 'lead@example.org' } })).status).toBe(400);
  });

  it('is of no use any more once the password was changed with the present one', async () => {
    const link = await token();
    const body = { present: goodPassword, next: newPassword };
    expect((await stage.ask('POST', '/account/password', { headers: session, body })).status).toBe(204);
    expect((await use(link)).status).toBe(401);
  });

  it('forgives the tries of whoever forgot it', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) await stage.signIn('lead@example.org', 'wrong');
    expect((await stage.signIn('lead@example.org')).status).toBe(429);
    await use(await token());
    expect((await stage.signIn('lead@example.org', newPassword)).status).toBe(204);
  });

  it('is made by administrators for others: not by tokens, for oneself, or for nobody', async () => {
    const admin = await stage.person('admin@example.org', 'administrator');
    const { secret } = await stage.token(admin, { name: 'Robot', scopes: ['admin'], validDays: 1 });
    expect((await make(id, bearer(secret))).status).toBe(403);
    expect((await make(id, session)).status).toBe(403);
    expect((await make(await idOf('admin@example.org'), admin)).status).toBe(409);
    expect((await make('00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await make(id, admin)).status).toBe(201);
    await stage.ask('PATCH', `/accounts/${id}`, { headers: adminHeaders, body: { disabled: true } });
    expect((await make()).status).toBe(409);
  });

  it('is kept as a hash, and its rows tell who made and who used it', async () => {
    const link = await token();
    await use(link);
    const next = await token();
    const { rows } = await stage.database.pool.query<{ text: string; row: string }>(
      `select to_jsonb(a)::text as text, action || ' by ' || split_part(actor, ':', 1) as row from audit_log a
        where action like 'password%' union all select to_jsonb(l)::text, null from password_link l`,
    );
    expect(rows.map(({ row }) => row)).toEqual([
      'password-link by machine',
      'password by account',
      'password-link by machine',
      null,
    ]);
    for (const clear of [link, next]) expect(rows.map(({ text }) => text).join()).not.toContain(clear);
  });
});
