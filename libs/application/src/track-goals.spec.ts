import type { Goal, KeyResult } from '@tandem/domain/goal/goal';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { DayOfObservations } from '@tandem/domain/metric/fold-observations';
import { seriesOf, type MetricSeries, type SeriesVersion } from '@tandem/domain/metric/series';
import type { KnownConfiguration } from './ports.js';
import { behaviourPoints, trackGoals } from './track-goals.js';

const dayMs = 86_400_000;
const first = Date.parse('2026-01-05T00:00:00Z');
const weeks = 40;
const end = new Date(first + weeks * 7 * dayMs);
/** The second definition takes over at the start of the last week. */
const takesOver = new Date(end.getTime() - 7 * dayMs);

const metric = (key: string, formula: MetricDefinition['formula']): MetricDefinition => ({
  key,
  title: key,
  description: '',
  formula,
  unit: 'count',
  precision: 0,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
});
const counted = metric('deployments', { kind: 'count', stream: 'deployment', at: ['finishedAt'], dimensions: [] });
const doubled = metric('doubled', { kind: 'derived', expression: '2 * deployments', dimensions: [] });

/** So many a week, all of them on its first day. */
function daysOf(perWeek: (week: number) => number): DayOfObservations[] {
  return Array.from({ length: weeks }, (_, week) => ({
    day: new Date(first + week * 7 * dayMs).toISOString().slice(0, 10),
    slice: '',
    numerator: String(perWeek(week)),
    denominator: null,
    n: perWeek(week),
    items: null,
    excluded: 0,
  }));
}

const freshness = (dataTo: Date) => ({
  dataFrom: new Date(first),
  dataTo,
  collectedTo: dataTo,
  lastSyncAt: end,
  expectedEveryMs: 7 * dayMs,
  stale: false,
  backfillRunning: false,
  kept: { valuesFrom: null, recordsFrom: null, pastFrom: null, collectedFrom: null },
  connections: [],
});
const context = { calendar: { timeZone: 'UTC', weekStartsOn: 1 }, asOf: new Date(end.getTime() + 1), by: null };

/** Both definitions saw all weeks; the old one counted a thousand more in each. */
const versions: readonly SeriesVersion[] = [
  {
    version: 1,
    validFrom: new Date(first),
    definition: counted,
    freshness: freshness(takesOver),
    days: new Map([['', daysOf((week) => 1000 + week)]]),
  },
  {
    version: 2,
    validFrom: takesOver,
    definition: counted,
    freshness: freshness(end),
    days: new Map([['', daysOf((week) => 100 + week)]]),
  },
];
const redefined = seriesOf(versions, context);
const reckoned = seriesOf(
  [
    {
      version: 1,
      validFrom: new Date(first),
      definition: doubled,
      freshness: freshness(end),
      days: new Map([['', []]]),
      inputs: new Map([['deployments', redefined]]),
    },
  ],
  context,
);

async function trackOf(series: MetricSeries, keyResult: object) {
  const { key } = series.definition;
  const configuration: KnownConfiguration = {
    organisation: { name: 'Example', timeZone: 'UTC', weekStartsOn: 1 },
    teams: [],
    people: [],
    connections: [],
    calendars: [],
    alertPolicies: [],
    initiatives: [],
    metrics: [series.definition],
    goals: [],
    guardrails: [],
    routes: [],
    versions: new Map([[key, []]]),
  };
  const goal = {
    id: 'goal',
    title: 'Goal',
    outcome: '',
    start: '2026-01-05',
    due: '2026-12-27',
    owners: {},
    keyResults: [{ id: 'kr', metric: key, ...keyResult } as KeyResult],
  } satisfies Goal;
  const [tracked] = await trackGoals([goal], {
    configuration,
    observations: { seriesOfEach: () => Promise.resolve([series]) },
    alerts: new Map(),
    now: context.asOf,
    asKnownAt: null,
  });
  return tracked?.keyResults[0];
}

describe.each([
  ['of a metric', redefined, 1],
  ['of a metric over one', reckoned, 2],
])('a change of the definition %s', (_title, series, factor) => {
  const reach = { kind: 'reach', baseline: String(100 * factor), target: String(160 * factor) };

  it('is no change of the value: both windows are counted by the present definition', async () => {
    const tracked = await trackOf(series, reach);
    expect(tracked?.current.value).toBe(String(139 * factor));
    expect(tracked?.change).toMatchObject({ delta: String(factor), days: 7 });
  });

  it('does not bend the forecast, which goes on from the history of the present definition', async () => {
    const tracked = await trackOf(series, reach);
    expect(tracked?.forecast?.points).toBe(weeks);
    expect(Number(tracked?.forecast?.value)).toBeGreaterThan(139 * factor);
    expect(Number(tracked?.forecast?.value)).toBeLessThan(170 * factor);
    expect(Number(tracked?.forecast?.error)).toBeLessThan(20 * factor);
  });

  it('is no signal of the rules for special causes', () => {
    const values = behaviourPoints(series).map(({ value }) => Number(value));
    expect(values).toEqual(Array.from({ length: 26 }, (_, index) => (100 + weeks - 26 + index) * factor));
  });

  it('leaves it at what each week was whether a limit was kept', async () => {
    const tracked = await trackOf(series, { kind: 'stay', atLeast: String(500 * factor) });
    expect(tracked?.shareInside).toBe(Number(((weeks - 1) / weeks).toFixed(3)));
  });
});
