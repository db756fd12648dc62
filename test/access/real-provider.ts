import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const client = { clientId: 'tandem', clientSecret: 'a-client-secret-of-these-tests' };

/** A certified provider on the loopback address; whoever comes is signed in at once as `subject`. */
export interface RealProvider {
  readonly issuer: string;
  subject: string;
  close(): Promise<void>;
}

export async function openRealProvider(redirectUri: string): Promise<RealProvider> {
  const handler: { serve?: ReturnType<Provider['callback']> } = {};
  const server = createServer((request, response) => void handler.serve?.(request, response));
  const issuer = await listening(server);
  const who = { issuer, subject: 'person-1', close: () => closing(server) };
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirectUri] }],
    cookies: { keys: ['of these tests'] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: 'lead@example.org', email_verified: true, name: 'Person One' }),
    }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: client.clientId,
        accountId: context.oidc.session?.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const serve = provider.callback();
  handler.serve = async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return serve(request, response);
    return provider.interactionFinished(request, response, { login: { accountId: who.subject } });
  };
  return who;
}

/** Follows a browser through the provider, until it is sent back; answers that address. */
export async function throughProvider(start: string, backTo: string): Promise<string> {
  const cookies = new Map<string, string>();
  let address = start;
  for (let step = 0; step < 10; step += 1) {
    if (address.startsWith(backTo)) return address;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(address, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null)
      throw new Error(`The provider stopped with ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    address = new URL(next, address).href;
  }
  throw new Error('The provider leads nowhere.');
}

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function closing(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
