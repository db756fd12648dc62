import type { BegunRun, Page } from '@tandem/application/ports';
import { StaleWorker } from '@tandem/application/ports';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { isStorableText } from '@tandem/domain/record/storable-text';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { createMetricBackfill } from './metric-backfill.js';
import { createRecordStore } from './record-store.js';
import { createPushStore } from './push-store.js';
import { createRunStore } from './run-store.js';

const now = new Date('2026-11-22T12:00:00Z');

const attainment: MetricDefinition = {
  key: 'attainment',
  title: 'Attainment',
  description: '',
  formula: {
    kind: 'ratio',
    stream: 'slaCycle',
    at: ['dueAt', 'stoppedAt', 'knownAt'],
    numerator: { where: { state: 'met' } },
    denominator: { where: { state: ['met', 'breached'] } },
    dimensions: ['priority'],
  },
  unit: '%',
  precision: 2,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
};

const leadTime: MetricDefinition = {
  ...attainment,
  key: 'lead-time',
  title: 'Lead time',
  formula: {
    kind: 'percentile',
    percentile: 50,
    stream: 'change',
    at: ['deployment.finishedAt'],
    from: 'committedAt',
    to: 'deployment.finishedAt',
    where: { 'deployment.tier': 'production' },
    dimensions: ['service'],
  },
  unit: 'h',
};

let database: TestDatabase;
let run: BegunRun;

