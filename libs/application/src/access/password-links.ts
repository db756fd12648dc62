import { NotFound } from '../input-errors.js';
import type { Clock } from '../ports.js';
import { SignInRefused } from './access-errors.js';
import { Contradiction } from './access-ports.js';
import type { Account, AccountStore, AttemptStore, PasswordLinkStore, Visitor } from './access-ports.js';
import type { PasswordHasher, PasswordWeakness } from './credential-ports.js';
import { openSession, type OpenedSession, type OpenSessionDependencies } from './open-session.js';
import { actorOf, type Principal } from './principal.js';
import { hashOfToken, newSecretToken } from './secret-token.js';
import { requireStrength } from './set-up-first-account.js';
import { limitsOfSignIn } from './sign-in-with-password.js';

interface LinkDependencies {
  readonly accounts: AccountStore;
  readonly passwordLinks: PasswordLinkStore;
  readonly clock: Clock;
}

const linkMs = 24 * 60 * 60_000;
const gone = 'This link was used or replaced, or its time is over. Ask an administrator for a new one.';

/**
 * A link that lets whoever opens it choose a new password, once and within a day; it is handed over by whoever made it. The answer's token is
 * never shown again.
 *
 * @throws {NotFound}
 * @throws {Contradiction} for an account that needs no password, or could not come in with one
 */
export function makePasswordLink({ accounts, passwordLinks, clock }: LinkDependencies) {
  return async (id: string, principal: Principal): Promise<{ readonly token: string; readonly expiresAt: Date }> => {
    const account = await accounts.byId(id);
    if (account === null) throw new NotFound('account', id);
    if (principal.kind === 'account' && principal.accountId === id)
      throw new Contradiction('Your own password is changed under Account, with the present one.');
    if (account.disabledAt !== null) throw new Contradiction('This account is disabled: enable it first.');
    if (!account.hasPassword && account.issuers.length > 0)
      throw new Contradiction('This account has no password: it signs in with its provider.');
    const token = newSecretToken();
    const now = clock();
    const expiresAt = new Date(now.getTime() + linkMs);
    await passwordLinks.create({
      tokenHash: hashOfToken(token),
      accountId: id,
      actor: actorOf(principal),
      now,
      expiresAt,
    });
    return { token, expiresAt };
  };
}

/** Whose password a link replaces. @throws {SignInRefused} */
export function readPasswordLink({ accounts, passwordLinks, clock }: LinkDependencies) {
  return async (token: string): Promise<Account> => {
    const id = await passwordLinks.find(hashOfToken(token), clock());
    const account = id === null ? null : await accounts.byId(id);
    if (account === null) throw new SignInRefused(gone);
    return account;
  };
}

export interface UsePasswordLinkDependencies extends LinkDependencies, OpenSessionDependencies {
  readonly attempts: AttemptStore;
  readonly hasher: PasswordHasher;
  readonly passwordWeakness: PasswordWeakness;
}

/**
 * Sets the password of a link's account, and signs it in. Every other session of it ends. The second factor stays, and is asked for: the link
 * stands in for the password alone.
 *
 * @throws {SignInRefused}
 * @throws {InvalidInput} for a password that is easily guessed; the link still counts then
 */
export function usePasswordLink(dependencies: UsePasswordLinkDependencies) {
  const { attempts, hasher, passwordLinks, passwordWeakness, clock } = dependencies;
  const read = readPasswordLink(dependencies);
  const open = openSession(dependencies);
  return async (
    { token, password }: { readonly token: string; readonly password: string },
    visitor: Visitor,
  ): Promise<OpenedSession> => {
    const account = await read(token);
    requireStrength(passwordWeakness, password, [account.email, account.name]);
    const hash = await hasher.hash(password);
    if (!(await passwordLinks.use(hashOfToken(token), hash, clock()))) throw new SignInRefused(gone);
    // Whoever forgot a password has tried some: those tries are not held against the new one.
    await attempts.forget(limitsOfSignIn(account.email, visitor).ofAccount.map(({ key }) => key));
    return open(account, visitor, { by: 'password-link', secondFactorDone: false });
  };
}
