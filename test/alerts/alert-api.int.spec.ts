import { createApi } from '@tandem/api/create-api';
import { alertList, alertPage } from '@tandem/contracts/alerts';
import { openChangeFeed, type ChangeFeed, type FeedMessage } from '@tandem/kpi-store/repositories/change-feed';
import { exampleGuardrail } from '@tandem/testing/alert-examples';
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
      secrets: {},
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
    const page = alertPage.parse((await get(`/alerts/${alerts[0]?.id ?? ''}`)).body);
    expect(page.alert).toEqual(alerts[0]);
    expect(page.transitions.map(({ to }) => to)).toEqual(['firing', 'pending']);
    expect(page.notifications).toMatchObject([{ route: 'hook', kind: 'fired', state: 'delivered', attempts: 1 }]);
    expect(page.notifications[0]?.id).toBe(stage.hooks[0]?.id);
  });

  it('says so when there is no such alert, and what is wrong with a question it does not know', async () => {
    for (const id of ['999999', 'no-such-alert', '0']) {
      expect(await get(`/alerts/${id}`)).toMatchObject({
        status: 404,
        body: { statusCode: 404, message: `There is no alert "${id}".` },
      });
    }
    expect(await get('/alerts?state=closed')).toMatchObject({ status: 400, body: { issues: [{ field: 'state' }] } });
  });
});
