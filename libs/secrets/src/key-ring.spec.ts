import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openKeyRing } from './key-ring.js';
import { parseSecretKey, UnusableKey } from './secret-key.js';

let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-keys-'));
  file = path.join(directory, 'secret-keys');
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const random = () => randomBytes(32).toString('base64');
const ring = (environmentKey: string | null = null, previousKeys: readonly string[] = []) =>
  openKeyRing({ environmentKey, previousKeys, file });

describe('a key file', () => {
  it('is made when it is first needed, readable by its owner only, and read by the next start', () => {
    const first = ring();
    expect(fs.existsSync(file)).toBe(false);
    const key = first.current();
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(ring().current()).toEqual(key);
    expect(fs.readdirSync(directory)).toEqual(['secret-keys']);
  });

  it('is the same for two first starts at once', () => {
    const [one, other] = [ring(), ring()];
    expect(one.current()).toEqual(other.current());
  });

  it('that others may read is refused, with what to do', () => {
    ring().current();
    fs.chmodSync(file, 0o640);
    expect(() => ring()).toThrow(/may be read by others.*chmod 600/);
  });

  it('that is empty or damaged is refused instead of being replaced', () => {
    fs.writeFileSync(file, '# nothing\n', { mode: 0o600 });
    expect(() => ring()).toThrow(/holds no key/);
    fs.writeFileSync(file, 'half a key\n', { mode: 0o600 });
    expect(() => ring()).toThrow(UnusableKey);
  });

  it('keeps older keys until they are retired, and the last of them for what was in work meanwhile', () => {
    const keys = ring();
    const old = keys.current();
    keys.renew();
    expect(keys.current().id).not.toBe(old.id);
    expect(ring().byId(old.id)).toEqual(old);
    keys.retire();
    expect(ring().byId(old.id)).toEqual(old);
    keys.renew();
    expect(ring().byId(old.id)).toEqual(old);
    keys.retire();
    expect(ring().byId(old.id)).toBeNull();
    expect(ring().current()).toEqual(keys.current());
  });
});

describe('a key from the environment', () => {
  it('is used before the file, whose keys still read what they sealed', () => {
    const old = ring().current();
    const keys = ring(random());
    expect(keys.current().id).not.toBe(old.id);
    expect(keys.byId(old.id)).toEqual(old);
  });

  it('goes with the ones before it', () => {
    const before = random();
    const keys = ring(random(), [before]);
    const { id } = parseSecretKey(before, 'before');
    expect(keys.byId(id)?.bytes.toString('base64')).toBe(before);
    expect(fs.existsSync(file)).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['a word', 'changeme'],
    ['a word of the right length', Buffer.from('tandem-tandem-secret-key-1234567').toString('base64')],
    ['zeros', '0'.repeat(64)],
    ['one letter', 'A'.repeat(43) + '='],
    ['a sequence', Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('hex')],
    ['a repeated piece', Buffer.concat([1, 2, 3, 4].map(() => Buffer.from('f00dcafe01020304', 'hex'))).toString('hex')],
    ['too short a key', randomBytes(16).toString('base64')],
    ['too long a key', randomBytes(64).toString('base64')],
  ])('is refused when it is %s, and is not repeated', (_what, text) => {
    const attempt = () => ring(text);
    expect(attempt).toThrow(UnusableKey);
    expect(attempt).toThrow(/TANDEM_SECRET_KEY.*openssl rand/);
    if (text.length > 4) expect(attempt).not.toThrow(new RegExp(text.slice(0, 8).replace(/[+/]/g, '.')));
  });

  it.each([random(), randomBytes(32).toString('hex'), randomBytes(32).toString('base64url')])(
    'is taken in base64 and in hexadecimal',
    (text) => {
      expect(ring(text).current().bytes).toHaveLength(32);
    },
  );
});
