import type { MetricDefinition, MetricFormula } from '@tandem/domain/metric/definition';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { metricsToCount } from '../queries/due-work.js';
import { createMetricBackfill } from './metric-backfill.js';
import { createObservationReader } from './observation-reader.js';
import { createRecordStore } from './record-store.js';
import { createRunStore } from './run-store.js';

const now = new Date('2026-11-22T12:00:00Z');
const clock = () => now;
const organisation = { name: 'Test', timeZone: 'UTC', weekStartsOn: 1 };

const formulas: Record<string, MetricFormula> = {
  attainment: {
    kind: 'ratio',
    stream: 'slaCycle',
    at: ['stoppedAt'],
    numerator: { where: { state: 'met' } },
    denominator: { where: { state: ['met', 'breached'] } },
    dimensions: ['priority'],
  },
  solved: { kind: 'count', stream: 'slaCycle', at: ['stoppedAt'], where: { state: 'met' }, dimensions: [] },
  paused: { kind: 'sum', sum: 'pausedMs', stream: 'slaCycle', at: ['stoppedAt'], dimensions: ['priority'] },
  duration: {
    kind: 'percentile',
    percentile: 50,
    stream: 'slaCycle',
    at: ['stoppedAt'],
    from: 'startedAt',
    to: 'stoppedAt',
    dimensions: ['priority'],
  },
  'lead-time': {
    kind: 'percentile',
    percentile: 50,
    stream: 'change',
    at: ['deployment.finishedAt'],
    from: 'committedAt',
    to: 'deployment.finishedAt',
    where: { 'deployment.tier': 'production' },
    dimensions: ['service'],
  },
};
const keys = Object.keys(formulas);

