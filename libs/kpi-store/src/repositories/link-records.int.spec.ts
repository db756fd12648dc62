import type { BegunRun } from '@tandem/application/ports';
import type { MetricDefinition, MetricFormula } from '@tandem/domain/metric/definition';
import { periodsBetween } from '@tandem/domain/metric/periods';
import { observationsOf } from '@tandem/domain/metric/series';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { createObservationReader } from './observation-reader.js';
import { createMetricBackfill } from './metric-backfill.js';
import { createRecordStore } from './record-store.js';
import { createRunStore } from './run-store.js';

const now = new Date('2026-11-30T00:00:00Z');
const organisation = { name: 'Test', timeZone: 'UTC', weekStartsOn: 1 };
const production = { tier: 'production', outcome: ['succeeded', 'failed'] };

const formulas: Readonly<Record<string, MetricFormula>> = {
  'fail-rate': {
    kind: 'ratio',
    stream: 'deployment',
    at: ['finishedAt'],
    where: production,
    numerator: { where: { changeFailed: true } },
    denominator: {},
    dimensions: ['service', 'afterIncident'],
  },
  recovery: {
    kind: 'percentile',
    percentile: 50,
    stream: 'deployment',
    at: ['recoveredAt'],
    from: 'finishedAt',
    to: 'recoveredAt',
    where: production,
    dimensions: ['service'],
  },
  linked: {
    kind: 'count',
    stream: 'incident',
    at: ['openedAt'],
    where: { linkBasis: { present: true } },
    dimensions: ['deployment.service', 'deployment.ref', 'linkBasis'],
  },
};
const keys = Object.keys(formulas);

const versionIds = new Map<string, string>();
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  for (const connection of ['pipeline', 'pager']) {
    await database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ($1, $1, 'file', '{}', 1000, 0)`,
      [connection],
    );
  }
  for (const key of keys) {
    await database.pool.query(`insert into metric (key, current_version, position) values ($1, 1, 0)`, [key]);
    const added = await database.pool.query<{ id: string }>(
      `insert into metric_version (metric_key, version, valid_from, definition, formula_hash, counted_at)
       values ($1, 1, $2, $3, '', $2) returning id`,
      [key, new Date(hour(0)), definitionOf(key)],
    );
    versionIds.set(key, added.rows[0]?.id ?? '');
  }
});
afterAll(() => database.close());

beforeEach(() => empty());

async function empty(): Promise<void> {
  await database.owner.query(
    `truncate record, record_revision, record_link, record_link_reach, observation, observation_item, sync_run, stream_coverage,
              stream_coverage_revision`,
  );
}

function definitionOf(key: string): MetricDefinition {
  const formula = formulas[key];
  if (!formula) throw new Error(`There is no metric "${key}" here.`);
  return {
    key,
    title: key,
    description: '',
    formula,
    unit: formula.kind === 'percentile' ? 'h' : formula.kind === 'ratio' ? '%' : 'count',
    precision: 2,
    direction: 'down',
    windowDays: 7,
    settlingDays: 1,
    owners: {},
  };
}

/** Hours after the first of November 2026, as the instant that they are. */
const hour = (hours: number) => new Date(Date.UTC(2026, 10, 1) + hours * 3_600_000).toISOString();

function deployment(ref: string, finished: number, more: CanonicalRecord['fields'] = {}, version = 1): CanonicalRecord {
  return {
    stream: 'deployment',
    naturalKey: `deploy-${ref}`,
    version: String(version).padStart(4, '0'),
    fields: { service: 'shop', tier: 'production', outcome: 'succeeded', ref, finishedAt: hour(finished), ...more },
    dimensions: {},
    origin: `https://pipeline.example.org/${ref}`,
  };
}

function incident(key: string, opened: number, more: CanonicalRecord['fields'] = {}, version = 1): CanonicalRecord {
  return {
    stream: 'incident',
    naturalKey: key,
    version: String(version).padStart(4, '0'),
    fields: { service: 'shop', openedAt: hour(opened), ...more },
    dimensions: {},
    origin: `https://pager.example.org/${key}`,
  };
}

