import { SignInRefused } from './access-errors.js';
import { InvalidInput } from '../input-errors.js';
import type { AccountStore, SecondFactorStore, SignInLinkStore, Visitor } from './access-ports.js';
import { openSession, type OpenedSession, type OpenSessionDependencies } from './open-session.js';
import { hashOfToken, newSecretToken } from './secret-token.js';

export interface SignInLinkDependencies extends OpenSessionDependencies {
  readonly accounts: AccountStore;
  readonly links: SignInLinkStore;
  readonly secondFactors: Pick<SecondFactorStore, 'remove'>;
  /** Only this machine can reach the server: whoever reads its terminal may come in without setting anything up. */
  readonly isOnLoopback: boolean;
}

const linkMs = 60 * 60_000;
const spent = 'This link was used already, or is older than an hour. "npx tandem login-link" prints a new one.';

/**
 * A link that lets whoever opens it in once: as the named account, else as the administrator who is there longest, or is made by it. One for
 * somebody who lost their second factor says whose it was.
 */
export function makeSignInLink({
  accounts,
  links,
  clock,
}: Pick<SignInLinkDependencies, 'accounts' | 'links' | 'clock'>) {
  return async (email: string | null, secondFactorLost: boolean, actor: string): Promise<string> => {
    if (email === null && secondFactorLost)
      throw new InvalidInput([{ field: 'email', reason: 'Say who lost their second factor.' }]);
    const account = email === null ? null : await accounts.byEmail(email);
    if (email !== null && (account === null || account.disabledAt !== null))
      throw new SignInRefused(`Nobody with the address ${email} can sign in.`);
    const token = newSecretToken();
    const now = clock();
    await links.create({
      tokenHash: hashOfToken(token),
      accountId: account?.id ?? null,
      secondFactorLost,
      actor,
      now,
      expiresAt: new Date(now.getTime() + linkMs),
    });
    return token;
  };
}

/**
 * Uses a link up and opens a session. It stands in for the password alone: the code of a second factor is asked for as after any other way in,
 * and one that was lost is removed, which the audit trail tells. On an empty workspace of a loopback address the first visitor becomes
 * its administrator; elsewhere that one chooses a password first, and null says so: the link still counts then.
 *
 * @throws {SignInRefused}
 */
export function signInWithLink(dependencies: SignInLinkDependencies) {
  const { accounts, links, secondFactors, clock, isOnLoopback } = dependencies;
  const open = openSession(dependencies);
  return async (token: string, visitor: Visitor): Promise<OpenedSession | null> => {
    const now = clock();
    const hash = hashOfToken(token);
    if (!(await links.exists(hash, now))) throw new SignInRefused(spent);
    const everybody = await accounts.list();
    if (everybody.length === 0 && !isOnLoopback) return null;
    const link = await links.take(hash, now);
    if (link === null) throw new SignInRefused(spent);
    if (everybody.length === 0) await accounts.createFirst(firstVisitor, 'machine', now);
    const account = (await accounts.list())
      .filter(({ id, role }) => (link.accountId === null ? role === 'administrator' : id === link.accountId))
      .filter(({ disabledAt }) => disabledAt === null)
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0];
    if (account === undefined) throw new SignInRefused(spent);
    const isRemoved = link.secondFactorLost && account.hasSecondFactor;
    if (isRemoved) await secondFactors.remove(account.id, 'machine', now);
    return open(account, visitor, { by: 'link', secondFactorDone: isRemoved });
  };
}

const firstVisitor = {
  email: 'administrator@localhost',
  name: 'Administrator',
  role: 'administrator',
  side: null,
  personId: null,
  passwordHash: null,
} as const;
