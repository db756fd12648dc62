import type { BegunRun, Page } from '@tandem/application/ports';
import type { MetricDefinition, RecordFormula } from '@tandem/domain/metric/definition';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { dailyObservations } from '../queries/daily-observations.js';
import { metricRecords } from '../queries/metric-records.js';
import { createMetricBackfill } from '../repositories/metric-backfill.js';
import { createRecordStore } from '../repositories/record-store.js';
import { createRunStore } from '../repositories/run-store.js';

const now = new Date('2026-11-22T12:00:00Z');
const timeZone = 'Asia/Kolkata';

function metric(key: string, formula: Partial<RecordFormula>): MetricDefinition & { readonly formula: RecordFormula } {
  return {
    key,
    title: key,
    description: '',
    formula: {
      stream: 'measurement',
      at: ['periodStart'],
      dimensions: ['dimensions.till'],
      ...formula,
    } as RecordFormula,
    unit: 'count',
    precision: 2,
    direction: 'up',
    windowDays: 7,
    settlingDays: 0,
    owners: {},
  };
}

const sales = { metric: 'sales' };
const metrics = [
  metric('rate', { kind: 'ratio', where: sales, numerator: { sum: 'numerator' }, denominator: { sum: 'denominator' } }),
  metric('turnover', { kind: 'sum', sum: 'value', where: sales }),
  metric('measured', { kind: 'count', where: { value: { present: true } } }),
  metric('nothing-sold', { kind: 'count', where: { value: 0 } }),
  metric('ended', { kind: 'sum', sum: 'value', at: ['periodEnd', 'periodStart'], dimensions: ['metric'] }),
  metric('median', { kind: 'percentile', percentile: 50, field: 'value' }),
  metric('last', { kind: 'latest', field: 'value' }),
  metric('under-way', { kind: 'open', until: ['periodEnd'] }),
  metric('time-taken', { kind: 'duration', from: 'periodStart', to: 'periodEnd', nonPositive: 'include' }),
];

let database: TestDatabase;
let run: BegunRun;

