import type { ConfigurationHistory, ThingList } from '@tandem/contracts/settings';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { AccessStage } from '../access/access-stage.js';

type Headers = Readonly<Record<string, string>>;

const policy = (id: string, more: object = {}) => ({ id, repeatEvery: '4h', ...more });

describe('the order of alert policies', () => {
  let stage: AccessStage;
  let lead: Headers;
  beforeEach(async () => {
    stage = await AccessStage.open();
    lead = await stage.person('lead@example.org', 'administrator');
    await apply([policy('desk'), policy('shop'), policy('night')]);
  });
  afterEach(() => stage.close());

  async function apply(alertPolicies: object[], dryRun = false): Promise<ApplyAnswer['changes']> {
    const body = { text: JSON.stringify({ version: 1, alertPolicies }), dryRun };
    const reply = await stage.ask<ApplyAnswer>('POST', '/configuration', { headers: lead, body });
    expect(reply.status).toBe(200);
    return reply.body.changes;
  }
  const things = async () =>
    (await stage.ask<ThingList>('GET', '/configuration/things/alertPolicy', { headers: lead })).body.things;
  const order = async () => (await things()).map(({ id }) => id);
  /** As whoever tells alerts asks for them. */
  const asked = async () => {
    const { rows } = await stage.database.pool.query<{ id: string }>(
      'select id from alert_policy order by position, id',
    );
    return rows.map(({ id }) => id);
  };
  const put = (body: object, headers = lead) =>
    stage.ask<{ message: string; issues?: object[] }>('PUT', '/configuration/alert-policy-order', { headers, body });
  const history = async (id: string) =>
    (
      await stage.ask<ConfigurationHistory>('GET', `/configuration/history?kind=alertPolicy&id=${id}`, {
        headers: lead,
      })
    ).body.entries;

  it('is that of a file that lists them, and the file says so before', async () => {
    const file = [policy('night'), policy('desk'), policy('shop')];
    const moves = [
      { id: 'night', action: 'change', fields: [{ field: 'place', from: '3', to: '1' }] },
      { id: 'desk', action: 'change', fields: [{ field: 'place', from: '1', to: '2' }] },
      { id: 'shop', action: 'change', fields: [{ field: 'place', from: '2', to: '3' }] },
    ];
    expect(await apply(file, true)).toMatchObject(moves);
    expect(await order()).toEqual(['desk', 'shop', 'night']);
    expect(await apply(file)).toMatchObject(moves);
    expect(await order()).toEqual(['night', 'desk', 'shop']);
    expect(await asked()).toEqual(['night', 'desk', 'shop']);
    expect((await apply(file)).map(({ action }) => action)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });

  it('stays where a file names only some, and a new one comes where the file has it', async () => {
    await apply([policy('shop', { repeatEvery: '1h' })]);
    expect(await order()).toEqual(['desk', 'shop', 'night']);
    await apply([policy('night'), policy('desk')]);
    expect(await order()).toEqual(['night', 'shop', 'desk']);
    await apply([policy('first'), policy('night'), policy('last')]);
    expect(await asked()).toEqual(['first', 'night', 'shop', 'desk', 'last']);
  });

  it('does not change by saving or restoring one of them', async () => {
    await put({ order: ['night', 'desk', 'shop'], seen: ['desk', 'shop', 'night'] });
    const shop = (await things()).find(({ id }) => id === 'shop');
    const thing = { ...shop?.thing, repeatEvery: '1h' };
    const body = { thing, edition: shop?.edition };
    expect((await stage.ask('PUT', '/configuration/things/alertPolicy/shop', { headers: lead, body })).status).toBe(
      200,
    );
    const created = (await history('shop')).at(-1);
    const { edition } = (await things()).find(({ id }) => id === 'shop') ?? {};
    const restored = await stage.ask('POST', `/configuration/history/${created?.sequence}/restore`, {
      headers: lead,
      body: { edition },
    });
    expect(restored.status).toBe(200);
    expect(await things()).toMatchObject([
      { id: 'night' },
      { id: 'desk' },
      { id: 'shop', thing: { repeatEvery: '4h' } },
    ]);
  });

  it('is changed by whoever saw it, and the history says who moved what', async () => {
    const seen = ['desk', 'shop', 'night'];
    expect((await put({ order: ['shop', 'desk', 'night'], seen })).status).toBe(204);
    expect(await asked()).toEqual(['shop', 'desk', 'night']);
    expect((await history('shop'))[0]).toMatchObject({
      action: 'change',
      fields: [{ field: 'place', from: '2', to: '1' }],
    });
    expect(await history('night')).toHaveLength(1);
    const late = await put({ order: ['night', 'desk', 'shop'], seen });
    expect(late).toMatchObject({ status: 409, body: { message: expect.stringContaining('Changed meanwhile') } });
    expect(await order()).toEqual(['shop', 'desk', 'night']);
  });

  it('names every policy once', async () => {
    const seen = ['desk', 'shop', 'night'];
    for (const faulty of [['desk', 'shop'], ['desk', 'desk', 'night'], ['desk', 'shop', 'other'], []]) {
      expect(await put({ order: faulty, seen })).toMatchObject({ status: 400, body: { issues: [{ field: 'order' }] } });
    }
    const owner = await stage.person('owner@example.org', 'owner');
    expect((await put({ order: seen, seen }, owner)).status).toBe(403);
    expect(await order()).toEqual(seen);
  });
});
