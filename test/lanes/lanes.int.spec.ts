import type { MetricEvents } from '@tandem/contracts/metrics';
import { adminHeaders } from '../product/admin-access.js';
import { PushStage, pushSource } from '../push/push-stage.js';

const counted = (key: string, where: object) => ({
  key,
  title: key,
  description: key,
  formula: { kind: 'count', stream: 'deployment', at: ['finishedAt'], ...where },
  unit: 'count',
  precision: 0,
  direction: 'up',
  windowDays: 7,
});
const time = 'from=2026-11-01&to=2027-01-01';

let stage: PushStage;
beforeAll(async () => {
  stage = await PushStage.open();
  await stage.apply(pushSource('desk'));
  const metrics = [counted('all', {}), counted('shop', { where: { service: 'shop' } })];
  await stage.apply(JSON.stringify({ version: 1, metrics }));
});
afterAll(() => stage.close());

const push = async (stream: string, records: object[]) => {
  const { status, text } = await stage.sendAs(`/${stream}?source=desk`, JSON.stringify(records), {
    'content-type': 'application/json',
  });
  expect({ status, text }).toMatchObject({ status: 200, text: expect.stringContaining('"quarantined":0') as string });
};
const events = async (key: string, more = ''): Promise<MetricEvents> => {
  const path = `/metrics/${key}/events?${time}${more}`;
  const { status, body } = await stage.access.ask<MetricEvents>('GET', path, { headers: adminHeaders });
  expect(status).toBe(200);
  return body;
};

describe('the lanes below a chart', () => {
  it('say that nobody tells of them before any source has', async () => {
    expect(await events('all')).toMatchObject({
      deployments: [],
      campaigns: [],
      freezes: [],
      told: { deployments: false, campaigns: false, freezes: false },
    });
  });

  it('hold what sources of both departments tell, in the time that is asked for', async () => {
    await push('campaign', [
      {
        key: 'autumn',
        title: 'Autumn launch',
        startsAt: '2026-10-20T00:00:00Z',
        endsAt: '2026-11-03T00:00:00Z',
        channel: 'mail',
      },
      { key: 'winter', title: 'Winter', startsAt: '2026-12-20T00:00:00Z' },
      {
        key: 'off',
        title: 'Called off',
        startsAt: '2026-11-09T00:00:00Z',
        endsAt: '2026-11-12T00:00:00Z',
        state: 'cancelled',
      },
      { key: 'past', title: 'Past', startsAt: '2026-09-01T00:00:00Z', endsAt: '2026-11-01T00:00:00Z' },
    ]);
    await push('freeze', [
      { key: 'all', title: 'Year end', startsAt: '2026-12-18T00:00:00Z', endsAt: '2027-01-04T00:00:00Z' },
      {
        key: 'desk',
        title: 'Desk moves',
        startsAt: '2026-11-05T00:00:00Z',
        endsAt: '2026-11-06T00:00:00Z',
        service: 'desk',
      },
    ]);
    await push('deployment', [
      {
        key: 'a',
        service: 'shop',
        tier: 'production',
        ref: 'v1',
        finishedAt: '2026-11-04T08:00:00Z',
        outcome: 'succeeded',
      },
      {
        key: 'b',
        service: 'desk',
        tier: 'production',
        ref: 'v2',
        finishedAt: '2026-11-05T08:00:00Z',
        outcome: 'failed',
      },
    ]);
    const all = await events('all');
    expect(all.campaigns).toEqual([
      { title: 'Autumn launch', start: '2026-10-20T00:00:00.000Z', end: '2026-11-03T00:00:00.000Z', channel: 'mail' },
      { title: 'Winter', start: '2026-12-20T00:00:00.000Z', end: null, channel: null },
    ]);
    expect(all.freezes.map(({ title }) => title)).toEqual(['Desk moves', 'Year end']);
    expect(all.deployments.map(({ ref, outcome }) => [ref, outcome])).toEqual([
      ['v1', 'succeeded'],
      ['v2', 'failed'],
    ]);
    expect([all.told, all.deploymentsCut]).toEqual([{ deployments: true, campaigns: true, freezes: true }, false]);
  });

  it('of a metric of one service hold what was done to it, and campaigns of all', async () => {
    const shop = await events('shop');
    expect(shop.deployments.map(({ ref }) => ref)).toEqual(['v1']);
    expect(shop.freezes.map(({ title }) => title)).toEqual(['Year end']);
    expect(shop.campaigns).toHaveLength(2);
  });

  it('say as of earlier what was known then, also of a campaign that was moved', async () => {
    const then = stage.access.now.toISOString();
    stage.access.later(60_000);
    await push('campaign', [
      { key: 'winter', title: 'Winter, earlier', startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-09T00:00:00Z' },
    ]);
    const title = async (more = '') => (await events('all', more)).campaigns.at(-1)?.title;
    expect(await title()).toBe('Winter, earlier');
    expect(await title(`&asKnownAt=${then}`)).toBe('Winter');
  });
});
