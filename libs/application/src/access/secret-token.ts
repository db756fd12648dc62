import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as text that needs no escaping anywhere. */
export function newSecretToken(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is kept of a random token. It has 256 bits of its own, so a plain hash cannot be guessed back. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
