import type { KeyResultProgress } from '@tandem/contracts/board';
import { bulletMarks } from './bullet-geometry.js';

type Measured = Parameters<typeof bulletMarks>[0];

const observed = (value: string | null): KeyResultProgress['current'] => ({
  start: '2026-11-05T00:00:00Z',
  end: '2026-11-12T00:00:00Z',
  dimensions: {},
  value,
  numerator: null,
  denominator: null,
  n: value === null ? 0 : 10,
  state: value === null ? 'absent' : 'settled',
  version: 1,
});

const reach = (over: Partial<Measured> = {}): Measured => ({
  kind: 'reach',
  baseline: '2.0',
  target: '4.0',
  atLeast: null,
  atMost: null,
  current: observed('3.0'),
  expected: '3.5',
  forecast: null,
  guardrail: null,
  trend: [],
  ...over,
});

const floor = (limit: string): Measured['guardrail'] => ({
  id: 'g',
  title: 'g',
  kind: 'threshold',
  measure: 'value',
  by: null,
  explanation: null,
  slices: null,
  side: 'floor',
  limit,
  state: 'held',
  alertId: null,
  since: null,
});

describe('bulletMarks', () => {
  it('puts the baseline at a sixth and the target at five sixths', () => {
    const marks = bulletMarks(reach());
    expect(marks?.baseline).toBeCloseTo(100 / 6);
    expect(marks?.targets[0]).toBeCloseTo(500 / 6);
    expect(marks?.now).toBeCloseTo(50);
  });

  it('keeps right as better when lower values are better', () => {
    const marks = bulletMarks(reach({ baseline: '900', target: '300', current: observed('500'), expected: '600' }));
    expect(marks?.baseline).toBeCloseTo(100 / 6);
    expect(marks?.now).toBeGreaterThan(marks?.pace ?? Infinity);
  });

  it('keeps marks that leave the bar at its edge', () => {
    expect(bulletMarks(reach({ current: observed('99') }))?.now).toBe(100);
    expect(bulletMarks(reach({ current: observed('-99') }))?.now).toBe(0);
  });

  it('draws no mark for a value that is absent', () => {
    expect(bulletMarks(reach({ current: observed(null) }))?.now).toBeNull();
  });

  it('has nothing to draw without a target or when target and baseline are equal', () => {
    expect(bulletMarks(reach({ target: null }))).toBeNull();
    expect(bulletMarks(reach({ target: '2.0' }))).toBeNull();
  });

  it('hatches the left below a floor, and the right of a floor where lower is better', () => {
    expect(bulletMarks(reach({ guardrail: floor('2.0') }))?.guardrail?.from).toBe(0);
    const lower = bulletMarks(reach({ baseline: '4.0', target: '2.0', guardrail: floor('2.5') }))?.guardrail;
    expect(lower?.to).toBe(100);
  });

  it('omits a guardrail that lies wholly outside the bar', () => {
    expect(bulletMarks(reach({ guardrail: floor('-50') }))?.guardrail).toBeNull();
  });

  it('orders the forecast range from left to right for falling metrics too', () => {
    const forecast: Measured['forecast'] = {
      at: '2026-12-31',
      value: '350',
      low80: '250',
      high80: '500',
      low50: '300',
      high50: '400',
      meetsTarget: false,
      gap: '50',
      probability: 0.3,
      method: 'drift',
      error: '20',
      coverage80: 0.8,
      points: 40,
    };
    const marks = bulletMarks(reach({ baseline: '900', target: '300', current: observed('500'), forecast }));
    expect(marks?.forecast?.low).toBeLessThan(marks?.forecast?.high ?? 0);
  });

  it('puts a limit that is to be held where targets are, with what was seen in view', () => {
    const trend = ['99.80', '99.99', null].map((value) => ({ end: '2026-11-01T00:00:00Z', value, expected: null }));
    const held = reach({ kind: 'stay', baseline: null, target: null, atLeast: '99.95', expected: null, trend });
    const marks = bulletMarks({ ...held, current: observed('99.90') });
    expect(marks?.targets[0]).toBeCloseTo(500 / 6);
    expect(marks?.now).toBeGreaterThan(100 / 6);
    expect(marks?.now).toBeLessThan(500 / 6);
  });

  it('turns a limit from above around, so that less is further right', () => {
    const held = reach({
      kind: 'stay',
      baseline: null,
      target: null,
      atMost: '5',
      current: observed('7'),
      expected: null,
    });
    expect(bulletMarks(held)?.now).toBeCloseTo(100 / 6);
  });

  it('shows both limits of a band', () => {
    const held = reach({ kind: 'stay', baseline: null, target: null, atLeast: '2', atMost: '6', expected: null });
    expect(bulletMarks(held)?.targets).toHaveLength(2);
  });
});
