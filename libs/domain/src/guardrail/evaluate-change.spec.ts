import type { Observation } from '../metric/observation.js';
import { comparableDays, evaluateChange } from './evaluate-change.js';
import type { ChangeGuardrail } from './guardrail.js';

const guardrail: ChangeGuardrail = {
  ...{ id: 'drop', title: 'No sudden drop', metric: 'conversion', kind: 'change', of: 'relative', atLeast: '-10' },
  ...{
    minimumEvents: 30,
    forMs: 0,
    keepFiringForMs: 0,
    severity: 'warning',
    onNoData: 'keepLast',
    owners: {},
    routes: [],
  },
};
const seen = (value: string | null, more: Partial<Observation> = {}): Observation => ({
  ...{ start: '2026-11-08T23:00:00.000Z', end: '2026-11-15T23:00:00.000Z', dimensions: {}, value },
  ...{ numerator: null, denominator: null, n: 100, state: 'settled', version: 1 },
  ...more,
});
const judge = (now: Observation, before: Observation, of: ChangeGuardrail = guardrail, firing = false) =>
  evaluateChange({
    guardrail: of,
    observation: now,
    previous: before,
    precision: 2,
    freshness: { stale: false, backfillRunning: false },
    alert: { state: firing ? 'firing' : 'inactive', resumeState: null },
  });

describe('evaluateChange', () => {
  it('judges the change in per cent of the value before; equal is inside', () => {
    expect(judge(seen('2.16'), seen('2.40'))).toMatchObject({
      kind: 'ok',
      measured: { value: '-10.0', previous: '2.40' },
    });
    expect(judge(seen('2.15'), seen('2.40'))).toMatchObject({
      kind: 'breached',
      reason: 'belowFloor',
      value: '2.15',
      limit: '-10',
      measured: { of: 'changeRelative', value: '-10.4' },
    });
    const ceiling = { ...guardrail, atLeast: undefined, atMost: '25' } as unknown as ChangeGuardrail;
    expect(judge(seen('3.00'), seen('2.40'), ceiling).kind).toBe('ok');
    expect(judge(seen('3.02'), seen('2.40'), ceiling)).toMatchObject({
      reason: 'aboveCeiling',
      measured: { value: '25.8' },
    });
  });

  it('takes a fall as a fall when the value before was negative', () => {
    expect(judge(seen('-3.00'), seen('-2.00'))).toMatchObject({ measured: { value: '-50.0' }, kind: 'breached' });
  });

  it('judges the difference in the unit of the metric, and clears at the stricter limit', () => {
    const absolute: ChangeGuardrail = { ...guardrail, of: 'absolute', atLeast: '-0.5', clearAt: '-0.2' };
    expect(judge(seen('1.90'), seen('2.40'), absolute)).toMatchObject({ kind: 'ok', measured: { value: '-0.50' } });
    expect(judge(seen('1.89'), seen('2.40'), absolute).kind).toBe('breached');
    expect(judge(seen('2.10'), seen('2.40'), absolute, true)).toMatchObject({
      reason: 'betweenFireAndClear',
      limit: '-0.2',
    });
    expect(judge(seen('2.20'), seen('2.40'), absolute, true)).toMatchObject({ kind: 'ok', reason: 'insideClearLimit' });
  });

  it('judges nothing without something to compare with', () => {
    expect(judge(seen('2.10'), seen(null, { state: 'absent', n: 0 }))).toMatchObject({
      kind: 'noData',
      reason: 'previousAbsent',
    });
    expect(judge(seen('2.10'), seen('2.40', { n: 29 }))).toMatchObject({
      kind: 'tooFew',
      reason: 'belowMinimumEvents',
    });
    expect(judge(seen('2.10'), seen('0.00'))).toMatchObject({ kind: 'tooFew', reason: 'previousZero' });
    expect(judge(seen('2.10', { state: 'partial' }), seen('2.40')).kind).toBe('noData');
  });

  it('compares with a period whole weeks before, so that weekdays meet their like', () => {
    expect([1, 7, 8, 28].map((days) => comparableDays(guardrail, days))).toEqual([7, 7, 14, 28]);
    expect(comparableDays({ ...guardrail, againstDays: 1 }, 1)).toBe(1);
  });
});
