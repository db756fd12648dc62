import { withoutSecrets } from './without-secrets.js';

describe('what is told about a source', () => {
  it('holds its secrets in none of the forms in which they travel', () => {
    const secret = 'a+b/c"d=ü';
    const clean = withoutSecrets([secret]);
    const base64 = Buffer.from(secret).toString('base64');
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64])
      expect(clean(`It said ${form}.`)).toBe('It said (secret).');
    expect(clean(Buffer.from(secret).toString('base64url'))).toBe('(secret)');
  });

  it('keeps every other word, also where a secret is too short to be told from one', () => {
    expect(withoutSecrets(['abc', ''])('abc is not known')).toBe('abc is not known');
    expect(withoutSecrets(['long-secret', 'long-secret-2'])('long-secret-2, long-secret')).toBe('(secret), (secret)');
  });
});
