import type { AlertList, AlertPage } from '@tandem/contracts/alerts';
import type { Board, KeyResultProgress } from '@tandem/contracts/board';
import type { Observation } from '@tandem/contracts/common';
import type { GoalPage } from '@tandem/contracts/goals';
import type {
  EvidenceRecord,
  MetricList,
  MetricPage,
  ObservationsAnswer,
  RecordsAnswer,
} from '@tandem/contracts/metrics';
import { demoDatabase } from '../product/demo-database.js';
import { startProduct, until, type Product } from '../product/start-product.js';
import { exactQuotient, exactSum } from './exact-value.js';

let database: Awaited<ReturnType<typeof demoDatabase>>;
let product: Product;

beforeAll(async () => {
  database = await demoDatabase();
  product = await startProduct({ databaseUrl: database.url });
}, 400_000);

afterAll(async () => {
  await product.stop();
  await database.drop();
});

const ask = <T>(path: string, query: Readonly<Record<string, string>> = {}) =>
  product.get<T>(`/api/v1/${path}?${new URLSearchParams(query)}`);
const keyResultsOf = (board: Board) => board.goals.flatMap(({ keyResults }) => keyResults);

/** All records behind a window, page after page. */
async function evidence(key: string, query: Readonly<Record<string, string>>): Promise<EvidenceRecord[]> {
  const records: EvidenceRecord[] = [];
  let after: string | null = null;
  do {
    const page: RecordsAnswer = await ask(`metrics/${key}/records`, {
      ...query,
      limit: '500',
      ...(after === null ? {} : { after }),
    });
    records.push(...page.records);
    after = page.next;
    if (records.length > page.total) throw new Error(`${key}: more records than the ${page.total} that it counts.`);
  } while (after !== null);
  return records;
}

const millisecondsIn: Readonly<Record<string, bigint>> = {
  ms: 1n,
  s: 1000n,
  min: 60_000n,
  h: 3_600_000n,
  d: 86_400_000n,
};
const daysPer: Readonly<Record<string, bigint>> = { '/d': 1n, '/wk': 7n };

/** The number counted again from its records alone. */
function recount({ metric }: KeyResultProgress, records: readonly EvidenceRecord[]) {
  const unitMs = millisecondsIn[metric.unit];
  if (unitMs !== undefined) {
    const sorted = records.map(({ numerator }) => Number(numerator)).sort((a, b) => a - b);
    const middle =
      ((sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? NaN)) / 2;
    const numerator = String(middle);
    return { numerator, denominator: null, value: exactQuotient(numerator, String(unitMs), 1n, metric.precision) };
  }
  const numerator = exactSum(records.map((record) => record.numerator));
  const days = daysPer[metric.unit];
  if (days !== undefined) {
    const value = exactQuotient(numerator, String(metric.windowDays), days, metric.precision);
    return { numerator, denominator: null, value };
  }
  if (records.every((record) => record.denominator === null)) {
    return { numerator, denominator: null, value: exactQuotient(numerator, '1', 1n, metric.precision) };
  }
  const denominator = exactSum(records.map((record) => record.denominator));
  const value = exactQuotient(numerator, denominator, metric.unit === '%' ? 100n : 1n, metric.precision);
  return { numerator, denominator, value };
}

const numbersOf = ({ value, numerator, denominator, n, start, end, state }: Observation) => ({
  value,
  numerator,
  denominator,
  n,
  start,
  end,
  state,
});

/** Missed incidents of one moment. */
const missed = (prefix: string, count: number, stoppedAt: Date) =>
  Array.from({ length: count }, (_, index) => ({
    key: `${prefix}-${index}`,
    ticket: `${prefix}-${index}`,
    measure: 'resolution',
    priority: '3 - Moderate',
    startedAt: new Date(stoppedAt.getTime() - 3_600_000).toISOString(),
    stoppedAt: stoppedAt.toISOString(),
    state: 'breached',
  }));

