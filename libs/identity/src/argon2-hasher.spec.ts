import { hash } from '@node-rs/argon2';
import { TooManyAttempts } from '@tandem/application/access/access-errors';
import { argon2Hasher } from './argon2-hasher.js';

describe('argon2 hasher', () => {
  const hasher = argon2Hasher();

  it('keeps a password as a PHC string with the settings that OWASP asks for', async () => {
    const stored = await hasher.hash('a long enough password');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(stored, 'a long enough password')).toBe(true);
    expect(await hasher.verify(stored, 'a long enough Password')).toBe(false);
    expect(hasher.isOutdated(stored)).toBe(false);
  });

  it('answers no for an account without a password, and for a hash that cannot be read', async () => {
    expect(await hasher.verify(null, 'nobody has this password')).toBe(false);
    expect(await hasher.verify('garbage', 'garbage')).toBe(false);
  });

  it('notices a hash of weaker settings, which still lets in', async () => {
    const weak = await hash('an old password here', { memoryCost: 4096, timeCost: 3, parallelism: 1, algorithm: 2 });
    expect(hasher.isOutdated(weak)).toBe(true);
    expect(await hasher.verify(weak, 'an old password here')).toBe(true);
  });

  it('turns those away who come when too many wait already', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 60 }, () => hasher.verify(null, 'x')));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(18);
    expect(refused.every((answer) => 'reason' in answer && answer.reason instanceof TooManyAttempts)).toBe(true);
    expect(await hasher.verify(null, 'x')).toBe(false);
  });
});
