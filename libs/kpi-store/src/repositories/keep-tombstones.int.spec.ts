import type { BegunRun, Page } from '@tandem/application/ports';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { coveringKeys, type Tombstone } from '@tandem/domain/record/tombstone';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { streamAsKnown } from '../queries/records-as-known.js';
import { createMetricBackfill } from './metric-backfill.js';
import { createRecordStore } from './record-store.js';
import { createRunStore } from './run-store.js';

const metric = (key: string, formula: MetricDefinition['formula']): MetricDefinition => ({
  key,
  title: key,
  description: '',
  formula,
  unit: 'h',
  precision: 2,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
});
const state = { state: ['met', 'breached'] };
const cycles = { stream: 'slaCycle', at: ['stoppedAt'], dimensions: ['priority'] } as const;
const metrics = [
  metric('attainment', {
    kind: 'ratio',
    ...cycles,
    numerator: { where: { state: 'met' } },
    denominator: { where: state },
  }),
  metric('time', { kind: 'percentile', percentile: 50, ...cycles, from: 'startedAt', to: 'stoppedAt', dimensions: [] }),
  metric('open', { kind: 'open', stream: 'slaCycle', at: ['startedAt'], until: ['stoppedAt'], dimensions: [] }),
  // It counts by when a record came to be known, which what is gone has as well.
  metric('told', { kind: 'count', stream: 'slaCycle', at: ['knownAt'], dimensions: [] }),
  metric('failed', {
    kind: 'ratio',
    stream: 'deployment',
    at: ['finishedAt'],
    numerator: { where: { changeFailed: true } },
    denominator: {},
    dimensions: [],
  }),
];

let database: TestDatabase;
let run: BegunRun;
let clock = Date.parse('2026-11-22T12:00:00Z');

