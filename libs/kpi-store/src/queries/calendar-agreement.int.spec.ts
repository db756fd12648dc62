import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { addDays, localDateOf, periodsBetween, startOfDate } from '@tandem/domain/metric/periods';
import { observationsOf } from '@tandem/domain/metric/series';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { createConfigurationStore } from '../repositories/configuration-store.js';
import { createMetricBackfill } from '../repositories/metric-backfill.js';
import { createObservationReader } from '../repositories/observation-reader.js';
import { createRecordStore } from '../repositories/record-store.js';
import { createRunStore } from '../repositories/run-store.js';

/** Each with a local date around which its clocks changed; Apia left out 30 December 2011. */
const zones = [
  ['Europe/Berlin', '2026-03-29'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Asia/Kolkata', '2026-03-01'],
  ['America/St_Johns', '2026-03-08'],
  ['Pacific/Apia', '2011-12-30'],
] as const;
const hourMs = 3_600_000;

const events: MetricDefinition = {
  key: 'events',
  title: 'Events',
  description: '',
  formula: { kind: 'count', stream: 'deployment', at: ['finishedAt'], dimensions: [] },
  unit: 'count',
  precision: 0,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
};

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const localDates = async (instants: readonly Date[], timeZone: string) => {
  const { rows } = await database.pool.query<{ day: string }>(
    'select (at at time zone $2)::date::text as day from unnest($1::timestamptz[]) with ordinality as t (at, place) order by place',
    [instants.map((instant) => instant.toISOString()), timeZone],
  );
  return rows.map(({ day }) => day);
};

describe('the calendar of the store and of the domain', () => {
  it.each(zones)('agree on the local date of any instant in %s', async (timeZone, changed) => {
    const near = fc
      .integer({ min: -72 * 60, max: 72 * 60 })
      .map((minutes) => new Date(startOfDate(changed, timeZone).getTime() + minutes * 60_000));
    // From 1987 to 2010 St. John's went back from 00:01 to 23:01, so the clock read a date, the one before, and the date again. The store counts
    // that hour by what the clock read, the domain by days that tile (docs/operations.md); of these zones no other has such an hour.
    const since = timeZone === 'America/St_Johns' ? '2012-01-01' : '1975-01-01';
    const any = fc.date({ min: new Date(since), max: new Date('2035-01-01'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(near, any), { minLength: 50, maxLength: 200 }), async (instants) => {
        expect(await localDates(instants, timeZone)).toEqual(instants.map((instant) => localDateOf(instant, timeZone)));
      }),
      { numRuns: 20 },
    );
  });

  it.each(zones)('agree on every day boundary of sixty years in %s', async (timeZone) => {
    const midnights = periodsBetween(startOfDate('1975-01-01', timeZone), startOfDate('2035-01-01', timeZone), 'day', {
      timeZone,
      weekStartsOn: 1,
    }).map(({ start }) => start);
    const expected = midnights.map((midnight) => localDateOf(midnight, timeZone));
    expect(await localDates(midnights, timeZone)).toEqual(expected);
    const before = midnights.map((midnight) => new Date(midnight.getTime() - 1));
    const dates = await localDates(before, timeZone);
    expect(dates.filter((date, index) => date >= (expected[index] ?? ''))).toEqual([]);
  });
});

describe('merging periods across a clock change', () => {
  beforeAll(async () => {
    await database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('git', 'Git', 'file', '{}', 86400000, 0)`,
    );
    await createConfigurationStore(database).change(
      (current) => ({
        next: { ...current, metrics: [events] },
        changes: [{ kind: 'metric', id: 'events', action: 'create', fields: [] }],
      }),
      { now: new Date('2010-01-01T00:00:00Z'), dryRun: false },
    );
    // Nothing is there to be counted yet; from here on each page adds what it changes.
    await createMetricBackfill(database).count('events', () => new Date('2010-01-01T00:00:00Z'));
  });

  it.each(zones)('loses nothing and counts nothing twice in %s', async (timeZone, changed) => {
    await database.owner.query('truncate record, record_revision, observation, sync_run, stream_coverage');
    await database.pool.query('update organisation set time_zone = $1', [timeZone]);
    const middle = startOfDate(changed, timeZone);
    const [from, to] = [addDays(middle, -40, timeZone), addDays(middle, 40, timeZone)];
    // Every quarter of an hour of four days, so that no hour of a changed day is left out.
    const instants = Array.from(
      { length: 97 * 4 },
      (_, index) => new Date(middle.getTime() + (index - 194) * (hourMs / 4)),
    );
    await commit(instants.map(release), { from, to }, to);
    const organisation = { name: 'Test', timeZone, weekStartsOn: 1, fiscalYearStartsIn: 4 };
    const { versions } = await createConfigurationStore(database).known({ asKnownAt: null, now: to });
    const series = await createObservationReader(database).series({
      versions: versions.get('events') ?? [],
      metrics: versions,
      organisation,
      asKnownAt: null,
      now: to,
    });
    for (const grain of ['day', 'week', 'month', 'quarter', 'year'] as const) {
      const observations = observationsOf(series, periodsBetween(from, to, grain, organisation));
      for (const { start, end, numerator } of observations) {
        const inside = instants.filter((at) => at.toISOString() >= start && at.toISOString() < end);
        expect(`${grain} ${start} ${Number(numerator ?? 0)}`).toBe(`${grain} ${start} ${inside.length}`);
      }
      expect(observations.reduce((sum, { n }) => sum + n, 0)).toBe(instants.length);
    }
  });
});

function release(finishedAt: Date, index: number): CanonicalRecord {
  return {
    stream: 'deployment',
    naturalKey: `v${index}`,
    version: '1',
    fields: { service: 'shop', tier: 'production', outcome: 'succeeded', finishedAt: finishedAt.toISOString() },
    dimensions: {},
    origin: 'releases.csv',
  };
}

async function commit(
  records: readonly CanonicalRecord[],
  { from, to }: { readonly from: Date; readonly to: Date },
  now: Date,
): Promise<void> {
  const runs = createRunStore(database);
  const run = await runs.begin(await runs.queue('git', 'request', now), now);
  if (!run) throw new Error('The run did not begin.');
  const coverage = { deployment: { from: from.toISOString(), to: to.toISOString() } };
  const page = { records, rejected: [], filteredOut: 0, cursor: null, progress: null, coverage };
  await createRecordStore(database).commitPage(run, page, now);
  await runs.succeed(run, now);
}
