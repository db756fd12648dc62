import fc from 'fast-check';
import type { AlertState } from '../alert/alert.js';
import type { Observation } from '../metric/observation.js';
import { evaluateThreshold } from './evaluate-threshold.js';
import type { ThresholdGuardrail } from './guardrail.js';

const unlimited: ThresholdGuardrail = {
  id: 'attainment-floor',
  title: 'Attainment floor',
  kind: 'threshold',
  metric: 'sla-attainment',
  minimumEvents: 30,
  forMs: 0,
  keepFiringForMs: 0,
  severity: 'critical',
  onNoData: 'keepLast',
  owners: {},
  routes: [],
};
const floor: ThresholdGuardrail = { ...unlimited, atLeast: '60' };
const ceiling: ThresholdGuardrail = { ...unlimited, atMost: '15' };

const seen = (value: string | null, more: Partial<Observation> = {}): Observation => ({
  start: '2026-11-08T23:00:00.000Z',
  end: '2026-11-15T23:00:00.000Z',
  dimensions: {},
  value,
  numerator: null,
  denominator: null,
  n: 1058,
  state: 'settled',
  version: 1,
  ...more,
});
const fresh = { stale: false, backfillRunning: false };
const calm: Pick<AlertState, 'state' | 'resumeState'> = { state: 'inactive', resumeState: null };

const judge = (guardrail: ThresholdGuardrail, observation: Observation, alert = calm, freshness = fresh) =>
  evaluateThreshold({ guardrail, observation, freshness, alert });

describe('evaluateThreshold', () => {
  it('counts a value equal to its limit as inside, for floor and ceiling', () => {
    expect(judge(floor, seen('60.00'))).toMatchObject({ kind: 'ok', reason: 'insideLimit' });
    expect(judge(ceiling, seen('15.0'))).toMatchObject({ kind: 'ok', reason: 'insideLimit' });
  });

  it('says on which side the limit was left, with the numbers that led to it', () => {
    expect(judge(floor, seen('59.99'))).toEqual({
      kind: 'breached',
      reason: 'belowFloor',
      value: '59.99',
      limit: '60',
      n: 1058,
      start: '2026-11-08T23:00:00.000Z',
      end: '2026-11-15T23:00:00.000Z',
      state: 'settled',
      version: 1,
    });
    expect(judge(ceiling, seen('15.01'))).toMatchObject({ kind: 'breached', reason: 'aboveCeiling', limit: '15' });
  });

  it('compares decimals exactly where floating point cannot', () => {
    const exact = { ...floor, atLeast: '0.3000000000000000001' };
    expect(judge(exact, seen('0.3')).kind).toBe('breached');
    expect(judge(exact, seen('0.3000000000000000001')).kind).toBe('ok');
    expect(judge({ ...ceiling, atMost: '-2' }, seen('-2.000')).kind).toBe('ok');
  });

  it('holds a firing alert until the clear limit is reached, and a calm one only to the fire limit', () => {
    const guardrail = { ...floor, clearAt: '62' };
    const firing = { state: 'firing', resumeState: null } as const;
    expect(judge(guardrail, seen('61'))).toMatchObject({ kind: 'ok', reason: 'insideLimit', limit: '60' });
    expect(judge(guardrail, seen('61'), { state: 'pending', resumeState: null }).kind).toBe('ok');
    expect(judge(guardrail, seen('61'), { state: 'resolved', resumeState: null }).kind).toBe('ok');
    for (const state of ['firing', 'recovering'] as const) {
      const verdict = judge(guardrail, seen('61'), { state, resumeState: null });
      expect(verdict).toMatchObject({ kind: 'breached', reason: 'betweenFireAndClear', limit: '62' });
    }
    expect(judge(guardrail, seen('59'), firing)).toMatchObject({ reason: 'belowFloor', limit: '60' });
    expect(judge(guardrail, seen('62'), firing)).toMatchObject({ kind: 'ok', reason: 'insideClearLimit', limit: '62' });
  });

  it('remembers through missing data that the alert was firing', () => {
    const guardrail = { ...ceiling, clearAt: '12' };
    expect(judge(guardrail, seen('13'), { state: 'noData', resumeState: 'firing' }).reason).toBe('betweenFireAndClear');
    expect(judge(guardrail, seen('13'), { state: 'error', resumeState: 'inactive' }).reason).toBe('insideLimit');
  });

  it('ignores a clear limit that is laxer than the fire limit', () => {
    const verdict = judge({ ...floor, clearAt: '50' }, seen('55'), { state: 'firing', resumeState: null });
    expect(verdict).toMatchObject({ kind: 'breached', reason: 'belowFloor' });
  });

  it('does not judge a value with too few events, nor a period without any', () => {
    expect(judge(floor, seen('10', { n: 29 }))).toMatchObject({ kind: 'tooFew', reason: 'belowMinimumEvents', n: 29 });
    expect(judge(floor, seen('10', { n: 30 })).kind).toBe('breached');
    expect(judge({ ...floor, minimumEvents: 0 }, seen(null, { n: 0 })).kind).toBe('tooFew');
  });

  it('never judges data that is missing, stale, unfinished or still being imported', () => {
    expect(judge(floor, seen(null, { n: 0, state: 'absent', version: 1 }))).toMatchObject({
      kind: 'noData',
      reason: 'periodAbsent',
    });
    expect(judge(floor, seen('10', { state: 'partial' }))).toMatchObject({ kind: 'noData', reason: 'periodPartial' });
    expect(judge(floor, seen('10'), calm, { stale: true, backfillRunning: false })).toMatchObject({
      reason: 'metricStale',
    });
    expect(judge(floor, seen('10'), calm, { stale: true, backfillRunning: true })).toMatchObject({
      kind: 'noData',
      reason: 'backfillRunning',
    });
  });

  it('refuses a guardrail without exactly one limit', () => {
    expect(() => judge({ ...floor, atMost: '90' }, seen('70'))).toThrow(/exactly one of "atLeast" and "atMost"/);
    expect(() => judge(unlimited, seen('70'))).toThrow(/attainment-floor/);
  });

  it('agrees with integer arithmetic for every pair of value and limit', () => {
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const text = (value: number) =>
      `${value < 0 ? '-' : ''}${Math.trunc(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`;
    fc.assert(
      fc.property(cents, cents, (value, limit) => {
        expect(judge({ ...floor, atLeast: text(limit) }, seen(text(value))).kind).toBe(
          value < limit ? 'breached' : 'ok',
        );
        expect(judge({ ...ceiling, atMost: text(limit) }, seen(text(value))).kind).toBe(
          value > limit ? 'breached' : 'ok',
        );
      }),
    );
  });
});
