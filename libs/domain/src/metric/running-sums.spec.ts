import Big from 'big.js';
import fc from 'fast-check';
import type { DayOfObservations } from './fold-observations.js';
import { runningSums } from './running-sums.js';

const dayOf = (numerator: string | null, denominator: string | null, n: number): DayOfObservations => ({
  day: '2026-10-01',
  slice: '',
  numerator,
  denominator,
  n,
  items: null,
  excluded: 0,
});
const whole = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }).map(String);
const part = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }).map(String),
  fc.tuple(fc.integer(), fc.nat({ max: 99 })).map(([units, cents]) => `${units}.${String(cents).padStart(2, '0')}`),
  fc.constant(null),
);

describe('running sums', () => {
  it('are the exact sum of any stretch of days, of whole numbers, large ones and decimals alike', () => {
    const lists = fc.oneof(
      fc.array(part),
      fc.array(fc.oneof(whole, fc.constant(null))),
      fc.array(fc.integer({ min: 0, max: 100_000 }).map(String)),
    );
    fc.assert(
      fc.property(lists, fc.nat(), fc.nat(), (parts, a, b) => {
        const [first, end] = [a % (parts.length + 1), b % (parts.length + 1)].sort((x, y) => x - y) as [number, number];
        const sums = runningSums(parts.map((text, index) => dayOf(text, text, index)));
        const expected = parts.slice(first, end).reduce((sum, text) => sum.plus(text ?? 0), new Big(0));
        expect(sums.numerator(first, end)).toBe(expected.toFixed());
        expect(sums.denominator(first, end)).toBe(expected.toFixed());
        expect(sums.n(first, end)).toBe(parts.slice(first, end).reduce((sum, _, index) => sum + first + index, 0));
      }),
    );
  });

  it('are added up once for a list of days', () => {
    const days = [dayOf('1', null, 1)];
    expect(runningSums(days)).toBe(runningSums(days));
    expect(runningSums([...days])).not.toBe(runningSums(days));
  });
});
