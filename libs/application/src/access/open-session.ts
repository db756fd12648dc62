import type { Clock } from '../ports.js';
import type { Account, SessionLimits, SessionStore, Visitor } from './access-ports.js';
import { hashOfToken, newSecretToken } from './secret-token.js';

export interface OpenSessionDependencies {
  readonly sessions: SessionStore;
  readonly limits: SessionLimits;
  readonly clock: Clock;
}

/** What the visitor's browser keeps. */
export interface OpenedSession {
  readonly token: string;
  readonly expiresAt: Date;
  readonly awaitingSecondFactor: boolean;
}

/** Whoever is asked for a second factor has this long to give it. */
const secondFactorMs = 10 * 60_000;

/** A session of its own for every sign-in: what a browser carried before is never taken over. */
export function openSession({ sessions, limits, clock }: OpenSessionDependencies) {
  return async (
    account: Account,
    visitor: Visitor,
    how: {
      readonly by: string;
      readonly secondFactorDone: boolean;
      /** A provider asked for more than one factor itself, and says so. */
      readonly secondFactorElsewhere?: boolean;
    },
  ): Promise<OpenedSession> => {
    const now = clock();
    const awaitingSecondFactor = account.hasSecondFactor && !how.secondFactorDone;
    const token = newSecretToken();
    const expiresAt = new Date(now.getTime() + (awaitingSecondFactor ? secondFactorMs : limits.longestMs));
    await sessions.open({
      tokenHash: hashOfToken(token),
      accountId: account.id,
      awaitingSecondFactor,
      secondFactorElsewhere: how.secondFactorElsewhere ?? false,
      visitor,
      by: how.by,
      now,
      expiresAt,
    });
    return { token, expiresAt, awaitingSecondFactor };
  };
}
