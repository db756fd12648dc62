/** How a connector proves who it is. Tokens that are fetched are kept for the run and fetched again before they end, or once after a 401. */
export type Authentication =
  | { readonly kind: 'none' }
  /** `Authorization: Bearer …` unless another header or scheme is named. */
  | { readonly kind: 'token'; readonly token: string; readonly header?: string; readonly scheme?: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  /** OAuth 2 (RFC 6749 §4.4). */
  | ({ readonly kind: 'clientCredentials'; readonly scope?: string } & OAuthClient)
  /** OAuth 2 (RFC 6749 §6). A refresh token that the vendor replaces is kept for the next run. */
  | ({ readonly kind: 'refreshToken'; readonly refreshToken: string; readonly scope?: string } & OAuthClient)
  /** A signed statement for an access token (RFC 7523), as service accounts use it: RS256. */
  | {
      readonly kind: 'serviceAccount';
      readonly tokenUrl: string;
      readonly issuer: string;
      readonly privateKeyPem: string;
      readonly scope: string;
      readonly keyId?: string;
      /** Whom the account acts for. */
      readonly subject?: string;
    };

export interface OAuthClient {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the client proves itself; the header where left out (RFC 6749 §2.3.1). */
  readonly clientIn?: 'header' | 'body';
  /** Further fields that the vendor wants, such as an audience. */
  readonly further?: Readonly<Record<string, string>>;
}

/** Addresses beside the base address that authentication contacts. */
export function authenticationContacts(authentication: Authentication): readonly string[] {
  return 'tokenUrl' in authentication ? [authentication.tokenUrl] : [];
}

/** What must never be seen in a message or log. */
export function secretsOf(authentication: Authentication): readonly string[] {
  switch (authentication.kind) {
    case 'none':
      return [];
    case 'token':
      return [authentication.token];
    case 'basic':
      return [authentication.password];
    case 'clientCredentials':
      return [authentication.clientSecret];
    case 'refreshToken':
      return [authentication.clientSecret, authentication.refreshToken];
    case 'serviceAccount':
      return [authentication.privateKeyPem];
  }
}
