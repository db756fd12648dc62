import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { newSecretKey, parseSecretKey, UnusableKey, type SecretKey } from './secret-key.js';

/** The keys of one installation: the one that encrypts, and older ones that what is stored may still need. */
export interface KeyRing {
  current(): SecretKey;
  byId(id: string): SecretKey | null;
  /** Where the current key comes from, for people. */
  readonly origin: string;
  /**
   * Makes a new key the current one, where this process may: a key from the environment is changed there, by its operator, and then
   * nothing happens here.
   */
  renew(): void;
  /**
   * Drops keys that nothing stored needs any more. The one before the current stays: a write that began before the rotation may end
   * after it, and a backup from before can still be read.
   */
  retire(): void;
}

export interface KeyRingOptions {
  /** `TANDEM_SECRET_KEY`; null keeps the key in a file. */
  readonly environmentKey: string | null;
  /** `TANDEM_SECRET_KEY_PREVIOUS`. */
  readonly previousKeys: readonly string[];
  /** Where the keys are kept when the environment gives none; made when it is first needed, readable by its owner only. */
  readonly file: string;
}

/**
 * Opens the keys of this installation.
 *
 * @throws {UnusableKey} for a weak or malformed key, and for a key file that others may read
 */
export function openKeyRing({ environmentKey, previousKeys, file }: KeyRingOptions): KeyRing {
  const stored = readKeyFile(file);
  const previous = previousKeys.map((text) => parseSecretKey(text, 'TANDEM_SECRET_KEY_PREVIOUS'));
  if (environmentKey !== null) {
    const current = parseSecretKey(environmentKey, 'TANDEM_SECRET_KEY');
    return environmentRing(current, [...previous, ...stored]);
  }
  return fileRing(file, stored, previous);
}

function environmentRing(current: SecretKey, older: readonly SecretKey[]): KeyRing {
  const keys = [current, ...older];
  return {
    origin: 'TANDEM_SECRET_KEY',
    current: () => current,
    byId: (id) => keys.find((key) => key.id === id) ?? null,
    renew: () => undefined,
    retire: () => undefined,
  };
}

function fileRing(file: string, stored: readonly SecretKey[], previous: readonly SecretKey[]): KeyRing {
  let keys = stored;
  const current = (): SecretKey => {
    keys = keys.length > 0 ? keys : createKeyFile(file);
    const [first] = keys;
    if (first === undefined) throw new UnusableKey(`${file} holds no key.`);
    return first;
  };
  return {
    origin: file,
    current,
    byId: (id) => [...keys, ...previous].find((key) => key.id === id) ?? null,
    renew: () => {
      current();
      keys = [newSecretKey(), ...keys];
      writeKeyFile(file, keys);
    },
    retire: () => {
      keys = keys.slice(0, 2);
      writeKeyFile(file, keys);
    },
  };
}

function readKeyFile(file: string): readonly SecretKey[] {
  const status = fs.statSync(file, { throwIfNoEntry: false });
  if (status === undefined) return [];
  if (process.platform !== 'win32' && (status.mode & 0o077) !== 0) {
    throw new UnusableKey(
      `${file} may be read by others, so the key in it is no secret. Close it with: chmod 600 ${file}`,
    );
  }
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const keys = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (keys.length === 0) throw new UnusableKey(`${file} holds no key. Put it back from a backup.`);
  return keys.map((text) => parseSecretKey(text, `The key in ${file}`));
}

/** Two first starts at once agree: the file appears whole, and whoever comes second reads it. */
function createKeyFile(file: string): readonly SecretKey[] {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = writeDraft(file, [newSecretKey()]);
  try {
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
  return readKeyFile(file);
}

function writeKeyFile(file: string, keys: readonly SecretKey[]): void {
  fs.renameSync(writeDraft(file, keys), file);
}

function writeDraft(file: string, keys: readonly SecretKey[]): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const lines = keys.map(({ bytes }) => bytes.toString('base64'));
  const text = `# Encrypts the secrets in Tandem's database; the first key is in use. Without this file they cannot be read.\n${lines.join('\n')}\n`;
  fs.writeFileSync(draft, text, { mode: 0o600, flush: true });
  return draft;
}
