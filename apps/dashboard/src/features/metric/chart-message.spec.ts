import type { MetricPage } from '@tandem/contracts/metrics';
import { chartMessage } from './chart-message.js';

type KeyResult = MetricPage['keyResults'][number]['keyResult'];
type Guardrail = MetricPage['guardrails'][number];

const NOW = Date.parse('2026-11-12T08:00:00Z');
const freshness = { dataTo: '2026-11-12T00:00:00Z', lastSyncAt: null, expectedEveryMs: 86_400_000, stale: false };
const metric = {
  key: 'm',
  title: 'm',
  description: '',
  unit: '%',
  precision: 2,
  direction: 'up' as const,
  windowDays: 7,
  sources: [],
};
const current = {
  start: '2026-11-05T00:00:00Z',
  end: '2026-11-12T00:00:00Z',
  dimensions: {},
  value: '2.84' as string | null,
  numerator: null,
  denominator: null,
  n: 5,
  state: 'settled' as const,
  version: 1,
};
const page = { current, freshness, metric, timeZone: 'UTC' };
const forecast: NonNullable<KeyResult['forecast']> = {
  at: '2026-12-31',
  value: '3.08',
  low80: '2.96',
  high80: '3.19',
  low50: '3.02',
  high50: '3.14',
  meetsTarget: false,
  gap: '0.12',
  probability: 0.09,
  method: 'drift',
  error: '0.05',
  coverage80: 0.8,
  points: 60,
};
const keyResult = (over: Partial<KeyResult> = {}): KeyResult => ({
  id: 'kr',
  kind: 'reach',
  metric,
  baseline: '2.61',
  target: '3.20',
  atLeast: null,
  atMost: null,
  requiredShare: null,
  weight: 1,
  override: null,
  settledTo: null,
  movedAfterMiss: false,
  current,
  change: null,
  expected: '2.88',
  paceGap: '0.04',
  paceSide: 'behind',
  pace: 0.85,
  progress: 0.39,
  shareInside: null,
  forecast,
  status: 'atRisk',
  statusReason: 'targetInsideForecastRange',
  guardrail: null,
  freshness,
  trend: [],
  ...over,
});
const guardrail = (over: Partial<Guardrail> = {}): Guardrail => ({
  id: 'g',
  title: 'g',
  kind: 'threshold',
  measure: 'value',
  by: null,
  explanation: null,
  slices: null,
  side: 'floor',
  limit: '2.55',
  state: 'held',
  alertId: null,
  since: null,
  forMs: 0,
  owners: { marketing: null, it: null },
  lastBreach: null,
  ...over,
});

describe('chartMessage', () => {
  it('names the side of the path and the distance of the forecast', () => {
    expect(chartMessage(page, keyResult(), null, NOW)).toBe(
      'Behind the path and forecast to miss 3.20% by 0.12\u202fpp',
    );
  });

  it('does not hide that a result ahead of its path is forecast to miss', () => {
    expect(chartMessage(page, keyResult({ paceSide: 'ahead' }), null, NOW)).toMatch(
      /^Ahead of the path, but forecast to miss/,
    );
  });

  it('speaks of the pace when there is no forecast', () => {
    expect(chartMessage(page, keyResult({ forecast: null }), null, NOW)).toBe('0.04\u202fpp behind the path to 3.20%');
  });

  it('puts a broken guardrail before everything but missing data', () => {
    const broken = guardrail({ state: 'breached', since: '2026-11-06T08:00:00Z' });
    expect(chartMessage(page, keyResult(), broken, NOW)).toBe('Under its floor of 2.55% for 6 days');
    const stale = { ...page, freshness: { ...freshness, stale: true } };
    expect(chartMessage(stale, keyResult(), broken, NOW)).toBe('No new data since 11 Nov');
  });

  it('tells of a recovery while it is recent', () => {
    const back = guardrail({ lastBreach: { from: '2026-10-18T00:00:00Z', to: '2026-10-22T00:00:00Z' } });
    expect(chartMessage(page, keyResult(), back, NOW)).toMatch(/^Back above its floor since 22 Oct\. Behind/);
    expect(chartMessage(page, keyResult(), back, NOW + 90 * 86_400_000)).toMatch(/^Behind/);
  });

  it('never judges a metric without a target', () => {
    expect(chartMessage(page, null, null, NOW)).toBe('No target is agreed: shown, not judged');
  });

  it('does not take an absent value for one', () => {
    expect(chartMessage({ ...page, current: { ...current, value: null } }, keyResult(), null, NOW)).toBe(
      'No data in this window yet',
    );
  });

  it('states the share of weeks for what is to be held', () => {
    const held = keyResult({
      kind: 'stay',
      target: null,
      baseline: null,
      atLeast: '2.50',
      shareInside: 0.92,
      forecast: null,
    });
    expect(chartMessage(page, held, null, NOW)).toBe('Inside its limit in 92% of the weeks');
  });
});
