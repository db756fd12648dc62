import { breakdown } from '@tandem/domain/metric/breakdown';
import type { MetricDefinition, MetricFormula } from '@tandem/domain/metric/definition';
import { periodsBetween } from '@tandem/domain/metric/periods';
import { currentWindow, observationOf, observationsOf } from '@tandem/domain/metric/series';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { createConfigurationStore } from '../repositories/configuration-store.js';
import { createObservationReader } from '../repositories/observation-reader.js';
import { createMetricBackfill } from '../repositories/metric-backfill.js';
import { createRecordStore } from '../repositories/record-store.js';
import { createRunStore } from '../repositories/run-store.js';

const day = (number: number, hour = 0) => new Date(Date.UTC(2026, 10, number, hour));
const now = day(15, 12);
const base = { precision: 2, direction: 'up', windowDays: 7, settlingDays: 0, owners: {}, description: '' } as const;
const metric = (key: string, unit: MetricDefinition['unit'], formula: MetricFormula): MetricDefinition => ({
  ...base,
  key,
  title: key,
  unit,
  formula,
});
const cycles = { stream: 'slaCycle', at: ['dueAt'], dimensions: ['team'] } as const;
const attainment = metric('attainment', '%', {
  ...cycles,
  kind: 'ratio',
  numerator: { where: { state: 'met' } },
  denominator: { where: { state: ['met', 'breached'] } },
});
const releases = metric('releases', '/wk', {
  kind: 'count',
  stream: 'deployment',
  at: ['finishedAt'],
  dimensions: [],
  per: 'week',
});
/** What is left of the error budget of an objective of 95 %. */
const budgetLeft = metric('budget-left', '%', {
  kind: 'derived',
  expression: '100 × (1 − (100 − attainment) ÷ (100 − 95))',
  dimensions: ['team'],
});
const blended = metric('blended', 'count', { kind: 'derived', expression: 'budget-left + releases', dimensions: [] });
const ratioOf = metric('ratio-of', 'count', { kind: 'derived', expression: '1 ÷ releases', dimensions: [] });
const metrics = [budgetLeft, attainment, releases, blended, ratioOf];

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values
       ('desk', 'Desk', 'file', '{}', 86400000, 0), ('git', 'Repository', 'file', '{}', 172800000, 1)`,
  );
  await createConfigurationStore(database).change(
    (current) => ({
      next: { ...current, metrics },
      changes: metrics.map(({ key }) => ({ kind: 'metric', id: key, action: 'create', fields: [] })),
    }),
    { now: day(1), dryRun: false },
  );
  for (const { key } of metrics) await createMetricBackfill(database).recalculate(key, now);
});
afterAll(() => database.close());
beforeEach(() =>
  database.owner.query(
    'truncate record, record_revision, observation, observation_item, sync_run, stream_coverage, stream_coverage_revision',
  ),
);

function cycle(ticket: number, due: number, state: string, team: string): CanonicalRecord {
  const startedAt = day(1).toISOString();
  return {
    stream: 'slaCycle',
    naturalKey: `T${ticket}`,
    version: '1',
    knownAt: day(due, 12).toISOString(),
    fields: { ticket: `T${ticket}`, measure: 'resolution', startedAt, dueAt: day(due, 12).toISOString(), state, team },
    dimensions: {},
    origin: 'desk.csv',
  };
}

const release = (number: number, finished: number): CanonicalRecord => ({
  stream: 'deployment',
  naturalKey: `v${number}`,
  version: '1',
  fields: { service: 'shop', tier: 'production', outcome: 'succeeded', finishedAt: day(finished, 9).toISOString() },
  dimensions: {},
  origin: 'releases.csv',
});

async function commit(connection: string, records: readonly CanonicalRecord[], to: number): Promise<readonly string[]> {
  const runs = createRunStore(database);
  const run = await runs.begin(await runs.queue(connection, 'request', now), now);
  if (!run) throw new Error('The run did not begin.');
  const covered = { from: day(1).toISOString(), to: day(to).toISOString(), replayed: true as const };
  const coverage = connection === 'desk' ? { slaCycle: covered } : { deployment: covered };
  const page = { records, rejected: [], filteredOut: 0, cursor: null, progress: null, coverage };
  const { touchedMetrics } = await createRecordStore(database).commitPage(run, page, now);
  await runs.succeed(run, now);
  return touchedMetrics;
}

async function read(key: string, options: { by?: string; asKnownAt?: Date } = {}) {
  const { organisation, versions } = await createConfigurationStore(database).known({ now, asKnownAt: null });
  return createObservationReader(database).series({
    versions: versions.get(key) ?? [],
    metrics: versions,
    organisation,
    asKnownAt: options.asKnownAt ?? null,
    now,
    ...(options.by === undefined ? {} : { by: options.by }),
  });
}

const week = { start: day(2), end: day(9) };
const weekOf = async (key: string, options = {}) => observationsOf(await read(key, options), [week]);

describe('a metric that is reckoned from others', () => {
  it('takes their exact values over the same period and is rounded once', async () => {
    await commit('desk', [cycle(1, 3, 'breached', 'web'), ...[2, 3, 4].map((n) => cycle(n, 4, 'met', 'web'))], 15);
    await commit('git', [release(1, 3), release(2, 5), release(3, 8)], 15);
    expect(await weekOf('budget-left')).toMatchObject([
      { value: '-400.00', numerator: null, denominator: null, n: 4, state: 'settled', version: 1 },
    ]);
    expect(await weekOf('blended')).toMatchObject([{ value: '-397.00', n: 3 }]);
    expect(await weekOf('ratio-of')).toMatchObject([{ value: '0.33', n: 3 }]);
  });

  it('is the formula worked out from the plain counts, for any grain and slice', async () => {
    const drawn = fc.array(
      fc.record({
        due: fc.integer({ min: 1, max: 14 }),
        state: fc.constantFrom('met', 'met', 'met', 'breached', 'running'),
        team: fc.constantFrom('web', 'shop'),
      }),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(
        drawn,
        fc.constantFrom('day' as const, 'week' as const, 'month' as const),
        async (all, grain) => {
          await database.owner.query('truncate record, record_revision, observation, sync_run');
          await commit(
            'desk',
            all.map(({ due, state, team }, index) => cycle(index, due, state, team)),
            15,
          );
          for (const by of [undefined, 'team']) {
            const series = await read('budget-left', by === undefined ? {} : { by });
            for (const { start, end, value, dimensions } of observationsOf(
              series,
              periodsBetween(day(1), day(15), grain, series.calendar),
            )) {
              const counted = all.filter(({ due, team }) => {
                const at = day(due, 12).toISOString();
                return at >= start && at < end && (dimensions['team'] ?? team) === team;
              });
              const met = counted.filter(({ state }) => state === 'met').length;
              const valid = met + counted.filter(({ state }) => state === 'breached').length;
              const left = 100 - (100 * 20 * (valid - met)) / valid;
              expect(value === null ? null : Number(value)).toBe(
                valid === 0 ? null : Math.round(left * 100) / 100 || 0,
              );
            }
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is broken down by what all its inputs have, and the rest is reckoned from their rest', async () => {
    await commit('desk', [cycle(1, 3, 'breached', 'web'), cycle(2, 4, 'met', 'shop'), cycle(3, 4, 'met', 'app')], 15);
    const [whole, sliced] = [await read('budget-left'), await read('budget-left', { by: 'team' })];
    const request = { window: week, before: { start: day(1), end: day(2) }, days: 7, top: 1, order: 'size' as const };
    const found = breakdown(whole, sliced, request);
    expect(found).toMatchObject({ decomposition: 'doesNotAddUp', orderedBy: 'size', other: { count: 2 } });
    expect(found.slices.map(({ value, current }) => `${value} ${current.value}`)).toEqual(['app 100.00']);
    expect(found.other?.current.value).toBe('-900.00');
  });

  it('has no value where an input has none, and where it would divide by zero, and says which', async () => {
    await commit('desk', [cycle(1, 12, 'met', 'web')], 15);
    await commit('git', [], 15);
    expect(await weekOf('blended')).toMatchObject([{ value: null, state: 'settled', absence: 'inputWithoutValue' }]);
    expect(await weekOf('ratio-of')).toMatchObject([{ value: null, state: 'settled', absence: 'dividedByZero' }]);
  });

  it('reaches as far as the shortest of its inputs, and is late when one of them is', async () => {
    await commit('desk', [cycle(1, 3, 'met', 'web')], 15);
    await commit('git', [release(1, 3)], 8);
    const series = await read('blended');
    expect(series.freshness).toMatchObject({ dataTo: day(8), stale: true, expectedEveryMs: 172_800_000 });
    expect(series.freshness.connections.map(({ id }) => id).sort()).toEqual(['desk', 'git']);
    expect(currentWindow(series)).toEqual({ start: day(1), end: day(8) });
    expect(observationOf(series, week).state).toBe('partial');
    expect((await read('budget-left')).freshness.stale).toBe(false);
  });

  it('changes with its inputs, so whoever waits for it hears of it', async () => {
    expect(await commit('desk', [cycle(1, 3, 'met', 'web')], 15)).toEqual(['attainment', 'budget-left', 'blended']);
    expect(await commit('git', [release(1, 3)], 15)).toEqual(['releases', 'blended', 'ratio-of']);
  });

  it('is answered as it was known, and by the versions of its inputs that were in force', async () => {
    await commit('desk', [cycle(1, 3, 'met', 'web'), cycle(2, 6, 'breached', 'web')], 15);
    const asKnownAt = day(5);
    expect(observationsOf(await read('budget-left', { asKnownAt }), [{ start: day(2), end: day(5) }])).toMatchObject([
      { value: '100.00', n: 1 },
    ]);
    const closed = { ...attainment, formula: { ...attainment.formula, where: { team: 'none' } } as MetricFormula };
    await createConfigurationStore(database).change(
      (current) => ({
        next: { ...current, metrics: metrics.map((one) => (one === attainment ? closed : one)) },
        changes: [{ kind: 'metric', id: 'attainment', action: 'change', fields: [] }],
      }),
      { now: day(8), dryRun: false },
    );
    await createMetricBackfill(database).recalculate('attainment', now);
    const series = await read('budget-left');
    const values = observationsOf(series, [
      { start: day(2), end: day(8) },
      { start: day(2), end: day(9) },
    ]);
    expect(values.map(({ value, version }) => [value, version])).toEqual([
      ['-900.00', 1],
      [null, 1],
    ]);
  });
});
