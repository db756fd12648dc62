import type {
  RecoveryCodes,
  SecondFactorBegun,
  SessionState,
  SignInLinkMade,
  SignInRules,
} from '@tandem/contracts/access';
import { Secret, TOTP } from 'otpauth';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage, goodPassword } from './access-stage.js';

type Headers = Readonly<Record<string, string>>;

describe('a second factor that is demanded', () => {
  let stage: AccessStage;
  beforeEach(async () => {
    stage = await AccessStage.open();
  });
  afterEach(() => stage.close());

  const demand = (secondFactorRoles: readonly string[], headers: Headers = adminHeaders) =>
    stage.ask<SignInRules>('PATCH', '/sign-in-rules', { headers, body: { secondFactorRoles } });
  const state = async (headers: Headers) => (await stage.ask<SessionState>('GET', '/session', { headers })).body.state;
  const reads = async (headers: Headers) => (await stage.ask('GET', '/goals', { headers })).status;
  const enrol = async (headers: Headers, present: string | null = goodPassword) => {
    const begun = await stage.ask<SecondFactorBegun>('POST', '/account/second-factor', { headers, body: { present } });
    if (begun.status !== 200) return { status: begun.status, codes: [] };
    const code = new TOTP({ secret: Secret.fromBase32(begun.body.secret) }).generate({
      timestamp: stage.now.getTime(),
    });
    const confirm = { headers, body: { code } };
    const done = await stage.ask<RecoveryCodes>('POST', '/account/second-factor/confirm', confirm);
    return { status: done.status, codes: done.body.codes };
  };

  it('leaves whoever has none one thing to do, and lets them in once it is done', async () => {
    await stage.person('owner@example.org', 'owner');
    expect((await demand(['owner', 'administrator'])).body).toEqual({ secondFactorRoles: ['administrator', 'owner'] });
    const session = (await stage.signIn('owner@example.org')).session ?? {};
    expect(await state(session)).toBe('enrol');
    for (const [method, path] of [
      ['GET', '/goals'],
      ['GET', '/accounts'],
      ['GET', '/account/sessions'],
      ['DELETE', '/account/sessions'],
      ['POST', '/account/password'],
      ['POST', '/account/second-factor/remove'],
      ['GET', '/configuration/schema'],
      ['POST', '/tokens'],
    ] as const)
      expect([path, (await stage.ask(method, path, { headers: session, body: {} })).status]).toEqual([path, 401]);
    expect((await enrol(session, 'wrong')).status).toBe(400);
    const { status, codes } = await enrol(session);
    expect([status, codes.length]).toEqual([200, 10]);
    expect([await state(session), await reads(session)]).toEqual(['signedIn', 200]);
    // From then on the code is asked for.
    expect(await state((await stage.signIn('owner@example.org')).session ?? {})).toBe('secondFactor');
  });

  it('counts by role, and from the next request of an open session on', async () => {
    const [viewer, owner] = [
      await stage.person('viewer@example.org', 'viewer'),
      await stage.person('owner@example.org', 'owner'),
    ];
    await demand(['owner']);
    expect([await reads(viewer), await reads(owner)]).toEqual([200, 401]);
    await demand(['viewer', 'contributor', 'owner', 'administrator']);
    expect([await reads(viewer), await reads(owner)]).toEqual([401, 401]);
    await demand([]);
    expect([await reads(viewer), await reads(owner)]).toEqual([200, 200]);
  });

  it('comes back when it is removed', async () => {
    const session = await stage.person('owner@example.org', 'owner');
    await demand(['owner']);
    await enrol(session);
    const body = { present: goodPassword };
    expect((await stage.ask('POST', '/account/second-factor/remove', { headers: session, body })).status).toBe(204);
    expect([await state(session), await reads(session)]).toEqual(['enrol', 401]);
    expect((await enrol(session)).status).toBe(200);
  });

  it('is demanded after an invitation and a link as well; signing out stays possible', async () => {
    await demand(['viewer', 'administrator']);
    const invited = await stage.person('new@example.org', 'viewer');
    expect(await state(invited)).toBe('enrol');
    const { body } = await stage.ask<SignInLinkMade>('POST', '/sign-in-links', {
      headers: adminHeaders,
      body: { email: 'new@example.org' },
    });
    const link = { body: { link: body.link.split('#')[1] } };
    const byLink = (await stage.ask('POST', '/session/link', link)).session ?? {};
    expect(await state(byLink)).toBe('enrol');
    expect((await stage.ask('DELETE', '/session', { headers: byLink })).status).toBe(204);
    expect(await state(byLink)).toBe('signedOut');
  });

  it('is decided by administrators alone, who are told what is wrong, and each change is a row', async () => {
    const [owner, admin] = [
      await stage.person('owner@example.org', 'owner'),
      await stage.person('admin@example.org', 'administrator'),
    ];
    expect((await demand([], owner)).status).toBe(403);
    expect((await demand(['root'], admin)).status).toBe(400);
    expect((await demand(['owner', 'owner'], admin)).status).toBe(400);
    await demand(['owner'], admin);
    await demand(['owner'], admin);
    const read = await stage.ask<SignInRules>('GET', '/sign-in-rules', { headers: admin });
    expect(read.body).toEqual({ secondFactorRoles: ['owner'] });
    const { rows } = await stage.database.pool.query(
      `select action, before, after from audit_log where subject_kind = 'sign-in-rule'`,
    );
    expect(rows).toEqual([
      { action: 'change', before: { secondFactorRoles: [] }, after: { secondFactorRoles: ['owner'] } },
    ]);
  });
});