describe('one number', () => {
  it('stands on the demo board for every key result, and none of them is missing', async () => {
    const keyResults = keyResultsOf(await ask<Board>('board'));
    expect(keyResults).toHaveLength(7);
    for (const { current } of keyResults) expect(current.value).toMatch(/^-?\d+(\.\d+)?$/);
  });

  it('is the same on board, goal page, catalogue, metric page, in the series and beside its records', async () => {
    const board = await ask<Board>('board');
    const catalogue = await ask<MetricList>('metrics');
    for (const goal of board.goals) {
      const page = await ask<GoalPage>(`goals/${goal.id}`);
      // What stands around the goal is the page's own.
      expect(page).toMatchObject(goal);
    }
    for (const keyResult of keyResultsOf(board)) {
      const { metric, current } = keyResult;
      const { key } = metric;
      const [page, series, records] = await Promise.all([
        ask<MetricPage>(`metrics/${key}`),
        ask<ObservationsAnswer>(`metrics/${key}/observations`, { window: String(metric.windowDays) }),
        ask<RecordsAnswer>(`metrics/${key}/records`, { from: current.start, to: current.end, limit: '1' }),
      ]);
      const said = {
        catalogue: catalogue.metrics.find((item) => item.metric.key === key)?.current,
        page: page.current,
        keyResultOfPage: page.keyResults.find((entry) => entry.keyResult.id === keyResult.id)?.keyResult.current,
        series: series.points.at(-1),
        records: records.observation,
      };
      const expected = numbersOf(current);
      for (const [where, observation] of Object.entries(said)) {
        expect({ key, where, ...(observation && numbersOf(observation)) }).toEqual({ key, where, ...expected });
      }
      expect(keyResult.trend.at(-1)).toMatchObject({ end: current.end, value: current.value });
    }
  });

  it('is what its records add up to', async () => {
    for (const keyResult of keyResultsOf(await ask<Board>('board'))) {
      const { metric, current } = keyResult;
      const window = { from: current.start, to: current.end };
      const records = await evidence(metric.key, window);
      const { total } = await ask<RecordsAnswer>(`metrics/${metric.key}/records`, { ...window, limit: '1' });
      expect({ key: metric.key, records: records.length }).toEqual({ key: metric.key, records: total });
      expect(new Set(records.map((record) => `${record.connection} ${record.naturalKey}`)).size).toBe(total);
      const { value, numerator, denominator } = current;
      expect({ key: metric.key, ...recount(keyResult, records) }).toEqual({
        key: metric.key,
        value,
        numerator,
        denominator,
      });
      for (const { at } of records) expect(at >= current.start && at < current.end).toBe(true);
    }
  });

  it('is what its slices add up to', async () => {
    for (const { metric, current } of keyResultsOf(await ask<Board>('board'))) {
      const { dimensions } = await ask<MetricPage>(`metrics/${metric.key}`);
      if (millisecondsIn[metric.unit] !== undefined) continue;
      for (const by of dimensions) {
        const { points } = await ask<ObservationsAnswer>(`metrics/${metric.key}/observations`, {
          by,
          from: current.start,
          to: current.end,
        });
        const summed = exactSum(points.map(({ numerator }) => numerator));
        expect({ key: metric.key, by, numerator: summed }).toEqual({
          key: metric.key,
          by,
          numerator: current.numerator,
        });
      }
    }
  });
});

