import fc from 'fast-check';
import { isInside, meetsTarget, paceOf, pathGap, progressOf, shareInside, targetDirection } from './progress.js';

describe('progressOf', () => {
  it('is 0 at the baseline and 1 at the target, and is not clamped', () => {
    expect(progressOf('24', '24', '30').progress).toBe(0);
    expect(progressOf('30', '24', '30').progress).toBe(1);
    expect(progressOf('33', '24', '30').progress).toBe(1.5);
    expect(progressOf('21', '24', '30').progress).toBe(-0.5);
  });

  it('is the same in both directions', () => {
    const values = fc.integer({ min: -10_000, max: 10_000 });
    fc.assert(
      fc.property(values, values, values, (value, baseline, target) => {
        expect(progressOf(-value, -baseline, -target)).toEqual(progressOf(value, baseline, target));
      }),
    );
  });

  it('says why there is none', () => {
    expect(progressOf(null, '24', '30')).toEqual({ progress: null, absence: 'valueAbsent' });
    expect(progressOf('25', '24', '24.0')).toEqual({ progress: null, absence: 'targetEqualsBaseline' });
  });

  it('is exact for decimals', () => {
    expect(progressOf('0.3', '0.1', '0.5').progress).toBe(0.5);
  });
});

describe('paceOf', () => {
  it('is progress over expected progress', () => {
    expect(paceOf(0.3, 0.4)).toBeCloseTo(0.75, 12);
    expect(paceOf(-0.1, 0.5)).toBeCloseTo(-0.2, 12);
  });

  it('says nothing without either, or while the path has not left the baseline', () => {
    expect(paceOf(null, 0.5)).toBeNull();
    expect(paceOf(0.5, null)).toBeNull();
    expect(paceOf(0.5, 0)).toBeNull();
    expect(paceOf(0.5, -0.2)).toBeNull();
  });
});

describe('targetDirection', () => {
  it('points from baseline to target, and the better way where they are equal', () => {
    expect(targetDirection('24', '30', 'down')).toBe('up');
    expect(targetDirection('30', '24', 'up')).toBe('down');
    expect(targetDirection('24', '24.0', 'down')).toBe('down');
  });
});

describe('meetsTarget', () => {
  it('counts equal as hit', () => {
    expect(meetsTarget('30.00', '30', 'up')).toBe(true);
    expect(meetsTarget('30.00', '30', 'down')).toBe(true);
    expect(meetsTarget('29.99', '30', 'up')).toBe(false);
    expect(meetsTarget('30.01', '30', 'down')).toBe(false);
  });
});

describe('pathGap', () => {
  it('is unsigned and names the side, also when lower is better', () => {
    expect(pathGap('26.65', '26.69', 'up', 2)).toEqual({ gap: '0.04', side: 'behind' });
    expect(pathGap('26.73', '26.69', 'up', 2)).toEqual({ gap: '0.04', side: 'ahead' });
    expect(pathGap('2.13', '2.31', 'down', 2)).toEqual({ gap: '0.18', side: 'ahead' });
    expect(pathGap('2.49', '2.31', 'down', 2)).toEqual({ gap: '0.18', side: 'behind' });
  });

  it('is ahead by nothing on the path itself', () => {
    expect(pathGap('26.69', '26.69', 'up', 2)).toEqual({ gap: '0.00', side: 'ahead' });
    expect(pathGap('26.69', '26.69', 'down', 2)).toEqual({ gap: '0.00', side: 'ahead' });
  });

  it('is absent with either of the two', () => {
    expect(pathGap(null, '1', 'up', 0)).toBeNull();
    expect(pathGap('1', null, 'up', 0)).toBeNull();
  });
});

describe('shareInside', () => {
  it('counts equal as inside, on one side or between two', () => {
    expect(shareInside([89.9, 90, 95, 100], { atLeast: '90' })).toBe(0.75);
    expect(shareInside([1, 2, 3, 4], { atMost: '2' })).toBe(0.5);
    expect(shareInside([1, 2, 3, 4], { atLeast: '2', atMost: '3' })).toBe(0.5);
    expect(isInside(2, { atLeast: '2', atMost: '2' })).toBe(true);
  });

  it('has no answer without values, which is not 0', () => {
    expect(shareInside([], { atLeast: '90' })).toBeNull();
    expect(shareInside([80], { atLeast: '90' })).toBe(0);
  });
});
