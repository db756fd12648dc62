import { checkBenefits, monthOfCase, scaledFrom, type BenefitEvidence } from './benefit-check.js';
import { measuredEffect } from './measured-effect.js';

const evidence: BenefitEvidence = {
  effect: { metric: 'conversion', direction: 'up', amount: '1', by: '2027-06-30' },
  months: [
    { month: 1, oneOff: '1000' },
    { month: 4, through: 36, benefit: '100' },
  ],
  launchMonth: 4,
  before: { value: 10, points: [9.9, 10.1, 10, 9.9, 10.1] },
  after: { value: 11, points: [10.9, 11.1, 11, 10.9, 11.1] },
  terms: { discountRate: '0', limitMonth: 24, decimals: 2 },
};

describe('measuredEffect', () => {
  it('is the difference of the pooled values with its interval: 80 % of t with 4 degrees on two scatters', () => {
    const effect = measuredEffect({ value: 10, points: [9, 10, 11] }, { value: 12, points: [11, 12, 13] }, 'up');
    // Variances of 1 over 3 points on both sides: error √(2/3), 4 degrees of freedom, t 1.533.
    expect(effect.value).toBe(2);
    expect(effect.high - effect.value).toBeCloseTo(1.533 * Math.sqrt(2 / 3), 10);
  });

  it('is the same for a metric that has to fall', () => {
    const windows = [
      { value: -10, points: [-9, -10, -11] },
      { value: -12, points: [-11, -12, -13] },
    ] as const;
    expect(measuredEffect(...windows, 'down').value).toBe(2);
  });

  it('has no width where nothing scatters', () => {
    const effect = measuredEffect({ value: 1, points: [1, 1, 1, 1] }, { value: 2, points: [2, 2, 2, 2] }, 'up');
    expect([effect.low, effect.value, effect.high]).toEqual([1, 1, 1]);
  });
});

describe('checkBenefits', () => {
  it('is on course where also the lower end pays back in time', () => {
    expect(checkBenefits(evidence)).toMatchObject({
      verdict: 'onCourse',
      share: { value: '1.0000' },
      paybackMonth: 13,
      promisedMonth: 13,
    });
  });

  it('is red where not even the upper end does', () => {
    const little = { value: 10.2, points: [10.1, 10.3, 10.2, 10.1, 10.3] };
    expect(checkBenefits({ ...evidence, after: little })).toMatchObject({
      verdict: 'red',
      share: { value: '0.2000' },
      paybackMonth: null,
    });
  });

  it('is open where the interval spans both', () => {
    const unsure = { value: 10.6, points: [9, 12, 10, 11, 11] };
    expect(checkBenefits({ ...evidence, after: unsure }).verdict).toBe('open');
  });

  it('does not call harm a small success', () => {
    const worse = { value: 9.5, points: [9.5, 9.4, 9.6, 9.5] };
    expect(checkBenefits({ ...evidence, after: worse })).toMatchObject({ verdict: 'red', share: { value: '-0.5000' } });
  });

  it.each([
    ['noEffect', { effect: undefined }],
    ['noCase', { months: [] }],
    ['noStart', { launchMonth: null }],
    ['metricAbsent', { after: null }],
    ['baselineTooShort', { before: { value: 1, points: [1, 2, 3] } }],
    ['liveTooShort', { after: { value: 1, points: [1] } }],
  ])('says that it cannot tell: %s', (why, missing) => {
    expect(checkBenefits({ ...evidence, ...missing })).toMatchObject({ verdict: 'cannotTell', why, share: null });
  });
});

describe('scaledFrom', () => {
  it('scales what is gained from a month on and leaves costs and the time before', () => {
    expect(
      scaledFrom(
        [
          { month: 1, oneOff: '5' },
          { month: 2, through: 6, running: '1', benefit: '10' },
        ],
        4,
        '0.5',
      ),
    ).toEqual([
      { month: 1, oneOff: '5' },
      { month: 2, through: 3, running: '1', benefit: '10' },
      { month: 4, through: 6, running: '1', benefit: '5' },
    ]);
  });
});

describe('monthOfCase', () => {
  it('counts from 1', () => {
    expect(monthOfCase('2026-11', '2026-11-30')).toBe(1);
    expect(monthOfCase('2026-11', '2027-02-01')).toBe(4);
    expect(monthOfCase(undefined, '2027-02-01')).toBeNull();
  });
});
