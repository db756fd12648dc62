import { isDeepStrictEqual } from 'node:util';
import type { WindowReading } from '@tandem/application/guardrail-ports';
import type { AlertState } from '@tandem/domain/alert/alert';
import { nextAlertState } from '@tandem/domain/alert/next-alert-state';
import { evaluateThreshold } from '@tandem/domain/guardrail/evaluate-threshold';
import type { ThresholdGuardrail, Verdict } from '@tandem/domain/guardrail/guardrail';
import { exampleGuardrail, exampleObservation, seedAlertExamples } from '@tandem/testing/alert-examples';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { createGuardrailWatch } from '../repositories/guardrail-watch.js';

const now = new Date('2026-11-16T08:00:00.000Z');
const minuteMs = 60_000;
const ago = (minutes: number) => new Date(now.getTime() - minutes * minuteMs).toISOString();

interface Situation {
  readonly guardrail: ThresholdGuardrail;
  readonly alert: AlertState | null;
  readonly read: NonNullable<WindowReading['read']>;
}

const cents = fc.constantFrom('59.99', '60', '60.00', '60.01', '62', '70', '-5');
const limit = fc.constantFrom('60', '62', '-5');
const minutes = fc.constantFrom(0, 5, 10);

const anyAlert: fc.Arbitrary<AlertState | null> = fc.option(
  fc
    .record({
      state: fc.constantFrom<AlertState['state']>(
        'inactive',
        'pending',
        'firing',
        'recovering',
        'resolved',
        'noData',
        'error',
      ),
      // Some begin ahead of the present: the clock was set back.
      since: fc.constantFrom(20, 7, 0, -30),
      resume: fc.constantFrom<NonNullable<AlertState['resumeState']>>('inactive', 'pending', 'firing', 'recovering'),
      value: cents,
    })
    .map(({ state, since, resume, value }): AlertState => {
      const missing = state === 'noData' || state === 'error';
      const judged = missing ? resume : state;
      const verdict: Verdict = {
        ...{ kind: 'ok', reason: 'insideLimit', value, limit: '60', n: 10 },
        ...{ start: exampleObservation.start, end: exampleObservation.end, state: 'settled', version: 1 },
      };
      return {
        state,
        since: ago(since),
        breachedSince: judged === 'inactive' || judged === 'resolved' ? null : ago(since),
        recoveringSince: state === 'recovering' ? ago(since) : null,
        resumeState: missing ? resume : null,
        lastVerdict: verdict,
      };
    }),
);

const situation = (id: string): fc.Arbitrary<Situation> =>
  fc
    .record({
      isFloor: fc.boolean(),
      fire: limit,
      clear: fc.option(limit, { nil: undefined }),
      equal: fc.constantFrom('inside' as const, 'outside' as const),
      forMin: minutes,
      keepMin: minutes,
      onNoData: fc.constantFrom('keepLast' as const, 'alert' as const, 'ok' as const),
      alert: anyAlert,
      value: fc.option(cents, { freq: 8 }),
      n: fc.constantFrom(9, 10),
      state: fc.constantFrom('settled' as const, 'provisional' as const, 'partial' as const, 'absent' as const),
      stale: fc.boolean(),
      backfillRunning: fc.boolean(),
    })
    .map(({ isFloor, fire, clear, equal, forMin, keepMin, onNoData, alert, value, n, state, ...freshness }) => ({
      guardrail: {
        ...exampleGuardrail,
        id,
        kind: 'threshold',
        atLeast: undefined,
        ...(isFloor ? { atLeast: fire } : { atMost: fire }),
        ...(clear === undefined ? {} : { clearAt: clear }),
        equal,
        onNoData,
        minimumEvents: 10,
        forMs: forMin * minuteMs,
        keepFiringForMs: keepMin * minuteMs,
      },
      alert,
      read: { observation: { ...exampleObservation, value, n, state }, ...freshness },
    }));

/** Mostly what can be judged, so that limits decide. */
const judged = (id: string) =>
  situation(id).map(({ read, ...rest }) => ({
    ...rest,
    read: {
      ...read,
      stale: false,
      backfillRunning: false,
      observation: { ...read.observation, state: 'settled' as const },
    },
  }));

const count = 60;
const situations = fc.tuple(
  ...Array.from({ length: count }, (_, index) =>
    fc.oneof({ arbitrary: judged(`g${index}`), weight: 3 }, situation(`g${index}`)),
  ),
);

const calm: AlertState = {
  ...{ state: 'inactive', since: now.toISOString(), breachedSince: null, recoveringSince: null, resumeState: null },
  lastVerdict: null,
};

