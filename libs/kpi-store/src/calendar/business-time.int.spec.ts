import type { MetricFormula, RecordFormula } from '@tandem/domain/metric/definition';
import { openMsBetween } from '@tandem/domain/metric/opening-times';
import type { OpeningTimes } from '@tandem/domain/organisation/business-calendar';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { dailyObservations } from '../queries/daily-observations.js';
import { metricRecords } from '../queries/metric-records.js';
import { createMetricBackfill } from '../repositories/metric-backfill.js';
import { createRecordStore } from '../repositories/record-store.js';
import { createRunStore } from '../repositories/run-store.js';
import { compileClock } from './opening-hours.js';

/** Each with the day of a clock change; Apia left out 30 December 2011. */
const zones = [
  ['Europe/Berlin', '2026-03-29'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Asia/Kolkata', '2026-03-01'],
  ['America/St_Johns', '2010-11-07'],
  ['Pacific/Apia', '2011-12-30'],
] as const;
const now = new Date('2036-01-01T12:00:00Z');
const slug = (timeZone: string) => timeZone.toLowerCase().replace('/', '-');

const openingIn = (timeZone: string, changed: string): OpeningTimes => ({
  timeZone,
  // Opening hours that meet the clock changes themselves, and a night.
  hours: [
    { days: [1, 2, 3, 4, 5], from: '08:15', to: '18:00' },
    { days: [6, 7], from: '00:00', to: '02:30' },
    { days: [7], from: '22:45', to: '24:00' },
    { days: [1], from: '00:00', to: '01:00' },
  ],
  holidays: [`${changed.slice(0, 4)}-01-02`, '2024-02-29'],
});
const formulasIn = (timeZone: string, changed: string): Record<'mean' | 'median', RecordFormula> => {
  const base = {
    stream: 'slaCycle',
    at: ['startedAt'],
    from: 'startedAt',
    to: 'stoppedAt',
    dimensions: ['priority'],
    clock: { calendar: slug(timeZone), opening: openingIn(timeZone, changed) },
  } as const;
  return { mean: { ...base, kind: 'duration' }, median: { ...base, kind: 'percentile', percentile: 50 } };
};

const desks = ['desk', 'desk-2', 'desk-3', 'desk-4'];
const ids = new Map<string, string>();
let database: TestDatabase;

async function addMetric(key: string, formula: MetricFormula): Promise<void> {
  await database.pool.query('insert into metric (key, current_version, position) values ($1, 1, 0)', [key]);
  const definition = {
    key,
    title: key,
    formula,
    unit: 'h',
    precision: 2,
    direction: 'down',
    windowDays: 7,
    owners: {},
  };
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into metric_version (metric_key, version, valid_from, definition, formula_hash, counted_at)
     values ($1, 1, '2026-01-01Z', $2, '', now()) returning id`,
    [key, definition],
  );
  ids.set(key, rows[0]?.id ?? '');
}

beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position)
     select id, id, 'file', '{}', 86400000, 0 from unnest($1::text[]) id`,
    [desks],
  );
});
afterAll(() => database.close());

interface Cycle {
  readonly ticket: number;
  readonly version: number;
  readonly started: string;
  readonly stopped: string;
}

const cycle = ({ ticket, version, started, stopped }: Cycle): CanonicalRecord => ({
  stream: 'slaCycle',
  naturalKey: `T${ticket}`,
  version: String(version),
  knownAt: `2035-01-0${version}T10:00:00.000Z`,
  fields: {
    ticket: `T${ticket}`,
    measure: 'resolution',
    state: 'met',
    priority: 'high',
    startedAt: started,
    stoppedAt: stopped,
  },
  dimensions: {},
  origin: 'desk.csv',
});

async function commit(pages: readonly (readonly CanonicalRecord[])[], desk = 'desk'): Promise<void> {
  const runs = createRunStore(database);
  for (const records of pages) {
    const run = await runs.begin(await runs.queue(desk, 'request', now), now);
    if (!run) throw new Error('The run did not begin.');
    const page = { records, rejected: [], filteredOut: 0, cursor: null, progress: null, coverage: {} };
    await createRecordStore(database).commitPage(run, page, now);
    await runs.succeed(run, now);
  }
}

const emptied = [
  'opening_segment',
  'observation',
  'observation_item',
  'record_revision',
  'record',
  'stream_coverage_revision',
  'stream_coverage',
  'sync_run',
];
/** Rows are taken out one by one: there are few, and a new file for each table takes longer. */
const empty = () => database.owner.query(emptied.map((table) => `delete from ${table}`).join('; '));

const ask = (key: string, formula: RecordFormula, asKnownAt: Date | null = null) =>
  dailyObservations(database.pool, { formula, countedBy: ids.get(key) ?? '', timeZone: 'UTC', asKnownAt });

/** What the domain says of these cycles, by UTC day of their start. */
function expected(opening: OpeningTimes, cycles: readonly Cycle[]) {
  const days = new Map<string, { items: number[]; excluded: number }>();
  for (const { started, stopped } of cycles) {
    const day = days.get(started.slice(0, 10)) ?? { items: [], excluded: 0 };
    days.set(started.slice(0, 10), day);
    const isTold = [started, stopped].every((instant) => instant >= '1970' && instant < '2200');
    if (isTold && stopped > started) day.items.push(openMsBetween(opening, new Date(started), new Date(stopped)));
    else day.excluded += 1;
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, { items, excluded }]) => ({
      day,
      items: items.sort((a, b) => a - b),
      excluded,
    }));
}