beforeAll(async () => {
  database = await openTestDatabase();
  const { pool } = database;
  await pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('desk', 'Desk', 'file', '{}', 1000, 0)`,
  );
  for (const definition of metrics) {
    await pool.query(`insert into metric (key, current_version, position) values ($1, 1, 0)`, [definition.key]);
    await pool.query(
      `insert into metric_version (metric_key, version, valid_from, definition, formula_hash) values ($1, 1, now(), $2, '')`,
      [definition.key, definition],
    );
  }
});
afterAll(() => database.close());

beforeEach(async () => {
  await empty();
  const runs = createRunStore(database);
  const begun = await runs.begin(await runs.queue('desk', 'request', new Date(clock)), new Date(clock));
  if (!begun) throw new Error('The run did not begin.');
  run = begun;
});

const empty = () =>
  database.owner.query(
    'truncate record, record_revision, record_link, tombstone, observation, observation_item, sync_run, stream_coverage, restatement',
  );

const day = (of: number) => `2026-11-${String(of).padStart(2, '0')}T10:00:00.000Z`;
const versionOf = (version: number) => String(version).padStart(4, '0');

/** A cycle of a ticket; `version` null for a source that has no order of its own. */
function cycle(ticket: number, instance: number, version: number | null, outcome = 'met', on = 5): CanonicalRecord {
  return {
    stream: 'slaCycle',
    naturalKey: `${ticket}/reply_time/${instance}`,
    ...(version === null ? {} : { version: versionOf(version) }),
    fields: { ticket: String(ticket), measure: 'first-reply', startedAt: day(1), stoppedAt: day(on), state: outcome },
    dimensions: {},
    origin: 'desk',
  };
}

const gone = (key: string, version: number | null): Tombstone => ({
  stream: 'slaCycle',
  key,
  covers: key.endsWith('/') ? 'parts' : 'record',
  ...(version === null ? {} : { version: versionOf(version) }),
  origin: 'the bin of the desk',
});

/** Each page a minute after the one before. */
async function commit(...pages: Partial<Page>[]) {
  let last;
  for (const page of pages) {
    clock += 60_000;
    const whole = { records: [], rejected: [], filteredOut: 0, cursor: null, progress: null, ...page };
    last = await createRecordStore(database).commitPage(run, whole, new Date(clock));
  }
  if (!last) throw new Error('There was no page.');
  return last;
}

async function standing() {
  const { rows } = await database.pool.query<{ key: string; state: string; gone: boolean }>(
    `select natural_key as key, version, data ->> 'state' as state, gone from record order by stream, natural_key`,
  );
  return rows;
}

async function counted() {
  const { pool } = database;
  // By when something came to be known differs with the order in which it came; everything else must not.
  const sums = await pool.query(
    `select v.metric_key, o.day::text, o.slice, o.numerator::float8, o.denominator::float8, o.n::int
       from observation o join metric_version v on v.id = o.metric_version_id where o.n <> 0 order by 1, 2, 3`,
  );
  const items = await pool.query(
    `select r.natural_key, i.day::text, i.value from observation_item i join record r on r.id = i.record_id order by 1`,
  );
  return { sums: sums.rows as { metric_key: string }[], items: items.rows };
}

async function knownAt(at: number) {
  const { rows } = await database.pool.query<{ key: string; state: string }>(
    `select natural_key as key, data ->> 'state' as state from ${streamAsKnown('slaCycle', '$1')} k order by 1`,
    [new Date(at)],
  );
  return rows.map(({ key, state: is }) => `${key} ${is}`);
}

describe('what a source has deleted', () => {
  it('goes with everything that came from it, and nothing else does', async () => {
    await commit({ records: [cycle(7, 1, 1), cycle(7, 2, 1, 'breached'), cycle(70, 1, 1)] });
    const before = clock;
    const result = await commit({ gone: [gone('7/', 2)] });
    expect(result).toMatchObject({ received: 0, stored: 0, unchanged: 0, takenBack: 2 });
    expect(result.touchedMetrics).toContain('attainment');
    expect((await standing()).map(({ key, gone: is }) => [key, is])).toEqual([
      ['7/reply_time/1', true],
      ['7/reply_time/2', true],
      ['70/reply_time/1', false],
    ]);
    expect(
      (await counted()).sums.filter(({ metric_key: key }) => key === 'attainment' || key === 'told'),
    ).toMatchObject([
      { numerator: 1, denominator: 1, n: 1 },
      { numerator: 1, n: 1 },
    ]);
    expect(await knownAt(before)).toEqual(['7/reply_time/1 met', '7/reply_time/2 breached', '70/reply_time/1 met']);
    expect(await knownAt(clock)).toEqual(['70/reply_time/1 met']);
    const { rows } = await database.pool.query('select taken_back::int as count from sync_run');
    expect(rows).toEqual([{ count: 2 }]);
  });

  it('changes nothing when it is told again', async () => {
    await commit({ records: [cycle(7, 1, 1)] }, { gone: [gone('7/', 2)] });
    const once = [await standing(), await counted()];
    expect(await commit({ gone: [gone('7/', 2)] })).toMatchObject({ takenBack: 0, touchedMetrics: [] });
    expect(await commit({ gone: [gone('7/', 3), gone('7/reply_time/1', 4)] })).toMatchObject({
      takenBack: 0,
      touchedMetrics: [],
    });
    expect([await standing(), await counted()]).toEqual(once);
  });

  it('stays gone when an older version comes late, and comes back with a newer one', async () => {
    await commit({ gone: [gone('7/', 3)] });
    expect(await commit({ records: [cycle(7, 1, 2)] })).toMatchObject({ received: 1, stored: 1, takenBack: 0 });
    expect((await counted()).sums).toEqual([]);
    const whileGone = clock;
    expect(await commit({ records: [cycle(7, 1, 4, 'breached')] })).toMatchObject({ stored: 1 });
    expect(await commit({ gone: [gone('7/', 3)] })).toMatchObject({ takenBack: 0 });
    expect(await standing()).toMatchObject([{ state: 'breached', gone: false }]);
    expect(await knownAt(whileGone)).toEqual([]);
    expect(await knownAt(clock)).toEqual(['7/reply_time/1 breached']);
  });

  it('of a source without versions goes by what arrives later', async () => {
    await commit({ records: [cycle(7, 1, null)] });
    expect(await commit({ gone: [gone('7/', null)] })).toMatchObject({ takenBack: 1 });
    expect(await commit({ gone: [gone('7/', null)] })).toMatchObject({ takenBack: 0 });
    await commit({ records: [cycle(7, 1, null)] });
    expect(await standing()).toMatchObject([{ state: 'met', gone: false }]);
    // Made anew of a row that is kept: no word that it is there again.
    await commit({ gone: [gone('7/', null)] });
    const replay = { ...run, trigger: 'replay' as const };
    clock += 60_000;
    const page = { records: [cycle(7, 1, null)], rejected: [], filteredOut: 0, cursor: null, progress: null };
    await createRecordStore(database).commitPage(replay, page, new Date(clock));
    expect(await standing()).toMatchObject([{ gone: true }]);
  });

  it('gives an incident the deployment before the one that is gone', async () => {
    const deployment = (ref: string, at: string): CanonicalRecord => ({
      stream: 'deployment',
      naturalKey: `deployment/${ref}`,
      version: '0001',
      fields: {
        service: 'shop',
        ref,
        tier: 'production',
        outcome: 'succeeded',
        finishedAt: `2026-11-05T${at}:00:00.000Z`,
      },
      dimensions: {},
      origin: 'ci',
    });
    const incident: CanonicalRecord = {
      stream: 'incident',
      naturalKey: 'P1',
      version: '0001',
      fields: { service: 'shop', openedAt: '2026-11-05T12:00:00.000Z' },
      dimensions: {},
      origin: 'pager',
    };
    await commit({ records: [deployment('v1', '08'), deployment('v2', '11'), incident] });
    const linked = async () =>
      (
        await database.pool.query<{ ref: string }>(
          `select data ->> 'deployment.ref' as ref from record_link where stream = 'incident'`,
        )
      ).rows.map(({ ref }) => ref);
    const failed = async () => (await counted()).sums.filter(({ metric_key: key }) => key === 'failed');
    expect(await linked()).toEqual(['v2']);
    await commit({
      gone: [{ stream: 'deployment', key: 'deployment/v2', covers: 'record', version: '0002', origin: 'ci' }],
    });
    expect(await linked()).toEqual(['v1']);
    expect(await failed()).toMatchObject([{ numerator: 1, denominator: 1 }]);
    await commit({ gone: [{ stream: 'incident', key: 'P1', covers: 'record', version: '0002', origin: 'pager' }] });
    expect(await linked()).toEqual([]);
    expect(await failed()).toMatchObject([{ numerator: 0, denominator: 1 }]);
  });
});

describe('any order, split and repetition of records and deletions', () => {
  const said = fc.oneof(
    fc
      .record({
        ticket: fc.constantFrom(7, 70),
        instance: fc.constantFrom(1, 2),
        version: fc.integer({ min: 1, max: 6 }),
        outcome: fc.constantFrom('met', 'breached', 'running'),
        on: fc.integer({ min: 2, max: 6 }),
      })
      .map((v): Partial<Page> => ({ records: [cycle(v.ticket, v.instance, v.version, v.outcome, v.on)] })),
    fc
      .record({
        key: fc.constantFrom('7/', '70/', '7/reply_time/1', '7/reply_time/'),
        version: fc.integer({ min: 1, max: 6 }),
      })
      .map((v): Partial<Page> => ({ gone: [gone(v.key, v.version)] })),
  );

  /** The last word on each record: its greatest version, unless something that covers it is as new. */
  function expected(history: readonly Partial<Page>[]): Map<string, string | null> {
    const tombstones = history.flatMap(({ gone: some = [] }) => some);
    const keys = new Set(history.flatMap(({ records = [] }) => records.map(({ naturalKey }) => naturalKey)));
    return new Map(
      [...keys].map((key) => {
        const versions = history
          .flatMap(({ records = [] }) => records.filter(({ naturalKey }) => naturalKey === key))
          .map(({ version = '' }) => version)
          .sort();
        const last = versions.at(-1) ?? '';
        const covered = tombstones.some(
          ({ key: of, version = '' }) => coveringKeys(key).includes(of) && version >= last,
        );
        return [key, covered ? null : last];
      }),
    );
  }

  it('end in one state, which a full recalculation gives as well, and every earlier answer stays', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(said, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        async (history, random) => {
          const merged = (pages: readonly Partial<Page>[]) => ({
            records: pages.flatMap(({ records = [] }) => records),
            gone: pages.flatMap(({ gone: some = [] }) => some),
          });
          const withoutTold = async () => {
            const { sums, items } = await counted();
            return { sums: sums.filter(({ metric_key: key }) => key !== 'told'), items };
          };
          await empty();
          await database.owner.query('delete from sync_run');
          const runs = createRunStore(database);
          const begun = await runs.begin(await runs.queue('desk', 'request', new Date(clock)), new Date(clock));
          if (!begun) throw new Error('The run did not begin.');
          run = begun;
          await commit(merged(history));
          const once = await withoutTold();
          const words = new Map(
            (await standing()).map(({ key, gone: is, ...row }) => [
              key,
              is ? null : (row as { version?: string }).version,
            ]),
          );
          expect(words).toEqual(expected(history));

          await database.owner.query('truncate record, record_revision, tombstone, observation, observation_item');
          const draw = () => random.next().value ?? 0;
          const shuffled = [...history, ...history.slice(0, 3)]
            .map((one) => ({ one, rank: draw() }))
            .sort((a, b) => a.rank - b.rank);
          const answers: [number, string[]][] = [];
          for (const { one } of shuffled) {
            await commit(one);
            answers.push([clock, await knownAt(clock)]);
          }
          expect(await withoutTold()).toEqual(once);
          for (const [at, answer] of answers) expect(await knownAt(at)).toEqual(answer);
          const incremental = await counted();
          for (const { key } of metrics) await createMetricBackfill(database).recalculate(key, new Date(clock));
          expect(await counted()).toEqual(incremental);
        },
      ),
      { numRuns: 12 },
    );
  });
});
