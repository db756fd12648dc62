import { createApi } from '@tandem/api/create-api';
import { alertList, alertPage } from '@tandem/contracts/alerts';
import { silenceList } from '@tandem/contracts/alert-handling';
import { routeList } from '@tandem/contracts/routes';
import { guardrailForm, guardrailList, rehearsal, rehearsalList } from '@tandem/contracts/guardrails';
import { openChangeFeed, type ChangeFeed, type FeedMessage } from '@tandem/kpi-store/repositories/change-feed';
import { exampleGuardrail } from '@tandem/testing/alert-examples';
import { rowsOf } from '../product/read-export.js';
import { adminHeaders, apiAccess } from '../product/admin-access.js';
import { AlertStage } from './alert-stage.js';

describe('alerts over HTTP', () => {
  let stage: AlertStage;
  let feed: ChangeFeed;
  let api: Awaited<ReturnType<typeof createApi>>;
  beforeAll(async () => {
    stage = await AlertStage.open([{ ...exampleGuardrail, windowDays: 1 }]);
    feed = await openChangeFeed(stage.database.url);
    api = await createApi({
      database: stage.database,
      feed,
      jobs: { enqueue: () => Promise.resolve() },
      connectors: [],
      clock: () => stage.now,
      version: '0.1.0',
      secrets: { TANDEM_SECRET_HOOK: 'whsec_hidden' },
      dashboardDirectory: null,
      uploadDirectory: '/nonexistent',
      demoDocument: null,
      access: apiAccess,
    });
  });
  afterAll(async () => {
    await api.close();
    await feed.close();
    await stage.close();
  });

  const get = async (url: string) => {
    const answer = await api.inject({ method: 'GET', url: `/api/v1${url}`, headers: adminHeaders });
    return { status: answer.statusCode, body: answer.json<unknown>() };
  };

  it('tells listeners of the alert, lists it and shows its history, in the shapes of the contract', async () => {
    const heard: FeedMessage[] = [];
    const told = new Promise<void>((resolve) => {
      feed.subscribe((message) => {
        heard.push(message);
        resolve();
      });
    });
    expect(alertList.parse((await get('/alerts')).body)).toEqual({ alerts: [] });
    await stage.collect(616, 1058);
    await stage.evaluate();
    await stage.deliver();
    await told;
    expect(heard[0]).toMatchObject({ kind: 'alerts', keys: ['sla-floor'] });

    const { alerts } = alertList.parse((await get('/alerts?state=open')).body);
    expect(alerts).toMatchObject([
      { state: 'firing', severity: 'critical', verdict: { value: '58.22', reason: 'belowFloor' } },
    ]);
    const file = await api.inject({ method: 'GET', url: '/api/v1/alerts?format=csv', headers: adminHeaders });
    expect(await rowsOf(file.rawPayload, 'csv')).toMatchObject([
      {
        guardrail: 'sla-floor',
        state: 'firing',
        value: '58.22',
        limit: alerts[0]?.verdict?.limit,
        sentence_it: alerts[0]?.explanation?.it,
        resolved_at: null,
      },
    ]);
    const page = alertPage.parse((await get(`/alerts/${alerts[0]?.id ?? ''}`)).body);
    expect(page.alert).toEqual(alerts[0]);
    expect(page.transitions.map(({ to }) => to)).toEqual(['firing', 'pending']);
    expect(page.notifications).toMatchObject([{ route: 'hook', kind: 'fired', state: 'delivered', attempts: 1 }]);
    expect(page.notifications[0]?.id).toBe(stage.hooks[0]?.id);
  });

  const post = async (url: string, payload: object) => {
    const answer = await api.inject({ method: 'POST', url: `/api/v1${url}`, headers: adminHeaders, payload });
    return { status: answer.statusCode, body: answer.json<unknown>() };
  };

  it('takes what people do about it and shows it, and says what is not possible', async () => {
    const acted = await post('/alerts/1/acts', { kind: 'acknowledge', forMinutes: 60 });
    expect(acted.status).toBe(200);
    expect(alertPage.parse(acted.body)).toMatchObject({
      alert: { handling: { acknowledged: { until: '2026-11-16T09:00:00.000Z' } } },
      acts: [{ kind: 'acknowledge' }],
    });
    expect(await post('/alerts/1/acts', { kind: 'assign', to: 'nobody' })).toMatchObject({
      status: 400,
      body: { issues: [{ field: 'to' }] },
    });
    expect((await post('/alerts/1/acts', { kind: 'close' })).status).toBe(400);
    expect((await post('/alerts/999/acts', { kind: 'comment', text: 'x' })).status).toBe(404);
    expect(await get('/alerts/1/choices')).toMatchObject({
      status: 200,
      body: { deployments: [], people: [{ id: 'head-of-service' }, { id: 'head-of-marketing' }] },
    });
    const silence = { of: { kind: 'guardrail', id: 'sla-floor' }, reason: 'Known', forMinutes: 60 };
    expect(await post('/silences', { ...silence, of: { kind: 'metric', id: 'nothing' } })).toMatchObject({
      status: 400,
    });
    const slice = { dimension: 'priority' };
    expect((await post('/silences', { ...silence, of: { ...silence.of, slice } })).status).toBe(400);
    expect((await post('/silences', silence)).status).toBe(201);
    expect(silenceList.parse((await get('/silences')).body).silences).toMatchObject([
      { guardrail: { id: 'sla-floor' }, endedAt: null },
    ]);
    expect(routeList.parse((await get('/routes')).body).routes).toMatchObject([
      { id: 'hook', channel: 'webhook', guardrails: 1, lastTest: null },
      { id: 'mail', channel: 'email', to: 'team@example.org' },
    ]);
  });

  it('sends a test over a route the way that every message goes, and says what became of it', async () => {
    expect((await post('/routes/mail/test', {})).status).toBe(200);
    expect((await post('/routes/nowhere/test', {})).status).toBe(404);
    await stage.deliver();
    expect(stage.subjects().at(-1)).toBe('Test message of Tandem');
    stage.answerHook = (response) => response.writeHead(503).end();
    await post('/routes/hook/test', {});
    await stage.deliver();
    expect(routeList.parse((await get('/routes')).body).routes).toMatchObject([
      { lastTest: { state: 'failed', error: 'The receiver answered 503.' } },
      { lastTest: { state: 'delivered', error: null } },
    ]);
  });

  it('says so when there is no such alert, and what is wrong with a question it does not know', async () => {
    for (const id of ['999999', 'no-such-alert', '0']) {
      expect(await get(`/alerts/${id}`)).toMatchObject({
        status: 404,
        body: { statusCode: 404, message: `There is no alert "${id}".` },
      });
    }
    expect(await get('/alerts?scope=mine')).toMatchObject({ status: 400, body: { issues: [{ field: 'scope' }] } });
    expect(await get('/alerts?state=closed')).toMatchObject({ status: 400, body: { issues: [{ field: 'state' }] } });
  });

  it('lists guardrails, rehearses one that is stored and one that is only written, and tells what is wrong with its place', async () => {
    const { guardrails } = guardrailList.parse((await get('/guardrails')).body);
    expect(guardrails).toMatchObject([{ id: 'sla-floor', measure: 'value', side: 'floor', limit: '60', slices: null }]);
    const form = guardrailForm.parse((await get('/guardrails/form?id=sla-floor')).body);
    expect(form).toMatchObject({
      document: { id: 'sla-floor', atLeast: 60 },
      routes: ['hook', 'mail'],
      guardrails: ['sla-floor'],
      policies: [],
    });
    const stored = rehearsal.parse((await get('/guardrails/sla-floor/rehearsal?from=2026-11-10&to=2026-11-16')).body);
    expect(stored.slices).toMatchObject([
      { slice: '', episodes: [{ firedAt: '2026-11-15T23:00:00.000Z', endedAt: null }], flaps: 0, lapsed: 0 },
    ]);

    const post = async (text: string) => {
      const payload = { file: 'rail.yaml', text, from: '2026-11-10', to: '2026-11-16' };
      const url = '/api/v1/guardrails/rehearsal';
      const answer = await api.inject({ method: 'POST', url, headers: adminHeaders, payload });
      return { status: answer.statusCode, body: answer.json<unknown>() };
    };
    const written = (rule: string) =>
      `version: 1\nguardrails:\n  - id: strict\n    title: Strict\n    metric: sla-attainment\n    windowDays: 1\n    ${rule}\n`;
    const { rehearsals } = rehearsalList.parse((await post(written('atLeast: 55'))).body);
    expect(rehearsals).toMatchObject([{ guardrail: { id: 'strict' }, slices: [{ episodes: [] }] }]);
    expect(await stage.rows(`select 1 from guardrail where id = 'strict'`)).toEqual([]);
    expect(await post(written('kind: burn\n    objective: 100'))).toMatchObject({
      status: 400,
      body: { issues: [{ field: 'guardrails[0].objective', file: 'rail.yaml', line: 8 }] },
    });
    expect(await post(written('atLeast: 55\n    by: region'))).toMatchObject({
      status: 400,
      body: { issues: [{ field: 'guardrails[0].by', line: 8 }] },
    });
    // What stands for a secret of the environment is not read: a rehearsal answers what was written.
    const secret = written('atLeast: 55').replace('title: Strict', 'title: "${TANDEM_SECRET_HOOK}"');
    expect(rehearsalList.parse((await post(secret)).body).rehearsals[0]?.guardrail.title).toBe('${TANDEM_SECRET_HOOK}');
  });
});
