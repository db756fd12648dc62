import type { AlertHandler } from '@tandem/application/alert-handling-ports';
import type { AlertAct } from '@tandem/domain/alert/alert-act';
import type { AlertPolicy } from '@tandem/domain/alert/alert-policy';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import { alertHandlings } from '@tandem/kpi-store/queries/alert-handling';
import { listAlerts } from '@tandem/kpi-store/queries/list-alerts';
import { createAlertHandling } from '@tandem/kpi-store/repositories/alert-handling';
import { exampleGuardrail } from '@tandem/testing/alert-examples';
import { AlertStage } from './alert-stage.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const guardrail: Guardrail = { ...exampleGuardrail, windowDays: 1, routes: ['hook'] };
const marketer: AlertHandler = { actor: 'account:m', name: 'Lead of campaigns', side: 'marketing' };
const operator: AlertHandler = { actor: 'account:i', name: 'Lead of service', side: 'it' };
const policy: AlertPolicy = { id: 'all' };

describe('what people and time do about an alert', () => {
  let stage: AlertStage;
  const open = async (guardrails: readonly Guardrail[], policies: readonly AlertPolicy[] = []) => {
    stage = await AlertStage.open(guardrails);
    await stage.setPolicies(policies);
  };
  afterEach(() => stage.close());

  const handling = () => createAlertHandling(stage.database);
  const act = (done: AlertAct, by = operator, id = '1') => handling().act(id, done, by, stage.now);
  const standing = async (id = '1') => (await alertHandlings(stage.database.pool, [id], stage.now)).get(id);
  const types = () => stage.hooks.map(({ type }) => type);
  const states = () =>
    stage.rows<{ told: string }>(
      `select kind || ' ' || state || coalesce(' by ' || held_by, '') as told from outbox order by sequence`,
    );
  const breach = async () => {
    await stage.collect(616, 1058);
    await stage.evaluate();
    await stage.deliver();
  };
  const recover = async () => {
    await stage.collect(1000, 1058);
    stage.wait(minuteMs);
    await stage.evaluate();
    await stage.deliver();
  };
  /** The clock looks, and what it found goes out. */
  const tick = async (waitMs: number) => {
    stage.wait(waitMs);
    await stage.follow();
    await stage.deliver();
  };
  const audited = async () =>
    (await stage.rows<{ row: string }>(`select action || ' by ' || actor as row from audit_log order by id`)).map(
      ({ row }) => row,
    );

  it('an acknowledgement quiets reminders, is told where an incident is kept, and its end is announced', async () => {
    await open([guardrail], [{ ...policy, repeatEveryMs: hourMs }]);
    await breach();
    await tick(hourMs - 1);
    expect(types()).toEqual(['alert.fired']);
    await tick(1);
    expect(types()).toEqual(['alert.fired', 'alert.reminded']);
    expect(await act({ kind: 'acknowledge', forMs: 3 * hourMs })).toBe('done');
    await tick(2 * hourMs);
    expect(types().slice(2)).toEqual(['alert.acknowledged']);
    expect(await standing()).toMatchObject({ acknowledged: { by: 'Lead of service' } });
    await tick(hourMs);
    expect(types().slice(3)).toEqual(['alert.reminded']);
    expect(stage.hooks.at(-1)?.body).toContain('Its acknowledgement has ended, and it goes on.');
    expect(await standing()).toMatchObject({ acknowledged: null });
    await tick(hourMs);
    expect(types().slice(4)).toEqual(['alert.reminded']);
    await recover();
    await tick(10 * hourMs);
    expect(types().slice(5)).toEqual(['alert.resolved']);
    expect(await act({ kind: 'acknowledge', forMs: hourMs })).toBe('over');
  });

  it('reminders skip and double no time, however the clock jumps and whoever looks', async () => {
    await open([guardrail], [{ ...policy, repeatEveryMs: hourMs }]);
    await breach();
    await tick(100 * hourMs);
    expect(types()).toEqual(['alert.fired', 'alert.reminded']);
    await Promise.all([stage.follow(), stage.follow(), stage.follow()]);
    await stage.deliver();
    await tick(-50 * hourMs);
    await tick(hourMs);
    expect(types()).toHaveLength(3);
    await tick(0);
    expect(types()).toHaveLength(3);
    expect(new Set(stage.hooks.map(({ id }) => id)).size).toBe(3);
  });

  it('escalates by steps: to others when nobody has acknowledged, by side, and tells them of the end', async () => {
    const escalation = [
      { afterMs: 10 * minuteMs, side: 'it' as const, routes: ['mail'] },
      { afterMs: 20 * minuteMs, routes: ['mail', 'hook'] },
    ];
    await open([guardrail], [{ ...policy, escalation }]);
    await breach();
    await act({ kind: 'acknowledge', forMs: 15 * minuteMs }, marketer);
    // Marketing has acknowledged; the first step waits for IT.
    await tick(10 * minuteMs);
    expect(stage.subjects()).toEqual(['Still firing, critical: Service-level attainment 58.22%']);
    expect(stage.mails[0]).toContain('Nobody of IT has acknowledged this for 10 min.');
    await tick(10 * minuteMs);
    expect(types()).toEqual(['alert.fired', 'alert.acknowledged', 'alert.escalated', 'alert.reminded']);
    await recover();
    expect(types().at(-1)).toBe('alert.resolved');
    expect(stage.subjects().at(-1)).toContain('Resolved');
    expect(stage.mails).toHaveLength(4);
  });

  it('passes over steps that an acknowledgement forestalled', async () => {
    await open([guardrail], [{ ...policy, escalation: [{ afterMs: 10 * minuteMs, side: 'it', routes: ['mail'] }] }]);
    await breach();
    await act({ kind: 'acknowledge', forMs: hourMs }, operator);
    await tick(10 * minuteMs);
    await tick(2 * hourMs);
    expect(stage.mails).toEqual([]);
  });

  it('a silence holds back what begins, stays visible, and announces its end; what was over by then stays untold', async () => {
    await open([guardrail]);
    const of = { kind: 'guardrail' as const, id: 'sla-floor' };
    const endsAt = new Date(stage.now.getTime() + hourMs);
    expect(await handling().silence({ of, reason: 'Migration', endsAt }, operator, stage.now)).toBe('1');
    await breach();
    expect(types()).toEqual([]);
    expect(await states()).toEqual([{ told: 'fired held by silence' }]);
    expect(await listAlerts(stage.database.pool, { state: 'open' })).toMatchObject([{ state: 'firing' }]);
    expect(await standing()).toMatchObject({ silencedUntil: endsAt.toISOString() });
    await recover();
    expect(await states()).toEqual([{ told: 'fired muted by silence' }, { told: 'resolved muted by silence' }]);
    await breach();
    await tick(hourMs);
    expect(types()).toEqual(['alert.fired']);
    expect(stage.hooks[0]?.body).toContain('The silence over this alert has ended, and it goes on.');
    await recover();
    expect(types()).toEqual(['alert.fired', 'alert.resolved']);
    expect(await audited()).toEqual(expect.arrayContaining(['silence.begin by account:i', 'silence.end by system']));
  });

  it('a silence over one slice leaves the others to be told, and is announced when it ends', async () => {
    await open([{ ...guardrail, by: 'priority' }]);
    const { pool } = stage.database;
    await pool.query(
      `update metric_version set definition = jsonb_set(definition, '{formula,dimensions}', '["priority"]')`,
    );
    const of = { kind: 'guardrail' as const, id: guardrail.id, slice: { dimension: 'priority', value: 'high' } };
    const endsAt = new Date(stage.now.getTime() + hourMs);
    await handling().silence({ of, reason: 'A known supplier', endsAt }, marketer, stage.now);
    for (const priority of ['high', 'low'])
      await pool.query(
        `insert into observation (metric_version_id, day, slice, numerator, denominator, n, recorded_at)
         select id, '2026-11-15', array[$1::text], 20, 100, 100, $2 from metric_version`,
        [priority, stage.now],
      );
    await stage.evaluate();
    await stage.deliver();
    const told = () =>
      stage.rows<{ slice: string; state: string }>(
        `select a.dimensions ->> 'priority' as slice, o.state from outbox o join alert a on a.id = o.alert_id order by 1`,
      );
    expect(await told()).toEqual([
      { slice: 'high', state: 'held' },
      { slice: 'low', state: 'delivered' },
    ]);
    const [high] = await stage.rows<{ id: string }>(`select id from alert where dimensions ->> 'priority' = 'high'`);
    const [low] = await stage.rows<{ id: string }>(`select id from alert where dimensions ->> 'priority' = 'low'`);
    expect((await standing(high?.id))?.silencedUntil).toBe(endsAt.toISOString());
    expect((await standing(low?.id))?.silencedUntil).toBeNull();
    await tick(hourMs);
    expect(stage.hooks.map(({ body }) => body).filter((body) => body.includes('silence over this alert'))).toHaveLength(
      1,
    );
    expect((await told()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('a silence over what is known already is announced when it ends, by time or by hand, once', async () => {
    await open([guardrail], [{ ...policy, repeatEveryMs: hourMs }]);
    await breach();
    const endsAt = new Date(stage.now.getTime() + 10 * hourMs);
    await handling().silence(
      { of: { kind: 'metric', id: 'sla-attainment' }, reason: 'Known', endsAt },
      marketer,
      stage.now,
    );
    await tick(5 * hourMs);
    expect(types()).toEqual(['alert.fired']);
    expect(await handling().endSilence('1', marketer, stage.now)).toBe(true);
    expect(await handling().endSilence('1', marketer, stage.now)).toBe(false);
    await tick(0);
    expect(types()).toEqual(['alert.fired', 'alert.fired']);
    expect(stage.hooks[1]?.body).toContain('The silence over this alert has ended');
    await tick(0);
    expect(types()).toHaveLength(2);
  });

  it('a graver alert holds back those behind it, and lets out what goes on when it is over', async () => {
    const behind = { ...guardrail, id: 'behind', atLeast: '70' } as Guardrail;
    const inhibiting = { ...policy, guardrails: ['behind'], inhibitedBy: ['sla-floor'] };
    await open([guardrail, behind], [inhibiting]);
    await breach();
    expect(await states()).toEqual([{ told: 'fired delivered' }, { told: 'fired held by inhibition' }]);
    expect(await standing('2')).toMatchObject({ isInhibited: true });
    await tick(hourMs);
    expect(types()).toEqual(['alert.fired']);
    // Between the two limits: the graver one is over, the other goes on.
    await stage.collect(690, 1058);
    stage.wait(minuteMs);
    await stage.evaluate();
    await tick(minuteMs);
    // Of two alerts neither waits for the other.
    expect(types().sort()).toEqual(['alert.fired', 'alert.fired', 'alert.resolved']);
    const released = stage.hooks.filter(({ body }) => body.includes('The alert that this one waited behind is over'));
    expect(released).toHaveLength(1);
  });

  it('sends alerts of a group in one message, which waits for them', async () => {
    const second: Guardrail = { ...guardrail, id: 'second', routes: ['hook', 'mail'] };
    await open(
      [{ ...guardrail, routes: ['hook', 'mail'] }, second],
      [{ ...policy, groupBy: ['metric'], groupWaitMs: minuteMs }],
    );
    await breach();
    expect([types(), stage.mails.length]).toEqual([[], 0]);
    await tick(minuteMs);
    expect(types()).toEqual(['alerts.grouped']);
    expect(stage.subjects()).toEqual(['2 alerts: 2 firing']);
    const body = JSON.parse(stage.hooks[0]?.body ?? '') as { data: { alerts: { type: string }[] } };
    expect(body.data.alerts.map(({ type }) => type)).toEqual(['alert.fired', 'alert.fired']);
    expect(await stage.rows(`select 1 from outbox where state = 'delivered'`)).toHaveLength(4);
  });

  it('tells the routes that the policy names when a message is given up', async () => {
    await open([guardrail], [{ ...policy, undeliveredTo: ['mail'] }]);
    stage.answerHook = (response) => response.writeHead(410).end();
    await breach();
    await stage.deliver();
    expect(stage.subjects()).toEqual(['Not delivered: Attainment stays at 60 % or more']);
  });

  it('a cause that is given while the breach goes on hides nothing, and closes it with its end', async () => {
    await open([guardrail], [{ ...policy, repeatEveryMs: hourMs }]);
    expect(await act({ kind: 'close', cause: 'deployment', note: null })).toBeNull();
    await breach();
    expect(await act({ kind: 'close', cause: 'deployment', note: 'Release 12' })).toBe('done');
    expect(await standing()).toMatchObject({ cause: { code: 'deployment' }, closedAt: null });
    expect(await listAlerts(stage.database.pool, { state: 'open' })).toMatchObject([{ state: 'firing' }]);
    await tick(hourMs);
    expect(types()).toEqual(['alert.fired', 'alert.reminded']);
    await recover();
    expect(await standing()).toMatchObject({ closedAt: expect.any(String) as string, wantsCause: false });
    expect(await act({ kind: 'close', cause: 'other', note: null })).toBe('closedAlready');
    // The next breach is another one, and wants a cause of its own.
    await breach();
    expect(await standing()).toMatchObject({ cause: null, closedAt: null });
    await recover();
    expect(await listAlerts(stage.database.pool, { state: 'toClose' })).toMatchObject([{ id: '1' }]);
    await act({ kind: 'close', cause: 'expected', note: null });
    expect(await listAlerts(stage.database.pool, { state: 'toClose' })).toEqual([]);
  });

  it('remembers who of each side saw it first, and everything that was done, each act in one audit row', async () => {
    await open([guardrail]);
    await breach();
    expect(await handling().see('1', marketer, stage.now)).toBe(true);
    stage.wait(minuteMs);
    expect(await handling().see('1', { ...marketer, name: 'Somebody else' }, stage.now)).toBe(false);
    expect(await handling().see('1', { ...operator, side: null }, stage.now)).toBe(false);
    expect(await handling().see('1', operator, stage.now)).toBe(true);
    expect(await standing()).toMatchObject({
      seen: {
        marketing: { by: 'Lead of campaigns', at: '2026-11-16T08:00:00.000Z' },
        it: { by: 'Lead of service', at: '2026-11-16T08:01:00.000Z' },
      },
    });
    expect(await act({ kind: 'assign', to: 'head-of-service' })).toBe('done');
    expect(await act({ kind: 'assign', to: 'nobody-known' })).toBe('personUnknown');
    expect(await act({ kind: 'comment', text: 'Looking at it.' })).toBe('done');
    expect(await act({ kind: 'link', link: { kind: 'deployment', recordId: '99' } })).toBe('deploymentUnknown');
    expect(await act({ kind: 'link', link: { kind: 'campaign', title: 'Autumn sale', url: null } })).toBe('done');
    expect(await standing()).toMatchObject({ assignedTo: { name: 'Head of Service Desk' } });
    expect((await audited()).filter((row) => !row.endsWith('system'))).toEqual([
      'alert.see by account:m',
      'alert.see by account:i',
      'alert.assign by account:i',
      'alert.comment by account:i',
      'alert.link by account:i',
    ]);
  });

  it('is known later as it was known at each moment', async () => {
    await open([guardrail]);
    const answers: { readonly at: Date; readonly said: unknown }[] = [];
    const asked = async (now: Date, asKnownAt: Date | null) => {
      const lists = await Promise.all(
        (['open', 'toClose', 'all'] as const).map((state) => listAlerts(stage.database.pool, { state }, asKnownAt)),
      );
      return {
        lists,
        handling: (await alertHandlings(stage.database.pool, ['1'], asKnownAt ?? now, asKnownAt !== null)).get('1'),
      };
    };
    const note = async () => {
      answers.push({ at: stage.now, said: await asked(stage.now, null) });
      stage.wait(minuteMs);
    };
    await breach();
    await note();
    await handling().see('1', marketer, stage.now);
    await note();
    await act({ kind: 'acknowledge', forMs: hourMs });
    await note();
    await handling().see('1', operator, stage.now);
    await act({ kind: 'acknowledge', forMs: 2 * hourMs }, marketer);
    await note();
    const silence = {
      of: { kind: 'guardrail', id: guardrail.id },
      reason: 'Moved',
      endsAt: new Date(stage.now.getTime() + hourMs),
    } as const;
    const silenced = await handling().silence(silence, operator, stage.now);
    await note();
    await handling().endSilence(silenced ?? '', operator, stage.now);
    await note();
    await recover();
    await note();
    await act({ kind: 'close', cause: 'campaign', note: 'A sale' });
    await note();
    expect(new Set(answers.map(({ said }) => JSON.stringify(said))).size).toBe(answers.length - 1);
    for (const { at, said } of answers) expect({ at, said: await asked(stage.now, at) }).toEqual({ at, said });
    expect((await asked(stage.now, new Date(0))).lists).toEqual([[], [], []]);
  });

  it('sorts alerts by whose they are', async () => {
    const unowned: Guardrail = { ...guardrail, id: 'unowned', owners: {} };
    const theirs: Guardrail = { ...guardrail, id: 'theirs', owners: { marketing: 'head-of-marketing' } };
    const ours: Guardrail = { ...guardrail, id: 'ours', owners: { it: 'head-of-service' } };
    await open([unowned, theirs, ours]);
    await breach();
    const ids = async (of: Parameters<typeof listAlerts>[1]) =>
      (await listAlerts(stage.database.pool, of)).map((alert) => alert.guardrail.id).sort();
    expect(await ids({ state: 'open', of: { kind: 'side', side: 'it' } })).toEqual(['ours', 'unowned']);
    expect(await ids({ state: 'open', of: { kind: 'ids', ids: ['head-of-marketing'] } })).toEqual(['theirs']);
    await act({ kind: 'assign', to: 'head-of-marketing' }, operator, '1');
    expect(await ids({ state: 'open', of: { kind: 'ids', ids: ['head-of-marketing'] } })).toEqual([
      'theirs',
      'unowned',
    ]);
  });
});
