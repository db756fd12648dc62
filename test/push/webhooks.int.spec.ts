import { createHmac } from 'node:crypto';
import type { EventsAnswer, SourceArrivals, WebhookSecretMade } from '@tandem/contracts/push';
import { applyRetention } from '@tandem/kpi-store/retention/apply-retention';
import { adminHeaders } from '../product/admin-access.js';
import { PushStage, pushSource } from './push-stage.js';

const ofEnvironment = 'a-secret-of-the-environment';
let stage: PushStage;
beforeEach(async () => {
  stage = await PushStage.open({ TANDEM_SECRET_PAGER: ofEnvironment });
});
afterEach(() => stage.close());

const hmac = (text: string, key: string) => createHmac('sha256', key).update(text).digest('hex');
const incident = (id: string, kind: string, at: string, reason?: string) =>
  JSON.stringify({
    event: {
      id,
      event_type: `incident.${kind}`,
      occurred_at: at,
      data: {
        id: 'PGR0VU2',
        html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
        service: { summary: 'API Service' },
        urgency: 'high',
        ...(reason === undefined ? {} : { resolve_reason: { type: reason } }),
      },
    },
  });
const triggered = incident('e1', 'triggered', '2026-11-09T08:00:00Z');
const resolved = incident('e2', 'resolved', '2026-11-09T09:00:00Z');

const deliver = async (body: string, key: string, source = 'pager') => {
  const headers = { 'content-type': 'application/json', 'x-pagerduty-signature': `v1=${hmac(body, key)}` };
  const { status, text } = await stage.send(`/webhook/${source}`, body, headers);
  return { status, answer: JSON.parse(text) as EventsAnswer & { message?: string } };
};
const arrivals = async (source = 'pager') =>
  (await stage.access.ask<SourceArrivals>('GET', `/sources/${source}/arrivals`, { headers: adminHeaders })).body;
const keepSecret = async (body: object, source = 'pager') => {
  const path = `/sources/${source}/webhook-secret`;
  return stage.access.ask<WebhookSecretMade>('POST', path, { headers: adminHeaders, body });
};

describe('a webhook', () => {
  beforeEach(() =>
    stage.apply(pushSource('pager', { webhook: { from: 'pagerduty', secret: '${TANDEM_SECRET_PAGER}' } })),
  );

  it('is let in by its signature alone, and becomes a record with those before and after it', async () => {
    expect(await deliver(triggered, ofEnvironment)).toMatchObject({ status: 200, answer: { received: 1, stored: 1 } });
    expect(await deliver(resolved, ofEnvironment)).toMatchObject({ status: 200, answer: { received: 1, stored: 1 } });
    expect(await stage.records('pager')).toMatchObject([
      { key: 'PGR0VU2', data: { openedAt: '2026-11-09T08:00:00.000Z', resolvedAt: '2026-11-09T09:00:00.000Z' } },
    ]);
  });

  it('that says what is there no more takes it back, whichever comes first, and is no record by itself', async () => {
    const merged = incident('e3', 'resolved', '2026-11-09T08:30:00Z', 'merge_resolve_reason');
    await deliver(triggered, ofEnvironment);
    expect(await deliver(merged, ofEnvironment)).toMatchObject({ status: 200, answer: { received: 1, stored: 1 } });
    const standing = 'select natural_key as key, gone from record';
    const { pool } = stage.access.database;
    expect((await pool.query(standing)).rows).toEqual([{ key: 'PGR0VU2', gone: true }]);
    expect((await pool.query('select sum(taken_back)::int as count from sync_run')).rows).toEqual([{ count: 1 }]);
    await deliver(incident('e0', 'acknowledged', '2026-11-09T08:10:00Z'), ofEnvironment);
    expect((await pool.query(standing)).rows).toEqual([{ key: 'PGR0VU2', gone: true }]);
    await deliver(incident('e4', 'reopened', '2026-11-09T09:30:00Z'), ofEnvironment);
    expect((await pool.query(standing)).rows).toEqual([{ key: 'PGR0VU2', gone: false }]);
  });

  it('that was played again changes nothing, and is counted', async () => {
    await deliver(triggered, ofEnvironment);
    await deliver(resolved, ofEnvironment);
    const before = [await stage.count('sync_run'), await stage.count('audit_log'), await stage.records('pager')];
    const again = await deliver(triggered, ofEnvironment);
    expect(again).toMatchObject({ status: 200, answer: { runId: null, received: 1, unchanged: 1 } });
    expect([await stage.count('sync_run'), await stage.count('audit_log'), await stage.records('pager')]).toEqual(
      before,
    );
    expect((await arrivals()).tallies).toMatchObject([{ kind: 'repeated', reason: 'pagerduty', count: 1 }]);
  });

  it('waits in quarantine for the event that opens its incident, and is out of it once that came', async () => {
    const first = await deliver(resolved, ofEnvironment);
    expect(first.answer).toMatchObject({ received: 1, quarantined: 1, verdicts: [{ verdict: 'quarantined' }] });
    expect(first.answer.verdicts[0]?.reason).toMatch(/openedAt.*as soon as/);
    expect(await stage.count('quarantine')).toBe(1);
    expect(await stage.records('pager')).toEqual([]);
    await deliver(triggered, ofEnvironment);
    expect(await stage.count('quarantine')).toBe(0);
    expect(await stage.records('pager')).toMatchObject([{ data: { resolvedAt: '2026-11-09T09:00:00.000Z' } }]);
  });

  it('with a wrong signature is refused with 401, writes no record, and its owner sees that', async () => {
    for (const body of [triggered, resolved])
      expect(await deliver(body, 'guessed')).toMatchObject({
        status: 401,
        answer: { message: expect.any(String) as string },
      });
    expect(await stage.records('pager')).toEqual([]);
    expect(await stage.count('push_fact')).toBe(0);
    expect((await arrivals()).tallies).toMatchObject([
      { kind: 'refused', reason: expect.stringMatching(/signature/i) as string, count: 2 },
    ]);
  });

  it('of a source that is not there, or takes none, is answered like a wrong signature', async () => {
    await stage.apply(pushSource('plain'));
    const refused = await deliver(triggered, 'guessed');
    for (const source of ['nobody', 'plain']) expect(await deliver(triggered, ofEnvironment, source)).toEqual(refused);
    expect((await arrivals('plain')).tallies).toEqual([]);
  });

  it('of another kind is answered well and counted as not used', async () => {
    const sent = await deliver(incident('e9', 'annotated', '2026-11-09T09:00:00Z'), ofEnvironment);
    expect(sent).toMatchObject({ status: 200, answer: { received: 0, notUsed: 1 } });
    expect((await arrivals()).tallies).toMatchObject([{ kind: 'notUsed', reason: 'incident.annotated', count: 1 }]);
  });

  it('that is signed and cannot be understood is in quarantine', async () => {
    const odd = JSON.stringify({ event: { id: 'x', event_type: 'incident.triggered', occurred_at: 'yesterday' } });
    expect(await deliver(odd, ofEnvironment)).toMatchObject({ status: 200, answer: { quarantined: 1 } });
    expect(await deliver('{"event"', ofEnvironment)).toMatchObject({ status: 400 });
  });

  it('goes with its record when that is too old to be kept, and does not come back when it is played again', async () => {
    for (const body of [triggered, resolved]) await deliver(body, ofEnvironment);
    await stage.apply(
      'version: 1\norganisation: { keep: { records: { deployment: 400d, change: 400d, incident: 400d } } }',
    );
    stage.access.later(500 * 86_400_000);
    for (let step = 0; step < 100 && (await applyRetention(stage.access.database, stage.access.now)); step += 1);
    expect([await stage.count('record'), await stage.count('push_fact')]).toEqual([0, 0]);
    const again = await deliver(triggered, ofEnvironment);
    expect(again).toMatchObject({ status: 200, answer: { received: 0, verdicts: [{ verdict: 'leftOut' }] } });
    expect([await stage.count('record'), await stage.count('push_fact')]).toEqual([0, 0]);
  });

  it('that comes many times at once counts once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(triggered, ofEnvironment)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(answers.filter(({ answer }) => answer.stored === 1)).toHaveLength(1);
    expect(await stage.count('push_fact')).toBe(1);
  });
});