beforeAll(async () => {
  database = await openTestDatabase();
  const { pool } = database;
  await pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('desk', 'Desk', 'file', '{}', 1000, 0)`,
  );
  for (const definition of [attainment, leadTime]) {
    await pool.query(`insert into metric (key, current_version, position) values ($1, 1, 0)`, [definition.key]);
    await pool.query(
      `insert into metric_version (metric_key, version, valid_from, definition, formula_hash) values ($1, 1, $2, $3, '')`,
      [definition.key, now, definition],
    );
  }
});

afterAll(() => database.close());

beforeEach(async () => {
  await database.owner.query(
    'truncate record, record_revision, observation, observation_item, quarantine, sync_run, stream_coverage, stream_coverage_revision',
  );
  const runs = createRunStore(database);
  const begun = await runs.begin(await runs.queue('desk', 'request', now), now);
  if (!begun) throw new Error('The run did not begin.');
  run = begun;
});

function page(records: readonly CanonicalRecord[], rest: Partial<Page> = {}): Page {
  return { records, rejected: [], filteredOut: 0, cursor: null, progress: null, ...rest };
}

function cycle(ticket: number, version: number, state: string, day: number, priority = 'high'): CanonicalRecord {
  const at = `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`;
  return {
    stream: 'slaCycle',
    naturalKey: `T${ticket}`,
    version: String(version).padStart(4, '0'),
    knownAt: at,
    fields: {
      ticket: `T${ticket}`,
      measure: 'resolution',
      startedAt: '2026-11-01T00:00:00.000Z',
      state,
      priority,
      ...(state === 'running' ? {} : { stoppedAt: at }),
    },
    dimensions: {},
    origin: `desk.csv:${ticket}`,
  };
}

function deployment(ref: string, day: number, tier = 'production'): CanonicalRecord {
  return {
    stream: 'deployment',
    naturalKey: `shop ${ref}`,
    fields: {
      service: 'shop',
      ref,
      tier,
      outcome: 'succeeded',
      finishedAt: `2026-11-${String(day).padStart(2, '0')}T12:00:00.000Z`,
    },
    dimensions: {},
    version: String(day).padStart(4, '0'),
    origin: 'releases.csv:2',
  };
}

function change(ref: string, deploymentRef: string, day: number): CanonicalRecord {
  return {
    stream: 'change',
    naturalKey: ref,
    fields: {
      service: 'shop',
      ref,
      deploymentRef,
      committedAt: `2026-11-${String(day).padStart(2, '0')}T12:00:00.000Z`,
    },
    dimensions: {},
    version: '0001',
    origin: 'changes.csv:2',
  };
}

const commit = (...pages: Page[]) =>
  pages.reduce<Promise<unknown>>(
    (before, next) => before.then(() => createRecordStore(database).commitPage(run, next, now)),
    Promise.resolve(),
  );

async function state() {
  const { pool } = database;
  const observations = await pool.query(
    'select day::text, slice, numerator::float8, denominator::float8, n::int from observation order by 1, 2',
  );
  const items = await pool.query(
    `select r.natural_key, i.day::text, i.slice, i.value, i.excluded from observation_item i join record r on r.id = i.record_id order by 1`,
  );
  const records = await pool.query('select natural_key, version, data from record order by stream, natural_key');
  const versions = await pool.query(
    `select natural_key, version, data from (
       select stream, natural_key, version, content_hash, data from record
       union all
       select r.stream, r.natural_key, v.version, v.content_hash, v.data from record_revision v join record r on r.id = v.record_id) v
      order by stream, natural_key, version, content_hash`,
  );
  return { observations: observations.rows, items: items.rows, records: records.rows, versions: versions.rows };
}

describe('committing pages', () => {
  it('adds up what the current versions say, and keeps every version', async () => {
    await commit(page([cycle(1, 1, 'running', 3), cycle(1, 2, 'met', 4), cycle(2, 1, 'breached', 4)]));
    await commit(page([cycle(1, 3, 'breached', 5)]));
    const { observations, versions } = await state();
    expect(observations).toEqual([
      { day: '2026-11-04', slice: ['high'], numerator: 0, denominator: 1, n: 1 },
      { day: '2026-11-05', slice: ['high'], numerator: 0, denominator: 1, n: 1 },
    ]);
    expect(versions).toHaveLength(4);
  });

  it('accounts for every record: received = stored + unchanged + quarantined', async () => {
    const records = [cycle(1, 1, 'met', 3), cycle(2, 1, 'met', 3), cycle(1, 1, 'met', 3)];
    const rejected = [{ stream: 'slaCycle' as const, file: 'desk.csv', line: 9, field: null, reason: 'No.', raw: 'x' }];
    const result = await createRecordStore(database).commitPage(run, page(records, { rejected }), now);
    expect(result).toEqual({
      received: 4,
      stored: 2,
      unchanged: 1,
      quarantined: 1,
      takenBack: 0,
      leftOut: [],
      touchedMetrics: ['attainment'],
    });
    const again = await createRecordStore(database).commitPage(run, page(records, { rejected }), now);
    expect(again).toMatchObject({ stored: 0, unchanged: 3, quarantined: 1, leftOut: [], touchedMetrics: [] });
    const { rows } = await database.pool.query('select count(*)::int as n from quarantine');
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('keeps a record without a version of its own once, however often it comes', async () => {
    const { version: _version, ...record } = cycle(1, 1, 'met', 3);
    await commit(page([record]), page([record]));
    await commit(page([{ ...record, fields: { ...record.fields, state: 'breached' } }]));
    const { versions, observations } = await state();
    expect(versions).toHaveLength(2);
    expect(observations).toMatchObject([{ numerator: 0, denominator: 1 }]);
  });

  it('gives a change its lead time whichever of change and deployment comes first, and takes it back when the deployment moves', async () => {
    await commit(page([change('c1', 'v1', 2), change('c2', 'v1', 4)]), page([deployment('v1', 3)]));
    expect((await state()).items).toEqual([
      { natural_key: 'c1', day: '2026-11-03', slice: ['shop'], value: 86_400_000, excluded: false },
      { natural_key: 'c2', day: '2026-11-03', slice: ['shop'], value: -86_400_000, excluded: true },
    ]);
    await commit(page([deployment('v1', 6, 'staging')]));
    expect((await state()).items).toEqual([]);
  });

  it('gives every change its lead time when changes and deployments come from two sources at the same time', async () => {
    await database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('git', 'Git', 'file', '{}', 1000, 1)`,
    );
    const runs = createRunStore(database);
    const other = await runs.begin(await runs.queue('git', 'request', now), now);
    if (!other) throw new Error('The run did not begin.');
    for (let round = 0; round < 4; round += 1) {
      const refs = Array.from({ length: 500 }, (_, place) => `${round}-${place}`);
      const deployments = page(refs.map((ref) => deployment(`v${ref}`, 3)));
      await Promise.all([
        commit(page(refs.map((ref) => change(`c${ref}`, `v${ref}`, 2)))),
        createRecordStore(database).commitPage(other, deployments, now),
      ]);
    }
    const { rows } = await database.pool.query<{ n: number }>('select count(*)::int as n from observation_item');
    expect(rows).toEqual([{ n: 2000 }]);
  });

  it('lets the database know how many records there are as soon as they are there', async () => {
    await commit(page(Array.from({ length: 300 }, (_, place) => deployment(`v${place}`, 3))));
    const { rows } = await database.pool.query(
      `select reltuples::int as n from pg_class where relname = 'record_deployment'`,
    );
    expect(rows).toEqual([{ n: 300 }]);
  });

  it('takes the hash of a record as the database would take it', async () => {
    const awkward = { ä: 'x\u2028y', zz: 'tab\t quote " back\\slash', b: '\u0001\u001f\u007f🛳', longer: '' };
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), async (dimensions) => {
        const plain = Object.fromEntries(
          Object.entries({ ...dimensions, ...awkward }).filter((entry) => entry.every(isStorableText)),
        );
        await commit(page([{ ...cycle(1, 1, 'met', 3), dimensions: plain }]));
        const { rows } = await database.pool.query(
          `select encode(content_hash, 'hex') = md5(data::text) as same from record union all
           select encode(content_hash, 'hex') = md5(data::text) from record_revision`,
        );
        expect(rows).not.toContainEqual({ same: false });
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a worker that was taken over, and writes nothing of its page', async () => {
    const runs = createRunStore(database);
    const newer = await runs.begin(run.runId, now);
    await expect(commit(page([cycle(1, 1, 'met', 3)]))).rejects.toThrow(StaleWorker);
    expect((await state()).records).toEqual([]);
    expect(newer?.fencingToken).toBeGreaterThan(run.fencingToken);
  });

  it('lets a push commit beside a running sync of the same connection', async () => {
    const pushed = { source: 'desk', actor: 'machine', what: 'slaCycle', records: 1, key: null };
    await createPushStore(database, () => now).commit(pushed, {
      pageOf: () => ({ records: [cycle(1, 1, 'met', 3)], facts: [], rejected: [], notUsed: 0 }),
      coverageOf: () => ({}),
      answerOf: () => ({}),
    });
    await commit(page([cycle(2, 1, 'met', 3)]));
    expect((await state()).observations).toMatchObject([{ numerator: 2 }]);
  });

  it('hands an interrupted run on with its cursor, and starts a new run without one', async () => {
    await commit(page([], { cursor: { row: 5000 } }));
    const runs = createRunStore(database);
    const resumed = await runs.begin(run.runId, now);
    expect(resumed?.cursor).toEqual({ row: 5000 });
    if (resumed) await runs.succeed(resumed, now);
    const next = await runs.begin(await runs.queue('desk', 'request', now), now);
    expect(next?.cursor).toBeNull();
  });
});

