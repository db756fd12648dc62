import { SignInRefused, TooManyAttempts } from './access-errors.js';
import type { AccessJournal, AttemptStore, SecondFactorStore, Visitor } from './access-ports.js';
import type { OneTimeCodes, SecretSealer } from './credential-ports.js';
import type { AccountStore } from './access-ports.js';
import { findSession } from './authenticate.js';
import { openSession, type OpenedSession, type OpenSessionDependencies } from './open-session.js';
import { codeSecretPlace, hashOfRecoveryCode } from './second-factor.js';

export interface FinishSignInDependencies extends OpenSessionDependencies {
  readonly journal: AccessJournal;
  readonly accounts: AccountStore;
  readonly attempts: AttemptStore;
  readonly secondFactors: SecondFactorStore;
  readonly codes: OneTimeCodes;
  readonly sealer: SecretSealer;
}

/**
 * Turns a session that waits for its second factor into a new one that is let in. A code of the app counts once, even within its own half
 * minute; so does a recovery code.
 *
 * @throws {SignInRefused}
 * @throws {TooManyAttempts}
 */
export function finishSignIn(dependencies: FinishSignInDependencies) {
  const { accounts, attempts, clock, sessions } = dependencies;
  const find = findSession(dependencies);
  const open = openSession(dependencies);
  const isRight = rightCode(dependencies);
  return async (sessionToken: string | null, code: string, visitor: Visitor): Promise<OpenedSession> => {
    const found = sessionToken === null ? null : await find(sessionToken);
    if (!found?.awaitingSecondFactor) throw new SignInRefused('This sign-in took too long: begin again.');
    const { accountId, sessionId } = found.principal;
    const now = clock();
    const limit = { key: `code ${accountId}`, atMost: 10, windowMs: 15 * 60_000 };
    const blockedUntil = await attempts.count([limit], now);
    if (blockedUntil !== null) throw new TooManyAttempts(Math.ceil((blockedUntil.getTime() - now.getTime()) / 1000));
    const account = await accounts.byId(accountId);
    if (account === null || !(await isRight(accountId, code))) {
      await dependencies.journal.note({
        actor: 'visitor',
        action: 'sign-in.refused',
        subjectKind: 'account',
        subjectId: accountId,
        details: { by: 'code', address: visitor.address },
        now,
      });
      throw new SignInRefused('This code is not right, or was used before. Wait for the next one.');
    }
    await attempts.forget([limit.key]);
    await sessions.close(sessionId, accountId, null);
    return open(account, visitor, { by: 'code', secondFactorDone: true });
  };
}

/** Whether a code of the app, or a recovery code, is right; uses it up. */
export function rightCode({
  secondFactors,
  codes,
  sealer,
  clock,
}: Pick<FinishSignInDependencies, 'secondFactors' | 'codes' | 'sealer' | 'clock'>) {
  return async (accountId: string, code: string): Promise<boolean> => {
    const factor = await secondFactors.read(accountId);
    if (!factor?.confirmed) return false;
    const secret = sealer.open(factor.sealedSecret, codeSecretPlace(accountId));
    const step = codes.stepOf(secret, code, clock());
    if (step !== null) return secondFactors.useStep(accountId, step);
    return secondFactors.useRecoveryCode(accountId, hashOfRecoveryCode(code));
  };
}
