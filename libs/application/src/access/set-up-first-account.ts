import { InvalidInput } from '../input-errors.js';
import { SignInRefused } from './access-errors.js';
import { Contradiction } from './access-ports.js';
import type { Visitor } from './access-ports.js';
import type { PasswordHasher, PasswordWeakness } from './credential-ports.js';
import { openSession, type OpenedSession } from './open-session.js';
import { hashOfToken } from './secret-token.js';
import type { SignInLinkDependencies } from './sign-in-with-link.js';

export interface SetUpDependencies extends SignInLinkDependencies {
  readonly hasher: PasswordHasher;
  readonly passwordWeakness: PasswordWeakness;
}

export interface FirstAccount {
  readonly link: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Makes the first account, an administrator with a password, for whoever holds a link from the terminal. However many ask at once, one of
 * them becomes it.
 */
export function setUpFirstAccount(dependencies: SetUpDependencies) {
  const { accounts, links, hasher, passwordWeakness, clock } = dependencies;
  const open = openSession(dependencies);
  return async ({ link, name, email, password }: FirstAccount, visitor: Visitor): Promise<OpenedSession> => {
    const now = clock();
    const hash = hashOfToken(link);
    if (!(await links.exists(hash, now)))
      throw new SignInRefused(
        'This link was used already, or is older than an hour. "npx tandem login-link" prints a new one.',
      );
    requireStrength(passwordWeakness, password, [email, name]);
    const account = await accounts.createFirst(
      { email, name, role: 'administrator', side: null, personId: null, passwordHash: await hasher.hash(password) },
      'machine',
      now,
    );
    if (account === null)
      throw new Contradiction('Tandem is set up already: sign in, or ask an administrator for an invitation.');
    await links.take(hash, now);
    return open(account, visitor, { by: 'password', secondFactorDone: true });
  };
}

/** @throws {InvalidInput} with the reason */
export function requireStrength(passwordWeakness: PasswordWeakness, password: string, known: readonly string[]): void {
  const weakness = passwordWeakness(password, known);
  if (weakness !== null) throw new InvalidInput([{ field: 'password', reason: `The password ${weakness}.` }]);
}
