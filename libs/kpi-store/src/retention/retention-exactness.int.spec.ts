import fc from 'fast-check';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { openMetricStage, recordOf, type MetricStage } from '@tandem/testing/metric-stage';
import { applyRetention } from './apply-retention.js';

const dayMs = 86_400_000;
const now = new Date('2026-12-01T12:00:00Z');
const first = Date.parse('2026-03-01T00:00:00Z');
const days = 270;
const year = { from: '2026-01-01', to: '2026-12-01' };
const keptMs = 62 * dayMs;
const base = { unit: 'count', precision: 3, direction: 'up', windowDays: 7, settlingDays: 0, owners: {} } as const;
const metric = (key: string, formula: MetricDefinition['formula'], unit: MetricDefinition['unit'] = 'count') => ({
  ...base,
  key,
  title: key,
  description: key,
  formula,
  unit,
});
const definitions: MetricDefinition[] = [
  metric('failed', {
    kind: 'ratio',
    stream: 'deployment',
    at: ['finishedAt'],
    numerator: { where: { changeFailed: true } },
    denominator: {},
    dimensions: [],
  }),
  metric('standing', { kind: 'open', stream: 'incident', at: ['openedAt'], until: ['resolvedAt'], dimensions: [] }),
  metric(
    'recovery',
    {
      kind: 'duration',
      stream: 'incident',
      at: ['resolvedAt'],
      from: 'deployment.finishedAt',
      to: 'resolvedAt',
      dimensions: [],
    },
    'h',
  ),
  metric('measured', {
    kind: 'percentile',
    percentile: 50,
    stream: 'measurement',
    at: ['periodEnd'],
    field: 'value',
    dimensions: [],
  }),
];

const instant = (day: number, hour: number) => new Date(first + day * dayMs + hour * 3_600_000).toISOString();
const event = fc.record({
  what: fc.constantFrom('deployment', 'incident', 'measurement'),
  key: fc.integer({ min: 0, max: 20 }),
  day: fc.integer({ min: 0, max: days - 2 }),
  hours: fc.integer({ min: 1, max: 900 }),
  ends: fc.boolean(),
  /** Days after it happened when it, or this version of it, arrived. */
  late: fc.integer({ min: 0, max: 40 }),
});
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

function toRecord({ what, key, day, hours, ends, late }: Event): { record: CanonicalRecord; arrives: number } {
  const service = `service-${key % 2}`;
  const end = instant(day, 6 + hours);
  const arrives = Math.min(first + day * dayMs + (ends ? hours * 3_600_000 : 0) + (late + 1) * dayMs, now.getTime());
  if (what === 'deployment')
    return {
      arrives,
      record: recordOf('deployment', `d${key}`, {
        service,
        ref: `d${key}`,
        tier: 'production',
        outcome: 'succeeded',
        finishedAt: instant(day, 6),
      }),
    };
  if (what === 'incident')
    return {
      arrives,
      record: recordOf('incident', `i${key}`, {
        service,
        openedAt: instant(day, 6),
        ...(ends ? { resolvedAt: end } : {}),
      }),
    };
  const value = {
    metric: 'm',
    periodStart: instant(day, 0),
    periodEnd: instant(day + 1 + (key % 9), 0),
    value: String(hours),
  };
  return { arrives, record: recordOf('measurement', `m${key}`, value) };
}

/** Every ten days a source tells what came meanwhile. */
function arriving(events: readonly Event[]): [number, CanonicalRecord[]][] {
  const batches = new Map<number, CanonicalRecord[]>();
  for (const { record, arrives } of events.map(toRecord)) {
    const at = Math.min(Math.ceil(arrives / (10 * dayMs)) * 10 * dayMs, now.getTime());
    batches.set(at, [...(batches.get(at) ?? []), record]);
  }
  return [...batches].sort(([a], [b]) => a - b);
}

describe('what retention leaves', () => {
  let stage: MetricStage;
  afterEach(() => stage.close());

  it('answers every kept period as before, now and as known at any kept time, linked records included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 40, maxLength: 60 }), async (events) => {
        stage = await openMetricStage(definitions, now);
        const { pool } = stage.database;
        for (const [arrives, records] of arriving(events)) await stage.commit(records, year, new Date(arrives));
        const answers = async () => {
          const told: unknown[] = [];
          for (const { key } of definitions) {
            for (const asKnownAt of [
              undefined,
              '2026-09-03T00:00:00.000Z',
              '2026-10-10T00:00:00.000Z',
              now.toISOString(),
            ]) {
              const question = {
                from: '2026-09-01',
                to: '2026-12-01',
                ...(asKnownAt === undefined ? {} : { asKnownAt }),
              };
              told.push([key, asKnownAt, await stage.values(key, question)]);
            }
          }
          return told;
        };
        const before = await answers();
        const kept = { deployment: keptMs, change: keptMs, incident: keptMs, measurement: keptMs };
        await pool.query('update organisation set keep = $1', [
          JSON.stringify({ versions: kept, records: kept, observations: kept }),
        ]);
        while (await applyRetention(stage.database, now));
        const after = await answers();
        const { rows } = await pool.query<{ removed: string }>('select sum(removed) as removed from retention');
        await stage.close();
        expect(after).toEqual(before);
        expect(Number(rows[0]?.removed)).toBeGreaterThan(10);
      }),
      { numRuns: 3, endOnFailure: true },
    );
    stage = await openMetricStage([], now);
  }, 120_000);
});
