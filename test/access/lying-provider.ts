import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { client, closing, listening } from './real-provider.js';

/** What is wrong with the next identity token; each is given what would be right. */
export type Lie = (right: {
  readonly claims: JWTPayload;
  readonly sign: (claims: JWTPayload) => Promise<string>;
}) => Promise<string>;

/** A provider that answers as it should, until it is told to lie. */
export interface LyingProvider {
  readonly issuer: string;
  lie: Lie | null;
  /** Replaces parts of what it says about itself. */
  metadata: Readonly<Record<string, unknown>>;
  subject: string;
  /** Where it sends the browser back to, with an answer of its own. */
  answer(authorization: string, changes?: Readonly<Record<string, string | null>>): string;
  close(): Promise<void>;
}

export async function openLyingProvider(): Promise<LyingProvider> {
  const keys = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, { readonly nonce: string }>();
  const server = createServer((request, response) => void serve(request, response));
  const issuer = await listening(server);
  const provider: LyingProvider = {
    issuer,
    lie: null,
    metadata: {},
    subject: 'person-1',
    answer: (authorization, changes = {}) => {
      const asked = new URL(authorization).searchParams;
      const back = new URL(asked.get('redirect_uri') ?? '');
      const code = `code-${codes.size}`;
      codes.set(code, { nonce: asked.get('nonce') ?? '' });
      const given: Record<string, string | null> = { code, state: asked.get('state') ?? '', iss: issuer, ...changes };
      for (const [name, value] of Object.entries(given)) if (value !== null) back.searchParams.set(name, value);
      return back.href;
    },
    close: () => closing(server),
  };
  const sign = (claims: JWTPayload) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(keys.privateKey);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', issuer).pathname;
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const answers: Record<string, () => Promise<object> | object> = {
      '/.well-known/openid-configuration': () => ({ ...describe(issuer), ...provider.metadata }),
      '/jwks': () => ({ keys: [jwk] }),
      '/token': async () => {
        const nonce = codes.get(new URLSearchParams(body).get('code') ?? '')?.nonce ?? '';
        const now = Math.floor(Date.now() / 1000);
        const claims = { iss: issuer, aud: client.clientId, sub: provider.subject, nonce, iat: now, exp: now + 300 };
        const idToken = await (provider.lie === null ? sign(claims) : provider.lie({ claims, sign }));
        return { access_token: 'access', token_type: 'Bearer', expires_in: 300, id_token: idToken };
      },
    };
    const answer = answers[path];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ? await answer() : {}));
  };
  return provider;
}

function describe(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
  };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that nobody signed. */
export function unsigned(claims: JWTPayload): string {
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

/** A token that is signed with what both sides know, as if that were a key of the provider. */
export function signedWithSecret(claims: JWTPayload): string {
  const text = `${part({ alg: 'HS256' })}.${part(claims)}`;
  return `${text}.${createHmac('sha256', client.clientSecret).update(text).digest('base64url')}`;
}

/** A token that is signed by somebody else. */
export async function signedByOther(claims: JWTPayload): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey);
}
