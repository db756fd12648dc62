import type { PreferencesAnswer } from '@tandem/contracts/preferences';
import type { SavedView, SavedViewList } from '@tandem/contracts/saved-views';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage } from './access-stage.js';

type Headers = Readonly<Record<string, string>>;

let stage: AccessStage;
let marketing: Headers;
let delivery: Headers;
let administrator: Headers;

beforeAll(async () => {
  stage = await AccessStage.open();
  administrator = await stage.person('admin@example.org', 'administrator');
  marketing = await stage.person('marketing@example.org', 'viewer', 'marketing');
  delivery = await stage.person('it@example.org', 'owner', 'it');
});
afterAll(() => stage.close());

const view = { name: 'Breaches', address: '/board?status=breach&period=2026-Q4', isShared: false };
const save = (headers: Headers, body: object) => stage.ask<SavedView>('POST', '/views', { headers, body });
const namesOf = async (headers: Headers) =>
  (await stage.ask<SavedViewList>('GET', '/views', { headers })).body.views.map(({ name, isMine }) => [name, isMine]);
const choose = (headers: Headers, body: object) =>
  stage.ask<PreferencesAnswer>('PATCH', '/account/preferences', { headers, body });
const preferencesOf = async (headers: Headers) =>
  (await stage.ask<PreferencesAnswer>('GET', '/account/preferences', { headers })).body;

describe('a saved view', () => {
  it('is its owner’s alone until it is shared, and then everybody’s to open and the owner’s to change', async () => {
    const { status, body } = await save(marketing, view);
    expect([status, body]).toEqual([201, expect.objectContaining({ ...view, isMine: true })]);
    expect([await namesOf(marketing), await namesOf(delivery), await namesOf(adminHeaders)]).toEqual([
      [['Breaches', true]],
      [],
      [],
    ]);
    const path = `/views/${body.id}`;
    expect((await stage.ask('PATCH', path, { headers: delivery, body: { name: 'X' } })).status).toBe(404);
    await stage.ask('PATCH', path, { headers: marketing, body: { isShared: true } });
    expect([await namesOf(delivery), await namesOf(adminHeaders)]).toEqual([
      [['Breaches', false]],
      [['Breaches', false]],
    ]);
    expect((await stage.ask('PATCH', path, { headers: delivery, body: { name: 'X' } })).status).toBe(403);
    expect((await stage.ask('DELETE', path, { headers: delivery })).status).toBe(403);
    expect((await stage.ask('DELETE', path, { headers: administrator })).status).toBe(204);
    expect(await namesOf(marketing)).toEqual([]);
  });

  it('is an address of this dashboard, under a name that its owner uses once', async () => {
    for (const address of [
      'https://example.org',
      '//example.org',
      '/settings/people',
      '/boards',
      '/board#x',
      '/board\\x',
    ])
      expect([address, (await save(marketing, { ...view, address })).status]).toEqual([address, 400]);
    expect((await save(marketing, { ...view, name: ' ' })).status).toBe(400);
    expect((await save(marketing, view)).status).toBe(201);
    expect((await save(marketing, view)).status).toBe(409);
    expect((await save(delivery, view)).status).toBe(201);
  });
});

describe('how somebody reads', () => {
  it('is as usual until it is chosen, and each choice leaves the others', async () => {
    const usual = await preferencesOf(delivery);
    expect(usual.preferences).toMatchObject({
      locale: 'en-GB',
      timeZone: null,
      density: 'comfortable',
      shortcuts: true,
    });
    await choose(delivery, { locale: 'de-DE', timeZone: 'America/New_York' });
    await choose(delivery, { density: 'compact' });
    expect((await preferencesOf(delivery)).preferences).toEqual({
      ...usual.preferences,
      locale: 'de-DE',
      timeZone: 'America/New_York',
      density: 'compact',
    });
    expect((await preferencesOf(marketing)).preferences).toEqual(usual.preferences);
    expect((await choose(delivery, { timeZone: 'Europe/Nowhere' })).status).toBe(400);
    expect((await choose(delivery, {})).status).toBe(400);
  });

  it('begins with a view that one may open, as long as one may', async () => {
    const mine = (await save(marketing, { ...view, name: 'Mine' })).body.id;
    expect((await choose(delivery, { startView: mine })).status).toBe(400);
    await stage.ask('PATCH', `/views/${mine}`, { headers: marketing, body: { isShared: true } });
    expect((await choose(delivery, { startView: mine })).body.startAddress).toBe(view.address);
    await stage.ask('PATCH', `/views/${mine}`, { headers: marketing, body: { isShared: false } });
    expect(await preferencesOf(delivery)).toMatchObject({ startAddress: null, preferences: { startView: null } });
    await choose(marketing, { startView: mine });
    await stage.ask('DELETE', `/views/${mine}`, { headers: marketing });
    expect((await preferencesOf(marketing)).startAddress).toBeNull();
  });
});