function definitionOf(key: string): MetricDefinition {
  const formula = formulas[key];
  if (!formula) throw new Error(`There is no ${key}.`);
  return {
    key,
    title: key,
    description: '',
    formula,
    unit: 'count',
    precision: 2,
    direction: 'up',
    windowDays: 7,
    settlingDays: 0,
    owners: {},
  };
}

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  const { pool } = database;
  for (const id of ['desk', 'shop']) {
    await pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ($1, $1, 'file', '{}', 1000, 0)`,
      [id],
    );
  }
  for (const key of keys) {
    await pool.query(`insert into metric (key, current_version, position) values ($1, 1, 0)`, [key]);
    await pool.query(
      `insert into metric_version (metric_key, version, valid_from, definition, formula_hash) values ($1, 1, $2, $3, '')`,
      [key, now, definitionOf(key)],
    );
  }
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.owner.query(
    `truncate record, record_revision, observation, observation_item, sync_run, stream_coverage, metric_counting`,
  );
  await database.pool.query('update metric_version set counted_at = null');
});

const dayOf = (day: number, hour = 10) => `2026-11-${String(day).padStart(2, '0')}T${hour}:00:00.000Z`;

interface Cycle {
  readonly ticket: number;
  readonly version: number;
  readonly state: string;
  readonly day: number;
  readonly priority: string;
}

const cycle = ({ ticket, version, state, day, priority }: Cycle): CanonicalRecord => ({
  stream: 'slaCycle',
  naturalKey: `T${ticket}`,
  version: String(version).padStart(4, '0'),
  fields: {
    ticket: `T${ticket}`,
    measure: 'resolution',
    startedAt: dayOf(1, 9),
    stoppedAt: dayOf(day),
    pausedMs: ticket * version,
    state,
    priority,
  },
  dimensions: {},
  origin: `desk.csv:${ticket}`,
});

const deployment = (ref: string, day: number, tier: string): CanonicalRecord => ({
  stream: 'deployment',
  naturalKey: ref,
  fields: { service: 'shop', ref, tier, outcome: 'succeeded', finishedAt: dayOf(day, 12) },
  dimensions: {},
  version: String(day).padStart(4, '0'),
  origin: 'releases.csv:2',
});

const change = (ref: string, deploymentRef: string, day: number): CanonicalRecord => ({
  stream: 'change',
  naturalKey: ref,
  fields: { service: 'shop', ref, deploymentRef, committedAt: dayOf(day, 12) },
  dimensions: {},
  version: '0001',
  origin: 'changes.csv:2',
});

async function commit(records: readonly CanonicalRecord[], connection = 'desk'): Promise<void> {
  const runs = createRunStore(database);
  const run = await runs.begin(await runs.queue(connection, 'request', now), now);
  if (!run) throw new Error('The run did not begin.');
  const page = { records, rejected: [], filteredOut: 0, cursor: null, progress: null };
  await createRecordStore(database).commitPage(run, page, now);
  await runs.succeed(run, now);
}

async function counted() {
  const { pool } = database;
  const observations = await pool.query(
    `select v.metric_key, o.day::text, o.slice, o.numerator::float8, o.denominator::float8, o.n::int
       from observation o join metric_version v on v.id = o.metric_version_id order by 1, 2, 3`,
  );
  const items = await pool.query(
    `select v.metric_key, r.natural_key, i.day::text, i.slice, i.value, i.excluded from observation_item i
       join metric_version v on v.id = i.metric_version_id join record r on r.id = i.record_id order by 1, 2`,
  );
  return { observations: observations.rows, items: items.rows };
}

const countAll = async (backfill = createMetricBackfill(database)) => {
  for (const key of keys) expect(await backfill.count(key, clock)).toBe('counted');
};
const solvedSoFar = async () =>
  (await counted()).observations
    .filter(({ metric_key: key }) => key === 'solved')
    .reduce((sum: number, { n }) => sum + Number(n), 0);
const solved = (tickets: number) =>
  Array.from({ length: tickets }, (_, index) =>
    cycle({ ticket: index + 1, version: 1, state: 'met', day: (index % 20) + 1, priority: 'high' }),
  );

describe('counting a metric from all its records', () => {
  it('goes on where it was interrupted, and counts nothing twice', async () => {
    await commit(solved(50));
    const backfill = createMetricBackfill(database, 10);
    const signal = AbortSignal.abort(new Error('killed'));
    await expect(backfill.count('solved', clock, signal)).rejects.toThrow('killed');
    let steps = 0;
    const afterTwo = { throwIfAborted: () => void (steps++ < 2 || signal.throwIfAborted()) } as AbortSignal;
    await expect(backfill.count('solved', clock, afterTwo)).rejects.toThrow('killed');
    expect((await backfill.progress()).get('solved')).toEqual({ state: 'running', share: 0.4, records: 20 });
    expect(await createMetricBackfill(database, 7).count('solved', clock)).toBe('counted');
    expect((await backfill.progress()).has('solved')).toBe(false);
    expect(await solvedSoFar()).toBe(50);
  });

  it('stops when it is asked to, is not woken by the clock, and goes on when it is resumed', async () => {
    await commit(solved(30));
    const backfill = createMetricBackfill(database, 10);
    expect(await backfill.stop('solved', 'machine', now)).toBe(true);
    expect(await backfill.count('solved', clock)).toBe('stopped');
    expect((await backfill.progress()).get('solved')).toMatchObject({ state: 'stopped', records: 0 });
    expect(await metricsToCount(database.pool)).not.toContain('solved');
    // What comes while it is stopped waits for the counting.
    await commit(solved(31));
    expect(await backfill.resume('solved', 'machine', now)).toBe(true);
    expect(await metricsToCount(database.pool)).toContain('solved');
    expect(await backfill.count('solved', clock)).toBe('counted');
    expect(await solvedSoFar()).toBe(31);
    expect(await backfill.stop('solved', 'machine', now)).toBe(false);
  });

  it('answers nothing until everything is counted', async () => {
    await commit(solved(30));
    await database.pool.query(
      `insert into stream_coverage values ('desk', 'slaCycle', '2026-11-01T00:00:00Z', '2026-11-22T00:00:00Z', $1)`,
      [now],
    );
    const { rows } = await database.pool.query<{ id: string }>(
      `select id from metric_version where metric_key = 'solved'`,
    );
    const read = async () => {
      const definition = definitionOf('solved');
      const id = rows[0]?.id ?? '';
      const versions = [{ id, version: 1, validFrom: now, definition, countedBy: id }];
      const series = await createObservationReader(database).series({
        versions,
        metrics: new Map(),
        organisation,
        asKnownAt: null,
        now,
      });
      return {
        days: series.versions[0]?.days?.size,
        to: series.freshness.dataTo,
        running: series.freshness.backfillRunning,
      };
    };
    const backfill = createMetricBackfill(database, 10);
    let steps = 0;
    const once = { throwIfAborted: () => void (steps++ < 1 || AbortSignal.abort().throwIfAborted()) } as AbortSignal;
    await expect(backfill.count('solved', clock, once)).rejects.toThrow();
    expect(await read()).toEqual({ days: 0, to: null, running: true });
    await backfill.count('solved', clock);
    expect(await read()).toEqual({ days: 1, to: new Date('2026-11-22T00:00:00Z'), running: false });
  });

  it('loses and doubles nothing of pages that are committed while it counts', async () => {
    await commit(solved(200));
    await Promise.all([
      countAll(createMetricBackfill(database, 7)),
      (async () => {
        for (let page = 0; page < 8; page += 1) {
          const corrected = solved(260).slice(page * 20, page * 20 + 60);
          await commit(
            corrected.map((record) => ({
              ...record,
              version: `000${page + 2}`,
              fields: { ...record.fields, state: 'breached' },
            })),
          );
        }
      })(),
      (async () => {
        for (let page = 0; page < 8; page += 1) {
          await commit([deployment(`v${page}`, page + 3, 'production'), change(`c${page}`, `v${page}`, 1)], 'shop');
        }
      })(),
    ]);
    const incremental = await counted();
    for (const key of keys) await createMetricBackfill(database).recalculate(key, now);
    expect(await counted()).toEqual(incremental);
    expect(incremental.items.filter(({ metric_key: key }) => key === 'lead-time')).toHaveLength(8);
  });
});

describe('any history, in any pages, counted in any steps', () => {
  const cycles = fc
    .record({
      ticket: fc.integer({ min: 1, max: 6 }),
      version: fc.integer({ min: 1, max: 4 }),
      state: fc.constantFrom('running', 'met', 'breached', 'cancelled'),
      day: fc.integer({ min: 1, max: 5 }),
      priority: fc.constantFrom('high', 'low'),
    })
    .map(cycle);
  const deployments = fc
    .tuple(fc.constantFrom('v1', 'v2'), fc.integer({ min: 1, max: 9 }), fc.constantFrom('production', 'staging'))
    .map(([ref, day, tier]) => deployment(ref, day, tier));
  const changes = fc
    .tuple(fc.constantFrom('c1', 'c2', 'c3'), fc.constantFrom('v1', 'v2', 'v3'), fc.integer({ min: 1, max: 9 }))
    .map(([ref, to, day]) => change(ref, to, day));
  const records = fc.oneof(cycles, deployments, changes);
  const moves = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('page' as const),
        records: fc.array(records, { minLength: 1, maxLength: 8 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('step' as const), key: fc.constantFrom(...keys) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), key: fc.constantFrom(...keys) }) },
  );

  it('ends in the rows of one counting of everything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(moves, { minLength: 2, maxLength: 14 }),
        fc.integer({ min: 1, max: 4 }),
        async (history, stepSize) => {
          await database.owner.query(
            'truncate record, record_revision, observation, observation_item, metric_counting',
          );
          await database.pool.query('update metric_version set counted_at = null');
          const backfill = createMetricBackfill(database, stepSize);
          for (const move of history) {
            if (move.kind === 'page') await commit(move.records);
            else if (move.kind === 'again') {
              await database.pool.query('update metric_version set counted_at = null where metric_key = $1', [
                move.key,
              ]);
            } else {
              let steps = 0;
              const once = {
                throwIfAborted: () => void (steps++ < 1 || AbortSignal.abort().throwIfAborted()),
              } as AbortSignal;
              await backfill.count(move.key, clock, once).catch(() => undefined);
            }
          }
          await countAll(backfill);
          const stepwise = await counted();
          for (const key of keys) await createMetricBackfill(database).recalculate(key, now);
          expect(stepwise).toEqual(await counted());
        },
      ),
      { numRuns: 25 },
    );
  });
});
