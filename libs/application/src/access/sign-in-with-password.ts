import { SignInRefused, TooManyAttempts } from './access-errors.js';
import type { AccessJournal, AccountStore, AttemptLimit, AttemptStore, Visitor } from './access-ports.js';
import type { PasswordHasher } from './credential-ports.js';
import { openSession, type OpenedSession, type OpenSessionDependencies } from './open-session.js';

export interface SignInDependencies extends OpenSessionDependencies {
  readonly journal: AccessJournal;
  readonly accounts: AccountStore;
  readonly attempts: AttemptStore;
  readonly hasher: PasswordHasher;
}

const windowMs = 15 * 60_000;

/**
 * Tight for one address trying one account, wider for the account and for the address alone: guessing is slow from anywhere, and nobody can
 * lock somebody else out from one place.
 */
export function limitsOfSignIn(
  email: string,
  { address }: Visitor,
): { readonly ofAccount: readonly AttemptLimit[]; readonly ofAddress: AttemptLimit } {
  return {
    ofAccount: [
      { key: `pair ${email} ${address}`, atMost: 8, windowMs },
      { key: `account ${email}`, atMost: 60, windowMs },
    ],
    ofAddress: { key: `address ${address}`, atMost: 120, windowMs },
  };
}

/**
 * Opens a session for an address and its password. An unknown address, a wrong password and a disabled account get the same answer after
 * the same work.
 *
 * @throws {SignInRefused}
 * @throws {TooManyAttempts}
 */
export function signInWithPassword(dependencies: SignInDependencies) {
  const { accounts, attempts, hasher, journal, clock } = dependencies;
  const open = openSession(dependencies);
  return async (
    given: { readonly email: string; readonly password: string },
    visitor: Visitor,
  ): Promise<OpenedSession> => {
    const email = given.email.trim().toLowerCase();
    const { ofAccount, ofAddress } = limitsOfSignIn(email, visitor);
    const now = clock();
    const blockedUntil = await attempts.count([...ofAccount, ofAddress], now);
    if (blockedUntil !== null) throw new TooManyAttempts(Math.ceil((blockedUntil.getTime() - now.getTime()) / 1000));
    const account = await accounts.byEmail(email);
    const stored = account === null || account.disabledAt !== null ? null : await accounts.passwordHash(account.id);
    const isRight = await hasher.verify(stored, given.password);
    if (account === null || stored === null || !isRight) {
      await journal.note({
        actor: 'visitor',
        action: 'sign-in.refused',
        subjectKind: 'account',
        subjectId: account?.id ?? 'unknown',
        details: { by: 'password', address: visitor.address },
        now,
      });
      throw new SignInRefused('This address and password do not belong together.');
    }
    await attempts.forget(ofAccount.map(({ key }) => key));
    if (hasher.isOutdated(stored)) await accounts.rehash(account.id, await hasher.hash(given.password));
    return open(account, visitor, { by: 'password', secondFactorDone: false });
  };
}
