import fc from 'fast-check';
import { backTest } from './back-test.js';
import { forecast } from './forecast.js';

const weekMs = 7 * 86_400_000;
const firstMs = Date.UTC(2026, 0, 5);
const weekly = (values: readonly number[]) => values.map((value, index) => ({ t: firstMs + index * weekMs, value }));
const dueIn = (values: readonly number[], weeks: number) => firstMs + (values.length - 1 + weeks) * weekMs;
const ask = (values: readonly number[], weeks: number, target: number, options = {}, direction: 'up' | 'down' = 'up') =>
  forecast(weekly(values), { dueAt: dueIn(values, weeks), target, direction }, options);

/** Share of bookings kept, per cent by ISO week of arrival, 2015-W28 to 2016-W51: hotel bookings of Antonio, Almeida, Nunes (2019). */
const keptBookings = [
  57.37, 55.12, 48.62, 56.7, 56.82, 54.78, 66.31, 57.86, 64.23, 62.11, 55.19, 58.76, 59.18, 58.04, 64.89, 75.21, 69.29,
  79.15, 67.09, 85.3, 79.19, 65.09, 51.69, 80.84, 73.57, 69.39, 83.2, 82.27, 71.85, 71.55, 76.77, 69.7, 58.29, 61.35,
  70.78, 79.57, 67.34, 60.98, 70.34, 66.67, 61.06, 60.18, 58.87, 67.03, 63.21, 64.49, 66.13, 60.69, 58.33, 53.29, 71.02,
  61.69, 65.77, 65.72, 69.37, 70.22, 64.88, 61.47, 64.34, 63.36, 63.67, 58.93, 67.65, 65.1, 56.6, 61.09, 57.21, 58.98,
  60.71, 54.37, 61.02, 71.07, 71.3, 61.08, 66.24, 70.25, 66.53,
];
/** Final releases of bullmq by ISO week of 2025, from the project's public tags. */
const releases = [
  1, 3, 1, 4, 5, 2, 6, 3, 2, 1, 4, 4, 4, 5, 3, 2, 4, 2, 1, 0, 2, 1, 1, 2, 5, 0, 1, 3, 2, 3, 1, 1, 2, 1, 3, 1, 0, 2, 2,
  2, 1, 0, 1, 4, 0, 2, 2, 1, 1, 1, 2, 2,
];

