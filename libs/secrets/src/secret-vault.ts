import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './key-ring.js';
import type { SecretKey } from './secret-key.js';

/** Where a secret is kept; it can be read there and nowhere else. */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  /** Primary key of its row. */
  readonly row: string;
}

/** Encrypts what is secret before it reaches the database, and reads it where it is used. */
export interface SecretVault {
  seal(clear: string, place: SecretPlace): string;
  /** Throws `UnreadableSecret` for a key that is not there, a changed text, or one that was moved from another place. */
  open(sealed: string, place: SecretPlace): string;
  /** Whether it was sealed with the key that is in use now. */
  isCurrent(sealed: string): boolean;
  readonly keys: KeyRing;
}

/** A stored secret that cannot be read; says where it is kept and never what it holds. */
export class UnreadableSecret extends Error {
  constructor(
    readonly place: SecretPlace,
    readonly reason: 'keyMissing' | 'damaged' | 'notSealed',
  ) {
    super(`The secret in ${place.table}.${place.column} of "${place.row}" cannot be read: ${reasons[reason]}.`);
    this.name = 'UnreadableSecret';
  }
}

const reasons = {
  keyMissing: 'the key that it was encrypted with is not there',
  damaged: 'it was changed, or moved here from another place',
  notSealed: 'it is not encrypted',
};

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const sealedPattern = /^sealed:1:([0-9a-f]{16}):([A-Za-z0-9_-]+)$/;

/** The id of the key that a text was sealed with; null when it is not sealed. */
export function sealingKeyId(text: string): string | null {
  return sealedPattern.exec(text)?.[1] ?? null;
}

/** AES-256-GCM with a random nonce; key id and place are authenticated with the text. */
export function createSecretVault(keys: KeyRing): SecretVault {
  return {
    keys,
    isCurrent: (sealed) => sealingKeyId(sealed) === keys.current().id,
    seal: (clear, place) => {
      const key = keys.current();
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes });
      cipher.setAAD(placeBytes(key, place));
      const text = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
      return `sealed:1:${key.id}:${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
    },
    open: (sealed, place) => {
      const [, keyId, content] = sealedPattern.exec(sealed) ?? [];
      if (keyId === undefined || content === undefined) throw new UnreadableSecret(place, 'notSealed');
      const key = keys.byId(keyId);
      if (key === null) throw new UnreadableSecret(place, 'keyMissing');
      return decrypt(key, Buffer.from(content, 'base64url'), place);
    },
  };
}

function decrypt(key: SecretKey, content: Buffer, place: SecretPlace): string {
  try {
    const nonce = content.subarray(0, nonceBytes);
    const decipher = createDecipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes });
    decipher.setAAD(placeBytes(key, place));
    decipher.setAuthTag(content.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(content.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
  } catch {
    // What OpenSSL says about it helps nobody but an attacker.
    throw new UnreadableSecret(place, 'damaged');
  }
}

function placeBytes(key: SecretKey, { table, column, row }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify(['tandem', 1, key.id, table, column, row]));
}
