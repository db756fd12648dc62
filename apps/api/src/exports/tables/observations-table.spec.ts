import type { ObservationsAnswer } from '@tandem/contracts/metrics';
import { observationsTable } from './observations-table.js';

const point = (version: number, value: string): ObservationsAnswer['points'][number] => ({
  start: '2026-11-01T00:00:00.000Z',
  end: '2026-11-02T00:00:00.000Z',
  dimensions: {},
  value,
  numerator: null,
  denominator: null,
  n: 1,
  state: 'settled',
  version,
});

const answer: ObservationsAnswer = {
  metric: {
    key: 'lead-time',
    title: 'Lead time',
    description: '',
    unit: 'min',
    precision: 0,
    direction: 'down',
    windowDays: 7,
    sources: [],
  },
  version: 2,
  timeZone: 'UTC',
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-11-03T00:00:00.000Z',
  grain: 'day',
  window: null,
  by: null,
  asKnownAt: null,
  versions: [
    { version: 1, validFrom: '2026-01-01T00:00:00.000Z', unit: 'h', precision: 1 },
    { version: 2, validFrom: '2026-11-02T00:00:00.000Z', unit: 'min', precision: 0 },
  ],
  points: [point(1, '2.0'), point(2, '120')],
};

describe('the table of values over time', () => {
  it('gives each row the unit of the version that answered it', async () => {
    const { columns, rows } = observationsTable(answer, { answeredAt: '2026-11-03T00:00:00.000Z' });
    const shown: unknown[] = [];
    for await (const row of rows) {
      shown.push(Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
    }
    expect(shown).toMatchObject([
      { definition_version: 1, unit: 'h', value: '2.0' },
      { definition_version: 2, unit: 'min', value: '120' },
    ]);
  });
});
