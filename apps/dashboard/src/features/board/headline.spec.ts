import type { BoardGoal, KeyResultProgress } from '@tandem/contracts/board';
import { headline } from './headline.js';

const result = (title: string, over: Partial<KeyResultProgress> = {}): KeyResultProgress => ({
  id: title,
  kind: 'reach',
  metric: {
    key: title.toLowerCase(),
    title,
    description: '',
    unit: '%',
    precision: 1,
    direction: 'up',
    windowDays: 7,
    sources: [],
  },
  baseline: '1',
  target: '2',
  atLeast: null,
  atMost: null,
  requiredShare: null,
  weight: 1,
  override: null,
  settledTo: null,
  movedAfterMiss: false,
  current: {
    start: '2026-11-05T00:00:00Z',
    end: '2026-11-12T00:00:00Z',
    dimensions: {},
    value: '1.5',
    numerator: null,
    denominator: null,
    n: 10,
    state: 'settled',
    version: 1,
  },
  change: null,
  expected: null,
  paceGap: null,
  paceSide: null,
  pace: null,
  progress: null,
  shareInside: null,
  forecast: null,
  status: 'onTrack',
  statusReason: 'forecastMeetsTarget',
  guardrail: null,
  freshness: { dataTo: '2026-11-12T00:00:00Z', lastSyncAt: null, expectedEveryMs: 86_400_000, stale: false },
  trend: [],
  ...over,
});

const goal = (
  id: string,
  status: BoardGoal['status'],
  keyResults: KeyResultProgress[],
  due = '2026-12-31',
): BoardGoal => ({
  id,
  title: id,
  outcome: '',
  growthProjection: false,
  level: 'joint',
  parent: null,
  side: null,
  team: null,
  ledBy: null,
  version: 1,
  published: true,
  gaps: [],
  start: '2026-10-01',
  due,
  status,
  statusReason: 'worstKeyResult',
  owners: { marketing: null, it: null },
  progress: null,
  onTrackCount: 0,
  keyResultCount: keyResults.length,
  measuredCount: keyResults.length,
  keyResults,
});

const breached = (side: 'floor' | 'ceiling', since: string | null): KeyResultProgress['guardrail'] => ({
  id: 'g',
  title: 'g',
  kind: 'threshold',
  measure: 'value',
  by: null,
  explanation: null,
  slices: null,
  side,
  limit: '1',
  state: 'breached',
  alertId: null,
  since,
});

const say = (goals: BoardGoal[]): string =>
  headline({
    goals,
    generatedAt: '2026-11-12T08:00:00Z',
    asKnownAt: null,
    organisation: { name: 'Acme', timeZone: 'UTC', fiscalYearStartsIn: 1 },
  })
    .map((segment) => segment.text)
    .join('')
    .replaceAll('\u00a0', ' ');

const miss = { status: 'offTrack', statusReason: 'targetOutsideForecastRange' } as const;

describe('headline', () => {
  it('counts the goals that are forecast to miss, with the day when they share it', () => {
    const goals = [
      goal('a', 'offTrack', [result('A', miss)]),
      goal('b', 'atRisk', [result('B', { status: 'atRisk', statusReason: 'targetInsideForecastRange' })]),
      goal('c', 'onTrack', [result('C')]),
    ];
    expect(say(goals)).toBe('Two of three joint goals are forecast to miss 31 Dec.');
  });

  it('does not speak of a forecast where the pace decided', () => {
    const goals = [
      goal('a', 'offTrack', [result('A', { status: 'offTrack', statusReason: 'paceFarBehind' })]),
      goal('b', 'onTrack', [result('B')]),
    ];
    expect(say(goals)).toBe('One of two joint goals is not on track for 31 Dec.');
  });

  it('leaves the day out when goals are due on different days', () => {
    const goals = [
      goal('a', 'offTrack', [result('A', miss)]),
      goal('b', 'offTrack', [result('B', miss)], '2027-03-31'),
      goal('c', 'onTrack', [result('C')]),
    ];
    expect(say(goals)).toBe('Two of three joint goals are forecast to miss the target.');
  });

  it('says so when all is well', () => {
    expect(say([goal('a', 'onTrack', [result('A')]), goal('b', 'achieved', [result('B')])])).toBe(
      'Both joint goals are on track for 31 Dec.',
    );
  });

  it('does not call goals without a verdict well', () => {
    expect(say([goal('a', 'noData', [result('A', { status: 'noData', statusReason: 'metricAbsent' })])])).toBe(
      'No joint goal has a verdict yet.',
    );
  });

  it('names broken guardrails first, the oldest before the newest, and counts the rest', () => {
    const results = [
      result('Routing', { guardrail: breached('floor', '2026-11-06T08:00:00Z') }),
      result('Freeze', { guardrail: breached('ceiling', '2026-11-09T08:00:00Z') }),
      result('Load', { guardrail: breached('ceiling', '2026-11-10T08:00:00Z') }),
    ];
    expect(say([goal('a', 'onTrack', results.slice(0, 2))])).toBe(
      'The joint goal is on track for 31 Dec. Routing has been under its floor for 6 days, and Freeze has been over its ceiling for 3 days.',
    );
    expect(say([goal('a', 'onTrack', results)])).toMatch(/for 3 days; one more is beyond a guardrail\.$/);
  });

  it('mentions a change only when it is more than noise', () => {
    const worse = result('Speed', { change: { delta: '-5.1', days: 14, verdict: 'worse' } });
    const noise = result('Speed', { change: { delta: '-5.1', days: 14, verdict: 'noise' } });
    expect(say([goal('a', 'onTrack', [worse])])).toMatch(/Speed got worse by 5\.1\u202fpp in 14 days\.$/);
    expect(say([goal('a', 'onTrack', [noise])])).not.toMatch(/Speed/);
  });

  it('mentions a metric once though it serves two goals', () => {
    const shared = result('Routing', { guardrail: breached('floor', null) });
    const text = say([goal('a', 'onTrack', [shared]), goal('b', 'onTrack', [shared])]);
    expect(text.match(/Routing/g)).toHaveLength(1);
  });

  it('names stale data when nothing else is to be said', () => {
    const freshness = { dataTo: '2026-11-09T00:00:00Z', lastSyncAt: null, expectedEveryMs: 3_600_000, stale: true };
    expect(say([goal('a', 'onTrack', [result('Errors', { freshness })])])).toMatch(
      /Errors has had no data since 8 Nov\.$/,
    );
  });

  it('says that nothing is agreed when there are only drafts', () => {
    expect(say([goal('a', 'draft', [])])).toBe('No joint goal is agreed for this time.');
  });
});
