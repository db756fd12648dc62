import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits that secrets at rest are encrypted with. */
export interface SecretKey {
  /** Tells keys apart in what they encrypted, and says nothing about the key. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** A key that must not be used: the sentence says why and what to do, and never repeats the key. */
export class UnusableKey extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableKey';
  }
}

const keyBytes = 32;
/** Random bytes hold about 30 different values among 32; fewer than this is a pattern or a default. */
const differentBytesAtLeast = 16;
export const howToMakeAKey = 'Make one with: openssl rand -base64 32';

export function newSecretKey(): SecretKey {
  return secretKey(randomBytes(keyBytes));
}

/**
 * Reads a key of 32 random bytes, written as base64 or as 64 hexadecimal digits.
 *
 * @param name what the key is called where it comes from: a variable or a file
 * @throws {UnusableKey} for another length, and for what nobody drew at random: defaults, words, patterns
 */
export function parseSecretKey(text: string, name: string): SecretKey {
  const bytes = decode(text.trim());
  if (bytes === null) {
    throw new UnusableKey(
      `${name} cannot be used: it must be 32 random bytes in base64 or hexadecimal. ${howToMakeAKey}`,
    );
  }
  if (isWeak(bytes)) {
    throw new UnusableKey(
      `${name} cannot be used: it is not random (a default, a word or a pattern), so anyone could guess it. ${howToMakeAKey}`,
    );
  }
  return secretKey(bytes);
}

function secretKey(bytes: Buffer): SecretKey {
  return { bytes, id: createHash('sha256').update('tandem secret key id\0').update(bytes).digest('hex').slice(0, 16) };
}

function decode(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === keyBytes ? bytes : null;
}

function isWeak(bytes: Buffer): boolean {
  const values = [...bytes];
  if (new Set(values).size < differentBytesAtLeast) return true;
  // A sentence that was encoded; random bytes are all printable once in a hundred million million.
  if (values.every((value) => value >= 0x20 && value <= 0x7e)) return true;
  const steps = new Set(values.slice(1).map((value, index) => (value - (values[index] ?? 0) + 256) % 256));
  return steps.size < differentBytesAtLeast / 2;
}
