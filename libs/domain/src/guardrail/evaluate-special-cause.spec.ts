import type { Observation } from '../metric/observation.js';
import { evaluateSpecialCause } from './evaluate-special-cause.js';
import type { SpecialCauseGuardrail } from './guardrail.js';

const guardrail: SpecialCauseGuardrail = {
  ...{ id: 'signal', title: 'Signal', metric: 'conversion', kind: 'specialCause', baselineFrom: '2026-01-05' },
  ...{ baselinePoints: 6, minimumEvents: 10, forMs: 0, keepFiringForMs: 0, severity: 'warning', onNoData: 'keepLast' },
  ...{ owners: {}, routes: [] },
};
const point = (value: string | null, index = 0, more: Partial<Observation> = {}): Observation => ({
  ...{
    start: new Date(index * 7 * 86_400_000).toISOString(),
    end: new Date((index + 1) * 7 * 86_400_000).toISOString(),
  },
  ...{ dimensions: {}, value, numerator: null, denominator: null, n: 100, state: 'settled', version: 1 },
  ...more,
});
/** Mean 10, mean moving range 1: natural limits 7.34 and 12.66. */
const baseline = ['9.5', '10.5', '9.5', '10.5', '9.5', '10.5'];
const series = (...later: string[]) => [...baseline, ...later].map((value, index) => point(value, index));
const judge = (points: readonly Observation[], of: Partial<SpecialCauseGuardrail> = {}) =>
  evaluateSpecialCause({
    guardrail: { ...guardrail, ...of },
    points,
    empty: point(null, 0, { state: 'absent', n: 0 }),
    precision: 2,
    freshness: { stale: false, backfillRunning: false },
  });

describe('evaluateSpecialCause', () => {
  it('breaks on one point beyond three sigma, and states the limits of the fixed baseline', () => {
    expect(judge(series('10', '12.66'))).toMatchObject({ kind: 'ok', reason: 'ordinaryVariation' });
    expect(judge(series('10', '12.67'))).toMatchObject({
      kind: 'breached',
      reason: 'beyondLimits',
      value: '12.67',
      limit: '12.66',
      measured: { side: 'above', mean: '10.00', lower: '7.34', upper: '12.66', baselinePoints: 6 },
    });
    // Later points do not move the baseline: the same value stays a signal however often it comes.
    expect(judge(series('12.67', '7', '13', '12.67')).measured).toMatchObject({ mean: '10.00', upper: '12.66' });
  });

  it('breaks on two of three beyond two sigma, and on eight in a row on one side', () => {
    expect(judge(series('12', '10', '12'))).toMatchObject({ reason: 'twoOfThree' });
    expect(judge(series(...Array.from({ length: 6 }, () => '10.2'))).kind).toBe('ok');
    expect(judge(series(...Array.from({ length: 8 }, () => '10.2')))).toMatchObject({ reason: 'eightOnOneSide' });
  });

  it('looks at one side alone when asked to', () => {
    expect(judge(series('12.67'), { side: 'below' }).kind).toBe('ok');
    expect(judge(series('7.33'), { side: 'below' })).toMatchObject({ kind: 'breached', limit: '7.34' });
  });

  it('never judges a point of the baseline, nor without a whole one', () => {
    expect(judge(series().slice(0, 5))).toMatchObject({ kind: 'tooFew', reason: 'tooFewPoints' });
    expect(judge(['9.5', '10.5', '9.5', '10.5', '9.5', '99'].map((value, index) => point(value, index))).kind).toBe(
      'ok',
    );
    expect(judge([])).toMatchObject({ kind: 'noData', reason: 'periodAbsent' });
  });

  it('waits for what is not settled, and does not judge the last settled one when it has too few events', () => {
    const provisional = [...series('10'), point('99', 7, { state: 'provisional' })];
    expect(judge(provisional)).toMatchObject({ kind: 'ok', value: '10' });
    expect(judge([...series(), point('99', 6, { n: 9 })])).toMatchObject({
      kind: 'tooFew',
      reason: 'belowMinimumEvents',
    });
  });
});
