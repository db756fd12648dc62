import { describeFormula } from '@tandem/domain/metric/describe-formula';
import type { MetricDefinition, MetricFormula } from '@tandem/domain/metric/definition';
import { endOfDate, periodsBetween, startOfDate } from '@tandem/domain/metric/periods';
import { observationsOf } from '@tandem/domain/metric/series';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { createObservationReader } from '../repositories/observation-reader.js';
import { createMetricBackfill } from '../repositories/metric-backfill.js';
import { createRecordStore } from '../repositories/record-store.js';
import { createRunStore } from '../repositories/run-store.js';
import { metricRecords } from './metric-records.js';

const organisation = { name: 'Test', timeZone: 'Europe/Berlin', weekStartsOn: 1 };
const zone = organisation.timeZone;
const now = new Date('2026-11-22T12:00:00Z');
const covered = { from: startOfDate('2026-11-01', zone), to: startOfDate('2026-11-15', zone) };

const metric = (key: string, formula: MetricFormula, unit: MetricDefinition['unit']): MetricDefinition => ({
  key,
  title: key,
  description: '',
  formula,
  unit,
  precision: 2,
  direction: 'down',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
});
const cycles = { stream: 'slaCycle', dimensions: ['priority'] } as const;
const overdue = metric(
  'overdue',
  { ...cycles, kind: 'open', at: ['dueAt'], until: ['stoppedAt'], where: { state: { not: ['cancelled'] } } },
  'count',
);
const resolution = metric(
  'resolution',
  { ...cycles, kind: 'duration', at: ['stoppedAt'], from: 'startedAt', to: 'stoppedAt' },
  'h',
);
const backlog = metric(
  'backlog',
  {
    kind: 'latest',
    stream: 'measurement',
    at: ['periodStart'],
    field: 'value',
    where: { metric: 'backlog' },
    dimensions: ['dimensions.team'],
    across: 'sum',
  },
  'count',
);
const level = metric('level', { ...(backlog.formula as object), across: undefined } as MetricFormula, 'count');
const filtered = metric(
  'filtered',
  {
    ...cycles,
    kind: 'count',
    at: ['startedAt'],
    where: [
      { pausedMs: { atLeast: 10, below: 20 }, ticket: { startsWith: "T'1" } },
      { ticket: { contains: '%_' }, stoppedAt: { above: '2026-11-05T00:00:00Z' } },
    ],
  },
  'count',
);
const metrics = [overdue, resolution, backlog, level, filtered];

