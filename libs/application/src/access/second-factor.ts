import { randomBytes } from 'node:crypto';
import { InvalidInput } from '../input-errors.js';
import type { Clock } from '../ports.js';
import { Contradiction } from './access-ports.js';
import type { AccountStore, SecondFactorStore, SessionStore } from './access-ports.js';
import type { OneTimeCodes, SecretPlace, SecretSealer } from './credential-ports.js';
import { actorOf, type AccountPrincipal } from './principal.js';
import { hashOfToken } from './secret-token.js';

export interface SecondFactorDependencies {
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly secondFactors: SecondFactorStore;
  readonly codes: OneTimeCodes;
  readonly sealer: SecretSealer;
  readonly clock: Clock;
}

const recoveryCodes = 10;

export function codeSecretPlace(accountId: string): SecretPlace {
  return { table: 'account', column: 'totp_secret', row: accountId };
}

/** Capitals, spaces and dashes make no difference to whoever types a recovery code. */
export function hashOfRecoveryCode(code: string): string {
  return hashOfToken(`recovery ${code.replace(/[\s-]/g, '').toLowerCase()}`);
}

/** Begins the second factor of one's own account: the secret for an authenticator app. It counts once a code of it was given. */
export function beginSecondFactor({ accounts, secondFactors, codes, sealer, clock }: SecondFactorDependencies) {
  return async (caller: AccountPrincipal): Promise<{ readonly secret: string; readonly address: string }> => {
    const { accountId } = caller;
    const account = await accounts.byId(accountId);
    if (account === null || account.hasSecondFactor)
      throw new Contradiction('A second factor is set up already: remove it first.');
    const secret = codes.newSecret();
    const sealed = sealer.seal(secret, codeSecretPlace(accountId));
    await secondFactors.begin(accountId, sealed, actorOf(caller), clock());
    return { secret, address: codes.enrolmentAddress(secret, account.email) };
  };
}

/** Answers the recovery codes, which are never shown again; every other session of the account ends. */
export function confirmSecondFactor(dependencies: SecondFactorDependencies) {
  const { sessions, secondFactors, codes, sealer, clock } = dependencies;
  return async ({ accountId, sessionId }: AccountPrincipal, code: string): Promise<readonly string[]> => {
    const factor = await secondFactors.read(accountId);
    if (factor === null || factor.confirmed)
      throw new Contradiction('There is no second factor to confirm: begin again.');
    const now = clock();
    const step = codes.stepOf(sealer.open(factor.sealedSecret, codeSecretPlace(accountId)), code, now);
    if (step === null)
      throw new InvalidInput([
        { field: 'code', reason: 'This is not what the app shows now. Is the clock of the phone right?' },
      ]);
    const made = Array.from({ length: recoveryCodes }, newRecoveryCode);
    await secondFactors.confirm(accountId, step, made.map(hashOfRecoveryCode), `account:${accountId}`, now);
    await sessions.closeAll(accountId, sessionId, `account:${accountId}`, now);
    return made;
  };
}

/** 120 random bits in six groups: enough for a hash without salt, which ASVS 6.5.2 asks 112 for. */
function newRecoveryCode(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const text = [...randomBytes(24)].map((byte) => letters[byte % letters.length]).join('');
  return (text.match(/.{4}/g) ?? []).join('-');
}
