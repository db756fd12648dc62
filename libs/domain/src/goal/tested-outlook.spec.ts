import fc from 'fast-check';
import { backTest } from './back-test.js';
import { fitMethod } from './forecast-methods.js';
import { testedOutlook } from './tested-outlook.js';

const free = { bounds: { lower: undefined, upper: undefined } };

describe('testedOutlook', () => {
  it('is that of the values it is asked for, whatever was asked before', () => {
    // Few values, so that histories of the same length, first and last value come one after the other.
    const histories = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 12 }), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 3 }), (all, horizonSteps) => {
        for (const values of all) {
          const best = backTest(values, { horizonSteps }).methods[0];
          const outlook = testedOutlook(values, { horizonSteps, ...free });
          expect(outlook.method).toBe(best?.method);
          expect(outlook.meanAbsoluteError).toBe(best?.meanAbsoluteError);
          expect(outlook.value).toBe(fitMethod(outlook.method, values)(horizonSteps));
        }
      }),
    );
  });

  it('is made once for the same history', () => {
    const values = [3, 4, 5, 4, 6, 7, 8, 7, 9];
    const first = testedOutlook(values, { horizonSteps: 2, ...free });
    expect(testedOutlook([...values], { horizonSteps: 2, ...free })).toBe(first);
    expect(testedOutlook(values, { horizonSteps: 3, ...free })).not.toBe(first);
    expect(testedOutlook(values, { horizonSteps: 2, bounds: { upper: 9 } })).not.toBe(first);
  });
});
