import fc from 'fast-check';
import { errorDistribution } from './error-distribution.js';

const errors = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 50 });

describe('errorDistribution', () => {
  it('draws ranges from the sizes of the errors, whichever way they went', () => {
    const { halfWidth } = errorDistribution([-1, 2, -3, 4, 5, -6, 7, 8, 9]);
    expect(halfWidth(0.5)).toBe(5);
    expect(halfWidth(0.8)).toBe(8);
  });

  it('goes beyond the largest error when there are few', () => {
    expect(errorDistribution([1, 2, 3]).halfWidth(0.8)).toBeGreaterThan(3);
    expect(errorDistribution([1, 2, 3]).halfWidth(0.8)).toBeLessThan(4);
  });

  it('gives one half where the forecast meets the target', () => {
    fc.assert(
      fc.property(errors, (sizes) => {
        expect(errorDistribution(sizes).atLeast(0)).toBeGreaterThanOrEqual(0.5);
      }),
    );
    expect(errorDistribution([1, -2, 3]).atLeast(0)).toBe(0.5);
  });

  it('gives one tenth exactly at the edge of the 80 % range', () => {
    fc.assert(
      fc.property(
        errors.filter((sizes) => new Set(sizes.map(Math.abs)).size === sizes.length && !sizes.includes(0)),
        (sizes) => {
          const { halfWidth, atLeast } = errorDistribution(sizes);
          expect(atLeast(halfWidth(0.8))).toBeCloseTo(0.1, 9);
          expect(atLeast(-halfWidth(0.8))).toBeCloseTo(0.9, 9);
          expect(atLeast(halfWidth(0.5))).toBeCloseTo(0.25, 9);
        },
      ),
    );
  });

  it('never calls anything impossible or certain', () => {
    fc.assert(
      fc.property(errors, fc.double({ min: -1e9, max: 1e9, noNaN: true }), (sizes, distance) => {
        const probability = errorDistribution(sizes).atLeast(distance);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
      }),
    );
  });

  it('falls as the distance grows', () => {
    const distances = fc.tuple(fc.integer({ min: -900, max: 900 }), fc.nat(900));
    fc.assert(
      fc.property(errors, distances, (sizes, [distance, more]) => {
        const { atLeast } = errorDistribution(sizes);
        expect(atLeast(distance + more)).toBeLessThanOrEqual(atLeast(distance) + 1e-12);
      }),
    );
  });

  it('stays sure, but not certain, of a series that never erred', () => {
    const { halfWidth, atLeast } = errorDistribution([0, 0, 0, 0]);
    expect(halfWidth(0.8)).toBe(0);
    expect(atLeast(0)).toBe(0.9);
    expect(atLeast(0.01)).toBeCloseTo(0.05, 12);
  });

  it('refuses to be drawn from nothing', () => {
    expect(() => errorDistribution([])).toThrow('at least one error');
  });
});
