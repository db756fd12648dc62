import type { Catalogue } from '@tandem/contracts/catalogue';
import type { ConfigurationHistory, ThingList } from '@tandem/contracts/settings';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { AccessStage } from '../access/access-stage.js';

type Headers = Readonly<Record<string, string>>;
type Kind = ThingList['kind'];

const hours = [{ days: ['monday', 'friday'], from: '09:00', to: '17:00' }];
const support = { id: 'support', timeZone: 'Europe/Berlin', hours };
const metric = {
  key: 'first-reply',
  title: 'First reply',
  description: 'How long a first reply takes.',
  formula: {
    kind: 'duration',
    stream: 'slaCycle',
    at: ['stoppedAt'],
    from: 'startedAt',
    to: 'stoppedAt',
    clock: 'support',
  },
  unit: 'h',
  direction: 'down',
  owners: { it: 'service' },
};
const secret = `whsec_${'a'.repeat(40)}`;

describe('single things of the configuration', () => {
  let stage: AccessStage;
  let lead: Headers;
  let other: Headers;
  beforeEach(async () => {
    stage = await AccessStage.open();
    lead = await stage.person('lead@example.org', 'administrator');
    other = await stage.person('other@example.org', 'administrator');
    await apply({
      teams: [{ id: 'desk', title: 'Service desk', side: 'it' }],
      people: [{ id: 'service', name: 'Head of Service', side: 'it', team: 'desk' }],
      calendars: [support],
      metrics: [metric],
      routes: [{ id: 'hook', channel: 'webhook', url: 'https://alerts.example.org/tandem', secret }],
    });
  });
  afterEach(() => stage.close());

  async function apply(file: object): Promise<void> {
    const body = { text: JSON.stringify({ version: 1, ...file }) };
    const { status, body: said } = await stage.ask('POST', '/configuration', { headers: lead, body });
    expect({ status, said: status === 200 ? null : said }).toEqual({ status: 200, said: null });
  }
  const things = async (kind: Kind) =>
    (await stage.ask<ThingList>('GET', `/configuration/things/${kind}`, { headers: lead })).body.things;
  const thingOf = async (kind: Kind, id: string) => (await things(kind)).find((one) => one.id === id);
  const put = (kind: Kind, id: string, thing: object, edition: string | null | undefined, headers = lead) =>
    stage.ask<ApplyAnswer & { message: string; issues?: { field: string; reason: string }[] }>(
      'PUT',
      `/configuration/things/${kind}/${id}`,
      { headers, body: { thing, edition: edition ?? null } },
    );
  const remove = async (kind: Kind, id: string, edition?: string) => {
    const known = edition ?? (await thingOf(kind, id))?.edition ?? 'none';
    return stage.ask<{ message: string }>('DELETE', `/configuration/things/${kind}/${id}?edition=${known}`, {
      headers: lead,
    });
  };
  const history = async (query = '') =>
    (await stage.ask<ConfigurationHistory>('GET', `/configuration/history${query}`, { headers: lead })).body.entries;
  const restore = async (sequence: number | undefined, edition: string | null | undefined) =>
    stage.ask<ApplyAnswer>('POST', `/configuration/history/${sequence}/restore`, {
      headers: lead,
      body: { edition: edition ?? null },
    });

  it('are read as a file has them, with what names them and no secret', async () => {
    expect(await thingOf('calendar', 'support')).toMatchObject({
      thing: { timeZone: 'Europe/Berlin', hours },
      usedBy: [{ kind: 'metric', id: 'first-reply', title: 'First reply' }],
      changed: { by: 'Person lead@example.org' },
    });
    const routes = await things('route');
    expect(routes[0]?.thing).toMatchObject({ secret: 'unchanged' });
    expect(JSON.stringify(routes)).not.toContain('whsec_');
    const refused = await stage.ask('GET', '/configuration/things/route', {
      headers: await stage.person('viewer@example.org', 'viewer'),
    });
    expect(refused.status).toBe(403);
  });

  it('are saved by whoever has seen the present edition, and by nobody who has not', async () => {
    const before = await thingOf('team', 'desk');
    const mine = { id: 'desk', title: 'Help desk', side: 'it' };
    expect((await put('team', 'desk', mine, before?.edition, other)).body.changes).toMatchObject([
      { kind: 'team', action: 'change', fields: [{ field: 'title', from: 'Service desk', to: 'Help desk' }] },
    ]);
    const late = await put('team', 'desk', { ...mine, title: 'Support' }, before?.edition);
    expect(late.status).toBe(409);
    expect(late.body.message).toBe('Changed meanwhile by Person other@example.org. Nothing was saved.');
    expect((await put('team', 'desk', mine, null)).status).toBe(409);
    expect((await put('team', 'nobody', { ...mine, id: 'nobody' }, before?.edition)).status).toBe(404);
    expect(await thingOf('team', 'desk')).toMatchObject({
      thing: { title: 'Help desk' },
      changed: { by: 'Person other@example.org' },
    });
  });

  it('are refused with the field that is wrong', async () => {
    const crossed = { ...support, hours: [{ days: ['monday'], from: '17:00', to: '09:00' }] };
    const refused = await put('calendar', 'support', crossed, (await thingOf('calendar', 'support'))?.edition);
    expect(refused).toMatchObject({ status: 400, body: { issues: [{ field: 'hours.0.to' }] } });
    const { edition } = (await thingOf('organisation', 'organisation')) ?? {};
    const zone = await put('organisation', 'organisation', { timeZone: 'Europe/Nowhere' }, edition);
    expect(zone).toMatchObject({ status: 400, body: { issues: [{ field: 'timeZone' }] } });
    const renamed = await put('calendar', 'support', { ...support, id: 'other' }, null);
    expect(renamed.body.issues?.[0]).toMatchObject({ field: 'id' });
  });

  it('say before they are saved which numbers they move', async () => {
    const preview = async (kind: Kind, thing: object) =>
      (
        await stage.ask<ApplyAnswer>('POST', `/configuration/things/${kind}/preview`, {
          headers: lead,
          body: { thing },
        })
      ).body;
    expect(await preview('organisation', { timeZone: 'Europe/Lisbon' })).toMatchObject({
      applied: false,
      recounts: ['first-reply'],
    });
    const longer = { ...support, hours: [{ days: ['monday', 'friday'], from: '09:00', to: '18:00' }] };
    expect(await preview('calendar', longer)).toMatchObject({
      recounts: ['first-reply'],
      changes: expect.arrayContaining([expect.objectContaining({ kind: 'metric', id: 'first-reply' })]),
    });
    expect(await preview('calendar', support)).toMatchObject({ recounts: [], changes: [{ action: 'unchanged' }] });
    expect(await thingOf('calendar', 'support')).toMatchObject({ thing: { hours } });
  });

  it('are taken away when nothing names them any more', async () => {
    const used = await remove('calendar', 'support');
    expect(used).toMatchObject({ status: 409, body: { message: expect.stringContaining('metric "First reply"') } });
    expect((await remove('metric', 'first-reply', 'any')).status).toBe(409);
    const holder = { id: 'helper', name: 'Helper', side: 'it', team: 'desk' };
    await put('person', 'helper', holder, null);
    expect((await remove('person', 'helper', 'another')).status).toBe(409);
    expect((await remove('person', 'helper')).status).toBe(204);
    expect(await thingOf('person', 'helper')).toBeUndefined();
    expect((await remove('person', 'helper', 'any')).status).toBe(404);
    const [entry] = await history('?kind=person&id=helper');
    expect(entry).toMatchObject({ action: 'remove', by: 'Person lead@example.org', title: 'Helper' });
    expect(entry?.fields).toContainEqual({ field: 'name', from: 'Helper', to: null });
    expect((await restore(entry?.sequence, null)).status).toBe(200);
    expect(await thingOf('person', 'helper')).toMatchObject({ thing: holder });
  });

  it('that the record names stay: whoever speaks for an account', async () => {
    await put('person', 'speaker', { id: 'speaker', name: 'Speaker', side: 'it' }, null);
    await stage.person('speaker@example.org', 'owner', 'it', 'speaker');
    const refused = await remove('person', 'speaker');
    expect(refused).toMatchObject({ status: 409, body: { message: expect.stringContaining('account') } });
    expect(await thingOf('person', 'speaker')).toBeDefined();
  });

  it('were there for whoever asks about the time before they were taken away', async () => {
    const owners = async (asKnownAt?: string) => {
      const query = asKnownAt === undefined ? '' : `?asKnownAt=${encodeURIComponent(asKnownAt)}`;
      const { body } = await stage.ask<{ owners: { it: { name: string } | null } }>(
        'GET',
        `/metrics/first-reply${query}`,
        { headers: lead },
      );
      return body.owners.it?.name ?? null;
    };
    await put('team', 'night', { id: 'night', title: 'Night desk', side: 'it' }, null);
    const ownedBy = async (it: string) =>
      put('metric', 'first-reply', { ...metric, owners: { it } }, (await thingOf('metric', 'first-reply'))?.edition);
    await ownedBy('night');
    const then = stage.now.toISOString();
    stage.later(60_000);
    await ownedBy('service');
    expect((await remove('team', 'night')).status).toBe(204);
    expect(await owners()).toBe('Head of Service');
    expect(await owners(then)).toBe('Night desk');
    const { body } = await stage.ask<Catalogue>('GET', '/catalogue', { headers: lead });
    expect(body.owners.map(({ id }) => id)).not.toContain('night');
  });

  it('are put back as they were, the organisation too', async () => {
    const edition = async () => (await thingOf('organisation', 'organisation'))?.edition;
    await put('organisation', 'organisation', { name: 'Northern Ferries', keep: { uploads: '90d' } }, await edition());
    const [first] = await history('?kind=organisation');
    await put('organisation', 'organisation', { keep: {}, fiscalYearStartsIn: 'april' }, await edition());
    const [second] = await history('?kind=organisation');
    expect(second?.fields.map(({ field }) => field).sort()).toEqual(['fiscalYearStartsIn', 'keep.uploads']);
    expect((await restore(first?.sequence, await edition())).status).toBe(200);
    await put('organisation', 'organisation', { linkWithinHours: 48 }, await edition());
    expect((await restore(first?.sequence, await edition())).status).toBe(200);
    expect(await thingOf('organisation', 'organisation')).toMatchObject({
      thing: { name: 'Northern Ferries', linkWithinHours: 24, keep: { uploads: '90d' }, fiscalYearStartsIn: 'january' },
    });
    expect((await restore(first?.sequence, 'stale')).status).toBe(409);
    expect((await restore(987_654, null)).status).toBe(404);
    expect((await history('?limit=2')).length).toBe(2);
  });
});