describe('any split, order and repetition of pages', () => {
  const versions = fc.record({
    ticket: fc.integer({ min: 1, max: 4 }),
    version: fc.integer({ min: 1, max: 4 }),
    state: fc.constantFrom('running', 'met', 'breached', 'cancelled'),
    day: fc.integer({ min: 1, max: 5 }),
    priority: fc.constantFrom('high', 'low'),
  });
  const others = fc.oneof(
    fc
      .record({
        ref: fc.constantFrom('v1', 'v2'),
        day: fc.integer({ min: 1, max: 9 }),
        tier: fc.constantFrom('production', 'staging'),
      })
      .map(({ ref, day, tier }) => deployment(ref, day, tier)),
    fc
      .record({
        ref: fc.constantFrom('c1', 'c2', 'c3'),
        to: fc.constantFrom('v1', 'v2', 'v3'),
        day: fc.integer({ min: 1, max: 9 }),
      })
      .map(({ ref, to, day }) => change(ref, to, day)),
  );
  const histories = fc.array(
    fc.oneof(
      versions.map((v) => cycle(v.ticket, v.version, v.state, v.day, v.priority)),
      others,
    ),
    { minLength: 1, maxLength: 20 },
  );

  it('end in one state, which is the state of a full recalculation', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (history, random) => {
          const truncate = 'truncate record, record_revision, observation, observation_item';
          await database.owner.query(truncate);
          await commit(page(history));
          const once = await state();

          await database.owner.query(truncate);
          const draw = () => random.next().value ?? 0;
          const shuffled = [...history, ...history.slice(0, 3)]
            .map((record) => ({ record, rank: draw() }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ record }) => record);
          const cut = Math.floor(draw() * shuffled.length);
          await commit(page(shuffled.slice(0, cut)), page(shuffled.slice(cut)));
          expect(await state()).toEqual(once);

          const backfill = createMetricBackfill(database);
          await backfill.recalculate('attainment', now);
          await backfill.recalculate('lead-time', now);
          expect(await state()).toEqual(once);
        },
      ),
      { numRuns: 40 },
    );
  });
});
