import { InvalidInput } from '../input-errors.js';
import type { Clock } from '../ports.js';
import { TooManyAttempts } from './access-errors.js';
import type { AccountStore, AttemptStore } from './access-ports.js';
import type { PasswordHasher, PasswordWeakness } from './credential-ports.js';
import type { AccountPrincipal } from './principal.js';
import { requireStrength } from './set-up-first-account.js';

export interface ChangePasswordDependencies {
  readonly accounts: AccountStore;
  readonly attempts: AttemptStore;
  readonly hasher: PasswordHasher;
  readonly passwordWeakness: PasswordWeakness;
  readonly clock: Clock;
}

/** Sets one's own password; the present one is asked for when there is one. Every other session of the account ends. */
export function changePassword(dependencies: ChangePasswordDependencies) {
  const { accounts, hasher, passwordWeakness, clock } = dependencies;
  const requirePresent = requirePassword(dependencies);
  return async (
    { accountId, sessionId, name }: AccountPrincipal,
    { present, next }: { readonly present: string | null; readonly next: string },
  ): Promise<void> => {
    await requirePresent(accountId, present, 'present');
    const account = await accounts.byId(accountId);
    requireStrength(passwordWeakness, next, [name, account?.email ?? '']);
    const hash = await hasher.hash(next);
    await accounts.setPassword(accountId, hash, {
      keepSession: sessionId,
      actor: `account:${accountId}`,
      now: clock(),
    });
  };
}

/** Asks again for the password of whoever is signed in, before something that an open desk must not be enough for. */
export function requirePassword({
  accounts,
  attempts,
  hasher,
  clock,
}: Omit<ChangePasswordDependencies, 'passwordWeakness'>) {
  return async (accountId: string, given: string | null, field: string): Promise<void> => {
    const stored = await accounts.passwordHash(accountId);
    if (stored === null) return;
    const now = clock();
    const key = `password ${accountId}`;
    const blockedUntil = await attempts.count([{ key, atMost: 10, windowMs: 15 * 60_000 }], now);
    if (blockedUntil !== null) throw new TooManyAttempts(Math.ceil((blockedUntil.getTime() - now.getTime()) / 1000));
    if (given === null || !(await hasher.verify(stored, given)))
      throw new InvalidInput([{ field, reason: 'This is not your present password.' }]);
    await attempts.forget([key]);
  };
}