/** What the functions themselves say: whether anything but the verdict of a calm alert is another one afterwards. */
function changes({ guardrail, alert, read }: Situation): boolean {
  const before = alert ?? calm;
  const verdict = evaluateThreshold({ guardrail, observation: read.observation, freshness: read, alert: before });
  const { state: after } = nextAlertState(before, verdict, guardrail, now);
  return !isDeepStrictEqual({ ...after, lastVerdict: null }, { ...before, lastVerdict: null });
}

describe('limits whose alert may change', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
    await seedAlertExamples(database, { guardrails: [], routes: [] });
  });
  afterEach(() => database.close());

  async function store(given: readonly Situation[]): Promise<void> {
    await database.pool.query('delete from alert');
    await database.pool.query('delete from guardrail');
    for (const [position, { guardrail, alert }] of given.entries()) {
      // Each has a window of its own, and so a reading of its own.
      await database.pool.query(
        'insert into guardrail (id, metric_key, definition, position) values ($1, $2, $3, $4)',
        [guardrail.id, guardrail.metric, JSON.stringify({ ...guardrail, windowDays: position + 1 }), position],
      );
      if (alert === null) continue;
      await database.pool.query(
        `insert into alert (guardrail_id, state, since, breached_since, recovering_since, resume_state, last_verdict, evaluated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $3)`,
        [
          guardrail.id,
          alert.state,
          alert.since,
          alert.breachedSince,
          alert.recoveringSince,
          alert.resumeState,
          JSON.stringify(alert.lastVerdict),
        ],
      );
    }
    const readings = given.map(({ guardrail: { metric }, read }, index) => ({
      ...{ metricKey: metric, windowDays: index + 1, read, nextAt: now },
    }));
    await createGuardrailWatch(database).keep(readings, now);
  }

  it('names every one that the functions would change, and none that is calm and stays so', async () => {
    let calmOnes = 0;
    let changing = 0;
    await fc.assert(
      fc.asyncProperty(situations, async (given) => {
        await store(given);
        const named = new Set(
          (await createGuardrailWatch(database).changedLimits(null, now)).map(({ guardrail }) => guardrail.id),
        );
        for (const one of given) {
          const stays = !changes(one);
          const isCalm = one.alert === null || one.alert.state === 'inactive' || one.alert.state === 'resolved';
          if (!stays) changing += 1;
          if (!stays) expect([one, named.has(one.guardrail.id)]).toEqual([one, true]);
          if (stays && isCalm) calmOnes += 1;
          if (stays && isCalm) expect([one, named.has(one.guardrail.id)]).toEqual([one, false]);
        }
      }),
      { numRuns: Number(process.env['TANDEM_LIMIT_RUNS'] ?? 6), endOnFailure: true },
    );
    expect(calmOnes).toBeGreaterThan(10);
    expect(changing).toBeGreaterThan(10);
  }, 120_000);

  it('does not take a reading that was begun before one that stands, except after a clock was set back', async () => {
    const [one] = fc.sample(judged('g0'), { numRuns: 1, seed: 1 });
    if (!one) throw new Error('One was asked for.');
    await store([one]);
    const watch = createGuardrailWatch(database);
    const shown = async () =>
      (await database.pool.query<{ shown: string }>('select shown from guardrail_reading where window_days = 1'))
        .rows[0]?.shown;
    const keep = (value: string, at: Date) => {
      const read = { ...one.read, observation: { ...one.read.observation, value } };
      return watch.keep([{ metricKey: one.guardrail.metric, windowDays: 1, read, nextAt: now }], at);
    };
    await keep('1', now);
    await keep('2', new Date(now.getTime() - 1));
    expect(await shown()).toBe('1');
    await keep('3', new Date(now.getTime() - 3_600_000));
    expect(await shown()).toBe('3');
  });

  it('asks for a reading of what is new or changed, and of what was read by a clock that went wrong', async () => {
    const [one] = fc.sample(judged('g0'), { numRuns: 1, seed: 1 });
    if (!one) throw new Error('One was asked for.');
    await store([one]);
    const watch = createGuardrailWatch(database);
    const later = new Date(now.getTime() + 3_600_000);
    const read = () =>
      watch.keep([{ metricKey: one.guardrail.metric, windowDays: 1, read: one.read, nextAt: later }], now);
    await database.pool.query('update guardrail_reading set next_at = $1', [later]);
    await read();
    expect(await watch.metricsToRead(now)).toEqual([]);
    expect(await watch.metricsToRead(later)).toEqual([one.guardrail.metric]);
    expect(await watch.metricsToRead(new Date(now.getTime() - 3_600_000))).toEqual([one.guardrail.metric]);
    await database.pool.query(`update guardrail set definition = definition || '{"minimumEvents": 3}'`);
    expect(await watch.metricsToRead(now)).toEqual([one.guardrail.metric]);
  });
});