function latest(history: readonly Cycle[]): Cycle[] {
  const held = new Map<number, Cycle>();
  for (const one of history) if ((held.get(one.ticket)?.version ?? 0) < one.version) held.set(one.ticket, one);
  return [...held.values()];
}

describe.each(zones)('business time in %s', (timeZone, changed) => {
  const opening = openingIn(timeZone, changed);
  const { mean, median } = formulasIn(timeZone, changed);
  const [meanKey, medianKey] = [`mean-${slug(timeZone)}`, `median-${slug(timeZone)}`];
  beforeAll(async () => {
    await addMetric(meanKey, mean);
    await addMetric(medianKey, median);
  });
  afterAll(async () => {
    await empty();
    await database.pool.query('delete from metric_version');
    await database.pool.query('delete from metric');
  });

  const near = fc
    .integer({ min: -5 * 86_400_000, max: 5 * 86_400_000 })
    .map((ms) => new Date(Date.parse(changed) + ms).toISOString());
  const any = fc
    .date({ min: new Date('1998-01-01'), max: new Date('2034-01-01'), noInvalidDate: true })
    .map((instant) => instant.toISOString());
  const untold = fc.constantFrom('9999-12-31T00:00:00.000Z', '1899-12-30T00:00:00.000Z', '2200-01-01T00:00:00.000Z');
  const instant = fc.oneof(
    { arbitrary: near, weight: 6 },
    { arbitrary: any, weight: 3 },
    { arbitrary: untold, weight: 1 },
  );
  const history = fc.uniqueArray(
    fc.record({
      ticket: fc.integer({ min: 1, max: 6 }),
      version: fc.integer({ min: 1, max: 3 }),
      started: instant,
      stopped: instant,
    }),
    { selector: ({ ticket, version }) => `${ticket} ${version}`, minLength: 1, maxLength: 12 },
  );

  it('is what the domain says, page by page, as known at any time, record by record, and after a full recount', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(11), async (cycles, cut) => {
        await empty();
        await commit([cycles.slice(0, cut).map(cycle), cycles.slice(cut).map(cycle)]);
        const told = expected(opening, latest(cycles));
        const medians = await ask(medianKey, median);
        expect(medians.map(({ day, items, excluded }) => ({ day, items, excluded }))).toEqual(told);
        const means = await ask(meanKey, mean);
        expect(means.map(({ day, n, excluded, numerator }) => ({ day, n, excluded, ms: Number(numerator) }))).toEqual(
          told.map(({ day, items, excluded }) => ({
            day,
            n: items.length,
            excluded,
            ms: items.reduce((sum, item) => sum + item, 0),
          })),
        );
        const { records } = await metricRecords(database.pool, {
          definition: { formula: median } as never,
          from: new Date('1000-01-01'),
          to: new Date('9999-12-31T23:59:59Z'),
          asKnownAt: null,
          limit: 100,
        });
        const byValue = records.map(({ numerator }) => Number(numerator)).sort((a, b) => a - b);
        expect(byValue).toEqual(told.flatMap(({ items }) => items).sort((a, b) => a - b));
        // Worked out years are no part of what is known.
        await database.owner.query('delete from opening_segment');
        const first = cycles.filter(({ version }) => version === 1);
        const then = await ask(medianKey, median, new Date('2035-01-01T10:00:00Z'));
        expect(then.map(({ day, items, excluded }) => ({ day, items, excluded }))).toEqual(expected(opening, first));
        await createMetricBackfill(database).recalculate(meanKey, now);
        await createMetricBackfill(database).recalculate(medianKey, now);
        expect([await ask(meanKey, mean), await ask(medianKey, median)]).toEqual([means, medians]);
      }),
      // To make an example smaller takes longer than a test may; it is told as it was found.
      { numRuns: 5, endOnFailure: true },
    );
  });
});

it('is an error and never a zero where the opening hours were not worked out', async () => {
  await empty();
  const clock = compileClock(
    { calendar: 'desk', opening: openingIn('UTC', '2026-01-01') },
    `'2026-11-02T00:00Z'::timestamptz`,
    `'2026-11-03T00:00Z'::timestamptz`,
  );
  await expect(database.pool.query(`select ${clock.elapsed}`)).rejects.toThrow(
    /opening hours of the calendar "desk" have not been worked out for 2026-11-0/,
  );
});

it('works out the years that records lie in, once, whatever else is counted at the same time', async () => {
  await empty();
  const [timeZone, changed] = zones[0];
  const { mean, median } = formulasIn(timeZone, changed);
  await addMetric('mean', mean);
  await addMetric('median', median);
  const started = '2019-06-03T09:00:00.000Z';
  const pages = Array.from({ length: 5 }, (_, page) => [
    cycle({ ticket: page, version: 1, started, stopped: `${2021 + page}-06-03T10:00:00.000Z` }),
  ]);
  await Promise.all(desks.map((desk) => commit(pages, desk)));
  const { rows } = await database.pool.query<{ years: number[]; repeated: number }>(
    `select array_agg(distinct extract(year from starts_at at time zone 'UTC')::int) as years,
            (count(*) - count(distinct (calendar, starts_at)))::int as repeated from opening_segment`,
  );
  expect(rows).toEqual([{ years: [2019, 2021, 2022, 2023, 2024, 2025], repeated: 0 }]);
  expect(await ask('median', median)).toMatchObject([{ day: '2019-06-03', n: 20 }]);
});