describe('the past', () => {
  /** The demo is known for a year before its goals; at this time nothing had been delivered of what tells when it was known. */
  const longAgo = new Date(Date.now() - 300 * 86_400_000).toISOString();

  /** Everything that pages show of a moment, without the time of asking. */
  async function asKnownAt(at: string) {
    const { goals } = await ask<Board>('board', { asKnownAt: at });
    const page = await ask<MetricPage>('metrics/service-level-attainment', { asKnownAt: at });
    const { start, end } = page.current;
    return {
      goals,
      page,
      series: await ask<ObservationsAnswer>(`metrics/${page.metric.key}/observations`, {
        asKnownAt: at,
        grain: 'week',
      }),
      records: await ask<RecordsAnswer>(`metrics/${page.metric.key}/records`, {
        asKnownAt: at,
        from: start,
        to: end,
        limit: '20',
      }),
    };
  }

  it('as it was known answers the same twice, and still the same after later data', async () => {
    const { current } = await ask<MetricPage>('metrics/service-level-attainment');
    const moments = [
      new Date().toISOString(),
      new Date(Date.parse(current.end) - 21 * 86_400_000).toISOString(),
      longAgo,
    ];
    const before = await Promise.all(moments.map(asKnownAt));
    expect(await Promise.all(moments.map(asKnownAt))).toEqual(before);

    // Some fall into the week that is shown, the others make the data reach further.
    const inside = missed('late', 50, new Date(Date.parse(current.start) + 7_200_000));
    const beyond = missed('new', 10, new Date(Date.parse(current.end) + 7_200_000));
    expect(await product.post('/api/v1/push/slaCycle?source=servicenow', [...inside, ...beyond])).toMatchObject({
      stored: 60,
    });
    const after = await until('the push is in the number', async () => {
      const page = await ask<MetricPage>('metrics/service-level-attainment');
      // On a day on which the demo ends with the day before, nothing can reach further yet.
      const isOld = page.current.end === current.end && page.current.n === current.n;
      return isOld ? null : page.current;
    });
    expect(after.value).not.toBe(current.value);
    expect(await Promise.all(moments.map(asKnownAt))).toEqual(before);
  });

  it('before anything was configured is empty, and says so', async () => {
    const asked = { asKnownAt: '2001-01-01T00:00:00.000Z' };
    expect(await ask<Board>('board', asked)).toMatchObject({ ...asked, goals: [], notices: [], dataTo: null });
    expect(await ask<MetricList>('metrics', asked)).toMatchObject({ metrics: [] });
    await expect(ask('metrics/service-level-attainment', asked)).rejects.toThrow(/404|as known at/);
  });

  it('before anything was known has no values, and no zeros', async () => {
    const sixtyDays = 60 * 86_400_000;
    for (const { metric, current } of keyResultsOf(await ask<Board>('board'))) {
      // The service desk is a replay that tells when each version was known; the others came to be known when they were imported.
      const replayed = ['service-level-attainment', 'time-to-solve'].includes(metric.key);
      const at = replayed ? longAgo : new Date(Date.parse(current.start) - 1).toISOString();
      const { points } = await ask<ObservationsAnswer>(`metrics/${metric.key}/observations`, {
        asKnownAt: at,
        from: new Date(Date.parse(current.start) - sixtyDays).toISOString().slice(0, 10),
        to: current.end.slice(0, 10),
        grain: 'week',
      });
      expect(points.length).toBeGreaterThan(0);
      for (const point of points) {
        expect({ key: metric.key, ...point }).toMatchObject({ value: null, numerator: null, n: 0, state: 'absent' });
      }
      const page = await ask<MetricPage>(`metrics/${metric.key}`, { asKnownAt: at });
      expect(page.current).toMatchObject({ value: null, numerator: null, n: 0, state: 'absent' });
    }
  });
});

describe('an alert', () => {
  it('says the number that stands on the board', async () => {
    const { current } = await ask<MetricPage>('metrics/service-level-attainment');
    const middle = new Date((Date.parse(current.start) + Date.parse(current.end)) / 2);
    await product.post('/api/v1/push/slaCycle?source=servicenow', missed('flood', 1_500, middle));
    const { alert, shown } = await until('the guardrail of the demo breaks on what was pushed', async () => {
      const [{ alerts }, board] = await Promise.all([ask<AlertList>('alerts'), ask<Board>('board')]);
      const keyResult = keyResultsOf(board).find(({ metric }) => metric.key === 'service-level-attainment');
      const firing = alerts.find(({ metric, state }) => metric.key === keyResult?.metric.key && state === 'firing');
      // It is judged in a moment of its own, after the push was answered.
      return firing && firing.verdict?.n === keyResult?.current.n ? { alert: firing, shown: keyResult } : null;
    });
    expect(shown?.guardrail).toMatchObject({ id: alert.guardrail.id, state: 'breached', alertId: alert.id });
    expect(Number(shown?.guardrail?.limit)).toBe(Number(alert.guardrail.limit));
    const { value, n, start, end } = shown?.current ?? {};
    expect(alert.verdict).toMatchObject({ kind: 'breached', value, n, start, end });
    const page = await ask<AlertPage>(`alerts/${alert.id}`);
    expect(page.alert).toEqual(alert);
    expect(page.transitions[0]).toMatchObject({ to: 'firing', verdict: { value, n } });
  });
});
