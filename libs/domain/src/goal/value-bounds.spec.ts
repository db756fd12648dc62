import { valueBounds } from './value-bounds.js';

const base = { stream: 'measurement', at: ['start'], dimensions: [] } as const;

describe('valueBounds', () => {
  it('keeps a share of counts between 0 and 100 %', () => {
    const formula = { ...base, kind: 'ratio', numerator: { where: { state: 'met' } }, denominator: {} } as const;
    expect(valueBounds({ formula, unit: '%' })).toEqual({ lower: 0, upper: 100 });
    expect(valueBounds({ formula, unit: 'count' })).toEqual({ lower: 0, upper: undefined });
  });

  it('does not bound a ratio of sums, a sum or a field', () => {
    const sums = { ...base, kind: 'ratio', numerator: { sum: 'revenue' }, denominator: {} } as const;
    expect(valueBounds({ formula: sums, unit: '%' })).toEqual({ lower: undefined, upper: undefined });
    expect(valueBounds({ formula: { ...base, kind: 'sum', sum: 'revenue' }, unit: 'EUR' })).toEqual({});
    expect(
      valueBounds({ formula: { ...base, kind: 'percentile', percentile: 50, field: 'revenue' }, unit: 'EUR' }).lower,
    ).toBeUndefined();
  });

  it('keeps counts and durations from going below 0', () => {
    expect(valueBounds({ formula: { ...base, kind: 'count', per: 'week' }, unit: '/wk' })).toEqual({ lower: 0 });
    const duration = { ...base, kind: 'percentile', percentile: 50, from: 'startedAt', to: 'finishedAt' } as const;
    expect(valueBounds({ formula: duration, unit: 'h' })).toEqual({ lower: 0 });
    expect(valueBounds({ formula: { ...duration, nonPositive: 'include' }, unit: 'h' }).lower).toBeUndefined();
  });
});
