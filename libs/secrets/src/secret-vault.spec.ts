import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { openKeyRing } from './key-ring.js';
import { createSecretVault, UnreadableSecret, type SecretPlace } from './secret-vault.js';

let directory: string;
beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-secrets-'));
});
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));

let rings = 0;
function vault() {
  rings += 1;
  const file = path.join(directory, `keys-${rings}`);
  return createSecretVault(openKeyRing({ environmentKey: null, previousKeys: [], file }));
}

const place = { table: 'route', column: 'secret', row: 'on-call' };
const placeArbitrary: fc.Arbitrary<SecretPlace> = fc.record({
  table: fc.string(),
  column: fc.string(),
  row: fc.string(),
});

describe('a sealed secret', () => {
  it('is the same after it was sealed, its key was rotated, and it was sealed again with the new one', () => {
    const kept = vault();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), placeArbitrary, (clear, where) => {
        const sealed = kept.seal(clear, where);
        kept.keys.renew();
        expect(kept.isCurrent(sealed)).toBe(false);
        const again = kept.seal(kept.open(sealed, where), where);
        kept.keys.retire();
        expect(kept.isCurrent(again)).toBe(true);
        expect(kept.open(again, where)).toBe(clear);
        kept.keys.renew();
        kept.keys.retire();
        expect(() => kept.open(sealed, where)).toThrow(new UnreadableSecret(where, 'keyMissing'));
      }),
      { numRuns: 50 },
    );
  });

  it('cannot be read in any other table, column or row', () => {
    const kept = vault();
    fc.assert(
      fc.property(fc.string(), placeArbitrary, placeArbitrary, (clear, here, there) => {
        fc.pre(JSON.stringify(here) !== JSON.stringify(there));
        expect(() => kept.open(kept.seal(clear, here), there)).toThrow(new UnreadableSecret(there, 'damaged'));
      }),
    );
  });

  it('cannot be read once a single character of it was changed', () => {
    const kept = vault();
    const sealed = kept.seal('whsec_signed', place);
    const begins = sealed.lastIndexOf(':') + 1;
    for (let at = begins; at < sealed.length - 1; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      expect(() => kept.open(changed, place)).toThrow(UnreadableSecret);
    }
    for (const cut of [begins + 1, begins + 16, begins + 37, sealed.length - 2])
      expect(() => kept.open(sealed.slice(0, cut), place)).toThrow(UnreadableSecret);
  });

  it('never looks the same twice, and holds nothing of the secret', () => {
    const kept = vault();
    const sealed = [1, 2, 3].map(() => kept.seal('hunter2-hunter2', place));
    expect(new Set(sealed).size).toBe(3);
    for (const text of sealed) {
      expect(text).not.toContain('hunter2');
      expect(Buffer.from(text.split(':')[3] ?? '', 'base64url').includes('hunter2')).toBe(false);
    }
  });

  it('is told from a text that was never sealed', () => {
    expect(() => vault().open('whsec_clear', place)).toThrow(new UnreadableSecret(place, 'notSealed'));
  });
});
