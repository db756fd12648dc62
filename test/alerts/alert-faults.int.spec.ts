import type { Outbox } from '@tandem/application/delivery-ports';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import { exampleGuardrail } from '@tandem/testing/alert-examples';
import fc from 'fast-check';
import { AlertStage } from './alert-stage.js';

const minuteMs = 60_000;
const guardrail: Guardrail = {
  ...exampleGuardrail,
  windowDays: 1,
  forMs: minuteMs,
  keepFiringForMs: minuteMs,
  routes: ['hook'],
};

const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('judge' as const), met: fc.constantFrom(500, 1000) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'missing' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 3, 20) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      sink: fc.constantFrom('up', 'failing', 'refusing', 'diesBeforeReport', 'diesBeforeSend'),
    }),
  },
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

describe('alerts under faults', () => {
  let stage: AlertStage;
  beforeAll(async () => {
    stage = await AlertStage.open([guardrail]);
  });
  afterAll(() => stage.close());

  const answerWith = (status: number) => {
    stage.answerHook = (response) => response.writeHead(status).end();
  };
  async function play(happening: Event): Promise<void> {
    switch (happening.do) {
      case 'judge':
        await stage.coverTo('2026-11-16T00:00+01');
        await stage.collect(happening.met, 1058);
        stage.wait(minuteMs);
        return stage.evaluate();
      case 'missing':
        await stage.coverTo('2026-11-05T00:00+01');
        stage.wait(minuteMs);
        return stage.evaluate();
      case 'wait':
        return stage.wait(happening.minutes * minuteMs);
      case 'deliver':
        return deliver(happening.sink);
    }
  }
  async function deliver(sink: string): Promise<void> {
    answerWith(sink === 'failing' ? 503 : sink === 'refusing' ? 400 : 204);
    const dies = () => Promise.reject(new Error('the process is gone'));
    const outbox: Outbox = stage.outbox();
    if (sink === 'diesBeforeSend') {
      await outbox.claim(1, stage.now, 2 * minuteMs);
    } else if (sink === 'diesBeforeReport') {
      await stage.deliver({ outbox: { ...outbox, delivered: dies } }).catch((error: unknown) => {
        if (!String(error).includes('the process is gone')) throw error;
      });
    } else {
      await stage.deliver();
    }
  }

  it('end every notification once per transition, in order, whatever fails on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 30 }), async (events) => {
        await stage.database.owner.query('truncate alert, alert_transition, outbox restart identity cascade');
        // The audit trail cannot be emptied: what earlier runs left in it is passed over.
        const [{ last } = { last: '0' }] = await stage.rows<{ last: string }>(
          'select coalesce(max(id), 0) as last from audit_log',
        );
        stage.hooks.length = 0;
        for (const happening of events) await play(happening);
        answerWith(204);
        for (let round = 0; round < 10; round += 1) {
          stage.wait(180 * minuteMs);
          await stage.deliver();
        }

        // Every transition that is told has one row, and every row has ended.
        const told = await stage.rows<{ kind: string; state: string; error: string | null }>(
          `select case t.to_state when 'firing' then 'fired' else 'resolved' end as kind, o.state, o.error
             from alert_transition t left join outbox o on o.transition_id = t.id
            where (t.from_state, t.to_state) in (('pending', 'firing'), ('recovering', 'resolved')) order by t.id`,
        );
        told.forEach(({ kind, state }, index) => {
          expect(kind).toBe(index % 2 === 0 ? 'fired' : 'resolved');
          expect(['delivered', 'failed']).toContain(state);
        });
        expect(await stage.rows('select 1 from outbox')).toHaveLength(told.length);
        expect(
          await stage.rows(`select 1 from audit_log where id > ${last} and action = 'notification.failed'`),
        ).toHaveLength(told.filter(({ state }) => state === 'failed').length);
        // What the receiver saw, repeats left out by their id, is the same sequence.
        const seen = [...new Map(stage.hooks.map(({ id, type }) => [id, type])).values()];
        const sent = told.filter(({ error }) => !error?.startsWith('Given up'));
        expect(seen).toEqual(sent.map(({ kind }) => `alert.${kind}`));
        // Every transition is on record, and the states follow one another without a gap.
        const path = await stage.rows<{ from_state: string; to_state: string }>(
          'select from_state, to_state from alert_transition order by id',
        );
        path.forEach(({ from_state }, index) =>
          expect(from_state).toBe(index === 0 ? 'inactive' : path[index - 1]?.to_state),
        );
        expect(await stage.rows(`select 1 from audit_log where id > ${last} and subject_kind = 'alert'`)).toHaveLength(
          path.length,
        );
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
