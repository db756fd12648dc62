import type { MetricDefinition, MetricFormula } from '@tandem/domain/metric/definition';
import type { ConfigurationStore } from './ports.js';
import { readRestatements } from './read-restatements.js';
import type { RestatementReader } from './restatement-ports.js';

const derived = (expression: string): MetricFormula => ({ kind: 'derived', expression, dimensions: [] });
const base = { stream: 'slaCycle', at: ['dueAt'], dimensions: [] } as const;
const formulas: Readonly<Record<string, readonly MetricFormula[]>> = {
  kept: [{ kind: 'count', ...base }],
  due: [{ kind: 'count', ...base }],
  backlog: [{ kind: 'open', until: ['stoppedAt'], ...base }],
  slow: [{ kind: 'percentile', percentile: 95, field: 'value', ...base, stream: 'measurement', at: ['at'] }],
  attainment: [derived('backlog / due'), derived('100 * kept / due')],
  score: [derived('attainment - 1')],
};

describe('the list of restatements', () => {
  let asked: (readonly string[] | undefined)[];
  const restatements: RestatementReader = {
    list: ({ metrics }) => {
      asked.push(metrics);
      return Promise.resolve([]);
    },
  };
  const versions = new Map(
    Object.entries(formulas).map(([key, own]) => [
      key,
      own.map((formula, index) => {
        return { version: index + 1, definition: { key, title: key.toUpperCase(), formula } as MetricDefinition };
      }),
    ]),
  );
  const configuration = { known: () => Promise.resolve({ versions }) } as unknown as ConfigurationStore;
  const read = readRestatements({ configuration, restatements, clock: () => new Date('2026-11-16T09:00:00Z') });
  beforeEach(() => {
    asked = [];
  });

  it('of a metric over others is that of all that it is or was reckoned from', async () => {
    await read({ key: 'kept', limit: 10 });
    await read({ key: 'score', limit: 10 });
    await read({ limit: 10 });
    expect(asked).toEqual([['kept'], ['score', 'attainment', 'backlog', 'due', 'kept'], undefined]);
  });

  it('names what it does not list, and why', async () => {
    const unlisted = async (key?: string) =>
      (await read({ key, limit: 10 })).unlisted.map(({ metric, reason }) => `${metric.title} ${reason}`);
    expect(await unlisted('kept')).toEqual([]);
    expect(await unlisted('backlog')).toEqual(['BACKLOG open']);
    expect(await unlisted('score')).toEqual(['BACKLOG open']);
    expect(await unlisted()).toEqual(['BACKLOG open', 'SLOW percentileOfMeasurements']);
  });
});
