import Big from 'big.js';
import fc from 'fast-check';
import { contributions } from './contribution.js';
import type { MetricFormula, Unit } from './definition.js';

const base = { stream: 'measurement', at: ['start'], dimensions: [] } as const;
const ratio: MetricFormula = { ...base, kind: 'ratio', numerator: {}, denominator: {} };
const metric = (formula: MetricFormula, unit: Unit, precision: number) => ({ formula, unit, precision });
const rate = metric(ratio, '%', 2);
const parts = (numerator: number | string, denominator: number | string | null) => ({
  numerator: `${numerator}`,
  denominator: denominator === null ? null : `${denominator}`,
});
const slice = (key: string, n0: number, d0: number, n1: number, d1: number) => ({
  key,
  before: d0 === 0 ? null : parts(n0, d0),
  after: d1 === 0 ? null : parts(n1, d1),
});
const counts = fc.tuple(fc.nat(5000), fc.nat(5000)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const slices = fc
  .array(fc.tuple(counts, counts), { minLength: 1, maxLength: 8 })
  .map((rows) => rows.map(([[n0, d0], [n1, d1]], index) => slice(`${index}`, n0, d0, n1, d1)));

describe('contributions', () => {
  it('joins the change inside a slice with the change of the mix', () => {
    // Direct stays at 10 % but grows from half to three quarters of the visits; search rises from 2 % to 4 %.
    const result = contributions(rate, [slice('direct', 50, 500, 75, 750), slice('search', 10, 500, 10, 250)]);
    expect(result).toEqual({
      total: '2.50',
      contributions: [
        { key: 'direct', contribution: '1.00' },
        { key: 'search', contribution: '1.50' },
      ],
    });
  });

  it('handles slices that appear and vanish', () => {
    const result = contributions(rate, [
      slice('old', 10, 100, 0, 0),
      slice('kept', 20, 100, 20, 100),
      slice('new', 0, 0, 40, 100),
    ]);
    expect(result?.total).toBe('15.00');
    expect(result?.contributions.map((part) => part.contribution)).toEqual(['2.50', '0.00', '12.50']);
  });

  it('prints parts that add up to the printed change, each within one unit of its exact value', () => {
    fc.assert(
      fc.property(slices, fc.integer({ min: 0, max: 3 }), (rows, precision) => {
        const result = contributions(metric(ratio, '%', precision), rows);
        const exact = contributions(metric(ratio, '%', 15), rows);
        if (result === null || exact === null) {
          expect(
            rows.every((row) => row.before === null) || rows.every((row) => row.after === null) || rows.length === 0,
          ).toBe(true);
          return;
        }
        const sum = result.contributions.reduce((total, part) => total.plus(part.contribution), new Big(0));
        expect(sum.toFixed(precision).replace(/^-(0(\.0+)?)$/, '$1')).toBe(result.total);
        const unit = new Big(10).pow(-precision).plus('1e-12');
        for (const [index, part] of result.contributions.entries()) {
          expect(
            new Big(part.contribution)
              .minus(exact.contributions[index]?.contribution ?? 'x')
              .abs()
              .lte(unit),
          ).toBe(true);
        }
      }),
    );
  });

  it('follows its formula', () => {
    fc.assert(
      fc.property(slices, (rows) => {
        const result = contributions(metric(ratio, 'count', 9), rows);
        if (result === null) return;
        const total = (side: 'before' | 'after', part: 'numerator' | 'denominator') =>
          rows.reduce((sum, row) => sum + Number(row[side]?.[part] ?? 0), 0);
        const [d0, d1] = [total('before', 'denominator'), total('after', 'denominator')];
        const r0 = total('before', 'numerator') / d0;
        for (const [index, row] of rows.entries()) {
          const term = (side: 'before' | 'after', whole: number) => {
            const own = Number(row[side]?.denominator ?? 0);
            return own === 0 ? 0 : (own / whole) * (Number(row[side]?.numerator) / own - r0);
          };
          expect(Number(result.contributions[index]?.contribution)).toBeCloseTo(
            term('after', d1) - term('before', d0),
            8,
          );
        }
      }),
    );
  });

  it('gives the units of the last place to the largest remainders', () => {
    const count = metric({ ...base, kind: 'sum', sum: 'value' }, 'EUR', 0);
    const row = (key: string, after: string) => ({ key, before: parts('0', null), after: parts(after, null) });
    const result = contributions(count, [row('a', '0.4'), row('b', '0.4'), row('c', '0.3')]);
    expect(result).toEqual({
      total: '1',
      contributions: [
        { key: 'a', contribution: '1' },
        { key: 'b', contribution: '0' },
        { key: 'c', contribution: '0' },
      ],
    });
  });

  it('subtracts counts, and rates over the length of their periods', () => {
    const rows = [
      { key: 'web', before: parts(28, null), after: parts(62, null) },
      { key: 'app', before: null, after: parts(31, null) },
    ];
    expect(contributions(metric({ ...base, kind: 'count' }, 'count', 0), rows)?.contributions).toEqual([
      { key: 'web', contribution: '34' },
      { key: 'app', contribution: '31' },
    ]);
    const perWeek = contributions(metric({ ...base, kind: 'count', per: 'week' }, '/wk', 2), rows, {
      periodDays: { before: 28, after: 31 },
    });
    expect(perWeek).toEqual({
      total: '14.00',
      contributions: [
        { key: 'web', contribution: '7.00' },
        { key: 'app', contribution: '7.00' },
      ],
    });
  });

  it('has no answer where parts cannot add up', () => {
    const median = metric({ ...base, kind: 'percentile', percentile: 50, from: 'a', to: 'b' }, 'h', 1);
    expect(contributions(median, [slice('a', 1, 1, 2, 2)])).toBeNull();
    expect(contributions(rate, [slice('a', 0, 0, 2, 2)])).toBeNull();
    expect(contributions(rate, [slice('a', 1, 2, 0, 0)])).toBeNull();
    expect(
      contributions(rate, [
        slice('a', 1, 2, 1, 2),
        { key: 'b', before: parts(1, 2), after: { numerator: null, denominator: null } },
      ]),
    ).toBeNull();
    expect(contributions(rate, [])).toBeNull();
  });
});
