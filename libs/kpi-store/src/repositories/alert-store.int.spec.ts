import type { OutgoingNotification } from '@tandem/application/ports';
import { decideNotification } from '@tandem/domain/alert/decide-notification';
import { nextAlertState } from '@tandem/domain/alert/next-alert-state';
import type { Guardrail, Verdict, VerdictKind } from '@tandem/domain/guardrail/guardrail';
import { exampleGuardrail, seedAlertExamples } from '@tandem/testing/alert-examples';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { alertPage } from '../queries/alert-page.js';
import { listAlerts } from '../queries/list-alerts.js';
import { createAlertReader } from './alert-reader.js';
import { createAlertStore } from './alert-store.js';
import { createOutbox } from './outbox.js';
import { changeChannel } from './notify-change.js';

const begin = Date.parse('2026-11-15T10:00:00.000Z');
const minute = (count: number) => new Date(begin + count * 60_000);
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

function verdictOf(kind: VerdictKind): Verdict {
  const reasons = {
    ok: 'insideLimit',
    breached: 'belowFloor',
    tooFew: 'belowMinimumEvents',
    noData: 'metricStale',
    error: 'evaluationFailed',
  } as const;
  const period = { start: '2026-11-08T23:00:00.000Z', end: '2026-11-15T23:00:00.000Z' };
  return { kind, reason: reasons[kind], value: kind === 'ok' ? '70.00' : '58.20', limit: '60', n: 1058, ...period };
}