describe('the secret of a webhook', () => {
  beforeEach(() => stage.apply(pushSource('pager', { webhook: { from: 'pagerduty' } })));

  it('lets nothing in before it is there', async () => {
    expect(await deliver(triggered, '')).toMatchObject({ status: 401 });
    expect((await arrivals()).tallies).toMatchObject([{ reason: expect.stringMatching(/no secret/) as string }]);
  });

  it('is kept encrypted, never shown again, and gives way to the next after its hours', async () => {
    expect(await keepSecret({ secret: 'first-secret' })).toMatchObject({
      status: 201,
      body: { path: '/api/v1/push/webhook/pager', secret: null },
    });
    await keepSecret({ secret: 'second-secret', formerHours: 2 });
    const { rows } = await stage.access.database.pool.query<{ secret: string }>('select secret from webhook_secret');
    expect(rows.map(({ secret }) => secret.slice(0, 9))).toEqual(['sealed:1:', 'sealed:1:']);
    expect(JSON.stringify(await arrivals())).not.toMatch(/first-secret|second-secret/);
    expect((await arrivals()).webhook?.secrets).toHaveLength(2);
    expect(await deliver(triggered, 'first-secret')).toMatchObject({ status: 200 });
    expect(await deliver(resolved, 'second-secret')).toMatchObject({ status: 200 });
    stage.access.later(2 * 3_600_000);
    expect(await deliver(triggered, 'first-secret')).toMatchObject({ status: 401 });
    expect(await deliver(triggered, 'second-secret')).toMatchObject({ status: 200 });
  });

  it('is made here where the sender lets others choose, and asked for where it does not', async () => {
    expect(await keepSecret({})).toMatchObject({ status: 400 });
    await stage.apply(pushSource('code', { webhook: { from: 'github' } }));
    const made = await keepSecret({}, 'code');
    expect(made.body.secret).toMatch(/^[\w-]{43}$/);
    const ping = '{"zen":"Keep it logically awesome."}';
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'ping',
      'x-hub-signature-256': `sha256=${hmac(ping, made.body.secret ?? '')}`,
    };
    expect(await stage.send('/webhook/code', ping, headers)).toMatchObject({ status: 200 });
  });

  it('is asked for of a source that takes webhooks only, and given by administrators only', async () => {
    await stage.apply(pushSource('plain'));
    expect(await keepSecret({ secret: 'first-secret' }, 'plain')).toMatchObject({ status: 400 });
    expect(await keepSecret({ secret: 'first-secret' }, 'nobody')).toMatchObject({ status: 404 });
    const owner = await stage.access.person('owner@example.org', 'owner');
    const path = '/sources/pager/webhook-secret';
    expect(await stage.access.ask('POST', path, { headers: owner, body: { secret: 'first-secret' } })).toMatchObject({
      status: 403,
    });
  });

  it('cannot stand in a file', async () => {
    const inClear = pushSource('pager', { webhook: { from: 'pagerduty', secret: 'in-clear' } });
    await expect(stage.apply(inClear)).rejects.toThrow(/TANDEM_SECRET_/);
  });
});