beforeAll(async () => {
  database = await openTestDatabase();
  const { pool } = database;
  await pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('tills', 'Tills', 'file', '{}', 1000, 0)`,
  );
  await pool.query('update organisation set time_zone = $1', [timeZone]);
  for (const definition of metrics) {
    await pool.query(`insert into metric (key, current_version, position) values ($1, 1, 0)`, [definition.key]);
    await pool.query(
      `insert into metric_version (metric_key, version, valid_from, definition, formula_hash) values ($1, 1, $2, $3, '')`,
      [definition.key, now, definition],
    );
  }
});
afterAll(() => database.close());

const emptyStore = `truncate measurement, measurement_revision, measurement_series, measurement_arrival, measurement_key_shape,
  measurement_key, observation, sync_run, stream_coverage, stream_coverage_revision`;

beforeEach(async () => {
  await database.owner.query(emptyStore);
  await begin();
});

async function begin(): Promise<void> {
  const runs = createRunStore(database);
  const begun = await runs.begin(await runs.queue('tills', 'request', now), now);
  if (!begun) throw new Error('The run did not begin.');
  run = begun;
}

function page(records: readonly CanonicalRecord[]): Page {
  return { records, rejected: [], filteredOut: 0, cursor: null, progress: null };
}

const commit = (records: readonly CanonicalRecord[], at = now) =>
  createRecordStore(database).commitPage(run, page(records), at);

interface Sample {
  readonly key?: string;
  readonly at?: string;
  readonly end?: string;
  readonly value?: string;
  readonly numerator?: string;
  readonly denominator?: string;
  readonly till?: string;
  readonly metric?: string;
  readonly version?: string;
  readonly knownAt?: string;
}

function record(sample: Sample): CanonicalRecord {
  const {
    at = '2026-11-03T10:00:00.000Z',
    till = 'one',
    end,
    value,
    numerator,
    denominator,
    version,
    knownAt,
  } = sample;
  const name = sample.metric ?? 'sales';
  return {
    stream: 'measurement',
    naturalKey: sample.key ?? `${name}|${till}|${at}`,
    fields: {
      metric: name,
      periodStart: at,
      ...(end === undefined ? {} : { periodEnd: end }),
      ...(value === undefined ? {} : { value }),
      ...(numerator === undefined ? {} : { numerator }),
      ...(denominator === undefined ? {} : { denominator }),
    },
    dimensions: { till },
    ...(version === undefined ? {} : { version }),
    ...(knownAt === undefined ? {} : { knownAt }),
    origin: 'sales.csv:12',
  };
}

const definitionOf = (key: string) => {
  const definition = metrics.find((candidate) => candidate.key === key);
  if (!definition) throw new Error(`No metric ${key}.`);
  return definition;
};

async function versionOf(key: string): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>('select id from metric_version where metric_key = $1', [
    key,
  ]);
  return rows[0]?.id ?? '';
}

async function days(key: string, asKnownAt: Date | null = null) {
  const definition = definitionOf(key);
  const rows = await dailyObservations(database.pool, {
    formula: definition.formula,
    countedBy: await versionOf(key),
    timeZone,
    asKnownAt,
    by: definition.formula.dimensions[0] ?? '',
  });
  return rows.map(({ numerator, denominator, ...rest }) => ({
    ...rest,
    numerator: numerator === null ? null : Number(numerator),
    denominator: denominator === null ? null : Number(denominator),
  }));
}

async function evidence(asKnownAt: Date | null = null) {
  const everything = metric('all', { kind: 'count', dimensions: [] });
  const { records } = await metricRecords(database.pool, {
    definition: everything,
    from: new Date('2000-01-01T00:00:00Z'),
    to: new Date('2100-01-01T00:00:00Z'),
    asKnownAt,
    limit: 1_000,
  });
  return records
    .map(({ naturalKey, fields, dimensions, knownAt, origin }) => ({ naturalKey, fields, dimensions, knownAt, origin }))
    .sort((a, b) => (a.naturalKey < b.naturalKey ? -1 : 1));
}

async function everything(asKnownAt: Date | null = null) {
  const answers: Record<string, unknown> = { evidence: await evidence(asKnownAt) };
  for (const { key } of metrics) answers[key] = await days(key, asKnownAt);
  return answers;
}

const instants = [
  '2026-11-03T10:00:00.000Z',
  '2026-11-03T18:29:59.999Z',
  '2026-11-03T18:30:00.000Z',
  '2026-11-04T00:00:00.000Z',
  '2026-12-01T09:15:30.250Z',
];
const decimals = [
  '0',
  '0.00',
  '-3.25',
  '12.5',
  '99999999999999999999.000000000000001',
  '-0.000000000000007',
  '400',
  '-2147483648',
];
const knownTimes = ['2026-11-05T00:00:00.000Z', '2026-11-09T00:00:00.000Z', '2026-11-12T00:00:00.000Z'];

const samples: fc.Arbitrary<Sample> = fc.record(
  {
    key: fc.constantFrom('2026-11-03T10:00:00Z', '2026-11-04 00:00', 'till one 2026-11-04', 'k1', 'k2', '1793700000'),
    at: fc.constantFrom(...instants),
    end: fc.constantFrom('2026-11-03T11:00:00.000Z', '2026-12-02T00:00:00.000Z'),
    value: fc.constantFrom(...decimals),
    numerator: fc.constantFrom(...decimals),
    denominator: fc.constantFrom(...decimals),
    till: fc.constantFrom('one', 'two'),
    metric: fc.constantFrom('sales', 'visits'),
    version: fc.constantFrom('0001', '0002', '0003'),
    knownAt: fc.constantFrom(...knownTimes),
  },
  { requiredKeys: ['version', 'knownAt'] },
);

/** What a plain list of all versions says: of each key the greatest version of those known. */
function truth(history: readonly CanonicalRecord[], asKnownAt: string | null) {
  const latest = new Map<string, CanonicalRecord>();
  for (const each of history) {
    if (asKnownAt !== null && (each.knownAt ?? '') > asKnownAt) continue;
    const held = latest.get(each.naturalKey);
    if (!held || (each.version ?? '') > (held.version ?? '')) latest.set(each.naturalKey, each);
  }
  return [...latest.values()]
    .map(({ naturalKey, fields, knownAt }) => ({
      naturalKey,
      at: fields['periodStart'],
      value: fields['value'] === undefined ? null : Number(fields['value']),
      knownAt,
    }))
    .sort((a, b) => (a.naturalKey < b.naturalKey ? -1 : 1));
}

const plain = (records: Awaited<ReturnType<typeof evidence>>) =>
  records.map(({ naturalKey, fields, knownAt }) => ({
    naturalKey,
    at: fields['periodStart'],
    value: fields['value'] === undefined ? null : Number(fields['value']),
    knownAt,
  }));

describe('any split, order and repetition of pages of measurements', () => {
  // One content for each version of a key, so that the plain list above needs no rule for ties.
  const histories = fc.uniqueArray(samples, {
    selector: (sample) => `${record(sample).naturalKey} ${sample.version ?? ''}`,
    minLength: 1,
    maxLength: 14,
  });

  it('end in one state, which is that of a plain list, of a full recount, and as known at any time', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 }), async (drawn, random) => {
        const history = drawn.map(record);
        await database.owner.query(emptyStore);
        await begin();
        await commit(history);
        const once = await everything();
        const known = await Promise.all(knownTimes.map((time) => everything(new Date(time))));
        expect(plain(await evidence())).toEqual(truth(history, null));
        for (const time of knownTimes) expect(plain(await evidence(new Date(time)))).toEqual(truth(history, time));

        await database.owner.query(emptyStore);
        await begin();
        const shuffled = [...history, ...history.slice(0, 3)]
          .map((each, index) => ({ each, rank: random[index] ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ each }) => each);
        const cuts = [random[38] ?? 0, random[39] ?? 0].map((cut) => cut % (shuffled.length + 1)).sort((a, b) => a - b);
        await commit(shuffled.slice(0, cuts[0]));
        await commit(shuffled.slice(cuts[0], cuts[1]));
        await commit(shuffled.slice(cuts[1]));
        expect(await everything()).toEqual(once);
        expect(await Promise.all(knownTimes.map((time) => everything(new Date(time))))).toEqual(known);
        expect(await commit(history)).toMatchObject({ stored: 0, unchanged: history.length, touchedMetrics: [] });

        const backfill = createMetricBackfill(database);
        for (const { key } of metrics) await backfill.recalculate(key, now);
        expect(await everything()).toEqual(once);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});
