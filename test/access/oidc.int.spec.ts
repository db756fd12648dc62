import type { AccountList, Invited, ProviderAnswer, SessionState } from '@tandem/contracts/access';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage, type Reply } from './access-stage.js';
import {
  openLyingProvider,
  signedByOther,
  signedWithSecret,
  unsigned,
  type Lie,
  type LyingProvider,
} from './lying-provider.js';
import { client, openRealProvider, throughProvider, type RealProvider } from './real-provider.js';

const origin = 'http://127.0.0.1:9';
const callbackOf = (id: string) => `${origin}/api/v1/oidc/${id}/callback`;

describe('sign-in with OpenID Connect', () => {
  let stage: AccessStage;
  let real: RealProvider;
  let liar: LyingProvider;
  let other: LyingProvider;
  beforeAll(async () => {
    real = await openRealProvider(callbackOf('real'));
    [liar, other] = await Promise.all([openLyingProvider(), openLyingProvider()]);
    const provider = (id: string, issuer: string) => ({ id, name: id, issuer, ...client });
    stage = await AccessStage.open({
      origin: () => origin,
      providers: [provider('real', real.issuer), provider('liar', liar.issuer), provider('other', other.issuer)],
    });
    // An account with the address that the provider vouches for; nothing but that links them.
    await stage.person('lead@example.org', 'owner');
  });
  afterAll(async () => {
    await stage.close();
    await Promise.all([real.close(), liar.close(), other.close()]);
  });
  beforeEach(() => {
    liar.lie = null;
    liar.metadata = {};
  });

  interface Begun {
    readonly url: string;
    readonly cookie: string;
  }
  const begin = async (id: string, body: object = {}): Promise<Begun> => {
    const answer = await stage.ask<ProviderAnswer>('POST', `/oidc/${id}`, { body });
    const [, cookie = ''] = /^(tandem-provider=[^;]+)/.exec(String(answer.headers['set-cookie'])) ?? [];
    return { url: answer.body.url, cookie };
  };
  const comeBack = (address: string, cookie: string): Promise<Reply> => {
    const { pathname, search } = new URL(address);
    return stage.ask('GET', `${pathname.replace('/api/v1', '')}${search}`, { headers: { cookie } });
  };
  const refused = (answer: Reply) => [answer.status, answer.headers['location'], answer.session];
  const refusedBy = (id: string) => [302, `/sign-in?refused=${id}`, null];
  const invite = async (email: string) => {
    const body = { email, name: 'Invited', role: 'contributor', side: 'it' };
    const made = await stage.ask<Invited>('POST', '/accounts/invitations', { headers: adminHeaders, body });
    return made.body.link.split('#')[1] ?? '';
  };
  const join = async (id: string, provider: LyingProvider) => {
    const begun = await begin(id, { invitation: await invite(`${id}-${provider.subject}@example.org`) });
    return comeBack(provider.answer(begun.url), begun.cookie);
  };

  it('sends whoever has no account away, even when the address is that of an account', async () => {
    const begun = await begin('real');
    const back = await throughProvider(begun.url, callbackOf('real'));
    expect(refused(await comeBack(back, begun.cookie))).toEqual(refusedBy('real'));
    const { body } = await stage.ask<AccountList>('GET', '/accounts', { headers: adminHeaders });
    expect(body.accounts.map(({ email, issuers }) => [email, issuers])).toEqual([['lead@example.org', []]]);
  });

  it('accepts an invitation at a real provider, and lets the same identity in from then on', async () => {
    const first = await begin('real', { invitation: await invite('one@example.org'), returnTo: '/goals' });
    const joined = await comeBack(await throughProvider(first.url, callbackOf('real')), first.cookie);
    expect([joined.status, joined.headers['location']]).toEqual([302, '/goals']);
    const state = await stage.ask<SessionState>('GET', '/session', { headers: joined.session ?? {} });
    expect(state.body.account).toMatchObject({ email: 'one@example.org', role: 'contributor', hasPassword: false });

    const again = await begin('real', { returnTo: 'https://evil.example' });
    const back = await comeBack(await throughProvider(again.url, callbackOf('real')), again.cookie);
    expect([back.headers['location'], back.session !== null]).toEqual(['/board', true]);

    real.subject = 'person-2';
    const stranger = await begin('real');
    const sent = await throughProvider(stranger.url, callbackOf('real'));
    expect(refused(await comeBack(sent, stranger.cookie))).toEqual(refusedBy('real'));
  });

  it('asks for PKCE, a state and a nonce, new ones each time', async () => {
    const [one, two] = [new URL((await begin('liar')).url), new URL((await begin('liar')).url)];
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.searchParams.get(name)?.length).toBeGreaterThanOrEqual(43);
      expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name));
    }
    expect(one.searchParams.get('code_challenge_method')).toBe('S256');
    expect(one.searchParams.get('response_type')).toBe('code');
  });

  it('lets nobody in by an answer that is not for this browser, this sign-in or this provider', async () => {
    expect((await join('liar', liar)).session).not.toBeNull();
    const fresh = async () => begin('liar');
    const [one, two] = [await fresh(), await fresh()];
    expect(refused(await comeBack(liar.answer(one.url), two.cookie))).toEqual(refusedBy('liar'));
    expect(refused(await comeBack(liar.answer(two.url), ''))).toEqual(refusedBy('liar'));
    const three = await fresh();
    const state = { state: 'x'.repeat(43) };
    expect(refused(await comeBack(liar.answer(three.url, state), three.cookie))).toEqual(refusedBy('liar'));
    expect(refused(await comeBack(liar.answer(three.url, { state: null }), three.cookie))).toEqual(refusedBy('liar'));

    const four = await fresh();
    const answer = liar.answer(four.url);
    expect((await comeBack(answer, four.cookie)).session).not.toBeNull();
    expect(refused(await comeBack(answer, four.cookie))).toEqual(refusedBy('liar'));

    const late = await fresh();
    stage.later(11 * 60_000);
    expect(refused(await comeBack(liar.answer(late.url), late.cookie))).toEqual(refusedBy('liar'));
  });

  it('is not mixed up: an answer of one provider is none of another', async () => {
    const mixed = await begin('liar');
    const asIfFromOther = liar.answer(mixed.url, { iss: other.issuer });
    expect(refused(await comeBack(asIfFromOther, mixed.cookie))).toEqual(refusedBy('liar'));
    const missing = await begin('liar');
    expect(refused(await comeBack(liar.answer(missing.url, { iss: null }), missing.cookie))).toEqual(refusedBy('liar'));
    const moved = await begin('liar');
    const elsewhere = liar.answer(moved.url).replace('/oidc/liar/', '/oidc/other/');
    expect(refused(await comeBack(elsewhere, moved.cookie))).toEqual(refusedBy('other'));
    // The same subject at another issuer is somebody else.
    const begun = await begin('other');
    expect(refused(await comeBack(other.answer(begun.url), begun.cookie))).toEqual(refusedBy('other'));
  });

  const now = () => Math.floor(Date.now() / 1000);
  const lies: Readonly<Record<string, Lie>> = {
    'another issuer': ({ claims, sign }) => sign({ ...claims, iss: 'https://elsewhere.example' }),
    'another audience': ({ claims, sign }) => sign({ ...claims, aud: 'somebody-else' }),
    'several audiences of which none is authorised': ({ claims, sign }) =>
      sign({ ...claims, aud: ['tandem', 'somebody-else'], azp: 'somebody-else' }),
    'another nonce': ({ claims, sign }) => sign({ ...claims, nonce: 'x'.repeat(43) }),
    'no nonce': ({ claims: { nonce: _, ...claims }, sign }) => sign(claims),
    'no subject': ({ claims: { sub: _, ...claims }, sign }) => sign(claims),
    'a time that is over': ({ claims, sign }) => sign({ ...claims, iat: now() - 900, exp: now() - 600 }),
    'a time that has not come': ({ claims, sign }) => sign({ ...claims, nbf: now() + 600 }),
    'no signature (alg: none)': ({ claims }) => Promise.resolve(unsigned(claims)),
    'a signature with the client secret': ({ claims }) => Promise.resolve(signedWithSecret(claims)),
    'the signature of another key': ({ claims }) => signedByOther(claims),
    'a text that is no token': () => Promise.resolve('no.token.here'),
  };
  it.each(Object.entries(lies))('refuses an identity token with %s', async (_what, lie) => {
    const begun = await begin('liar');
    const answer = liar.answer(begun.url);
    liar.lie = lie;
    expect(refused(await comeBack(answer, begun.cookie))).toEqual(refusedBy('liar'));
  });

  it('takes a clock that is half a minute off', async () => {
    const begun = await begin('liar');
    liar.lie = ({ claims, sign }) => sign({ ...claims, iat: now() - 330, exp: now() - 30 });
    expect((await comeBack(liar.answer(begun.url), begun.cookie)).session).not.toBeNull();
  });

  it('does not talk to a provider that says it is another one', async () => {
    const impostor = await openLyingProvider();
    impostor.metadata = { issuer: liar.issuer };
    const apart = await AccessStage.open({
      origin: () => origin,
      providers: [{ id: 'impostor', name: 'Impostor', issuer: impostor.issuer, ...client }],
    });
    try {
      const answer = await apart.ask('POST', '/oidc/impostor', { body: {} });
      expect(answer.status).toBe(401);
      impostor.metadata = {};
      expect((await apart.ask('POST', '/oidc/impostor', { body: {} })).status).toBe(200);
      expect((await apart.ask('POST', '/oidc/unknown', { body: {} })).status).toBe(404);
    } finally {
      await apart.close();
      await impostor.close();
    }
  });

  it('counts as a second factor that is demanded where the provider says that it asked for more than one', async () => {
    const demand = (secondFactorRoles: string[]) =>
      stage.ask('PATCH', '/sign-in-rules', { headers: adminHeaders, body: { secondFactorRoles } });
    liar.subject = 'with-a-key';
    await join('liar', liar);
    await demand(['contributor']);
    try {
      const stateWith = async (claimed: object) => {
        const begun = await begin('liar');
        const answer = liar.answer(begun.url);
        liar.lie = ({ claims, sign }) => sign({ ...claims, ...claimed });
        const headers = (await comeBack(answer, begun.cookie)).session ?? {};
        return (await stage.ask<SessionState>('GET', '/session', { headers })).body.state;
      };
      expect(await stateWith({ amr: ['pwd', 'otp', 'mfa'] })).toBe('signedIn');
      for (const claimed of [{}, { amr: ['pwd'] }, { amr: 'mfa' }, { acr: 'mfa' }])
        expect([claimed, await stateWith(claimed)]).toEqual([claimed, 'enrol']);
    } finally {
      await demand([]);
    }
  });

  it('ends for an identity whose account is disabled', async () => {
    liar.subject = 'soon-disabled';
    expect((await join('liar', liar)).session).not.toBeNull();
    const { body } = await stage.ask<AccountList>('GET', '/accounts', { headers: adminHeaders });
    const id = body.accounts.find(({ email }) => email === 'liar-soon-disabled@example.org')?.id ?? '';
    await stage.ask('PATCH', `/accounts/${id}`, { headers: adminHeaders, body: { disabled: true } });
    const begun = await begin('liar');
    expect(refused(await comeBack(liar.answer(begun.url), begun.cookie))).toEqual(refusedBy('liar'));
  });
});