describe('forecast', () => {
  it('does not exist below eight settled points', () => {
    expect(ask([1, 2, 3, 4, 5, 6, 7], 4, 10)).toBeNull();
    expect(ask([1, 2, 3, 4, 5, 6, 7, 8], 4, 10)).not.toBeNull();
    expect(forecast([], { dueAt: 0, target: 1, direction: 'up' })).toBeNull();
  });

  it('does not exist once the last point reaches the due date', () => {
    expect(ask([1, 2, 3, 4, 5, 6, 7, 8], 0, 10)).toBeNull();
  });

  it('follows a straight line with next to no error', () => {
    const line = Array.from({ length: 20 }, (_, index) => 10 + index);
    expect(ask(line, 6, 35)).toMatchObject({
      value: 35,
      method: 'drift',
      error: 0,
      points: 20,
      horizonSteps: 6,
      testedSteps: 6,
    });
    expect(Number(ask(line, 6, 35)?.probability)).toBeGreaterThan(0.9);
    expect(Number(ask(line, 6, 36)?.probability)).toBeLessThan(0.1);
  });

  it('errs no more than naive on real weekly series, at every tested length and horizon', () => {
    for (const series of [keptBookings, releases]) {
      for (const length of [8, 13, 26, series.length]) {
        for (const weeks of [1, 6, 13]) {
          const values = series.slice(0, length);
          const naive = backTest(values, { horizonSteps: weeks }).methods.find(({ method }) => method === 'naive');
          const answer = ask(values, weeks, 60);
          expect(Number(answer?.error)).toBeLessThanOrEqual(Number(naive?.meanAbsoluteError));
        }
      }
    }
  });

  it('beats naive clearly on the kept bookings, and its 80 % range held about as often as it says', () => {
    const answer = ask(keptBookings, 6, 65, { bounds: { lower: 0, upper: 100 }, precision: 2 });
    const naive = backTest(keptBookings, { horizonSteps: 6 }).methods.find(({ method }) => method === 'naive');
    expect(Number(answer?.error)).toBeLessThan(0.85 * Number(naive?.meanAbsoluteError));
    expect(Number(answer?.coverage80)).toBeGreaterThan(0.65);
    expect(Number(answer?.coverage80)).toBeLessThanOrEqual(1);
  });

  it('nests its ranges around the value and widens them with the horizon it cannot test', () => {
    const [near, far] = [ask(keptBookings.slice(0, 13), 6, 60), ask(keptBookings.slice(0, 13), 24, 60)];
    for (const answer of [near, far]) {
      expect(Number(answer?.low80)).toBeLessThan(Number(answer?.low50));
      expect(Number(answer?.low50)).toBeLessThan(Number(answer?.value));
      expect(Number(answer?.value)).toBeLessThan(Number(answer?.high50));
      expect(Number(answer?.high50)).toBeLessThan(Number(answer?.high80));
    }
    expect(far?.testedSteps).toBe(6);
    expect(Number(far?.error)).toBeCloseTo(Number(near?.error) * 2, 9);
    expect(far?.coverage80).toBeNull();
  });

  it('is one half sure or more exactly when the forecast meets the target, equal included', () => {
    const histories = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 8, maxLength: 40 });
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom('up' as const, 'down' as const),
        (values, target, direction) => {
          const answer = ask(values, 4, target, { precision: 0 }, direction);
          const meets = direction === 'up' ? Number(answer?.value) >= target : Number(answer?.value) <= target;
          expect(Number(answer?.probability) >= 0.5).toBe(meets);
          expect(Number(answer?.probability)).toBeGreaterThan(0);
          expect(Number(answer?.probability)).toBeLessThan(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is at least one tenth sure exactly when the target is inside the 80 % range', () => {
    for (let target = 40; target <= 95; target += 0.37) {
      const answer = ask(keptBookings, 6, target);
      expect(Number(answer?.probability) >= 0.1).toBe(target <= Number(answer?.high80));
    }
  });

  it('judges lower-is-better as the mirror image', () => {
    const mirrored = ask(
      keptBookings.map((value) => -value),
      6,
      -70,
      {},
      'down',
    );
    expect(mirrored?.probability).toBeCloseTo(Number(ask(keptBookings, 6, 70)?.probability), 9);
  });

  it('stays inside bounds, and is certain only where they leave no choice', () => {
    const rising = Array.from({ length: 24 }, (_, index) => 70 + index + (index % 3));
    const bounds = { lower: 0, upper: 100 };
    const answer = ask(rising, 20, 99, { bounds });
    expect(answer?.value).toBe(100);
    expect(answer?.high80).toBe(100);
    expect(Number(answer?.probability)).toBeLessThan(1);
    expect(ask(rising, 20, 101, { bounds })?.probability).toBe(0);
    expect(ask(rising, 20, 0, { bounds })?.probability).toBe(1);
    expect(ask(rising, 20, 100, { bounds }, 'down')?.probability).toBe(1);
  });

  it('ignores a bound that history has left', () => {
    const above = Array.from({ length: 24 }, (_, index) => 90 + index);
    expect(ask(above, 10, 120, { bounds: { lower: 0, upper: 100 } })?.value).toBeCloseTo(123, 6);
  });

  it('finds a yearly season once history is long enough', () => {
    const years = Array.from({ length: 160 }, (_, week) => 50 + 30 * Math.sin((2 * Math.PI * week) / 52));
    expect(ask(years, 20, 60, { seasonSteps: 52 })).toMatchObject({ method: 'seasonalNaive' });
    expect(ask(years.slice(0, 60), 6, 60, { seasonSteps: 52 })?.method).not.toBe('seasonalNaive');
  });

  it('counts the horizon in whole steps over a missing week and a clock change', () => {
    const points = weekly(releases).filter((_, index) => index !== 30);
    const last = Number(points.at(-1)?.t);
    const question = { dueAt: last + 3 * weekMs + 3_600_000, target: 2, direction: 'up' as const };
    expect(forecast(points, question)).toMatchObject({ horizonSteps: 3, points: 51 });
  });

  it('gives the same answer every time', () => {
    expect(ask(keptBookings, 9, 66)).toEqual(ask(keptBookings, 9, 66));
  });

  it('refuses points out of order and values that are no numbers', () => {
    const points = weekly(releases);
    const question = { dueAt: dueIn(releases, 3), target: 1, direction: 'up' as const };
    expect(() => forecast([...points].reverse(), question)).toThrow('Sort them by time');
    expect(() => forecast([...points, { t: Number(points.at(-1)?.t) + weekMs, value: Number.NaN }], question)).toThrow(
      'Leave out periods without a value',
    );
  });
});
