import type { Observation } from '../metric/observation.js';
import { evaluateBurn, type BurnPair } from './evaluate-burn.js';
import { burnFactor, ruleOf } from './guardrail-rule.js';
import type { BurnGuardrail } from './guardrail.js';

const guardrail: BurnGuardrail = {
  ...{ id: 'budget', title: 'Budget', metric: 'attainment', kind: 'burn', objective: '99', minimumEvents: 100 },
  ...{ forMs: 0, keepFiringForMs: 0, severity: 'critical', onNoData: 'keepLast', owners: {}, routes: [] },
};
const seen = (good: number, all: number, more: Partial<Observation> = {}): Observation => ({
  ...{ start: '2026-11-12T00:00:00.000Z', end: '2026-11-15T00:00:00.000Z', dimensions: {} },
  ...{ value: '98.00', numerator: String(good), denominator: String(all), n: all, state: 'settled', version: 1 },
  ...more,
});
const pair = (longDays: number, long: Observation, short: Observation): BurnPair => ({
  windows: { budgetShare: '10', longDays, shortDays: 1 },
  long,
  short,
});
const judge = (pairs: readonly BurnPair[], direction: 'up' | 'down' = 'up') =>
  evaluateBurn({ guardrail, pairs, direction, freshness: { stale: false, backfillRunning: false } });

describe('evaluateBurn', () => {
  it('reckons the factors of the usual windows', () => {
    const factor = (budgetShare: string, days: number) => burnFactor({ budgetShare, longDays: days, shortDays: 1 });
    expect([factor('10', 1), factor('10', 3)]).toEqual(['3', '1']);
    // 2 % in an hour and 5 % in six, were data that fine.
    expect([factor('2', 1 / 24), factor('5', 6 / 24)]).toEqual(['14.4', '6']);
    expect(ruleOf(guardrail)).toMatchObject({ measure: 'burnRate', side: 'ceiling', limit: '1' });
  });

  it('breaks only when both windows are above the factor; equal is inside', () => {
    const [fast, even, calm] = [seen(9_700, 10_000), seen(9_900, 10_000), seen(9_999, 10_000)];
    expect(judge([pair(3, fast, fast)])).toMatchObject({
      kind: 'breached',
      reason: 'budgetBurning',
      limit: '1',
      measured: { value: '3.00', short: '3.00', longDays: 3, shortDays: 1, objective: '99' },
    });
    expect(judge([pair(3, fast, calm)])).toMatchObject({ kind: 'ok', reason: 'budgetHeld' });
    expect(judge([pair(3, calm, fast)]).kind).toBe('ok');
    expect(judge([pair(3, even, even)])).toMatchObject({ kind: 'ok', measured: { value: '1.00' } });
  });

  it('tells of the pair that is furthest beyond its factor', () => {
    const [much, some] = [seen(9_400, 10_000), seen(9_850, 10_000)];
    expect(judge([pair(1, some, some), pair(3, some, some)])).toMatchObject({ kind: 'breached', limit: '1' });
    expect(judge([pair(1, much, much), pair(3, some, some)])).toMatchObject({
      kind: 'breached',
      limit: '3',
      measured: { value: '6.00' },
    });
  });

  it('counts what a metric of failures counts as bad', () => {
    expect(judge([pair(3, seen(200, 10_000), seen(200, 10_000))], 'down')).toMatchObject({
      kind: 'breached',
      measured: { value: '2.00' },
    });
  });

  it('says too few events, and never takes none for good ones', () => {
    expect(judge([pair(3, seen(0, 99), seen(0, 99))])).toMatchObject({ kind: 'tooFew', measured: { value: null } });
    expect(judge([pair(3, seen(90, 100), seen(0, 0, { value: null }))]).kind).toBe('tooFew');
    expect(judge([pair(3, seen(90, 100, { state: 'absent' }), seen(9, 10))]).kind).toBe('noData');
    // A pair that can be judged speaks for those that cannot yet.
    const burning = seen(5_000, 10_000);
    expect(judge([pair(3, seen(0, 99), seen(0, 99)), pair(1, burning, burning)]).kind).toBe('breached');
  });
});
