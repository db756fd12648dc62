import fc from 'fast-check';
import { matchedBaselineEffect } from './matched-baseline.js';

const settled = (value: string | null) => ({ value, settled: true });
const week = { days: 7, precision: 2 };

describe('the effect against a matched baseline', () => {
  it('is the difference to the mean of the weeks before, with the prediction interval for one further week', () => {
    // Mean 12, standard deviation 1.632993, t(0.975; 3) = 3.182: 3.182 × 1.632993 × √1.25 = 5.8095.
    expect(matchedBaselineEffect(settled('20'), ['10', '12', '14', '12'], week)).toEqual({
      delta: '8.00',
      low: '2.19',
      high: '13.81',
      days: 7,
      weeks: 4,
      includesZero: false,
    });
  });

  it('takes in no change where such weeks differ as much by themselves', () => {
    expect(matchedBaselineEffect(settled('14'), ['10', '12', '14', '12'], week)).toMatchObject({
      delta: '2.00',
      low: '-3.81',
      includesZero: true,
    });
  });

  it('is withheld where there is too little to tell', () => {
    const before = ['10', '12', '14', '12'];
    expect(matchedBaselineEffect(settled('14'), before, { days: 2, precision: 2 })).toEqual({
      withheld: 'tooFewDaysAfter',
    });
    expect(matchedBaselineEffect(settled('14'), before.slice(1), week)).toEqual({ withheld: 'tooFewWeeksBefore' });
    expect(matchedBaselineEffect(settled(null), before, week)).toEqual({ withheld: 'noValue' });
    expect(matchedBaselineEffect({ value: '14', settled: false }, before, week)).toEqual({ withheld: 'notSettled' });
  });

  it('lies inside its interval, moves with the value, and does not depend on the order of the weeks', () => {
    const value = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(value, fc.array(value, { minLength: 4, maxLength: 8 }), value, (after, before, shift) => {
        const weeks = before.map(String);
        const effect = matchedBaselineEffect(settled(String(after)), weeks, week);
        if ('withheld' in effect) throw new Error(effect.withheld);
        expect(Number(effect.low)).toBeLessThanOrEqual(Number(effect.delta));
        expect(Number(effect.high)).toBeGreaterThanOrEqual(Number(effect.delta));
        expect(matchedBaselineEffect(settled(String(after)), [...weeks].reverse(), week)).toMatchObject({
          weeks: before.length,
          includesZero: effect.includesZero,
        });
        const moved = matchedBaselineEffect(settled(String(after + shift)), weeks, week);
        if ('withheld' in moved) throw new Error(moved.withheld);
        expect(Number(moved.delta) - Number(effect.delta)).toBeCloseTo(shift, 1);
      }),
      { endOnFailure: true },
    );
  });
});
