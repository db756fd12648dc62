import type { Observation } from '../metric/observation.js';
import { evaluateFreshness } from './evaluate-freshness.js';
import { evaluatePace, type TrackedKeyResult } from './evaluate-pace.js';
import type { FreshnessGuardrail, PaceGuardrail } from './guardrail.js';

const common = {
  ...{ id: 'g', title: 'G', metric: 'm', minimumEvents: 0, forMs: 0, keepFiringForMs: 0, severity: 'warning' as const },
  ...{ onNoData: 'keepLast' as const, owners: {}, routes: [] },
};
const observation: Observation = {
  ...{ start: '2026-11-08T23:00:00.000Z', end: '2026-11-15T23:00:00.000Z', dimensions: {}, value: '70.00' },
  ...{ numerator: null, denominator: null, n: 100, state: 'settled', version: 1 },
};

describe('evaluatePace', () => {
  const guardrail: PaceGuardrail = {
    ...common,
    kind: 'pace',
    goal: 'o',
    keyResult: 'k',
    of: 'pace',
    atLeast: '0.9',
    clearAt: '0.95',
  };
  const judge = (tracked: TrackedKeyResult | null, of: Partial<PaceGuardrail> = {}, firing = false) =>
    evaluatePace({
      guardrail: { ...guardrail, ...of },
      tracked,
      observation,
      freshness: { stale: false, backfillRunning: false },
      alert: { state: firing ? 'firing' : 'inactive', resumeState: null },
    });
  const running = { pace: 0.9, probability: 0.31, running: true };

  it('holds pace or odds against the floor; equal is inside, and the clear limit counts while firing', () => {
    expect(judge(running)).toMatchObject({ kind: 'ok', measured: { of: 'pace', value: '0.90' } });
    expect(judge({ ...running, pace: 0.89 })).toMatchObject({ kind: 'breached', reason: 'belowFloor', limit: '0.9' });
    expect(judge(running, {}, true)).toMatchObject({ kind: 'breached', reason: 'betweenFireAndClear', limit: '0.95' });
    expect(judge(running, { of: 'odds', atLeast: '0.5' })).toMatchObject({
      kind: 'breached',
      measured: { of: 'odds', value: '0.31' },
    });
  });

  it('judges nothing outside the time of the goal or without a forecast, and names what does not exist', () => {
    expect(judge({ ...running, running: false })).toMatchObject({ kind: 'tooFew', reason: 'goalNotRunning' });
    expect(judge({ ...running, probability: null }, { of: 'odds' })).toMatchObject({
      kind: 'tooFew',
      reason: 'forecastMissing',
    });
    expect(judge(null)).toMatchObject({ kind: 'error', reason: 'keyResultUnknown' });
  });
});

describe('evaluateFreshness', () => {
  const guardrail: FreshnessGuardrail = { ...common, kind: 'freshness' };
  const end = new Date('2026-11-15T06:30:00.000Z');
  const judge = (now: Date, more: object = {}, of: Partial<FreshnessGuardrail> = {}) =>
    evaluateFreshness({
      guardrail: { ...guardrail, ...of },
      observation,
      freshness: { collectedTo: end, expectedEveryMs: 86_400_000, backfillRunning: false, ...more },
      now,
    });
  const after = (hours: number) => new Date(end.getTime() + hours * 3_600_000);

  it('breaks when the source has been silent for longer than it says, or than the guardrail allows', () => {
    expect(judge(after(24))).toMatchObject({ kind: 'ok', reason: 'recordsArrive', limit: '24' });
    expect(judge(after(24.1))).toMatchObject({
      kind: 'breached',
      reason: 'silent',
      measured: { of: 'hoursWithoutData', value: '24.1', lastAt: end.toISOString() },
    });
    expect(judge(after(2), {}, { withinMs: 3_600_000 })).toMatchObject({ kind: 'breached', limit: '1' });
  });

  it('is no breach while a first import runs, or before anything was collected', () => {
    expect(judge(after(99), { backfillRunning: true })).toMatchObject({ kind: 'noData', reason: 'backfillRunning' });
    expect(judge(after(99), { collectedTo: null })).toMatchObject({ kind: 'noData', reason: 'periodAbsent' });
  });
});
