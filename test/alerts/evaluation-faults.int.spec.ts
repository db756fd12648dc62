import type { AlertStore } from '@tandem/application/ports';
import type { AlertState, AlertTransition } from '@tandem/domain/alert/alert';
import { decideNotification } from '@tandem/domain/alert/decide-notification';
import { newAlertState, nextAlertState } from '@tandem/domain/alert/next-alert-state';
import { evaluateThreshold } from '@tandem/domain/guardrail/evaluate-threshold';
import type { ThresholdGuardrail } from '@tandem/domain/guardrail/guardrail';
import { createAlertStore } from '@tandem/kpi-store/repositories/alert-store';
import { createGuardrailWatch } from '@tandem/kpi-store/repositories/guardrail-watch';
import { exampleGuardrail, exampleObservation } from '@tandem/testing/alert-examples';
import fc from 'fast-check';
import { AlertStage } from './alert-stage.js';

const minuteMs = 60_000;
const guardrail: ThresholdGuardrail = {
  ...{ ...exampleGuardrail, kind: 'threshold' as const },
  ...{ atLeast: '60', clearAt: '70', windowDays: 1, minimumEvents: 30, onNoData: 'alert' as const },
  ...{ forMs: 3 * minuteMs, keepFiringForMs: 2 * minuteMs, routes: ['hook', 'mail'] },
};

const event = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('records' as const), met: fc.constantFrom(50, 65, 80) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'fewRecords' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'silence' as const }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('clock' as const), minutes: fc.constantFrom(1, 2, 5, 90) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'clockSetBack' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'twoAtOnce' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('dies' as const),
      when: fc.constantFrom('beforeReading', 'beforeKeeping', 'beforeStep', 'inTransaction', 'afterCommit'),
    }),
  },
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** One that is sure to fire and to resolve; chance alone may bring none. */
const thatFires: Event[] = [
  { do: 'records', met: 50 },
  { do: 'clock', minutes: 5 },
  { do: 'dies', when: 'afterCommit' },
  { do: 'records', met: 80 },
  { do: 'clock', minutes: 5 },
];

/** What the evaluator should have done, by the functions themselves, at each instant that it looked. */
class Model {
  state: AlertState;
  readonly transitions: AlertTransition[] = [];
  met = 80;
  all = 100;
  covered = true;

  constructor(now: Date) {
    this.state = newAlertState(now);
  }

  look(now: Date): void {
    const value = ((this.met * 100) / this.all).toFixed(2);
    const observation = { ...exampleObservation, value, n: this.all, state: 'settled' as const };
    const freshness = { stale: !this.covered, backfillRunning: false };
    const verdict = evaluateThreshold({ guardrail, observation, freshness, alert: this.state });
    const step = nextAlertState(this.state, verdict, guardrail, now);
    this.state = step.state;
    this.transitions.push(...step.transitions);
  }
}

describe('the evaluator under faults', () => {
  let stage: AlertStage;
  beforeAll(async () => {
    stage = await AlertStage.open([guardrail]);
  });
  afterAll(() => stage.close());

  const gone = () => Promise.reject(new Error('the process is gone'));
  async function dying(when: string): Promise<void> {
    const [watch, alerts] = [createGuardrailWatch(stage.database), createAlertStore(stage.database)];
    const step =
      (die: 'before' | 'within' | 'after'): AlertStore['step'] =>
      async (identity, now, decide) => {
        if (die === 'before') return gone();
        await alerts.step(identity, now, (alert) => {
          if (die === 'within') throw new Error('the process is gone');
          return decide(alert);
        });
        return gone();
      };
    const deaths: Readonly<Record<string, Parameters<AlertStage['evaluate']>[1]>> = {
      beforeReading: { watch: { ...watch, windowsOf: gone } },
      beforeKeeping: { watch: { ...watch, keep: gone } },
      beforeStep: { alerts: { ...alerts, step: step('before') } },
      inTransaction: { alerts: { ...alerts, step: step('within') } },
      afterCommit: { alerts: { ...alerts, step: step('after') } },
    };
    await stage.evaluate(undefined, deaths[when]).catch(() => undefined);
    // The queue takes the job up again.
    await stage.evaluate();
  }

  async function play(happening: Event, model: Model): Promise<void> {
    switch (happening.do) {
      case 'records':
      case 'fewRecords':
        [model.met, model.all] = happening.do === 'records' ? [happening.met, 100] : [5, 10];
        model.covered = true;
        await stage.coverTo('2026-11-16T00:00+01');
        await stage.collect(model.met, model.all);
        stage.wait(minuteMs);
        await stage.evaluate();
        break;
      case 'silence':
        model.covered = false;
        await stage.coverTo('2026-11-05T00:00+01');
        stage.wait(minuteMs);
        await stage.evaluate();
        break;
      case 'clock':
        stage.wait(happening.minutes * minuteMs);
        await stage.evaluate(null);
        break;
      case 'clockSetBack':
        stage.wait(-60 * minuteMs);
        await stage.evaluate(null);
        break;
      case 'twoAtOnce':
        stage.wait(minuteMs);
        await Promise.all([stage.evaluate(), stage.evaluate(null), stage.evaluate()]);
        break;
      case 'dies':
        stage.wait(minuteMs);
        await dying(happening.when);
        break;
    }
    model.look(stage.now);
  }

  it('makes each transition once and tells each route once, as if nothing had happened on the way', async () => {
    let fired = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 25 }), async (events) => {
        await stage.database.owner.query('truncate alert, alert_transition, outbox restart identity cascade');
        // As a guardrail that nobody has judged yet.
        await stage.database.owner.query(
          `update guardrail_watch set standing = 'calm', is_firing = false, due_at = null, shown = null, shown_end = null`,
        );
        await stage.database.owner.query(`update guardrail_reading set read_at = null, next_at = '-infinity'`);
        stage.now = new Date('2026-11-16T08:00:00.000Z');
        const model = new Model(stage.now);
        await play({ do: 'records', met: 80 }, model);
        for (const happening of events) {
          await play(happening, model);
          const [alert = { state: 'inactive' }] = await stage.rows<{ state: string }>('select state from alert');
          expect([happening, alert.state]).toEqual([happening, model.state.state]);
        }
        const path = await stage.rows<AlertTransition>(
          `select from_state as "from", to_state as "to", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, reason
             from alert_transition order by id`,
        );
        expect(path).toEqual(model.transitions);
        const kinds = model.transitions.flatMap((transition) => {
          const decision = decideNotification(transition, guardrail);
          return decision.notify ? [decision.kind] : [];
        });
        fired += kinds.filter((kind) => kind === 'fired').length;
        const episodes = kinds.filter((kind) => kind === 'fired' || kind === 'resolved');
        episodes.forEach((kind, index) => expect(kind).toBe(index % 2 === 0 ? 'fired' : 'resolved'));
        const told = await stage.rows<{ transition_id: string; route_id: string }>(
          `select transition_id, route_id from outbox where kind in ('fired', 'resolved', 'noData', 'error')`,
        );
        expect(new Set(told.map(({ transition_id: id, route_id: route }) => `${id} ${route}`)).size).toBe(told.length);
        expect(told).toHaveLength(kinds.length * guardrail.routes.length);
      }),
      { numRuns: Number(process.env['TANDEM_FAULT_RUNS'] ?? 8), examples: [[thatFires]] },
    );
    expect(fired).toBeGreaterThan(0);
  }, 240_000);
});
