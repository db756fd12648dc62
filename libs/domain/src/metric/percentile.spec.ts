import fc from 'fast-check';
import { percentile } from './percentile.js';

// Zero has no sign here: the order of -0 and 0 is not what is asked.
const number = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => value + 0);
const numbers = fc.array(number, { minLength: 1, maxLength: 40 });

describe('percentile', () => {
  it('answers as percentile_cont does', () => {
    expect(percentile([1, 2, 3, 4], 50)).toBe(2.5);
    expect(percentile([40, 10, 30, 20], 90)).toBeCloseTo(37, 12);
    expect(percentile([10, 20, 30, 40, 50], 25)).toBe(20);
    expect(percentile([7], 99)).toBe(7);
  });

  it('sorts numbers as numbers and leaves the list as it was', () => {
    const values = [100, 9, -20];
    expect(percentile(values, 50)).toBe(9);
    expect(values).toEqual([100, 9, -20]);
  });

  it('has no value for an empty list', () => {
    expect(percentile([], 50)).toBeNull();
  });

  it('reaches from the smallest to the largest and never falls as the rank rises', () => {
    fc.assert(
      fc.property(numbers, fc.nat(100), fc.nat(100), (values, a, b) => {
        const [low, high] = [percentile(values, Math.min(a, b)), percentile(values, Math.max(a, b))];
        expect(percentile(values, 0)).toBe(Math.min(...values));
        expect(percentile(values, 100)).toBe(Math.max(...values));
        expect(Number(low)).toBeLessThanOrEqual(Number(high) + 1e-6);
      }),
    );
  });

  it('refuses a rank outside 0 to 100', () => {
    expect(() => percentile([1], 101)).toThrow('There is no percentile 101');
    expect(() => percentile([1], Number.NaN)).toThrow('Use a number from 0 to 100');
  });
});
