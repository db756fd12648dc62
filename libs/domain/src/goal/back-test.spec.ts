import fc from 'fast-check';
import { backTest, measuredCoverage } from './back-test.js';

const repeat = (pattern: readonly number[], times: number) => Array.from({ length: times }, () => pattern).flat();
const errorOf = (test: ReturnType<typeof backTest>, method: string) =>
  test.methods.find((tested) => tested.method === method);

describe('backTest', () => {
  it('holds each forecast of the past against what came, knowing only what was known', () => {
    const values = [5, 3, 8, 1, 9, 2, 7, 4, 6, 5, 8, 3, 9, 1, 7, 2];
    const naive = errorOf(backTest(values, { horizonSteps: 2 }), 'naive');
    expect(naive?.errors.map(({ known }) => known)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14]);
    for (const { known, steps, error } of naive?.errors ?? []) {
      expect(steps).toBe(2);
      expect(error).toBe(Number(values[known + 1]) - Number(values[known - 1]));
    }
  });

  it('is not moved by points that come after the outcome', () => {
    const values = repeat([5, 3, 8, 1, 9], 6);
    const before = errorOf(backTest(values, { horizonSteps: 1 }), 'theilSen')?.errors.find(({ known }) => known === 20);
    const changed = values.map((value, index) => (index > 20 ? value + 1000 : value));
    expect(
      errorOf(backTest(changed, { horizonSteps: 1 }), 'theilSen')?.errors.find(({ known }) => known === 20),
    ).toEqual(before);
  });

  it('puts the method that erred least first', () => {
    const line = Array.from({ length: 30 }, (_, index) => 2 * index + (index % 3));
    const test = backTest(line, { horizonSteps: 4 });
    const sizes = test.methods.map(({ meanAbsoluteError }) => meanAbsoluteError);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(test.methods[0]?.method).not.toBe('naive');
    expect(test.methods.at(-1)?.method).toBe('naive');
  });

  it('prefers the simpler of methods that err equally', () => {
    expect(
      backTest(
        Array.from({ length: 20 }, () => 7),
        { horizonSteps: 3 },
      ).methods[0]?.method,
    ).toBe('naive');
    expect(
      backTest(
        Array.from({ length: 20 }, (_, index) => 3 * index),
        { horizonSteps: 3 },
      ).methods[0]?.method,
    ).toBe('drift');
  });

  it('finds a season when every asked time knows a whole one, and else leaves it out', () => {
    const weekdays = repeat([10, 20, 30, 40, 50, 5, 5], 6);
    expect(backTest(weekdays, { horizonSteps: 3, seasonSteps: 7 }).methods[0]).toMatchObject({
      method: 'seasonalNaive',
      meanAbsoluteError: 0,
    });
    expect(errorOf(backTest(weekdays, { horizonSteps: 3 }), 'seasonalNaive')).toBeUndefined();
    expect(
      errorOf(backTest(weekdays.slice(0, 12), { horizonSteps: 1, seasonSteps: 7 }), 'seasonalNaive'),
    ).toBeUndefined();
  });

  it('tests the longest horizon that history permits and scales its errors by the square root', () => {
    const zigzag = Array.from({ length: 8 }, (_, index) => index % 2);
    const test = backTest(zigzag, { horizonSteps: 8 });
    expect(test.testedSteps).toBe(2);
    const naive = errorOf(test, 'naive');
    expect(naive?.errors.filter(({ steps }) => steps === 1).map(({ error }) => Math.abs(error))).toEqual(
      Array.from({ length: 4 }, () => Math.sqrt(8)),
    );
    expect(naive?.errors.filter(({ steps }) => steps === 2).every(({ error }) => error === 0)).toBe(true);
  });

  it('asks at most forty times, however long the history', () => {
    const values = Array.from({ length: 520 }, (_, index) => (index * 37) % 101);
    expect(backTest(values, { horizonSteps: 6 }).methods[0]?.errors).toHaveLength(40);
    const pooled = backTest(values, { horizonSteps: 400 });
    expect(new Set(pooled.methods[0]?.errors.map(({ known }) => known)).size).toBeLessThanOrEqual(40);
    expect(new Set(pooled.methods[0]?.errors.map(({ steps }) => steps)).size).toBeLessThanOrEqual(12);
  });

  it('holds forecasts inside the bounds before it scores them', () => {
    const values = [90, 92, 94, 96, 98, 99, 100, 100, 100, 100, 100, 100];
    const free = errorOf(backTest(values, { horizonSteps: 2 }), 'drift');
    const bounded = errorOf(backTest(values, { horizonSteps: 2, bounds: { upper: 100 } }), 'drift');
    expect(Number(bounded?.meanAbsoluteError)).toBeLessThan(Number(free?.meanAbsoluteError));
  });

  it('asks every method at the same times, for any history', () => {
    const histories = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 8, maxLength: 90 });
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 60 }), (values, horizonSteps) => {
        const test = backTest(values, { horizonSteps, seasonSteps: 4 });
        const times = test.methods.map(({ errors }) => errors.map(({ known, steps }) => `${known}+${steps}`).join());
        expect(new Set(times).size).toBe(1);
        expect(test.methods[0]?.errors.length).toBeGreaterThanOrEqual(3);
        expect(test.testedSteps).toBeLessThanOrEqual(horizonSteps);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses fewer than eight points when nothing is left to test', () => {
    expect(() => backTest([1, 2, 3, 4, 5, 6], { horizonSteps: 1 })).toThrow('too few for a back-test');
  });
});

describe('measuredCoverage', () => {
  const tested = (values: readonly number[], horizonSteps: number) => {
    const test = backTest(values, { horizonSteps });
    const naive = errorOf(test, 'naive');
    if (!naive) throw new Error('naive is always tested');
    return measuredCoverage(naive, test.testedSteps);
  };

  it('cannot be stated for a short history', () => {
    expect(tested([1, 2, 1, 2, 1, 2, 1, 2], 1)).toBeNull();
  });

  it('is 1 when errors never grew, and less once they did', () => {
    const calm = Array.from({ length: 40 }, (_, index) => index % 2);
    expect(tested(calm, 1)).toBe(1);
    const wild = calm.map((value, index) => (index > 28 ? value * 50 : value));
    expect(Number(tested(wild, 1))).toBeLessThan(0.9);
  });

  it('is near 80 % for independent changes', () => {
    let seed = 20_261_122;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const coverages = Array.from({ length: 40 }, () => {
      let level = 0;
      const walk = Array.from({ length: 60 }, () => (level += random() + random() + random() - 1.5));
      return Number(tested(walk, 1));
    });
    const mean = coverages.reduce((sum, coverage) => sum + coverage, 0) / coverages.length;
    expect(mean).toBeGreaterThan(0.75);
    expect(mean).toBeLessThan(0.87);
  });
});
