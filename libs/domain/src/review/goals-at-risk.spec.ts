import { goalsAtRisk, type GoalFacts, type RiskFacts } from './goals-at-risk.js';

const keyResult = (more: Partial<RiskFacts> = {}): RiskFacts => ({
  id: 'kr',
  kind: 'reach',
  metric: { key: 'rate', title: 'Rate', unit: '%', precision: 1 },
  baseline: '50',
  target: '80',
  atLeast: null,
  atMost: null,
  current: '60.0',
  expected: '66.0',
  before: { value: '58.0', weeks: 2 },
  weeksLeft: 5,
  forecast: { value: '71.2', low80: '65.0', high80: '78.0', gap: '8.8', meetsTarget: false, probability: 0.04 },
  shareInside: null,
  requiredShare: null,
  status: 'offTrack',
  statusReason: 'targetOutsideForecastRange',
  ...more,
});
const goal = (more: Partial<GoalFacts> = {}): GoalFacts => ({
  id: 'helped',
  title: 'Helped in time',
  status: 'offTrack',
  statusReason: 'worstKeyResult',
  due: '2026-12-31',
  keyResults: [keyResult()],
  ...more,
});
const textOf = (more: Partial<RiskFacts>) =>
  goalsAtRisk([goal({ keyResults: [keyResult(more)] })]).content.goals[0]?.keyResults[0]?.text;

describe('goals at risk', () => {
  it('set the rate that is needed beside the rate that was run', () => {
    const [risky] = goalsAtRisk([goal()]).content.goals;
    expect(risky?.keyResults[0]).toMatchObject({ neededPerWeek: '4.00', ranPerWeek: '1.00', ranWeeks: 2 });
    expect(risky?.keyResults[0]?.text).toBe(
      'Needs +4.00\u202fpp a week. Ran +1.00\u202fpp a week over the last 2. Forecast to miss 80% by 8.8\u202fpp; 4% likely to be met.',
    );
  });

  it.each([
    [
      'where it ran away from the target',
      { before: { value: '65.0', weeks: 2 } },
      'Ran −2.50\u202fpp a week over the last 2, away from the target.',
    ],
    [
      'where less is better',
      { baseline: '50', target: '20', current: '40.0', before: { value: '44.0', weeks: 2 } },
      'Needs −4.00\u202fpp a week. Ran −2.00\u202fpp a week over the last 2.',
    ],
    [
      'where nothing is known of before',
      { before: null, forecast: null },
      'Needs +4.00\u202fpp a week; how it ran before is not known.',
    ],
    [
      'where its data is stale',
      { statusReason: 'metricStale', status: 'noData' },
      'Its data is stale: pace and forecast are withheld.',
    ],
    [
      'where it was missed',
      { status: 'missed', statusReason: 'dueMissed', weeksLeft: 0 },
      'Missed on 31 Dec 2026: 60.0% of 80%.',
    ],
    [
      'where it is to be kept',
      { kind: 'stay', atLeast: '55', target: null, baseline: null, shareInside: 0.6, requiredShare: 0.9 },
      'To be kept at least 55% in 90% of weeks; it was in 60%. Now 60.0%.',
    ],
  ] as const)('say it in words %s', (_, more, text) => {
    expect(textOf(more as Partial<RiskFacts>)).toContain(text);
  });

  it('come in the order of their gravity, without those on track and without drafts', () => {
    const { content, counts } = goalsAtRisk([
      goal({ id: 'a', status: 'atRisk' }),
      goal({ id: 'b', status: 'onTrack' }),
      goal({ id: 'c', status: 'missed' }),
      goal({ id: 'd', status: 'draft' }),
    ]);
    expect(content.goals.map(({ id }) => id)).toEqual(['c', 'a']);
    expect(counts).toMatchObject([{ code: 'goalsOnTrack', value: 1, of: 3 }]);
  });

  it('offer the headline one goal with its gap, or several by name', () => {
    const sayings = (...goals: GoalFacts[]) => goalsAtRisk(goals).sentences.map(({ code, text }) => [code, text]);
    expect(sayings(goal())).toEqual([['goalForecastToMiss', '“Helped in time” is forecast to miss by 8.8\u202fpp.']]);
    expect(sayings(goal(), goal({ id: 'b', title: 'Sold' }))).toEqual([
      ['goalsBehind', '“Helped in time” and “Sold” are not on track.'],
    ]);
    expect(sayings(goal({ status: 'onTrack' }))).toEqual([]);
  });
});
