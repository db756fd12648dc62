import { createHmac } from 'node:crypto';
import type { Outbox } from '@tandem/application/delivery-ports';
import { deliverySettings } from '@tandem/application/deliver-outbox';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import { alertPage } from '@tandem/kpi-store/queries/alert-page';
import { listAlerts } from '@tandem/kpi-store/queries/list-alerts';
import { exampleGuardrail } from '@tandem/testing/alert-examples';
import { AlertStage, webhookKey } from './alert-stage.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const guardrail: Guardrail = { ...exampleGuardrail, windowDays: 1, forMs: hourMs, routes: ['hook', 'mail'] };

describe('an alert on its way from the value to people', () => {
  let stage: AlertStage;
  const open = async (guardrails: readonly Guardrail[]) => {
    stage = await AlertStage.open(guardrails);
  };
  afterEach(() => stage.close());

  const fire = async () => {
    await stage.collect(616, 1058);
    await stage.evaluate();
    stage.wait(hourMs);
    await stage.evaluate();
  };
  const recover = async () => {
    await stage.collect(700, 1058);
    stage.wait(minuteMs);
    await stage.evaluate();
  };

  it('tells each route exactly once of each transition, in order, however often it is judged and delivered', async () => {
    await open([guardrail]);
    await stage.collect(616, 1058);
    for (const waitMs of [0, hourMs / 2]) {
      stage.wait(waitMs);
      await stage.evaluate();
      await stage.deliver();
    }
    expect([stage.hooks.length, stage.mails.length]).toEqual([0, 0]);
    stage.wait(hourMs / 2);
    for (let round = 0; round < 3; round += 1) {
      await stage.evaluate();
      await stage.deliver();
    }
    expect(stage.hooks.map(({ type }) => type)).toEqual(['alert.fired']);
    expect(stage.subjects()).toEqual(['Firing, critical: Service-level attainment 58.22%']);
    await recover();
    await stage.deliver();
    await stage.deliver();
    expect(stage.hooks.map(({ type }) => type)).toEqual(['alert.fired', 'alert.resolved']);
    expect(stage.subjects()).toEqual([
      'Firing, critical: Service-level attainment 58.22%',
      'Resolved: Service-level attainment 66.16%',
    ]);
    expect(stage.woken).toEqual(['outbox.deliver', 'outbox.deliver']);
  });

  it('says in the message what the pages say, with a signature that an independent implementation verifies', async () => {
    await open([guardrail]);
    await fire();
    await stage.deliver();
    const [hook] = stage.hooks;
    const signed = createHmac('sha256', webhookKey)
      .update(`${hook?.id}.${hook?.timestamp}.${hook?.body}`)
      .digest('base64');
    expect(hook?.signature).toBe(`v1,${signed}`);
    const [alert] = await listAlerts(stage.database.pool, { state: 'open' });
    expect(JSON.parse(hook?.body ?? '')).toMatchObject({
      data: {
        sentence:
          'Service-level attainment fell to 58.22%, below its floor of 60%, over 1 day to 15 Nov (1,058 cycles, provisional).',
        alert: {
          id: alert?.id,
          url: `https://tandem.example.org/alerts/${alert?.id}`,
          since: '2026-11-16T08:00:00.000Z',
        },
        value: alert?.verdict?.value,
        owners: { marketing: 'Head of Digital Marketing', it: 'Head of Service Desk' },
      },
    });
  });

  it('comes through a receiver that fails, asks to wait, and answers at last; the resolution waits for the firing', async () => {
    await open([{ ...guardrail, routes: ['hook'] }]);
    const answers = [
      () => ({ status: 500 }),
      () => ({ status: 429, headers: { 'retry-after': '600' } }),
      () => ({ status: 204 }),
      () => ({ status: 204 }),
    ];
    stage.answerHook = (response) => {
      const { status, headers = {} }: { status: number; headers?: Record<string, string> } = answers.shift()?.() ?? {
        status: 500,
      };
      response.writeHead(status, headers).end();
    };
    await fire();
    await stage.deliver();
    await recover();
    // The first retry falls due within its ten seconds; the resolution must not overtake it.
    stage.wait(10_000);
    await stage.deliver();
    stage.wait(599_000);
    await stage.deliver();
    expect(stage.hooks.map(({ type }) => type)).toEqual(['alert.fired', 'alert.fired']);
    stage.wait(1_000);
    await stage.deliver();
    expect(stage.hooks.map(({ type }) => type)).toEqual([
      'alert.fired',
      'alert.fired',
      'alert.fired',
      'alert.resolved',
    ]);
    expect(new Set(stage.hooks.map(({ id }) => id)).size).toBe(2);
    expect(await stage.rows('select kind, state, attempts, error from outbox order by sequence')).toEqual([
      { kind: 'fired', state: 'delivered', attempts: 3, error: null },
      { kind: 'resolved', state: 'delivered', attempts: 1, error: null },
    ]);
  });

  it('is not held back on one route by a receiver that hangs on another, and follows no redirect', async () => {
    await open([guardrail]);
    stage.answerHook = () => undefined;
    await fire();
    // Long enough for the question to have arrived.
    await stage.deliver({ hookTimeoutMs: 1_000 });
    expect(stage.subjects()).toHaveLength(1);
    expect(await stage.rows(`select state, error from outbox where route_id = 'hook'`)).toEqual([
      { state: 'pending', error: expect.stringContaining('did not answer within') as string },
    ]);
    stage.answerHook = (response) => response.writeHead(302, { location: '/elsewhere' }).end();
    stage.wait(10_000);
    await stage.deliver();
    expect(stage.hooks).toHaveLength(2);
    expect(await stage.rows(`select error from outbox where route_id = 'hook'`)).toEqual([
      { error: expect.stringContaining('redirect') as string },
    ]);
  });

  it('is given up visibly when the receiver is gone, and when its attempts are used up', async () => {
    await open([{ ...guardrail, routes: ['hook'] }]);
    stage.answerHook = (response) => response.writeHead(410).end();
    await fire();
    await stage.deliver();
    const [{ id = '' } = {}] = await listAlerts(stage.database.pool, { state: 'open' });
    expect((await alertPage(stage.database.pool, id))?.notifications).toMatchObject([
      { state: 'failed', attempts: 1, deliveredAt: null, error: expect.stringContaining('410') as string },
    ]);
    stage.answerHook = (response) => response.writeHead(503).end();
    await recover();
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await stage.deliver();
      stage.wait(6 * hourMs);
    }
    const [resolved] = (await alertPage(stage.database.pool, id))?.notifications ?? [];
    expect(resolved).toMatchObject({ kind: 'resolved', state: 'failed', error: 'The receiver answered 503.' });
    expect(await stage.rows(`select action from audit_log where action = 'notification.failed'`)).toHaveLength(2);
    expect(stage.logged).toContain('error: A notification could not be delivered and was given up.');
  });

  it('is doubled by no second deliverer', async () => {
    const ids = Array.from({ length: 15 }, (_, index) => `floor-${index}`);
    await open(ids.map((id) => ({ ...guardrail, id, forMs: 0 })));
    await stage.collect(616, 1058);
    await stage.evaluate();
    await Promise.all([stage.deliver(), stage.deliver(), stage.deliver()]);
    await stage.deliver();
    expect(stage.hooks).toHaveLength(15);
    expect(new Set(stage.hooks.map(({ id }) => id)).size).toBe(15);
    expect(stage.mails).toHaveLength(15);
    expect(await stage.rows(`select 1 from outbox where state <> 'delivered' or attempts <> 1`)).toEqual([]);
  });

  it('survives a deliverer that dies after the claim: the lease runs out and the message goes out', async () => {
    await open([{ ...guardrail, routes: ['hook'] }]);
    await fire();
    expect(await stage.outbox().claim(1, stage.now, deliverySettings.leaseMs)).toHaveLength(1);
    await stage.deliver();
    expect(stage.hooks).toEqual([]);
    stage.wait(deliverySettings.leaseMs);
    await stage.deliver();
    expect(stage.hooks.map(({ type }) => type)).toEqual(['alert.fired']);
  });

  it('is recognisable as a repeat when a deliverer dies between the message and its report', async () => {
    await open([guardrail]);
    await fire();
    const dying: Outbox = { ...stage.outbox(), delivered: () => Promise.reject(new Error('the process is gone')) };
    await expect(stage.deliver({ outbox: dying })).rejects.toThrow('the process is gone');
    stage.wait(deliverySettings.leaseMs);
    await stage.deliver();
    expect(stage.hooks).toHaveLength(2);
    expect(new Set(stage.hooks.map(({ id }) => id)).size).toBe(1);
    const messageIds = stage.mails.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1]);
    expect(new Set(messageIds).size).toBe(1);
    expect(stage.mails.map((mail) => mail.includes('Possible repeat'))).toEqual([false, true]);
  });

  it('is not resolved by a source that falls silent, and tells of the silence when the guardrail asks for it', async () => {
    await open([{ ...guardrail, onNoData: 'alert', routes: ['hook'] }]);
    await fire();
    await stage.coverTo('2026-11-10T00:00+01');
    stage.wait(minuteMs);
    await stage.evaluate();
    stage.wait(24 * hourMs);
    await stage.evaluate();
    expect(await stage.rows('select state, resume_state, resolved_at from alert')).toEqual([
      { state: 'noData', resume_state: 'firing', resolved_at: null },
    ]);
    await stage.coverTo('2026-11-16T00:00+01');
    await recover();
    await stage.deliver();
    expect(stage.hooks.map(({ type }) => type)).toEqual([
      'alert.fired',
      'alert.no_data',
      'alert.data_returned',
      'alert.resolved',
    ]);
  });
});
