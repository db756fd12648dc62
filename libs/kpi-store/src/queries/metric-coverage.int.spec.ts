import type { CoveredTime, Page } from '@tandem/application/ports';
import type { RecordFormula } from '@tandem/domain/metric/definition';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { createRecordStore } from '../repositories/record-store.js';
import { createRunStore } from '../repositories/run-store.js';
import { metricCoverage } from './metric-coverage.js';

const deployments: { formula: RecordFormula; countedBy: string } = {
  countedBy: '1',
  formula: { kind: 'count', stream: 'deployment', connections: ['pipeline'], at: ['finishedAt'], dimensions: [] },
};
const day = (date: number) => new Date(Date.UTC(2026, 10, date));

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('pipeline', 'Pipeline', 'file', '{}', 1000, 0)`,
  );
});
afterEach(() => database.close());

/** A sync of the pipeline that ends at `now`, having covered a time. */
async function sync(now: Date, covered: CoveredTime): Promise<void> {
  const runs = createRunStore(database);
  const run = await runs.begin(await runs.queue('pipeline', 'request', now), now);
  if (!run) throw new Error('The run did not begin.');
  const page: Page = {
    records: [],
    rejected: [],
    filteredOut: 0,
    cursor: null,
    progress: 1,
    coverage: { deployment: covered },
  };
  await createRecordStore(database).commitPage(run, page, now);
  await runs.succeed(run, now);
}

const from = day(1).toISOString();
const coveredOn = async (asKnownAt: Date | null) => {
  const [collected] = await metricCoverage(database.pool, [deployments], asKnownAt);
  return { from: collected?.from, to: collected?.to, lastSyncAt: collected?.lastSyncAt };
};

describe('what a source had covered, as it was known', () => {
  it('is nothing before it was read, and does not change when more is read later', async () => {
    await sync(day(10), { from, to: day(9).toISOString() });
    const known = { from: day(1), to: day(9), lastSyncAt: day(10) };
    expect(await coveredOn(null)).toEqual(known);
    expect(await coveredOn(day(10))).toEqual(known);
    expect(await coveredOn(new Date(day(10).getTime() - 1))).toEqual({ from: null, to: null, lastSyncAt: null });

    await sync(day(20), { from, to: day(19).toISOString() });
    await sync(day(21), { from, to: day(19).toISOString() });
    expect(await coveredOn(day(10))).toEqual(known);
    expect(await coveredOn(day(19))).toEqual(known);
    expect(await coveredOn(null)).toEqual({ from: day(1), to: day(19), lastSyncAt: day(21) });
  });

  it('reaches back to its beginning where the source told of each day on that day', async () => {
    await sync(day(20), { from, to: day(19).toISOString(), replayed: true });
    expect(await coveredOn(day(5))).toEqual({ from: day(1), to: day(19), lastSyncAt: null });
    expect(await coveredOn(new Date(day(1).getTime() - 1))).toEqual({ from: null, to: null, lastSyncAt: null });
  });
});
