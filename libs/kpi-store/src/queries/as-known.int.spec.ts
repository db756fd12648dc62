import { createRecordStore } from '../repositories/record-store.js';
import { createObservationReader } from '../repositories/observation-reader.js';
import { createRunStore } from '../repositories/run-store.js';
import { observationsOf } from '@tandem/domain/metric/series';
import { periodsBetween } from '@tandem/domain/metric/periods';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { metricRecords } from './metric-records.js';

const definition: MetricDefinition = {
  key: 'attainment',
  title: 'Attainment',
  description: '',
  formula: {
    kind: 'ratio',
    stream: 'slaCycle',
    at: ['stoppedAt', 'knownAt'],
    numerator: { where: { state: 'met' } },
    denominator: { where: { state: ['met', 'breached'] } },
    dimensions: [],
  },
  unit: '%',
  precision: 2,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
};
const now = new Date('2026-11-22T12:00:00Z');
const versions = [{ id: '1', countedBy: '1', version: 1, validFrom: now, definition }];
const organisation = { name: 'Test', timeZone: 'Europe/Berlin', weekStartsOn: 1 };
const november = { from: new Date('2026-10-31T23:00:00Z'), to: new Date('2026-11-30T23:00:00Z') };

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('desk', 'Desk', 'file', '{}', 1000, 0)`,
  );
});
afterAll(() => database.close());

const dayOf = (day: number) => `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`;

function version(ticket: number, known: number, state: string): CanonicalRecord {
  return {
    stream: 'slaCycle',
    naturalKey: `T${ticket}`,
    version: String(known).padStart(4, '0'),
    knownAt: dayOf(known),
    fields: { ticket: `T${ticket}`, measure: 'resolution', startedAt: dayOf(1), state },
    dimensions: {},
    origin: `desk.csv:${ticket}`,
  };
}

/** What the newest version known by a day says, worked out from the plain list. */
function expected(history: readonly CanonicalRecord[], asKnownAt: string) {
  const latest = new Map<string, CanonicalRecord>();
  for (const record of history) {
    if ((record.knownAt ?? '') > asKnownAt) continue;
    const held = latest.get(record.naturalKey);
    if (!held || (record.version ?? '') > (held.version ?? '')) latest.set(record.naturalKey, record);
  }
  const states = [...latest.values()].map(({ fields }) => fields['state']);
  return {
    numerator: String(states.filter((state) => state === 'met').length),
    denominator: String(states.filter((state) => state === 'met' || state === 'breached').length),
  };
}

async function commit(records: readonly CanonicalRecord[]): Promise<void> {
  const runs = createRunStore(database);
  const run = await runs.begin(await runs.queue('desk', 'request', now), now);
  if (!run) throw new Error('The run did not begin.');
  const page = { records, rejected: [], filteredOut: 0, cursor: null, progress: null };
  await createRecordStore(database).commitPage(run, page, now);
  await runs.succeed(run, now);
}

async function askAsKnown(day: number) {
  const asKnownAt = new Date(dayOf(day));
  const series = await createObservationReader(database).series({
    versions,
    metrics: new Map(),
    organisation,
    asKnownAt,
    now,
  });
  const [observation] = observationsOf(series, periodsBetween(november.from, november.to, 'month', organisation));
  const evidence = await metricRecords(database.pool, { definition, ...november, asKnownAt, limit: 500 });
  return {
    numerator: observation?.numerator,
    denominator: observation?.denominator,
    evidence: evidence.records.length,
  };
}

describe('asking as known at a time', () => {
  it('answers from the versions known then, and the same for ever', async () => {
    const versions = fc.uniqueArray(
      fc.record({
        ticket: fc.integer({ min: 1, max: 5 }),
        known: fc.integer({ min: 2, max: 20 }),
        state: fc.constantFrom('running', 'met', 'breached'),
      }),
      { selector: ({ ticket, known }) => `${ticket} ${known}`, minLength: 1, maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(versions, fc.integer({ min: 2, max: 20 }), async (drawn, day) => {
        await database.owner.query('truncate record, record_revision, sync_run, stream_coverage');
        const history = drawn.map(({ ticket, known, state }) => version(ticket, known, state));
        const early = history.filter(({ knownAt = '' }) => knownAt <= dayOf(day));
        await commit(early);
        const before = await askAsKnown(day);
        await commit(history);
        const after = await askAsKnown(day);
        const truth = expected(history, dayOf(day));
        expect(after).toEqual(before);
        expect(after).toEqual({
          // Nothing says which days were collected, so a month without a single event is absent, not zero.
          ...(truth.denominator === '0' ? { numerator: null, denominator: null } : truth),
          evidence: Number(truth.denominator),
        });
      }),
      { numRuns: 30 },
    );
  });
});
