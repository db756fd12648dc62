import { enrolmentAddress, newCodeSecret, stepOfCode } from './one-time-code.js';

/** "12345678901234567890", the secret of RFC 6238's examples. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('one-time code', () => {
  // RFC 6238, appendix B, SHA-1, last six digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('takes the code of the standard at %d s', (seconds, code) => {
    expect(stepOfCode(secret, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
  });

  it('takes the code of the step before and after, and says which step it was', () => {
    expect(stepOfCode(secret, '287082', new Date(89_000))).toBe(1);
    expect(stepOfCode(secret, '287082', new Date(29_000))).toBe(1);
    expect(stepOfCode(secret, '287082', new Date(120_000))).toBeNull();
  });

  it('takes no code that is no code', () => {
    for (const code of ['', '28708', '2870820', 'abcdef', '２８７０８２']) {
      expect(stepOfCode(secret, code, new Date(59_000))).toBeNull();
    }
    expect(stepOfCode(secret, '287 082', new Date(59_000))).toBe(1);
  });

  it('makes secrets of 160 bits, and addresses that apps understand', () => {
    const made = newCodeSecret();
    expect(made).toMatch(/^[A-Z2-7]{32}$/);
    expect(newCodeSecret()).not.toBe(made);
    expect(enrolmentAddress(made, 'lead@example.org')).toBe(
      `otpauth://totp/Tandem:lead%40example.org?issuer=Tandem&secret=${made}&algorithm=SHA1&digits=6&period=30`,
    );
  });
});
