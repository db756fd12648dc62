import type { MetricDefinition } from '../metric/definition.js';
import { seriesOf, type SeriesVersion } from '../metric/series.js';
import { judgedSlices } from './judged-slices.js';

const definition: MetricDefinition = {
  ...{ key: 'tickets', title: 'Tickets', description: 'Opened.', unit: 'count', precision: 0, direction: 'down' },
  ...{ windowDays: 1, settlingDays: 0, owners: {} },
  formula: { kind: 'count', stream: 'incident', at: ['openedAt'], dimensions: ['service'] },
};
const [from, to] = [new Date('2026-11-01T00:00:00.000Z'), new Date('2026-11-11T00:00:00.000Z')];
const day = (slice: string, on: string, n: number) => ({
  ...{ day: on, slice, numerator: String(n), denominator: null, n, items: null, excluded: 0 },
});
const slices = { a: 5, b: 9, c: 5, d: 1 };
const version: SeriesVersion = {
  ...{ version: 1, validFrom: from, definition },
  freshness: {
    ...{ dataTo: to, dataFrom: from, collectedTo: to, lastSyncAt: null, expectedEveryMs: 1, stale: false },
    ...{ backfillRunning: false, connections: [] },
    kept: { valuesFrom: null, recordsFrom: null, pastFrom: null, collectedFrom: null },
  },
  days: new Map([
    ...Object.entries(slices).map(([slice, n]) => [slice, [day(slice, '2026-11-10', n)]] as const),
    ['gone', [day('gone', '2026-11-02', 100)]],
  ]),
};
const series = seriesOf([version], { calendar: { timeZone: 'UTC', weekStartsOn: 1 }, asOf: to, by: 'service' });

describe('judgedSlices', () => {
  it('judges the whole of a guardrail without a dimension', () => {
    expect(judgedSlices({}, series, [])).toEqual({ judged: [''], left: 0 });
  });

  it('judges the values with the most events in the window, of equals the first by name, and says how many are left', () => {
    expect(judgedSlices({ by: 'service', mostSlices: 2 }, series, [])).toEqual({ judged: ['a', 'b'], left: 2 });
    expect(judgedSlices({ by: 'service' }, series, [])).toEqual({ judged: ['a', 'b', 'c', 'd'], left: 0 });
  });

  it('keeps judging a value whose alert is open, also when it has no events any more', () => {
    expect(judgedSlices({ by: 'service', mostSlices: 2 }, series, ['gone'])).toEqual({
      judged: ['b', 'gone'],
      left: 3,
    });
  });
});
