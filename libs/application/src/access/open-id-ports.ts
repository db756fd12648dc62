import type { Identity } from './access-ports.js';

/** A provider of OpenID Connect. */
export interface OpenIdProvider {
  readonly id: string;
  readonly name: string;
  /** Where the browser goes, and what has to be remembered until it comes back. */
  begin(redirectUri: string): Promise<OpenIdBeginning>;
  /** Throws `SignInRefused` for everything that does not fit. */
  finish(callback: URL, remembered: Omit<OpenIdBeginning, 'url'>): Promise<OpenIdPerson>;
}

export interface OpenIdBeginning {
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Who the provider says that came. The name is for show only; an address never stands for an identity. */
export interface OpenIdPerson extends Identity {
  readonly name: string | null;
  /** The provider says that it asked for more than one factor: `mfa` among the `amr` of the identity token (RFC 8176). */
  readonly usedSecondFactor: boolean;
}

export interface RememberedSignIn {
  readonly browserHash: string;
  readonly provider: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
  readonly invitationId: string | null;
}

export interface OidcSignInStore {
  remember(stateHash: string, signIn: RememberedSignIn, now: Date, expiresAt: Date): Promise<void>;
  /** Uses it up; null when it is unknown, used or over. */
  take(stateHash: string, now: Date): Promise<RememberedSignIn | null>;
}