const validFrom = new Date('2026-01-01T00:00:00Z');
const versionIds = new Map<string, string>();
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('desk', 'Desk', 'file', '{}', 86400000, 0)`,
  );
  await database.pool.query(`update organisation set time_zone = $1`, [zone]);
  for (const definition of metrics) {
    await database.pool.query(`insert into metric (key, current_version, position) values ($1, 1, 0)`, [
      definition.key,
    ]);
    const { rows } = await database.pool.query<{ id: string }>(
      `insert into metric_version (metric_key, version, valid_from, definition, formula_hash, counted_at)
       values ($1, 1, $2, $3, '', now()) returning id`,
      [definition.key, validFrom, definition],
    );
    versionIds.set(definition.key, rows[0]?.id ?? '');
  }
});
afterAll(() => database.close());
beforeEach(() => empty());

const empty = () =>
  database.owner.query(
    'truncate record, record_revision, measurement, measurement_revision, observation, observation_item, observation_reading, sync_run, stream_coverage, stream_coverage_revision',
  );

async function commit(...pages: (readonly CanonicalRecord[])[]): Promise<void> {
  const runs = createRunStore(database);
  for (const records of pages) {
    const run = await runs.begin(await runs.queue('desk', 'request', now), now);
    if (!run) throw new Error('The run did not begin.');
    const collected = { from: covered.from.toISOString(), to: covered.to.toISOString(), replayed: true as const };
    const coverage = { slaCycle: collected, measurement: collected };
    const page = { records, rejected: [], filteredOut: 0, cursor: null, progress: null, coverage };
    await createRecordStore(database).commitPage(run, page, now);
    await runs.succeed(run, now);
  }
}

interface Cycle {
  readonly ticket: number;
  readonly version: number;
  readonly due: string | null;
  readonly stopped: string | null;
  readonly state: string;
  readonly priority: string;
}

const instants = fc
  .tuple(fc.integer({ min: 1, max: 16 }), fc.constantFrom('00:00', '09:30', '22:59', '23:00'))
  .map(([day, time]) => `2026-11-${String(day).padStart(2, '0')}T${time}:00.000Z`);
const cycleVersions: fc.Arbitrary<Cycle> = fc.record({
  ticket: fc.integer({ min: 1, max: 4 }),
  version: fc.integer({ min: 1, max: 3 }),
  due: fc.option(instants),
  stopped: fc.option(instants),
  state: fc.constantFrom('running', 'met', 'cancelled'),
  priority: fc.constantFrom('high', 'low'),
});
const started = '2026-11-03T09:30:00.000Z';

function cycle({ ticket, version, due, stopped, state, priority }: Cycle): CanonicalRecord {
  return {
    stream: 'slaCycle',
    naturalKey: `T${ticket}`,
    version: String(version),
    knownAt: `2026-11-${String(10 + version).padStart(2, '0')}T10:00:00.000Z`,
    fields: {
      ticket: `T${ticket}`,
      measure: 'resolution',
      startedAt: started,
      state,
      priority,
      ...(due === null ? {} : { dueAt: due }),
      ...(stopped === null ? {} : { stoppedAt: stopped }),
    },
    dimensions: {},
    origin: 'desk.csv',
  };
}

function reading(key: string, at: string, version: string, team: string, value: string): CanonicalRecord {
  return {
    stream: 'measurement',
    naturalKey: key,
    version,
    fields: { metric: 'backlog', periodStart: at, value },
    dimensions: { team },
    origin: 'gauge.csv',
  };
}

async function readSeries(definition: MetricDefinition, options: { by?: string; asKnownAt?: Date } = {}) {
  const countedBy = versionIds.get(definition.key) ?? '';
  return createObservationReader(database).series({
    versions: [{ version: 1, validFrom, definition, id: countedBy, countedBy }],
    metrics: new Map(),
    organisation,
    asKnownAt: options.asKnownAt ?? null,
    now,
    ...(options.by === undefined ? {} : { by: options.by }),
  });
}

async function ask(
  definition: MetricDefinition,
  options: { by?: string; asKnownAt?: Date; grain?: 'day' | 'week' } = {},
) {
  const series = await readSeries(definition, options);
  const to = endOfDate('2026-11-17', zone);
  return observationsOf(series, periodsBetween(covered.from, to, options.grain ?? 'day', organisation));
}

/** The latest versions, as a plain list says them. */
function latest(history: readonly Cycle[], known = 9): Cycle[] {
  const byTicket = new Map<number, Cycle>();
  for (const one of history) {
    const held = byTicket.get(one.ticket);
    if (one.version <= known && (!held || one.version > held.version)) byTicket.set(one.ticket, one);
  }
  return [...byTicket.values()];
}

const unique = fc.uniqueArray(cycleVersions, {
  selector: ({ ticket, version }) => `${ticket} ${version}`,
  minLength: 1,
  maxLength: 12,
});

function openAt(history: readonly Cycle[], end: string): number {
  return history.filter(
    ({ due, stopped, state }) =>
      state !== 'cancelled' && due !== null && due < end && (stopped === null || (stopped > due && stopped >= end)),
  ).length;
}

describe('what is open at the end of a period', () => {
  it('is exact for every day, week, slice and time of knowledge, with its records, and the same after a full recount', async () => {
    await fc.assert(
      fc.asyncProperty(unique, fc.integer({ min: 1, max: 2 }), fc.nat(11), async (history, known, cut) => {
        await empty();
        await commit(history.slice(0, cut).map(cycle), history.slice(cut).map(cycle));
        const days = await ask(overdue);
        // After the end of the collected days the last known state stands.
        const endOf = (end: string) => (end < covered.to.toISOString() ? end : covered.to.toISOString());
        const inTime = days.filter(({ state }) => state !== 'absent');
        expect(inTime.map(({ value }) => Number(value))).toEqual(
          inTime.map(({ end }) => openAt(latest(history), endOf(end))),
        );
        for (const { value, end, state } of await ask(overdue, { grain: 'week' })) {
          if (state !== 'absent') expect(Number(value)).toBe(openAt(latest(history), endOf(end)));
        }
        const bySlice = await ask(overdue, { by: 'priority' });
        for (const { start, value } of inTime) {
          const parts = bySlice.filter((part) => part.start === start);
          expect(parts.reduce((sum, part) => sum + Number(part.value), 0)).toBe(Number(value));
        }
        const asKnownAt = new Date(`2026-11-${10 + known}T10:00:00Z`);
        const then = (await ask(overdue, { asKnownAt })).filter(({ end }) => end <= asKnownAt.toISOString());
        expect(then.map(({ n }) => n)).toEqual(then.map(({ end }) => openAt(latest(history, known), end)));
        const to = startOfDate('2026-11-12', zone);
        const evidence = await metricRecords(database.pool, {
          definition: overdue,
          from: covered.from,
          to,
          asKnownAt: null,
          limit: 100,
        });
        expect(evidence.total).toBe(openAt(latest(history), to.toISOString()));
        await createMetricBackfill(database).recalculate('overdue', now);
        expect(await ask(overdue)).toEqual(days);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a mean time', () => {
  it('is the sum of times ÷ their number over any period, counts what it leaves out, and is the same after a full recount', async () => {
    await fc.assert(
      fc.asyncProperty(unique, fc.nat(11), async (history, cut) => {
        await empty();
        await commit(history.slice(0, cut).map(cycle), history.slice(cut).map(cycle));
        const weeks = await ask(resolution, { grain: 'week' });
        const held = latest(history).flatMap(({ stopped }) => (stopped === null ? [] : [stopped]));
        for (const { start, end, numerator, denominator, n } of weeks.filter(({ state }) => state !== 'absent')) {
          const times = held
            .filter((stopped) => stopped >= start && stopped < end && stopped > started)
            .map((stopped) => Date.parse(stopped) - Date.parse(started));
          expect({ numerator, denominator, n }).toEqual({
            numerator: String(times.reduce((sum, time) => sum + time, 0)),
            denominator: String(times.length),
            n: times.length,
          });
        }
        expect(await ask(resolution, { asKnownAt: now, grain: 'week' })).toEqual(weeks);
        await createMetricBackfill(database).recalculate('resolution', now);
        expect(await ask(resolution, { grain: 'week' })).toEqual(weeks);
      }),
      { numRuns: 15 },
    );
  });

  it('prints hours rounded once, and tells how many had no positive duration', async () => {
    const stopped = (ticket: number, at: string) =>
      cycle({ ticket, version: 1, due: null, stopped: at, state: 'met', priority: 'high' });
    await commit([
      stopped(1, '2026-11-03T10:30:00.000Z'),
      stopped(2, '2026-11-03T11:00:00.000Z'),
      stopped(3, '2026-11-03T09:30:00.000Z'),
    ]);
    const [, , third] = await ask(resolution);
    expect(third).toMatchObject({ value: '1.25', numerator: '9000000', denominator: '2', n: 2 });
    const { versions } = await readSeries(resolution);
    expect(versions[0]?.days?.get('')).toMatchObject([{ excluded: 1 }]);
  });
});

describe('the latest value', () => {
  it('is that of the greatest instant and version in the period, carries nothing on, and adds teams where it may', async () => {
    await commit([
      reading('a', '2026-11-03T10:00:00.000Z', '1', 'web', '5'),
      reading('b', '2026-11-03T12:00:00.000Z', '1', 'web', '7.10'),
      reading('c', '2026-11-03T12:00:00.000Z', '2', 'web', '0.123456789012345678'),
      reading('d', '2026-11-05T12:00:00.000Z', '1', 'shop', '40'),
    ]);
    const [, , third, fourth, fifth] = await ask(backlog);
    expect(third).toMatchObject({ numerator: '0.123456789012345678', value: '0.12', n: 3 });
    expect(fourth).toMatchObject({ value: null, n: 0, state: 'settled' });
    expect(fifth).toMatchObject({ value: '40.00' });
    const week = (await ask(backlog, { grain: 'week' }))[1];
    expect(week).toMatchObject({ numerator: '40.123456789012345678', value: '40.12', n: 4 });
  });

  it('has no value over several teams whose values are not said to add up, and says why', async () => {
    await commit([
      reading('a', '2026-11-03T10:00:00.000Z', '1', 'web', '5'),
      reading('d', '2026-11-05T12:00:00.000Z', '1', 'shop', '40'),
    ]);
    expect((await ask(level, { grain: 'week' }))[1]).toMatchObject({ value: null, absence: 'seriesDoNotAdd' });
    const teams = await ask(level, { grain: 'week', by: 'dimensions.team' });
    expect(teams.filter(({ value }) => value !== null).map(({ value }) => value)).toEqual(['5.00', '40.00']);
  });

  it('is the same whatever the order of arrival, as known now, and after a full recount', async () => {
    const readings = fc
      .record({
        key: fc.constantFrom('a', 'b', 'c'),
        at: instants,
        version: fc.constantFrom('1', '2'),
        team: fc.constantFrom('web', 'shop'),
        value: fc.integer({ min: 0, max: 9 }),
      })
      .map(({ key, at, version, team, value }) => reading(key, at, version, team, String(value)));
    await fc.assert(
      fc.asyncProperty(fc.array(readings, { minLength: 1, maxLength: 8 }), fc.nat(8), async (history, cut) => {
        await empty();
        await commit(history.slice(0, cut), history.slice(cut));
        const once = await ask(backlog);
        await empty();
        await commit([...history].reverse().slice(0, cut), history);
        expect(await ask(backlog)).toEqual(once);
        expect(await ask(backlog, { asKnownAt: new Date('2026-11-22T12:00:01Z') })).toEqual(once);
        await createMetricBackfill(database).recalculate('backlog', now);
        expect(await ask(backlog)).toEqual(once);
      }),
      { numRuns: 15 },
    );
  });
});

describe('filters', () => {
  it('take what meets one alternative in all its conditions, and read texts as texts', async () => {
    const record = (ticket: string, fields: Record<string, string | number>): CanonicalRecord => ({
      stream: 'slaCycle',
      naturalKey: ticket,
      version: '1',
      fields: { ticket, measure: 'resolution', startedAt: started, state: 'met', ...fields },
      dimensions: {},
      origin: 'desk.csv',
    });
    await commit([
      record("T'1a", { pausedMs: 10 }),
      record("T'1b", { pausedMs: 20 }),
      record("T'1c", {}),
      record('T2', { pausedMs: 15 }),
      record('a%_b', { stoppedAt: '2026-11-05T00:00:00.001Z' }),
      record('axyb', { stoppedAt: '2026-11-06T00:00:00.000Z' }),
      record('c%_d', { stoppedAt: '2026-11-05T00:00:00.000Z' }),
    ]);
    const week = (await ask(filtered, { grain: 'week' }))[1];
    expect(week).toMatchObject({ value: '2.00' });
    expect(await ask(filtered, { grain: 'week', asKnownAt: new Date('2026-11-22T12:00:01Z') })).toEqual(
      await ask(filtered, { grain: 'week' }),
    );
    expect(describeFormula(filtered).exclusions).toEqual([
      "all but pausedMs at least 10 and below 20, ticket beginning with “T'1”; or ticket with “%_”, stoppedAt above 2026-11-05T00:00:00Z",
    ]);
  });
});
