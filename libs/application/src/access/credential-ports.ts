export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** `stored` null takes as long and answers false, so that nobody learns which accounts there are. */
  verify(stored: string | null, password: string): Promise<boolean>;
  /** The hash was made with weaker settings than today's. */
  isOutdated(stored: string): boolean;
}

/** Codes of authenticator apps, RFC 6238. */
export interface OneTimeCodes {
  newSecret(): string;
  enrolmentAddress(secret: string, account: string): string;
  /** null when the code belongs to no time step near `now`. */
  stepOf(secret: string, code: string, now: Date): number | null;
}

/** Encrypts a text so that it can be read at its place only. */
export interface SecretSealer {
  seal(clear: string, place: SecretPlace): string;
  open(sealed: string, place: SecretPlace): string;
}

export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/** Why a password would be guessed soon, as the end of a sentence about it; null when nothing speaks against it. */
export type PasswordWeakness = (password: string, known: readonly string[]) => string | null;
