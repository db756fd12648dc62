import type { Goal } from '../goal/goal.js';
import type { MetricDefinition } from '../metric/definition.js';
import { checkGuardrail, checkGuardrailUse } from './check-guardrail.js';
import type { Guardrail } from './guardrail.js';

const common = {
  ...{ id: 'g', title: 'G', metric: 'attainment', minimumEvents: 0, forMs: 0, keepFiringForMs: 0 },
  ...{ severity: 'warning' as const, onNoData: 'keepLast' as const, owners: {}, routes: [] },
};
const metric: MetricDefinition = {
  ...{ key: 'attainment', title: 'Attainment', description: 'Met of due.', unit: '%', precision: 1, direction: 'up' },
  ...{ windowDays: 7, settlingDays: 0, owners: {} },
  formula: {
    ...{ kind: 'ratio', stream: 'slaCycle', at: ['dueAt'], dimensions: ['priority'] },
    ...{ numerator: { where: { state: 'met' } }, denominator: {} },
  },
};
const goal: Goal = {
  ...{ id: 'o', title: 'O', outcome: 'O', start: '2026-01-01', due: '2026-12-31', owners: {} },
  keyResults: [
    { id: 'reach', kind: 'reach', metric: 'attainment', baseline: '60', target: '80' },
    { id: 'stay', kind: 'stay', metric: 'attainment', atLeast: '60' },
    { id: 'other', kind: 'reach', metric: 'conversion', baseline: '1', target: '2' },
  ],
};
const faults = (guardrail: Guardrail, on: MetricDefinition = metric) =>
  [...checkGuardrail(guardrail), ...checkGuardrailUse(guardrail, on, [goal])].map(
    ({ path, reason }) => `${path.join('.')} ${reason.code}`,
  );
const pace = { ...common, kind: 'pace' as const, goal: 'o', keyResult: 'reach', of: 'odds' as const, atLeast: '0.5' };
const burn = { ...common, kind: 'burn' as const, objective: '99' };

describe('checkGuardrail', () => {
  it('lets through a guardrail of each kind', () => {
    const good: readonly Guardrail[] = [
      { ...common, kind: 'threshold', atLeast: '60', by: 'priority', mostSlices: 3 },
      { ...common, kind: 'change', of: 'relative', atMost: '20', clearAt: '10' },
      { ...common, kind: 'specialCause', baselineFrom: '2026-01-05' },
      { ...common, kind: 'freshness' },
      pace,
      burn,
    ];
    for (const guardrail of good) expect([guardrail.kind, faults(guardrail)]).toEqual([guardrail.kind, []]);
  });

  it('asks kinds with a limit for exactly one, and for a clear limit that is as strict', () => {
    expect(faults({ ...common, kind: 'change', of: 'absolute' })).toEqual([' notOneLimit']);
    expect(faults({ ...common, kind: 'threshold', atLeast: '1', atMost: '2' })).toEqual(['atMost notOneLimit']);
    expect(faults({ ...pace, clearAt: '0.4' })).toEqual(['clearAt clearLimitLax']);
  });

  it('knows what is no share, no probability, and no pair of windows', () => {
    expect(faults({ ...burn, objective: '100' })).toEqual(['objective percentOutside']);
    expect(faults({ ...pace, atLeast: '50' })).toEqual(['atLeast oddsOutside']);
    const windows = [{ budgetShare: '0', longDays: 40, shortDays: 41 }];
    expect(faults({ ...burn, windows })).toEqual([
      'windows.0.budgetShare percentOutside',
      'windows.0.shortDays shortWindowLonger',
      'windows.0.longDays longWindowBeyondBudget',
    ]);
  });

  it('slices only by a dimension that the metric has, and only kinds that can be sliced', () => {
    expect(faults({ ...common, kind: 'threshold', atLeast: '1', by: 'region' })).toEqual(['by dimensionUnknown']);
    expect(faults({ ...common, kind: 'freshness', by: 'priority' })).toEqual(['by kindNotSliced']);
    expect(faults({ ...common, kind: 'freshness', mostSlices: 2 })).toEqual(['mostSlices slicesWithoutDimension']);
  });

  it('asks for a ratio behind an error budget, and for a key result that is reached with this metric', () => {
    expect(
      faults(burn, { ...metric, formula: { kind: 'count', stream: 'incident', at: ['openedAt'], dimensions: [] } }),
    ).toEqual(['metric burnNeedsRatio']);
    expect(faults({ ...pace, keyResult: 'gone' })).toEqual(['keyResult keyResultMissing']);
    expect(faults({ ...pace, keyResult: 'stay' })).toEqual(['keyResult keyResultNotReached']);
    expect(faults({ ...pace, keyResult: 'other' })).toEqual(['metric keyResultOfOtherMetric']);
  });
});
