import fc from 'fast-check';
import { fitMethod, methodsBySimplicity } from './forecast-methods.js';

const line = [10, 12, 14, 16, 18, 20, 22, 24];
const seriesOf = (minLength: number) => fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength, maxLength: 60 });

describe('fitMethod', () => {
  it('naive keeps the last value', () => {
    expect(fitMethod('naive', [1, 5, 3])(7)).toBe(3);
  });

  it('drift goes on along the line through the first and the last value', () => {
    expect(fitMethod('drift', [10, 40, 16])(2)).toBe(22);
  });

  it('seasonalNaive repeats the value of one season earlier', () => {
    const forecastOf = fitMethod('seasonalNaive', [0, 1, 2, 3, 4, 5, 6], 3);
    expect([1, 2, 3, 4, 7].map(forecastOf)).toEqual([4, 5, 6, 4, 4]);
  });

  it('theilSen follows the slope of most points, not that of an outlier', () => {
    const spoiled = line.map((value, index) => (index === 5 ? 500 : value));
    expect(fitMethod('theilSen', spoiled)(3)).toBeCloseTo(30, 1);
    expect(fitMethod('drift', [...line.slice(0, -1), 500])(1)).toBeGreaterThan(500);
  });

  it('theilSen forgets what is older than its window', () => {
    const old = Array.from({ length: 100 }, (_, index) => 1000 - 10 * index);
    const recent = Array.from({ length: 26 }, (_, index) => index);
    expect(fitMethod('theilSen', [...old, ...recent])(1)).toBeCloseTo(26, 9);
  });

  it('dampedHolt follows a trend, ever more slowly', () => {
    const forecastOf = fitMethod('dampedHolt', line);
    const [next, later, far, further] = [1, 2, 500, 1000].map(forecastOf);
    expect(next).toBeGreaterThan(24);
    expect(Number(later) - Number(next)).toBeLessThan(Number(next) - 24);
    expect(Number(further) - Number(far)).toBeLessThan(0.01);
  });

  it('says of a flat series that it stays flat, by every method', () => {
    for (const method of methodsBySimplicity) {
      expect(fitMethod(method, [5, 5, 5, 5, 5, 5], 2)(4)).toBeCloseTo(5, 12);
    }
  });

  it('moves and scales with the unit, by every method', () => {
    fc.assert(
      fc.property(
        seriesOf(4),
        fc.constantFrom(...methodsBySimplicity),
        fc.integer({ min: 1, max: 20 }),
        (values, method, steps) => {
          const here = fitMethod(method, values, 3)(steps);
          const there = fitMethod(
            method,
            values.map((value) => value * 4 + 32),
            3,
          )(steps);
          expect(Number.isFinite(here)).toBe(true);
          // The grid search of dampedHolt may tie between two settings, which rounding can then tell apart either way.
          if (method !== 'dampedHolt') expect(there).toBeCloseTo(here * 4 + 32, 6);
        },
      ),
    );
  });

  it('refuses a single point', () => {
    expect(() => fitMethod('naive', [1])).toThrow('at least two points');
  });
});
