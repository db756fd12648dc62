import { SignInRefused } from './access-errors.js';
import type { AccountStore, SignInLinkStore, Visitor } from './access-ports.js';
import { openSession, type OpenedSession, type OpenSessionDependencies } from './open-session.js';
import { hashOfToken, newSecretToken } from './secret-token.js';

export interface SignInLinkDependencies extends OpenSessionDependencies {
  readonly accounts: AccountStore;
  readonly links: SignInLinkStore;
  /** Only this machine can reach the server: whoever reads its terminal may come in without setting anything up. */
  readonly isOnLoopback: boolean;
}

const linkMs = 60 * 60_000;
const spent = 'This link was used already, or is older than an hour. "npx tandem login-link" prints a new one.';

/** A link that lets whoever opens it in once: as the named account, else as the administrator who is there longest, or is made by it. */
export function makeSignInLink({
  accounts,
  links,
  clock,
}: Pick<SignInLinkDependencies, 'accounts' | 'links' | 'clock'>) {
  return async (email: string | null, actor: string): Promise<string> => {
    const account = email === null ? null : await accounts.byEmail(email);
    if (email !== null && (account === null || account.disabledAt !== null))
      throw new SignInRefused(`Nobody with the address ${email} can sign in.`);
    const token = newSecretToken();
    const now = clock();
    await links.create({
      tokenHash: hashOfToken(token),
      accountId: account?.id ?? null,
      actor,
      now,
      expiresAt: new Date(now.getTime() + linkMs),
    });
    return token;
  };
}

/**
 * Uses a link up and opens a session. Whoever can print links owns the machine, so no second factor is asked for. On an empty workspace of a
 * loopback address the first visitor becomes its administrator; elsewhere that one chooses a password first, and null says so: the link
 * still counts then.
 *
 * @throws {SignInRefused}
 */
export function signInWithLink(dependencies: SignInLinkDependencies) {
  const { accounts, links, clock, isOnLoopback } = dependencies;
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
    return open(account, visitor, { by: 'link', secondFactorDone: true });
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