async function commit(...records: readonly CanonicalRecord[]): Promise<void> {
  for (const [connection, stream] of [
    ['pipeline', 'deployment'],
    ['pager', 'incident'],
  ] as const) {
    const own = records.filter((record) => record.stream === stream);
    if (own.length > 0) await commitTo(connection, own);
  }
}

async function commitTo(connection: string, records: readonly CanonicalRecord[], at = now): Promise<void> {
  const runs = createRunStore(database);
  const run: BegunRun | null = await runs.begin(await runs.queue(connection, 'request', at), at);
  if (!run) throw new Error('The run did not begin.');
  const coverage = { [records[0]?.stream ?? 'incident']: { from: hour(0), to: hour(24 * 28) } };
  const page = { records, rejected: [], filteredOut: 0, cursor: null, progress: null, coverage };
  await createRecordStore(database).commitPage(run, page, at);
  await runs.succeed(run, at);
}

/** Each linked incident with the deployment that it is linked to. */
async function links(): Promise<string[]> {
  const { rows } = await database.pool.query<{ text: string }>(
    `select i.natural_key || ' ' || d.natural_key || ' ' || (l.data ->> 'linkBasis') as text
       from record_link l join record i on i.id = l.record_id join record d on d.id = l.deployment_id
      where l.stream = 'incident' order by 1`,
  );
  return rows.map(({ text }) => text);
}

async function november(key: string, asKnownAt: Date | null = null) {
  const id = versionIds.get(key) ?? '';
  const version = { id, countedBy: id, version: 1, validFrom: new Date(hour(0)), definition: definitionOf(key) };
  const series = await createObservationReader(database).series({
    versions: [version],
    metrics: new Map(),
    organisation,
    asKnownAt,
    now,
  });
  const month = periodsBetween(new Date(hour(0)), new Date(hour(24 * 30)), 'month', organisation);
  const [observation] = observationsOf(series, month);
  return observation?.value;
}

async function rows(): Promise<unknown[]> {
  const linked = await database.pool.query(
    `select stream, record_id, deployment_id, data from record_link order by stream, record_id`,
  );
  const observations = await database.pool.query(
    `select metric_version_id, day::text, slice, numerator::text, denominator::text, n from observation order by 1, 2, 3`,
  );
  const items = await database.pool.query(
    `select metric_version_id, record_id, day::text, slice, value, excluded from observation_item order by 1, 2`,
  );
  return [linked.rows, observations.rows, items.rows];
}

