import Big from 'big.js';
import fc from 'fast-check';
import type { MetricFormula, Unit } from './definition.js';
import { exactValue } from './exact-value.js';
import { shownDifference, shownFraction, shownNumber, shownValue } from './shown-value.js';

const base = { stream: 'measurement', at: ['start'], dimensions: [] } as const;
const ratio: MetricFormula = { ...base, kind: 'ratio', numerator: {}, denominator: {} };
const count: MetricFormula = { ...base, kind: 'count' };
const perDay: MetricFormula = { ...base, kind: 'count', per: 'day' };
const sumPerWeek: MetricFormula = { ...base, kind: 'sum', sum: 'value', per: 'week' };
const duration: MetricFormula = { ...base, kind: 'percentile', percentile: 50, from: 'startedAt', to: 'finishedAt' };
const field: MetricFormula = { ...base, kind: 'percentile', percentile: 90, field: 'revenue' };
const metric = (formula: MetricFormula, unit: Unit, precision: number) => ({ formula, unit, precision });

describe('shownValue', () => {
  it.each([
    ['a rate in per cent', metric(ratio, '%', 2), '2665', '10000', '26.65'],
    ['a rate as it is', metric(ratio, 'count', 3), '1', '3', '0.333'],
    ['a half away from zero', metric(ratio, '%', 1), '12345', '100000', '12.3'],
    ['a half upwards', metric(ratio, '%', 0), '1', '8', '13'],
    ['a negative half downwards', metric(ratio, '%', 0), '-1', '8', '-13'],
    ['all its decimals', metric(ratio, '%', 2), '1', '2', '50.00'],
    ['no negative zero', metric(ratio, '%', 2), '-1', '1000000', '0.00'],
    ['no negative zero without decimals', metric(ratio, '%', 0), '-1', '1000000', '0'],
    ['a large sum to the last digit', metric(count, 'count', 0), '9007199254740993', null, '9007199254740993'],
    ['a sum with fraction', metric({ ...base, kind: 'sum', sum: 'value' }, 'EUR', 2), '10.005', null, '10.01'],
    ['a duration in hours', metric(duration, 'h', 1), '5400000', null, '1.5'],
    ['a duration in minutes', metric(duration, 'min', 0), '90000', null, '2'],
    ['a duration in days', metric(duration, 'd', 2), '86400000', null, '1.00'],
    ['a duration in milliseconds', metric(duration, 'ms', 0), '12.5', null, '13'],
    ['a field as delivered', metric(field, 'h', 1), '5400000', null, '5400000.0'],
  ])('gives %s', (_, shown, numerator, denominator, expected) => {
    expect(shownValue(shown, { numerator, denominator })).toBe(expected);
  });

  it('gives no value for a denominator of zero or absent parts', () => {
    expect(shownValue(metric(ratio, '%', 2), { numerator: '0', denominator: '0' })).toBeNull();
    expect(shownValue(metric(ratio, '%', 2), { numerator: '5', denominator: '0.00' })).toBeNull();
    expect(shownValue(metric(ratio, '%', 2), { numerator: '5', denominator: null })).toBeNull();
    expect(shownValue(metric(ratio, '%', 2), { numerator: null, denominator: '5' })).toBeNull();
    expect(shownValue(metric(count, 'count', 0), { numerator: null, denominator: null })).toBeNull();
  });

  it('keeps zero apart from no value', () => {
    expect(shownValue(metric(ratio, '%', 2), { numerator: '0', denominator: '7' })).toBe('0.00');
    expect(shownValue(metric(count, 'count', 0), { numerator: '0', denominator: null })).toBe('0');
  });

  it('rounds once, where dividing to many digits first would round up twice', () => {
    const parts = { numerator: '0.00499999999999999999999999', denominator: '1' };
    expect(shownValue(metric(ratio, 'count', 2), parts)).toBe('0.00');
  });

  it('turns totals into rates over the length of their period', () => {
    const parts = { numerator: '30', denominator: null };
    expect(shownValue(metric(perDay, '/d', 2), parts, { periodDays: 28 })).toBe('1.07');
    expect(shownValue(metric(sumPerWeek, '/wk', 2), parts, { periodDays: '28' })).toBe('7.50');
    expect(shownValue(metric(perDay, '/d', 2), parts, { periodDays: 0.5 })).toBe('60.00');
    expect(shownValue(metric(perDay, '/d', 2), parts, { periodDays: 0.01 })).toBe('3000.00');
    expect(shownValue(metric(perDay, '/d', 2), parts, { periodDays: 0 })).toBeNull();
  });

  it('says what is wrong instead of printing a wrong number', () => {
    expect(() => shownValue(metric(perDay, '/d', 2), { numerator: '1', denominator: null })).toThrow('Pass periodDays');
    expect(() =>
      shownValue(metric(perDay, '/d', 2), { numerator: '1', denominator: null }, { periodDays: -1 }),
    ).toThrow('cannot last -1 days');
    expect(() => shownValue(metric(duration, '%', 2), { numerator: '1', denominator: null })).toThrow(
      'one of the units ms, s, min, h, d',
    );
    expect(() => shownValue(metric(ratio, '%', 2), { numerator: 'x', denominator: '1' })).toThrow(
      '"x" is not a decimal number',
    );
    expect(() => shownValue(metric(ratio, '%', 2), { numerator: '1', denominator: '' })).toThrow(
      '"" is not a decimal number',
    );
  });

  it('agrees with exact integer arithmetic for any ratio', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 18n), 10n ** 18n),
        fc.bigInt(1n, 10n ** 18n),
        fc.integer({ min: 0, max: 6 }),
        (top, bottom, precision) => {
          const shown = shownValue(metric(ratio, '%', precision), { numerator: `${top}`, denominator: `${bottom}` });
          const magnitude = (top < 0n ? -top : top) * 100n * 10n ** BigInt(precision);
          const rounded = (magnitude * 2n + bottom) / (bottom * 2n);
          const digits = `${rounded}`.padStart(precision + 1, '0');
          const whole = digits.slice(0, digits.length - precision);
          const text = precision === 0 ? whole : `${whole}.${digits.slice(-precision)}`;
          expect(shown).toBe(top < 0n && rounded > 0n ? `-${text}` : text);
        },
      ),
    );
  });

  it('prints parts of any size and sign as their unrounded value, rounded once', () => {
    const part = fc.oneof(fc.integer({ min: -999, max: 999 }), fc.maxSafeInteger(), fc.constant(0)).map(String);
    const shown = fc.constantFrom<[MetricFormula, Unit][]>(
      [ratio, '%'],
      [ratio, 'count'],
      [count, 'count'],
      [duration, 'd'],
      [field, 'h'],
    );
    fc.assert(
      fc.property(
        shown,
        fc.integer({ min: 0, max: 6 }),
        part,
        part,
        ([formula, unit], precision, numerator, bottom) => {
          const denominator = formula.kind === 'ratio' ? bottom : null;
          const unrounded = exactValue({ formula, unit }, { numerator, denominator });
          expect(shownValue(metric(formula, unit, precision), { numerator, denominator })).toBe(
            shownFraction(unrounded, precision),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('shownDifference', () => {
  it('subtracts what is printed', () => {
    expect(shownDifference('26.65', '24.01', 2)).toBe('2.64');
    expect(shownDifference('0.1', '0.3', 1)).toBe('-0.2');
    expect(shownDifference('5.00', '5.00', 2)).toBe('0.00');
  });

  it('has nothing to say when a side is absent', () => {
    expect(shownDifference(null, '1', 2)).toBeNull();
    expect(shownDifference('1', null, 2)).toBeNull();
  });

  it('adds up again for any two shown values', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        const [first, second] = [shownNumber(a / 100, 2), shownNumber(b / 100, 2)];
        expect(shownDifference(shownDifference(first, second, 2), shownDifference('0', second, 2), 2)).toBe(first);
      }),
    );
  });
});

describe('shownNumber', () => {
  it('rounds half away from zero as the number reads in decimal', () => {
    expect(shownNumber(1.005, 2)).toBe('1.01');
    expect(shownNumber(-1.005, 2)).toBe('-1.01');
    expect(shownNumber(-0.001, 2)).toBe('0.00');
    expect(shownNumber(1e21, 0)).toBe('1000000000000000000000');
    expect(shownNumber(1e-9, 2)).toBe('0.00');
  });

  it('is what exact decimals give, however many digits a number has', () => {
    const numbers = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
      fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 8 })).map(([n, e]) => n / 10 ** e),
    );
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 6 }), (number, precision) => {
        const exact = new Big(number).toFixed(precision, Big.roundHalfUp);
        expect(shownNumber(number, precision)).toBe(/[1-9]/.test(exact) ? exact : exact.replace('-', ''));
      }),
      { numRuns: 3_000 },
    );
  });

  it('refuses what is not finite', () => {
    expect(() => shownNumber(Number.NaN, 2)).toThrow('Only finite numbers');
    expect(() => shownNumber(Number.POSITIVE_INFINITY, 2)).toThrow('Only finite numbers');
  });

  it.each([
    ['EUR', '1234.56'],
    ['JPY', '123456.00'],
    ['KWD', '123.46'],
  ] as const)('turns minor units into %s by the decimals of the currency', (unit, expected) => {
    const formula: MetricFormula = {
      kind: 'sum',
      stream: 'funnelCount',
      at: ['periodStart'],
      sum: 'revenueMinor',
      where: { currency: unit },
      dimensions: [],
    };
    expect(shownValue({ formula, unit, precision: 2 }, { numerator: '123456', denominator: null })).toBe(expected);
  });

  it('shows a mean time, what is open and a rate per month of 30.436875 days', () => {
    const base = { stream: 'slaCycle', at: ['dueAt'], dimensions: [] } as const;
    const mean: MetricFormula = { ...base, kind: 'duration', from: 'startedAt', to: 'stoppedAt' };
    expect(shownValue({ formula: mean, unit: 'h', precision: 1 }, { numerator: '9000000', denominator: '2' })).toBe(
      '1.3',
    );
    expect(shownValue({ formula: mean, unit: 'h', precision: 1 }, { numerator: '0', denominator: '0' })).toBeNull();
    const monthly: MetricFormula = { ...base, kind: 'count', per: 'month' };
    const parts = { numerator: '30', denominator: null };
    expect(shownValue({ formula: monthly, unit: '/mo', precision: 6 }, parts, { periodDays: 30 })).toBe('30.436875');
  });
});
