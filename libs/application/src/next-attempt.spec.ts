import fc from 'fast-check';
import { deliveryRetries, nextAttempt } from './next-attempt.js';

const createdAt = new Date('2026-11-15T10:00:00.000Z');
const made = (attempts: number, retryAfterMs: number | null = null) => ({ attempts, createdAt, retryAfterMs });
const delayMs = (at: Date | null) => (at === null ? null : at.getTime() - createdAt.getTime());

describe('nextAttempt', () => {
  it('lets the ceiling of the delay grow fourfold up to its limit', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7].map((attempts) => delayMs(nextAttempt(made(attempts), createdAt, 1)));
    expect(ceilings.map((ms) => (ms ?? 0) / 1000)).toEqual([10, 40, 160, 640, 2560, 10_240, 21_600]);
  });

  it('spreads retries over the whole delay', () => {
    expect(delayMs(nextAttempt(made(3), createdAt, 0))).toBe(0);
    expect(delayMs(nextAttempt(made(3), createdAt, 0.5))).toBe(80_000);
  });

  it('never comes back before the sink has asked for', () => {
    expect(delayMs(nextAttempt(made(1, 90_000), createdAt, 0.5))).toBe(90_000);
  });

  it('gives up after eight attempts, and when the next one would be more than a day after the first', () => {
    expect(nextAttempt(made(8), createdAt, 0)).toBeNull();
    expect(nextAttempt(made(1, 25 * 3_600_000), createdAt, 0)).toBeNull();
    const late = new Date(createdAt.getTime() + 24 * 3_600_000);
    expect(nextAttempt(made(2), late, 0)).toEqual(late);
    expect(nextAttempt(made(2), late, 0.5)).toBeNull();
  });

  it('always ends: no row is tried more often or longer than the policy says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 20, maxLength: 20 }),
        (randoms) => {
          let now: Date | null = createdAt;
          let attempts = 0;
          for (const random of randoms) {
            if (now === null) break;
            attempts += 1;
            now = nextAttempt(made(attempts), now, random);
          }
          expect(now).toBeNull();
          expect(attempts).toBeLessThanOrEqual(deliveryRetries.attemptsAtMost);
        },
      ),
    );
  });
});