describe('linking incidents and deployments', () => {
  it('takes the latest production deployment of the service at most a day before, and says that it inferred it', async () => {
    await commit(
      deployment('a', 10),
      deployment('b', 20),
      deployment('c', 21, { tier: 'staging' }),
      deployment('d', 22, { outcome: 'cancelled' }),
      deployment('e', 23, { service: 'search' }),
      deployment('f', 25),
      incident('one', 24),
      incident('two', 25 + 24),
      incident('three', 25 + 24 + 0.001),
    );
    expect(await links()).toEqual(['one deploy-b inferred', 'two deploy-f inferred']);
  });

  it('lets a statement decide, by key or by ref of the service, however long before', async () => {
    await commit(
      deployment('a', 10),
      deployment('b', 200),
      deployment('s', 190, { service: 'search', ref: 'a' }),
      incident('by-key', 201, { causedBy: 'deploy-a' }),
      incident('by-ref', 201, { causedBy: 'a' }),
      incident('guessed-by-source', 201, { causedBy: 'deploy-a', causedByBasis: 'inferred' }),
    );
    expect(await links()).toEqual([
      'by-key deploy-a stated',
      'by-ref deploy-a stated',
      'guessed-by-source deploy-a inferred',
    ]);
  });

  it('guesses no other deployment for a stated cause that has not arrived, and links when it does', async () => {
    await commit(deployment('b', 20), incident('one', 24, { causedBy: 'deploy-late' }));
    expect(await links()).toEqual([]);
    expect(await november('fail-rate')).toBe('0.00');
    await commit(deployment('late', 5));
    expect(await links()).toEqual(['one deploy-late stated']);
    expect(await november('fail-rate')).toBe('50.00');
  });

  it('moves a link when a closer deployment arrives late, and moves it back when that turns out to be another tier', async () => {
    await commit(deployment('a', 10), incident('one', 20, { resolvedAt: hour(30) }));
    expect(await links()).toEqual(['one deploy-a inferred']);
    expect(await november('recovery')).toBe('20.00');
    await commit(deployment('b', 15));
    expect(await links()).toEqual(['one deploy-b inferred']);
    expect(await november('recovery')).toBe('15.00');
    expect(await november('fail-rate')).toBe('50.00');
    await commit(deployment('b', 15, { tier: 'testing' }, 2));
    expect(await links()).toEqual(['one deploy-a inferred']);
    expect(await november('fail-rate')).toBe('100.00');
  });

  it('gives the same rows page by page as counted anew, whatever the split and order of pages', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), async (records, cuts) => {
        await empty();
        const ends = [...cuts.map((cut) => cut % records.length), records.length].sort((a, b) => a - b);
        let start = 0;
        for (const end of ends) {
          await commit(...records.slice(start, end));
          start = end;
        }
        const incremental = await rows();
        await database.pool.query('delete from record_link_reach');
        for (const key of keys) await createMetricBackfill(database).recalculate(key, now);
        expect(await rows()).toEqual(incremental);
        for (const key of keys) expect(await november(key, now)).toBe(await november(key));
      }),
      { numRuns: 25 },
    );
  });

  it('answers as known at an earlier time with the links of that time, and goes on to', async () => {
    const [first, second] = [new Date('2026-11-20T00:00:00Z'), new Date('2026-11-25T00:00:00Z')];
    await commitTo('pipeline', [deployment('a', 10), deployment('b', 12)], first);
    await commitTo('pager', [incident('one', 11)], first);
    const before = await november('fail-rate', first);
    await commitTo('pager', [incident('two', 13), incident('one', 11, { causedBy: 'deploy-b' }, 2)], second);
    await commitTo('pipeline', [deployment('b', 12, { outcome: 'cancelled' }, 2)], second);
    expect(before).toBe('50.00');
    expect(await november('fail-rate', first)).toBe('50.00');
    expect(await november('fail-rate')).toBe('100.00');
  });
});

const histories = fc.array(
  fc.oneof(
    fc
      .record({
        ref: fc.constantFrom('a', 'b', 'c', 'd'),
        finished: fc.integer({ min: 0, max: 60 }),
        service: fc.constantFrom('shop', 'search'),
        outcome: fc.constantFrom('succeeded', 'failed', 'cancelled'),
        tier: fc.constantFrom('production', 'production', 'staging'),
        version: fc.integer({ min: 1, max: 5 }),
      })
      .map(({ ref, finished, version, ...fields }) => deployment(ref, finished, fields, version)),
    fc
      .record({
        key: fc.constantFrom('one', 'two', 'three'),
        opened: fc.integer({ min: 0, max: 80 }),
        resolved: fc.option(fc.integer({ min: 0, max: 90 })),
        cause: fc.option(fc.constantFrom('deploy-a', 'b', 'deploy-z')),
        service: fc.constantFrom('shop', 'search'),
        version: fc.integer({ min: 1, max: 5 }),
      })
      .map(({ key, opened, resolved, cause, service, version }) =>
        incident(
          key,
          opened,
          {
            service,
            ...(resolved === null ? {} : { resolvedAt: hour(resolved) }),
            ...(cause === null ? {} : { causedBy: cause }),
          },
          version,
        ),
      ),
  ),
  { minLength: 1, maxLength: 20 },
);
