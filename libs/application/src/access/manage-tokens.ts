import type { Scope } from '@tandem/domain/access/permission';
import type { Clock } from '../ports.js';
import type { AccessToken, AccessTokenStore } from './access-ports.js';
import type { AccountPrincipal } from './principal.js';
import { hashOfToken, newSecretToken } from './secret-token.js';

export interface TokenRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly sources: readonly string[] | null;
  readonly validDays: number;
}

const dayMs = 86_400_000;
const shownCharacters = 13;

/** Answers the token itself, which is never shown again. */
export function createToken({ tokens, clock }: { readonly tokens: AccessTokenStore; readonly clock: Clock }) {
  return async (
    { name, scopes, sources, validDays }: TokenRequest,
    { accountId }: AccountPrincipal,
  ): Promise<{ readonly token: AccessToken; readonly secret: string }> => {
    const secret = newSecretToken('tandem_');
    const now = clock();
    const token = await tokens.create({
      name,
      tokenHash: hashOfToken(secret),
      prefix: secret.slice(0, shownCharacters),
      scopes,
      sources,
      madeBy: accountId,
      expiresAt: new Date(now.getTime() + validDays * dayMs),
      now,
    });
    return { token, secret };
  };
}
