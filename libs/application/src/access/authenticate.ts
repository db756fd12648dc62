import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../ports.js';
import type { AccessTokenStore, FoundSession, SessionLimits, SessionStore } from './access-ports.js';
import type { Principal } from './principal.js';
import { hashOfToken } from './secret-token.js';

export interface AuthenticateDependencies {
  readonly sessions: SessionStore;
  readonly tokens: AccessTokenStore;
  readonly limits: SessionLimits;
  /** The token that lies in the data directory for as long as this process runs; null when there is none. */
  readonly machineToken: string | null;
  readonly clock: Clock;
}

const touchEveryMs = 60_000;

/** Who a request comes from, by what it carries; null when that lets nobody in. A token goes before a session. */
export function authenticate(dependencies: AuthenticateDependencies) {
  const { tokens, machineToken, clock } = dependencies;
  const machineHash = machineToken === null ? null : Buffer.from(hashOfToken(machineToken));
  const find = findSession(dependencies);
  return async ({
    bearer,
    session,
  }: {
    readonly bearer: string | null;
    readonly session: string | null;
  }): Promise<Principal | null> => {
    if (bearer !== null) {
      const hash = hashOfToken(bearer);
      if (machineHash !== null && timingSafeEqual(machineHash, Buffer.from(hash)))
        return { kind: 'machine', name: 'This machine' };
      return tokens.find(hash, clock());
    }
    const found = session === null ? null : await find(session);
    return found === null || found.awaitingSecondFactor ? null : found.principal;
  };
}

/** The session of a cookie, finished or waiting for its second factor; its use is noted, at most once a minute. */
export function findSession({
  sessions,
  limits,
  clock,
}: Pick<AuthenticateDependencies, 'sessions' | 'limits' | 'clock'>) {
  return async (token: string): Promise<FoundSession | null> => {
    const now = clock();
    const found = await sessions.find(hashOfToken(token), now, new Date(now.getTime() - limits.idleMs));
    if (found !== null && now.getTime() - found.lastSeenAt.getTime() >= touchEveryMs)
      await sessions.touch(found.principal.sessionId, now);
    return found;
  };
}
