import fc from 'fast-check';
import { changeVerdict, specialCauses } from './special-cause.js';

/** Mean 10, every moving range 2: limits 4.68 and 15.32, two sigma at 6.453 and 13.547. */
const baseline = [9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11];
const latest = (...more: number[]) => specialCauses([...baseline, ...more])?.signals.at(-1);

describe('specialCauses', () => {
  it('takes mean and limits from the moving ranges of the baseline alone', () => {
    const causes = specialCauses([...baseline, 100, 100]);
    expect(causes?.mean).toBe(10);
    expect(causes?.lower).toBeCloseTo(10 - 5.32, 10);
    expect(causes?.upper).toBeCloseTo(10 + 5.32, 10);
    expect(causes?.baselinePoints).toBe(12);
  });

  it('answers for every point, with no signal in ordinary variation', () => {
    expect(specialCauses(baseline)?.signals).toEqual(baseline.map(() => null));
  });

  it('signals one point beyond a limit, and none at the limit', () => {
    expect(latest(15.33)).toEqual({ rule: 'beyondLimits', side: 'above' });
    expect(latest(4.67)).toEqual({ rule: 'beyondLimits', side: 'below' });
    expect(latest(15.32)).toBeNull();
  });

  it('signals two of three beyond two sigma on the same side', () => {
    expect(latest(14, 14)).toEqual({ rule: 'twoOfThree', side: 'above' });
    expect(latest(6, 10, 6)).toEqual({ rule: 'twoOfThree', side: 'below' });
    expect(latest(14)).toBeNull();
    expect(latest(14, 6)).toBeNull();
    expect(latest(14, 10, 10, 14)).toBeNull();
    expect(latest(14, 14, 10)).toBeNull();
  });

  it('signals the eighth in a row on one side and those after it', () => {
    const run = [9.5, 9.4, 9.6, 9.5, 9.4, 9.6, 9.5];
    expect(latest(10.5, ...run)).toBeNull();
    expect(latest(10.5, ...run, 9.5)).toEqual({ rule: 'eightOnOneSide', side: 'below' });
    expect(latest(10.5, ...run, 9.5, 9.9)).toEqual({ rule: 'eightOnOneSide', side: 'below' });
  });

  it('starts a run again after a point on the mean', () => {
    expect(latest(10.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 10, 9.5)).toBeNull();
  });

  it('finds nothing in a flat series, whatever its binary digits', () => {
    expect(specialCauses(Array.from({ length: 20 }, () => 0.1))?.signals.every((signal) => signal === null)).toBe(true);
  });

  it('finds any departure from a flat baseline', () => {
    expect(specialCauses([0, 0, 0, 0, 0, 0, 1], { baselinePoints: 6 })?.signals.at(-1)).toEqual({
      rule: 'beyondLimits',
      side: 'above',
    });
  });

  it('does not depend on the unit of the points', () => {
    const series = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 6, maxLength: 60 });
    fc.assert(
      fc.property(series, fc.integer({ min: -50, max: 50 }), (values, shift) => {
        const moved = values.map((value) => value * 64 + shift);
        expect(specialCauses(moved)?.signals).toEqual(specialCauses(values)?.signals);
      }),
    );
  });

  it('sees above and below alike', () => {
    const series = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 6, maxLength: 60 });
    fc.assert(
      fc.property(series, (values) => {
        const mirrored = specialCauses(values.map((value) => -value))?.signals;
        const swapped = specialCauses(values)?.signals.map(
          (signal) => signal && { ...signal, side: signal.side === 'above' ? 'below' : 'above' },
        );
        expect(mirrored).toEqual(swapped);
      }),
    );
  });

  it('uses what there is until the baseline is full, and has no answer below six points', () => {
    expect(specialCauses(baseline.slice(0, 7))?.baselinePoints).toBe(7);
    expect(specialCauses(baseline.slice(0, 5))).toBeNull();
    expect(specialCauses([])).toBeNull();
  });

  it('refuses a baseline that is too short and points that are no numbers', () => {
    expect(() => specialCauses(baseline, { baselinePoints: 5 })).toThrow('says too little');
    expect(() => specialCauses([...baseline, Number.NaN])).toThrow('Leave out points without a value');
  });
});

describe('changeVerdict', () => {
  it('calls a signal better or worse by the direction of the metric', () => {
    expect(changeVerdict([...baseline, 16], 'up')).toBe('better');
    expect(changeVerdict([...baseline, 16], 'down')).toBe('worse');
    expect(changeVerdict([...baseline, 4], 'up')).toBe('worse');
    expect(changeVerdict([...baseline, 4], 'down')).toBe('better');
  });

  it('calls ordinary variation noise, even after an earlier signal', () => {
    expect(changeVerdict([...baseline, 12], 'up')).toBe('noise');
    expect(changeVerdict([...baseline, 16, 9], 'up')).toBe('noise');
  });

  it('says so when there are too few points', () => {
    expect(changeVerdict([1, 2, 3, 4, 5], 'up')).toBe('tooFewPoints');
  });
});
