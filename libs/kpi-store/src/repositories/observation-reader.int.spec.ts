import type { MetricDefinition, RatioDefinition } from '@tandem/domain/metric/definition';
import { periodsBetween } from '@tandem/domain/metric/periods';
import { currentWindow, observationOf, observationsOf } from '@tandem/domain/metric/series';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { listRestatements } from '../queries/list-restatements.js';
import { createConfigurationStore } from './configuration-store.js';
import { createObservationReader } from './observation-reader.js';
import { createMetricBackfill } from './metric-backfill.js';
import { createRecordStore } from './record-store.js';
import { createRunStore } from './run-store.js';

const formula: RatioDefinition = {
  kind: 'ratio',
  stream: 'slaCycle',
  at: ['dueAt'],
  numerator: { where: { state: 'met' } },
  denominator: { where: { state: ['met', 'breached'] } },
  dimensions: [],
};
const metric: MetricDefinition = {
  key: 'attainment',
  title: 'Attainment',
  description: 'Promises kept',
  formula,
  unit: '%',
  precision: 1,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
};
/** The same, but by the day on which the work ended, and by team. */
const byEnd: MetricDefinition = { ...metric, formula: { ...formula, at: ['stoppedAt'], dimensions: ['team'] } };
const instant = (day: number, hour = 12) => new Date(Date.UTC(2026, 10, day, hour));

