import fc from 'fast-check';
import { businessCase, monthByMonth, type BusinessCase } from './business-case.js';
import type { MonthRow } from './initiative.js';

const terms = { discountRate: '0', limitMonth: 24, decimals: 2 };
const at = (discountRate: string) => ({ ...terms, discountRate });
function ofCase(rows: readonly MonthRow[], discountRate = '0'): BusinessCase {
  const known = businessCase(rows, at(discountRate));
  if (known === null) throw new Error('There is a table, so there is a case.');
  return known;
}

describe('businessCase', () => {
  it('is none without a table', () => {
    expect(businessCase([], terms)).toBeNull();
  });

  it('pays back in the month in which costs and benefits meet, without a rate', () => {
    const known = ofCase([
      { month: 1, oneOff: '1000' },
      { month: 2, through: 12, benefit: '100' },
    ]);
    expect(known).toMatchObject({ paybackMonth: 11, netPresentValue: '100.00', cost: '1000', benefit: '1100' });
    expect(known.months.slice(0, 3).map(({ cumulative }) => cumulative)).toEqual(['-1000.00', '-900.00', '-800.00']);
    expect(known.months).toHaveLength(24);
  });

  it('discounts twelve months as one year: 1,100 after a year at 10 % is 1,000 now', () => {
    expect(ofCase([{ month: 12, benefit: '1100' }], '10').netPresentValue).toBe('1000.00');
    expect(ofCase([{ month: 24, benefit: '1210' }], '10').netPresentValue).toBe('1000.00');
  });

  it('discounts one month by the twelfth root: 1.01 ^ 12 = 1.126825… a year makes 1 % a month', () => {
    const rate = '12.6825030131969720661201';
    const known = ofCase(
      [
        { month: 1, benefit: '101' },
        { month: 2, benefit: '102.01' },
      ],
      rate,
    );
    expect(known.months.slice(0, 2).map(({ cumulative }) => cumulative)).toEqual(['100.00', '200.00']);
  });

  it('counts a month exactly at 24, and exactly 0, as reached', () => {
    const inTime = ofCase([
      { month: 1, oneOff: '2400' },
      { month: 1, through: 24, benefit: '100' },
    ]);
    expect(inTime).toMatchObject({
      paybackMonth: 24,
      netPresentValue: '0.00',
      bestByLimit: { month: 24, margin: '0.00' },
    });
    const late = ofCase([
      { month: 1, oneOff: '2400.01' },
      { month: 1, through: 25, benefit: '100' },
    ]);
    expect(late).toMatchObject({ paybackMonth: 25, bestByLimit: { month: 24, margin: '-0.01' } });
  });

  it('finds an exact 0 under a rate: 100 after one year is met by 110 after two, at 10 %', () => {
    const known = ofCase(
      [
        { month: 12, oneOff: '100' },
        { month: 24, benefit: '110' },
      ],
      '10',
    );
    expect(known).toMatchObject({ paybackMonth: 24, netPresentValue: '0.00', benefitNeeded: '1.00' });
  });

  it('never pays back without a benefit, also while nothing was spent yet', () => {
    const known = ofCase([{ month: 3, oneOff: '500' }], '8');
    expect(known).toMatchObject({ paybackMonth: null, benefitNeeded: null, benefit: '0' });
  });

  it('says nothing of a table in which nothing flows', () => {
    expect(ofCase([{ month: 1 }])).toMatchObject({ paybackMonth: null, bestByLimit: null, netPresentValue: '0.00' });
  });

  it('knows months that cost more than they bring, and negative benefits', () => {
    const known = ofCase([
      { month: 1, oneOff: '300' },
      { month: 2, running: '50', benefit: '-20' },
      { month: 3, through: 6, running: '50', benefit: '150' },
    ]);
    expect(known.months.slice(0, 6).map(({ cumulative }) => cumulative)).toEqual([
      '-300.00',
      '-370.00',
      '-270.00',
      '-170.00',
      '-70.00',
      '30.00',
    ]);
    expect(known.months[1]?.net).toBe('-70');
    expect(known.paybackMonth).toBe(6);
  });

  it('tells a break-even that is lost again, and keeps the month in which it was reached', () => {
    const known = ofCase([
      { month: 1, oneOff: '100' },
      { month: 2, benefit: '120' },
      { month: 5, oneOff: '200' },
      { month: 30, benefit: '500' },
    ]);
    expect(known).toMatchObject({ paybackMonth: 2, lostAgainInMonth: 5, netPresentValue: '320.00' });
    expect(known.months).toHaveLength(30);
  });

  it('does not take a benefit before the first cost for a payback', () => {
    const known = ofCase([
      { month: 1, benefit: '100' },
      { month: 2, oneOff: '150' },
      { month: 4, benefit: '50' },
    ]);
    expect(known.paybackMonth).toBe(4);
  });

  it('says what the benefits have to be multiplied by, rounded up', () => {
    const rows = [
      { month: 1, oneOff: '1000' },
      { month: 2, through: 24, benefit: '30' },
    ];
    const { benefitNeeded } = ofCase(rows, '10');
    expect(Number(benefitNeeded)).toBeGreaterThan(1000 / (23 * 30));
    const scaled = (factor: number) => rows.map((row) => (row.benefit ? { ...row, benefit: `${30 * factor}` } : row));
    expect(ofCase(scaled(Number(benefitNeeded)), '10').paybackMonth).toBeLessThanOrEqual(24);
    expect(ofCase(scaled(Number(benefitNeeded) - 0.01), '10').paybackMonth).toBeNull();
  });

  it('is exact: ten cents ten times are one', () => {
    expect(
      ofCase([
        { month: 1, oneOff: '1' },
        { month: 1, through: 10, benefit: '0.1' },
      ]),
    ).toMatchObject({
      paybackMonth: 10,
      benefit: '1',
    });
  });

  it('is worth less the higher the rate, when costs come first', () => {
    const rows = [
      { month: 1, oneOff: '100' },
      { month: 2, through: 20, benefit: '10' },
    ];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 }), (rate, more) => {
        const [low, high] = [`${rate}`, `${rate + more}`].map((one) => Number(ofCase(rows, one).netPresentValue));
        expect(high).toBeLessThan(low ?? 0);
      }),
      { endOnFailure: true, numRuns: 40 },
    );
  });

  it('agrees with floating numbers to a cent', () => {
    const amount = fc.integer({ min: 0, max: 100_000 });
    const row = fc.record({ month: fc.integer({ min: 1, max: 60 }), cost: amount, benefit: amount });
    const table = fc.uniqueArray(row, { selector: ({ month }) => month, minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(table, fc.integer({ min: 0, max: 40 }), (flows, rate) => {
        const rows = flows.map(({ month, cost, benefit }) => ({ month, running: `${cost}`, benefit: `${benefit}` }));
        const expected = flows.reduce(
          (sum, { month, cost, benefit }) => sum + (benefit - cost) / (1 + rate / 100) ** (month / 12),
          0,
        );
        expect(Number(ofCase(rows, `${rate}`).netPresentValue)).toBeCloseTo(expected, 1);
      }),
      { endOnFailure: true, numRuns: 60 },
    );
  });
});

describe('monthByMonth', () => {
  it('writes a run of months as single ones, in order', () => {
    expect(
      monthByMonth([
        { month: 3, benefit: '5' },
        { month: 1, through: 2, running: '7' },
      ]),
    ).toEqual([
      { month: 1, oneOff: '0', running: '7', benefit: '0' },
      { month: 2, oneOff: '0', running: '7', benefit: '0' },
      { month: 3, oneOff: '0', running: '0', benefit: '5' },
    ]);
  });
});
