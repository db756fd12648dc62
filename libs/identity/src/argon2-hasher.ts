import { hash, verify } from '@node-rs/argon2';
import { TooManyAttempts } from '@tandem/application/access/access-errors';
import type { PasswordHasher } from '@tandem/application/access/credential-ports';

/** OWASP's least for argon2id: 19 MiB, two passes, one lane. */
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Algorithm number of argon2id in the library; its enum cannot be read by modules that are compiled one by one. */
const argon2id = 2;

/** Two at once leave half of the thread pool, and the memory, to everything else. */
const atOnce = 2;
const waitingAtMost = 40;
const retryAfterS = 5;

/**
 * Hashes and checks passwords on threads of their own, a few at once; whoever comes when too many wait already is asked to come again, so
 * that a flood of sign-ins slows nothing but sign-ins.
 */
export function argon2Hasher(): PasswordHasher {
  const inTurn = limitedTo(atOnce, waitingAtMost);
  let standIn: Promise<string> | undefined;
  const hashed = (password: string) => hash(password, { ...settings, algorithm: argon2id });
  return {
    hash: (password) => inTurn(() => hashed(password)),
    verify: (stored, password) =>
      inTurn(async () => {
        if (stored !== null) return verify(stored, password).catch(() => false);
        // The same work for an account that does not exist.
        await verify(await (standIn ??= hashed('nobody has this password')), password);
        return false;
      }),
    isOutdated: (stored) => !stored.startsWith(`$argon2id$v=19$m=${settings.memoryCost},t=${settings.timeCost},p=1$`),
  };
}

function limitedTo(atMost: number, waitingAtMostNow: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atMost) {
      if (waiting.length >= waitingAtMostNow) throw new TooManyAttempts(retryAfterS);
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The place goes to the next in line without being free in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