let database: TestDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('desk', 'Desk', 'file', '{}', 86400000, 0)`,
  );
  await define(metric, 'create', instant(1));
});
afterEach(() => database.close());

async function define(definition: MetricDefinition, action: 'create' | 'change', now: Date): Promise<void> {
  await createConfigurationStore(database).change(
    (current) => ({
      next: { ...current, metrics: [definition] },
      changes: [{ kind: 'metric', id: definition.key, action, fields: [] }],
    }),
    { now, dryRun: false },
  );
  await createMetricBackfill(database).recalculate(definition.key, now);
}

function cycle(ticket: string, due: number, stopped: number, state: string, team = 'web'): CanonicalRecord {
  return {
    stream: 'slaCycle',
    naturalKey: ticket,
    fields: {
      ticket,
      measure: 'resolution',
      startedAt: instant(1).toISOString(),
      dueAt: instant(due).toISOString(),
      stoppedAt: instant(stopped).toISOString(),
      state,
      team,
    },
    dimensions: {},
    origin: `desk.csv:${ticket}`,
  };
}

async function commit(records: readonly CanonicalRecord[], now: Date): Promise<void> {
  const runs = createRunStore(database);
  const run = await runs.begin(await runs.queue('desk', 'request', now), now);
  if (!run) throw new Error('The run did not begin.');
  const covered = { from: instant(1, 0).toISOString(), to: now.toISOString() };
  await createRecordStore(database).commitPage(
    run,
    { records, rejected: [], filteredOut: 0, cursor: null, progress: null, coverage: { slaCycle: covered } },
    now,
  );
  await runs.succeed(run, now);
}

async function read(now: Date, by?: string, lastDays?: number) {
  const { organisation, versions } = await createConfigurationStore(database).known({ now, asKnownAt: null });
  return createObservationReader(database).series({
    versions: versions.get(metric.key) ?? [],
    metrics: versions,
    organisation,
    asKnownAt: null,
    now,
    ...(by === undefined ? {} : { by }),
    ...(lastDays === undefined ? {} : { lastDays }),
  });
}

async function daily(now: Date, from: number, to: number, by?: string) {
  const series = await read(now, by);
  const days = periodsBetween(instant(from, 0), instant(to, 0), 'day', series.calendar);
  return observationsOf(series, days).map(({ start, version, numerator, denominator, state, dimensions }) =>
    [start.slice(8, 10), `v${version}`, `${numerator}/${denominator}`, state, ...Object.values(dimensions)].join(' '),
  );
}

const restated = async () =>
  (await listRestatements(database.pool, { metrics: ['attainment'], asKnownAt: null, limit: 10 })).map(
    ({ day, version, before, after }) =>
      `${day.slice(8)} v${version} ${before.numerator}/${before.denominator} to ${after.numerator}/${after.denominator}`,
  );

describe('a settled value that changes', () => {
  it('is listed with what it was and is, by the version that answers the day', async () => {
    await commit([cycle('A', 3, 4, 'met')], instant(5));
    expect(await restated()).toEqual([]);
    await define(byEnd, 'change', instant(5));
    await commit([cycle('A', 3, 4, 'breached'), cycle('B', 6, 6, 'met')], instant(8));
    expect(await restated()).toEqual(['03 v1 1/1 to 0/1']);
    await commit([cycle('A', 3, 4, 'breached')], instant(9));
    await createMetricBackfill(database).recalculate(metric.key, instant(9));
    expect(await restated()).toEqual(['03 v1 1/1 to 0/1']);
    await commit([cycle('C', 6, 6, 'breached'), cycle('D', 3, 3, 'met')], instant(10));
    expect(await restated()).toEqual(['06 v2 1/1 to 1/2', '03 v1 0/1 to 1/2', '03 v1 1/1 to 0/1']);
    const [latest] = await listRestatements(database.pool, { asKnownAt: null, limit: 1 });
    expect(latest).toMatchObject({
      metric: 'attainment',
      restatedAt: instant(10),
      source: { id: 'desk', name: 'Desk' },
    });
    expect(await listRestatements(database.pool, { asKnownAt: instant(9), limit: 9 })).toHaveLength(1);
    expect(await listRestatements(database.pool, { asKnownAt: null, since: instant(9), limit: 9 })).toHaveLength(2);
  });

  it('is not one before it has settled, nor by a replay that says since when it was known', async () => {
    await define({ ...metric, settlingDays: 3 }, 'change', instant(1));
    await commit([cycle('A', 3, 4, 'met')], instant(5));
    await commit([cycle('A', 3, 4, 'breached')], instant(6));
    expect(await restated()).toEqual([]);
    await commit([{ ...cycle('A', 3, 4, 'met'), knownAt: instant(7).toISOString() }], instant(9));
    expect(await restated()).toEqual([]);
    await commit([cycle('A', 3, 4, 'cancelled')], instant(10));
    expect(await restated()).toEqual(['03 v2 1/1 to 0/0']);
  });

  it('is listed of a percentile as well', async () => {
    const formula = {
      kind: 'percentile',
      percentile: 50,
      stream: 'slaCycle',
      at: ['dueAt'],
      from: 'startedAt',
      to: 'stoppedAt',
      dimensions: [],
    } as const;
    await define({ ...metric, formula, unit: 'd' }, 'change', instant(1));
    await commit([cycle('A', 3, 4, 'met')], instant(5));
    await commit([cycle('A', 3, 6, 'met')], instant(8));
    const [row] = await listRestatements(database.pool, { asKnownAt: null, limit: 9 });
    expect(row).toMatchObject({ day: '2026-11-03', before: { value: '3.0', n: 1 }, after: { value: '5.0', n: 1 } });
  });
});

describe('a metric whose definition changed', () => {
  it('is answered by the version in force at the last instant of each period, whole periods and no mixture', async () => {
    await commit([cycle('A', 3, 4, 'met'), cycle('B', 4, 3, 'breached')], instant(5));
    await define(byEnd, 'change', instant(4));
    expect(await daily(instant(5), 3, 5)).toEqual(['03 v1 1/1 settled', '04 v2 1/1 settled']);
    const series = await read(instant(5));
    const both = { start: instant(3, 0), end: instant(5, 0) };
    expect(observationOf(series, both)).toMatchObject({ version: 2, numerator: '1', denominator: '2' });
    expect(observationOf(series, { start: instant(2, 0), end: instant(4, 0) })).toMatchObject({ version: 1, n: 1 });
  });

  it('lets late data reach the time of the old version, as a recount would', async () => {
    await commit([cycle('A', 3, 6, 'met')], instant(7));
    await define(byEnd, 'change', instant(5));
    await commit([cycle('A', 3, 6, 'breached'), cycle('C', 4, 6, 'met')], instant(8));
    const late = ['03 v1 0/1 settled', '04 v1 1/1 settled', '05 v2 0/0 settled', '06 v2 1/2 settled'];
    expect(await daily(instant(8), 3, 7)).toEqual(late);
    await createMetricBackfill(database).recalculate(metric.key, instant(8));
    expect(await daily(instant(8), 3, 7)).toEqual(late);
  });

  it('speaks by the new version only when its first day is complete', async () => {
    await commit([cycle('A', 3, 4, 'met')], instant(6));
    await define({ ...byEnd, windowDays: 14 }, 'change', instant(6));
    const today = await read(instant(6, 13));
    expect([today.version, observationOf(today, currentWindow(today)).version]).toEqual([1, 1]);
    await commit([], instant(7));
    const tomorrow = await read(instant(7, 13));
    expect([tomorrow.version, observationOf(tomorrow, currentWindow(tomorrow)).version]).toEqual([2, 2]);
    expect(tomorrow.definition.windowDays).toBe(14);
  });

  it('has no value for a slice in the time of a version that does not have the dimension', async () => {
    await commit([cycle('A', 3, 3, 'met'), cycle('B', 4, 4, 'met')], instant(6));
    await define(byEnd, 'change', instant(4));
    expect(await daily(instant(6), 3, 5, 'team')).toEqual(['03 v1 null/null absent web', '04 v2 1/1 settled web']);
  });
});

describe('the last days of a metric', () => {
  const work = [
    cycle('A', 2, 3, 'met'),
    cycle('B', 4, 9, 'met'),
    cycle('C', 9, 12, 'breached'),
    cycle('D', 9, 9, 'met'),
  ];
  const lastThree = { start: instant(10, 0), end: instant(13, 0) };

  it('are read without those before them, and say the same', async () => {
    await define(byEnd, 'change', instant(1));
    await commit(work, instant(13));
    const [all, some] = [await read(instant(13), 'team'), await read(instant(13), 'team', 4)];
    const daysOf = ({ versions }: typeof all) =>
      versions
        .at(-1)
        ?.days?.get('web')
        ?.map(({ day }) => day);
    expect(daysOf(all)).toEqual(['2026-11-03', '2026-11-09', '2026-11-12']);
    expect(daysOf(some)).toEqual(['2026-11-09', '2026-11-12']);
    expect(observationsOf(some, [lastThree])).toEqual(observationsOf(all, [lastThree]));
  });

  it('are all of them for what is open, which is counted from the beginning on', async () => {
    const { numerator: _numerator, denominator: _denominator, ...rest } = { ...formula, dimensions: ['team'] };
    const open: MetricDefinition = {
      ...metric,
      unit: 'count',
      formula: { ...rest, kind: 'open', until: ['stoppedAt'] },
    };
    await define(open, 'change', instant(1));
    await commit(work, instant(13));
    const [all, some] = [await read(instant(13), 'team'), await read(instant(13), 'team', 4)];
    expect(observationsOf(all, [lastThree])[0]?.numerator).not.toBeNull();
    expect(some).toEqual(all);
  });
});