describe('AlertStore on PostgreSQL', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
    await seedAlertExamples(database, {
      guardrails: [exampleGuardrail],
      routes: [
        { id: 'hook', channel: 'webhook', url: 'https://example.org/hook', secret },
        { id: 'mail', channel: 'email', to: ['team@example.org'] },
      ],
    });
  });
  afterEach(() => database.close());

  /** One evaluation as the use case does it: judged, stepped and told, under the row's lock. */
  function evaluate(
    kind: VerdictKind,
    now: Date,
    guardrail: Guardrail = exampleGuardrail,
    dimensions: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const verdict = verdictOf(kind);
    return createAlertStore(database).step({ guardrailId: guardrail.id, dimensions }, now, (alert) => {
      const step = nextAlertState(alert.state, verdict, guardrail, now);
      const notifications = step.transitions.flatMap((transition): OutgoingNotification[] => {
        const decision = decideNotification(transition, guardrail);
        if (!decision.notify) return [];
        const { kind: told } = decision;
        const content: OutgoingNotification['content'] = {
          alertId: alert.id,
          kind: told,
          severity: guardrail.severity,
          guardrail: {
            id: guardrail.id,
            title: guardrail.title,
            kind: 'threshold',
            measure: 'value',
            side: 'floor',
            limit: '60',
          },
          dimensions,
          metric: {
            key: guardrail.metric,
            title: 'Service-level attainment',
            unit: '%',
            precision: 2,
            stream: 'slaCycle',
          },
          verdict,
          since: transition.at,
          at: transition.at,
          timeZone: 'Europe/Berlin',
          owners: { marketing: null, it: null },
          url: null,
        };
        return guardrail.routes.map((routeId) => ({ routeId, kind: told, transition, content }));
      });
      return { ...step, notifications };
    });
  }
  const rows = async <T extends object>(sql: string) => (await database.pool.query<T>(sql)).rows;
  const outbox = () => rows<{ told: string }>(`select route_id || ' ' || kind as told from outbox order by sequence`);

  it('writes state, transitions, audit rows and outbox rows together', async () => {
    await evaluate('breached', minute(0));
    expect(await rows('select state, since, breached_since, fired_at, resolved_at from alert')).toEqual([
      { state: 'firing', since: minute(0), breached_since: minute(0), fired_at: minute(0), resolved_at: null },
    ]);
    expect(await rows('select from_state, to_state, reason from alert_transition order by id')).toEqual([
      { from_state: 'inactive', to_state: 'pending', reason: 'belowFloor' },
      { from_state: 'pending', to_state: 'firing', reason: 'belowFloor' },
    ]);
    expect(await rows('select actor, action, subject_kind, before, after from audit_log order by id')).toEqual([
      expect.objectContaining({ action: 'alert.pending', before: { state: 'inactive' } }),
      expect.objectContaining({
        actor: 'system',
        action: 'alert.firing',
        subject_kind: 'alert',
        before: { state: 'pending' },
        after: { state: 'firing', guardrail: 'sla-floor', reason: 'belowFloor', verdict: verdictOf('breached') },
      }),
    ]);
    expect(await outbox()).toEqual([{ told: 'hook fired' }]);
  });

  it('writes nothing at all when the transaction fails at its last step', async () => {
    await database.owner.query(`alter table outbox add constraint refuse check (kind <> 'fired')`);
    await expect(evaluate('breached', minute(0))).rejects.toThrow(/refuse/);
    for (const table of ['alert', 'alert_transition', 'audit_log', 'outbox']) {
      expect(await rows(`select 1 from ${table}`)).toEqual([]);
    }
  });

  it('keeps the hold over restarts: the state that is read is the state that was written', async () => {
    const held = { ...exampleGuardrail, forMs: 3 * 60_000 };
    const seen: string[] = [];
    for (let at = 0; at <= 3; at += 1) {
      await evaluate('breached', minute(at), held);
      seen.push((await rows<{ state: string }>('select state from alert'))[0]?.state ?? '');
    }
    expect(seen).toEqual(['pending', 'pending', 'pending', 'firing']);
    expect(await outbox()).toEqual([{ told: 'hook fired' }]);
  });

  it('keeps an alert for each slice of a guardrail, whichever comes first', async () => {
    await evaluate('breached', minute(0), exampleGuardrail, { priority: 'high' });
    await evaluate('ok', minute(1), exampleGuardrail, { priority: 'low' });
    await evaluate('ok', minute(2), exampleGuardrail, { priority: 'high' });
    expect(await rows(`select dimensions, state from alert order by id`)).toEqual([
      { dimensions: { priority: 'high' }, state: 'resolved' },
      { dimensions: { priority: 'low' }, state: 'inactive' },
    ]);
    expect(await outbox()).toEqual([{ told: 'hook fired' }, { told: 'hook resolved' }]);
    expect(await rows(`select after -> 'dimensions' as of from audit_log where action = 'alert.firing'`)).toEqual([
      { of: { priority: 'high' } },
    ]);
  });

  it('fires once when many evaluations run at once', async () => {
    await evaluate('ok', minute(0));
    // Connections are opened beforehand, or the evaluations would come one after the other.
    await Promise.all(Array.from({ length: 10 }, () => database.pool.query('select pg_sleep(0.05)')));
    await Promise.all(Array.from({ length: 10 }, () => evaluate('breached', minute(1))));
    expect(await outbox()).toEqual([{ told: 'hook fired' }]);
    expect(await rows('select 1 from alert')).toHaveLength(1);
    expect(await rows('select 1 from alert_transition')).toHaveLength(2);
  });

  it('leaves out an evaluation that read before one that was already judged', async () => {
    await evaluate('ok', minute(2));
    await evaluate('breached', minute(1));
    expect(await rows('select state from alert')).toEqual([{ state: 'inactive' }]);
    // A clock that was set back by hours is no such race: evaluation goes on.
    await evaluate('breached', minute(-600));
    expect(await rows('select state from alert')).toEqual([{ state: 'firing' }]);
  });

  it('tells a route of a resolution only when it was told of that firing', async () => {
    await evaluate('breached', minute(0));
    const joined = { ...exampleGuardrail, routes: ['hook', 'mail'] };
    await evaluate('ok', minute(1), joined);
    await evaluate('breached', minute(2), joined);
    await evaluate('ok', minute(3), joined);
    expect((await outbox()).map(({ told }) => told)).toEqual([
      'hook fired',
      'hook resolved',
      'hook fired',
      'mail fired',
      'hook resolved',
      'mail resolved',
    ]);
  });

  it('puts a route that does not exist on record', async () => {
    await evaluate('breached', minute(0), { ...exampleGuardrail, routes: ['nowhere', 'hook'] });
    expect(await outbox()).toEqual([{ told: 'hook fired' }]);
    expect(await rows(`select after from audit_log where action = 'notification.routeMissing'`)).toEqual([
      { after: { route: 'nowhere', kind: 'fired' } },
    ]);
  });

  it('tells listeners of a transition when it commits, and of nothing else', async () => {
    const client = await database.pool.connect();
    const heard: string[] = [];
    client.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await client.query(`listen ${changeChannel('main')}`);
    await evaluate('ok', minute(0));
    await evaluate('breached', minute(1));
    await evaluate('breached', minute(2));
    await client.query('select 1');
    client.release(true);
    expect(heard.map((text) => JSON.parse(text) as unknown)).toEqual([
      { kind: 'alerts', keys: ['sla-floor'], at: minute(1).toISOString() },
    ]);
  });

  it('lists open alerts, and all that ever left their limit, with who owns them', async () => {
    await evaluate('ok', minute(0));
    expect(await listAlerts(database.pool, { state: 'all' })).toEqual([]);
    await evaluate('breached', minute(1));
    const [open] = await listAlerts(database.pool, { state: 'open' });
    expect(open).toEqual({
      id: expect.stringMatching(/^\d+$/) as string,
      guardrail: {
        id: 'sla-floor',
        title: 'Attainment stays at 60 % or more',
        kind: 'threshold',
        measure: 'value',
        side: 'floor',
        limit: '60',
      },
      dimensions: {},
      metric: { key: 'sla-attainment', title: 'Service-level attainment', unit: '%', precision: 2 },
      severity: 'critical',
      state: 'firing',
      since: minute(1).toISOString(),
      firedAt: minute(1).toISOString(),
      resolvedAt: null,
      verdict: verdictOf('breached'),
      explanation: {
        marketing:
          'Service-level attainment is down to 58.20%, but at least 60% was agreed, over 7 days to 15 Nov (1,058 cycles).',
        it: 'Service-level attainment fell to 58.20%, below its floor of 60%, over 7 days to 15 Nov (1,058 cycles).',
      },
      owners: {
        marketing: { id: 'head-of-marketing', name: 'Head of Digital Marketing', side: 'marketing' },
        it: { id: 'head-of-service', name: 'Head of Service Desk', side: 'it', email: 'service@example.org' },
      },
    });
    await evaluate('ok', minute(2));
    expect(await listAlerts(database.pool, { state: 'open' })).toEqual([]);
    expect(await listAlerts(database.pool, { state: 'all' })).toMatchObject([
      { state: 'resolved', firedAt: minute(1).toISOString(), resolvedAt: minute(2).toISOString() },
    ]);
  });

  it('keeps the unit of the version that judged, whatever the metric counts in since', async () => {
    await evaluate('breached', minute(1));
    await database.pool.query(
      `insert into metric_version (metric_key, version, valid_from, definition, formula_hash, counted_at)
       select metric_key, 2, $1, definition || '{"unit": "h", "precision": 0, "title": "Renamed"}', 'other', counted_at from metric_version`,
      [minute(5)],
    );
    await database.pool.query('update metric set current_version = 2');
    const shown = { key: 'sla-attainment', title: 'Renamed', unit: '%', precision: 2 };
    expect(await listAlerts(database.pool, { state: 'open' })).toMatchObject([{ metric: shown }]);
    const [{ id = '' } = {}] = await listAlerts(database.pool, { state: 'open' });
    const units = async () => (await alertPage(database.pool, id))?.transitions.map(({ unit }) => unit);
    expect(await units()).toEqual(['%', '%']);
    await database.pool.query(
      `update alert_transition set verdict = verdict || '{"version": 2}' where to_state = 'firing'`,
    );
    expect(await units()).toEqual(['h', '%']);
    await database.pool.query(`update alert set last_verdict = last_verdict || '{"version": 2}'`);
    expect(await listAlerts(database.pool, { state: 'open' })).toMatchObject([
      { metric: { ...shown, unit: 'h', precision: 0 } },
    ]);
  });

  it('shows one alert with its history and its notifications, the latest first', async () => {
    await evaluate('breached', minute(0));
    await evaluate('ok', minute(1));
    const [{ id = '' } = {}] = await listAlerts(database.pool, { state: 'all' });
    const [claim] = await createOutbox(database).claim(1, minute(1), 1_000);
    if (!claim) throw new Error('Nothing was due.');
    await createOutbox(database).delivered(claim, minute(2));
    const page = await alertPage(database.pool, id);
    expect(page?.transitions.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'recovering resolved',
      'firing recovering',
      'pending firing',
      'inactive pending',
    ]);
    expect(page?.transitions[0]).toMatchObject({
      at: minute(1).toISOString(),
      reason: 'insideLimit',
      verdict: verdictOf('ok'),
    });
    expect(page?.notifications).toMatchObject([
      {
        route: 'hook',
        channel: 'webhook',
        kind: 'resolved',
        state: 'pending',
        attempts: 0,
        deliveredAt: null,
        error: null,
      },
      { id: claim.id, kind: 'fired', state: 'delivered', attempts: 1, deliveredAt: minute(2).toISOString() },
    ]);
    for (const unknown of ['999', 'abc', '', '1; drop table alert', '99999999999999999999']) {
      expect(await alertPage(database.pool, unknown)).toBeNull();
    }
  });

  it('answers the present state and the last breach of a guardrail', async () => {
    const reader = createAlertReader(database);
    expect(await reader.lastBreach('sla-floor', null)).toBeNull();
    await evaluate('breached', minute(0));
    expect((await reader.states(null)).get('sla-floor')).toMatchObject([
      { state: 'firing', dimensions: {}, since: minute(0).toISOString() },
    ]);
    expect(await reader.lastBreach('sla-floor', null)).toEqual({ from: minute(0).toISOString(), to: null });
    await evaluate('ok', minute(5));
    await evaluate('breached', minute(6), { ...exampleGuardrail, forMs: 60_000 });
    expect(await reader.lastBreach('sla-floor', null)).toEqual({
      from: minute(0).toISOString(),
      to: minute(5).toISOString(),
    });
  });
});
