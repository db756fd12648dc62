import { SignInRefused } from '@tandem/application/access/access-errors';
import type { OpenIdPerson, OpenIdProvider } from '@tandem/application/access/open-id-ports';
import type { Configuration, IDToken } from 'openid-client';

export interface OpenIdProviderOptions {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Told why somebody was refused, for operators; whoever was refused is not. */
  readonly onRefusal: (reason: string) => void;
}

/** Clocks of two machines differ. */
const toleranceS = 60;
const patienceS = 10;

/**
 * A provider of OpenID Connect: authorisation code with PKCE, state and nonce; the issuer that the answer names, audience, times and the
 * signature of the identity token are checked. The provider is asked about itself when it is first needed, and again after a failure.
 */
export function openIdProvider({
  id,
  name,
  issuer,
  clientId,
  clientSecret,
  onRefusal,
}: OpenIdProviderOptions): OpenIdProvider {
  let known: Promise<Configuration> | undefined;
  const configuration = () => {
    known ??= discover({ issuer, clientId, clientSecret });
    known.catch(() => (known = undefined));
    return known;
  };
  const refusing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      onRefusal(`${name}: ${reasonOf(error)}`);
      throw new SignInRefused(`The sign-in at ${name} was not accepted.`);
    }
  };
  return {
    id,
    name,
    begin: (redirectUri) =>
      refusing(async () => {
        const client = await import('openid-client');
        const [state, nonce, codeVerifier] = [
          client.randomState(),
          client.randomNonce(),
          client.randomPKCECodeVerifier(),
        ];
        const url = client.buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: 'openid email profile',
          code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: 'S256',
          state,
          nonce,
        });
        return { url: url.href, state, nonce, codeVerifier };
      }),
    finish: (callback, { state, nonce, codeVerifier }) =>
      refusing(async () => {
        const client = await import('openid-client');
        const tokens = await client.authorizationCodeGrant(await configuration(), callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('the answer holds no identity token');
        return personOf(claims);
      }),
  };
}

function personOf({ iss, sub, name, amr }: IDToken): OpenIdPerson {
  const shown = typeof name === 'string' ? name.trim().slice(0, 200) : '';
  const usedSecondFactor = Array.isArray(amr) && amr.includes('mfa');
  return { issuer: iss, subject: sub, name: shown === '' ? null : shown, usedSecondFactor };
}

async function discover({
  issuer,
  clientId,
  clientSecret,
}: Pick<OpenIdProviderOptions, 'issuer' | 'clientId' | 'clientSecret'>) {
  const client = await import('openid-client');
  const address = new URL(issuer);
  const execute = [
    client.enableNonRepudiationChecks,
    ...(address.protocol === 'http:' ? [client.allowInsecureRequests] : []),
  ];
  return client.discovery(
    address,
    clientId,
    { [client.clockTolerance]: toleranceS, client_secret: clientSecret },
    undefined,
    {
      execute,
      timeout: patienceS,
    },
  );
}

/** Codes and sentences of the library; nothing that came from the other side word for word, and no token. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'refused';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.message}${code}`;
}
