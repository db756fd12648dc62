import { createPrivateKey, sign } from 'node:crypto';
import { z } from 'zod';
import { ConnectorFailure } from '../connector-failure.js';
import type { Authentication } from './authentication.js';

export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970; it is fetched again before. */
  readonly renewAt: number;
  /** A refresh token that takes the place of the one that was used; null where that one holds on. */
  readonly refreshToken: string | null;
}

export interface TokenQuestion {
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, string>>;
}

type Fetched = Extract<Authentication, { readonly tokenUrl: string }>;

const answer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).optional(),
});
/** Where a vendor does not say how long a token holds; an earlier end shows as a 401 and is mended once. */
const assumedSeconds = 600;
const renewedBeforeSeconds = 60;

/** What to ask the token address of a vendor. */
export function tokenQuestion(authentication: Fetched, now: Date): TokenQuestion {
  if (authentication.kind === 'serviceAccount') {
    const form = {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertionOf(authentication, now),
    };
    return { url: authentication.tokenUrl, form, credentials: {} };
  }
  const { tokenUrl: url, clientId, clientSecret, clientIn = 'header', scope, further } = authentication;
  const grant: Record<string, string> =
    authentication.kind === 'clientCredentials'
      ? { grant_type: 'client_credentials' }
      : { grant_type: 'refresh_token', refresh_token: authentication.refreshToken };
  const inBody: Record<string, string> =
    clientIn === 'body' ? { client_id: clientId, client_secret: clientSecret } : {};
  const form = { ...grant, ...(scope === undefined ? {} : { scope }), ...further, ...inBody };
  const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
  const credentials =
    clientIn === 'header' ? { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } : undefined;
  return { url, form, credentials: credentials ?? {} };
}

/** Reads the answer of a token address. @throws {ConnectorFailure} for one without a token */
export function accessTokenIn(body: unknown, now: Date): AccessToken {
  const read = answer.safeParse(body);
  if (!read.success) {
    throw new ConnectorFailure(
      'sourceChanged',
      'noAccessToken',
      'The address for access tokens answered without a token.',
      'Check the address for tokens in the settings of the connection.',
    );
  }
  const seconds = read.data.expires_in ?? assumedSeconds;
  return {
    token: read.data.access_token,
    renewAt: now.getTime() + Math.max(1, seconds - renewedBeforeSeconds) * 1000,
    refreshToken: read.data.refresh_token ?? null,
  };
}

// RFC 7523: a statement of one hour, signed with RS256.
function assertionOf(account: Extract<Fetched, { kind: 'serviceAccount' }>, now: Date): string {
  const { issuer, tokenUrl, scope, subject, keyId, privateKeyPem } = account;
  const issuedAt = Math.floor(now.getTime() / 1000);
  const header = { alg: 'RS256', typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) };
  const claims = {
    iss: issuer,
    scope,
    aud: tokenUrl,
    iat: issuedAt,
    exp: issuedAt + 3600,
    ...(subject === undefined ? {} : { sub: subject }),
  };
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${signed(text, privateKeyPem)}`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signed(text: string, pem: string): string {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'rsa') throw new Error('not RSA');
    return sign('RSA-SHA256', Buffer.from(text), key).toString('base64url');
  } catch {
    // What OpenSSL says about the key could hold a part of it.
    throw new ConnectorFailure(
      'configuration',
      'keyUnusable',
      'The private key of the service account cannot be used.',
      'Give the RSA key in PEM form, whole, with its first and last line, as the vendor issued it.',
    );
  }
}

// RFC 6749 §2.3.1 has both parts encoded as in a form.
function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
