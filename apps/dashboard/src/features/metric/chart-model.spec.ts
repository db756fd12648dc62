import type { ObservationsAnswer } from '@tandem/contracts/metrics';
import { chartModel, type ChartInput } from './chart-model.js';

type Observation = ObservationsAnswer['points'][number];
const DAY = 86_400_000;
const FIRST = Date.parse('2026-11-01T00:00:00Z');

const day = (index: number, value: string | null, over: Partial<Observation> = {}): Observation => ({
  start: new Date(FIRST + index * DAY).toISOString(),
  end: new Date(FIRST + (index + 1) * DAY).toISOString(),
  dimensions: {},
  value,
  numerator: null,
  denominator: null,
  n: 1,
  state: 'settled',
  version: 1,
  ...over,
});

const input = (over: Partial<ChartInput>): ChartInput => ({
  line: [],
  singles: [],
  previous: [],
  previousShiftDays: 0,
  keyResult: null,
  goal: null,
  guardrail: null,
  precision: 1,
  unit: '%',
  versions: [],
  behaviour: null,
  dataTo: null,
  ...over,
});

const guardrail = (side: 'floor' | 'ceiling', limit: string): ChartInput['guardrail'] => ({
  id: 'g',
  title: 'g',
  kind: 'threshold',
  measure: 'value',
  by: null,
  explanation: null,
  slices: null,
  side,
  limit,
  state: 'held',
  alertId: null,
  since: null,
  forMs: 0,
  owners: { marketing: null, it: null },
  lastBreach: null,
});

const keyResult = (expected: readonly string[]): ChartInput['keyResult'] => ({
  id: 'kr',
  kind: 'reach',
  metric: {
    key: 'm',
    title: 'm',
    description: '',
    unit: '%',
    precision: 1,
    direction: 'up',
    windowDays: 7,
    sources: [],
  },
  baseline: '10.0',
  target: '20.0',
  atLeast: null,
  atMost: null,
  requiredShare: null,
  weight: 1,
  override: null,
  settledTo: null,
  movedAfterMiss: false,
  current: day(2, '12.0'),
  change: null,
  expected: null,
  paceGap: null,
  paceSide: null,
  pace: null,
  progress: null,
  shareInside: null,
  forecast: null,
  status: 'onTrack',
  statusReason: 'paceOnPath',
  guardrail: null,
  freshness: { dataTo: null, lastSyncAt: null, expectedEveryMs: DAY, stale: false },
  trend: expected.map((value, index) => ({
    end: new Date(FIRST + (index + 1) * DAY).toISOString(),
    value: null,
    expected: value,
  })),
});
const goal = { id: 'g', title: 'g', start: '2026-11-01', due: '2026-11-10' };

describe('chartModel', () => {
  it('lays the trailing window and the single day on the same place', () => {
    const model = chartModel(
      input({ line: [day(0, '5.0', { start: '2026-10-26T00:00:00Z' })], singles: [day(0, '6.0')] }),
    );
    expect(model.points).toHaveLength(1);
    expect(model.points[0]).toMatchObject({ value: '5.0', single: '6.0' });
  });

  it('shows a partial day outside the line, and no day that has not come yet', () => {
    const singles = [day(0, '6.0'), day(1, '4.0', { state: 'partial' }), day(2, null, { state: 'absent' })];
    const model = chartModel(input({ line: [day(0, '5.0')], singles }));
    expect(model.points.map((point) => point.partial)).toEqual([false, true]);
    expect(model.points[1]?.value).toBeNull();
  });

  it('joins days beyond the guardrail into one breach and ends it at a day without a value', () => {
    const line = ['4', '4', null, '4', '6'].map((value, index) => day(index, value));
    const model = chartModel(input({ line, guardrail: guardrail('floor', '5') }));
    expect(model.breaches.map((breach) => breach.days)).toEqual([2, 1]);
  });

  it('counts a value on the limit as inside', () => {
    const model = chartModel(input({ line: [day(0, '5.0')], guardrail: guardrail('ceiling', '5.0') }));
    expect(model.breaches).toEqual([]);
  });

  it('draws a straight path to the due date', () => {
    const model = chartModel(input({ keyResult: keyResult(['11.0', '12.0', '13.0']), goal }));
    expect(model.path.map((point) => point.value)).toEqual([10, 20]);
  });

  it('draws a path of milestones only as far as the server says it', () => {
    const model = chartModel(input({ keyResult: keyResult(['10.0', '10.0', '18.0']), goal }));
    expect(model.path.map((point) => point.value)).toEqual([10, 10, 18]);
  });

  it('moves the previous period under this one', () => {
    const previous = [day(-91, '3.0')];
    const model = chartModel(input({ line: [day(0, '5.0')], previous, previousShiftDays: 91 }));
    expect(model.points[0]?.previous).toBe('3.0');
  });

  it('rings a signal where the line says the same of the same time, and nowhere else', () => {
    const signal = (index: number, value: string, rule: 'beyondLimits' | null = 'beyondLimits') => ({
      start: day(index, value).start,
      end: day(index, value).end,
      value,
      signal: rule,
    });
    const points = [signal(0, '5.0'), signal(1, '5.0', null), signal(2, '9.9')];
    const behaviour = { mean: '5', lower: '4', upper: '6', baselinePoints: 8, points };
    const line = [day(0, '5.0'), day(1, '5.0'), day(2, '5.0')];
    expect([...chartModel(input({ line, behaviour })).signals]).toEqual([FIRST + DAY]);
  });

  it('marks where another version of the definition takes over', () => {
    const versions = [
      { version: 1, validFrom: day(-9, null).start, unit: '%', precision: 1 },
      { version: 2, validFrom: '2026-11-03T15:00:00.000Z', unit: '%', precision: 1 },
    ];
    const line = [day(0, '1.0'), day(1, '2.0'), day(2, '3.0', { version: 2 }), day(3, '4.0', { version: 2 })];
    const model = chartModel(input({ line, versions }));
    expect(model.versionChanges).toEqual([{ atMs: Date.parse('2026-11-03T15:00:00.000Z'), version: 2 }]);
    expect(model.points.map(({ beginsVersion }) => beginsVersion)).toEqual([false, false, true, false]);
    expect(chartModel(input({ line: line.slice(2), versions })).versionChanges).toEqual([]);
  });

  it('does not draw what an older version counted in another unit, but keeps it to be told', () => {
    const versions = [
      { version: 1, validFrom: day(-9, null).start, unit: 'h', precision: 1 },
      { version: 2, validFrom: day(1, null).start, unit: '%', precision: 1 },
    ];
    const { points } = chartModel(input({ line: [day(0, '7.0'), day(1, '50.0', { version: 2 })], versions }));
    expect(points.map(({ value, foreign }) => ({ value, foreign }))).toEqual([
      { value: null, foreign: { value: '7.0', single: null, unit: 'h' } },
      { value: '50.0', foreign: null },
    ]);
  });
});
