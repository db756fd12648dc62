import type { AccountList } from '@tandem/contracts/access';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage, bearer } from './access-stage.js';

const document = 'version: 1\norganisation: { name: Changed }';

describe('what callers may do', () => {
  let stage: AccessStage;
  const people: Record<string, Readonly<Record<string, string>>> = {};
  beforeAll(async () => {
    stage = await AccessStage.open();
    for (const role of ['viewer', 'contributor', 'owner', 'administrator'] as const)
      people[role] = await stage.person(`${role}@example.org`, role);
  });
  afterAll(() => stage.close());

  const statuses = async (method: 'GET' | 'POST', path: string, body?: object) =>
    Promise.all(
      [{}, ...Object.values(people)].map(
        async (headers) => (await stage.ask(method, path, { headers, ...(body ? { body } : {}) })).status,
      ),
    );

  it('is nothing for whoever is not signed in, reading for all, and changing by role', async () => {
    expect(await statuses('GET', '/goals')).toEqual([401, 200, 200, 200, 200]);
    expect(await statuses('POST', '/sources/nowhere/sync')).toEqual([401, 403, 404, 404, 404]);
    expect(await statuses('POST', '/configuration', { text: document })).toEqual([401, 403, 403, 403, 200]);
    expect(await statuses('GET', '/accounts')).toEqual([401, 403, 403, 403, 200]);
    expect(await statuses('GET', '/configuration')).toEqual([401, 403, 403, 403, 200]);
    expect(await statuses('POST', '/sign-in-links', {})).toEqual([401, 403, 403, 403, 403]);
  });

  it('is a signature only as the person that one speaks as, whatever a request says', async () => {
    const sign = '/metrics/attainment/proposals/1/sign';
    expect(await statuses('POST', sign, {})).toEqual([401, 403, 403, 403, 403]);
    const signer = await stage.person('signer@example.org', 'owner', 'it');
    const ask = (headers: Readonly<Record<string, string>>, body: object) =>
      stage.ask('POST', sign, { headers, body }).then(({ status }) => status);
    expect(await ask(signer, {})).toBe(404);
    expect(await ask(signer, { by: 'somebody-else' })).toBe(400);
    expect(await ask(adminHeaders, {})).toBe(403);
  });

  it('leaves a trace when somebody tries to change what is protected', async () => {
    // What was refused before is counted for a quarter of an hour.
    stage.later(15 * 60_000);
    await stage.ask('GET', '/accounts', { headers: people['viewer'] ?? {} });
    const { rows: before } = await stage.database.pool.query("select 1 from audit_log where action = 'access.refused'");
    const { status } = await stage.ask('POST', '/configuration', {
      headers: people['contributor'] ?? {},
      body: { text: document },
    });
    expect(status).toBe(403);
    const { rows } = await stage.database.pool.query<{ actor: string; subject_id: string }>(
      "select actor, subject_id from audit_log where action = 'access.refused' order by id",
    );
    expect(rows).toHaveLength(before.length + 1);
    expect(rows.at(-1)).toEqual({
      actor: expect.stringMatching(/^account:/),
      subject_id: 'POST /api/v1/configuration',
    });
  });

  it('cannot be given to oneself: unknown fields are refused, and nobody changes their own role', async () => {
    const { body } = await stage.ask<AccountList>('GET', '/accounts', { headers: adminHeaders });
    const own = body.accounts.find(({ email }) => email === 'administrator@example.org');
    const patch = (body: object, headers = people['administrator'] ?? {}) =>
      stage.ask('PATCH', `/accounts/${own?.id ?? ''}`, { headers, body });
    expect((await patch({ role: 'viewer' })).status).toBe(409);
    expect((await patch({ disabled: true })).status).toBe(409);
    expect((await patch({ workspaceId: 'other' })).status).toBe(400);
    expect((await patch({ role: 'root' })).status).toBe(400);
    expect((await patch({ role: 'administrator' }, people['owner'])).status).toBe(403);
    const password = { present: null, next: 'calm rowing at dusk', role: 'administrator' };
    expect(
      (await stage.ask('POST', '/account/password', { headers: people['viewer'] ?? {}, body: password })).status,
    ).toBe(400);
    const signIn = { email: 'viewer@example.org', password: 'x', workspaceId: 'other' };
    expect((await stage.ask('POST', '/session', { body: signIn })).status).toBe(400);
    // The last administrator stays one, whoever asks.
    expect((await patch({ role: 'viewer' }, adminHeaders)).status).toBe(409);
  });

  it('is the same for every spelling of a path', async () => {
    for (const path of [
      '/api/v1/goals',
      '/api/v1/%67oals',
      '/api/v1//goals',
      '//api/v1/goals',
      '/api/v1/./goals',
      '/API/v1/goals',
      '/api/v1/goals/',
      '/api/v1/goals?x=/api/v1/health',
      '/api/v1/health/../goals',
      'http://elsewhere.example/api/v1/goals',
      '/api/openapi.json',
    ]) {
      for (const method of ['GET', 'HEAD'] as const) {
        const answer = await stage.api.inject({ method, url: path });
        expect([path, method, [401, 404].includes(answer.statusCode)]).toEqual([path, method, true]);
        expect(answer.body).not.toContain('"goals"');
      }
    }
    const head = await stage.api.inject({ method: 'HEAD', url: '/api/v1/goals', headers: adminHeaders });
    expect(head.statusCode).toBe(200);
  });

  it('is kept to the scopes, the sources and the maker of a token', async () => {
    const administrator = people['administrator'] ?? {};
    const make = async (body: object) =>
      (await stage.token(administrator, { name: 'Robot', validDays: 30, ...body })).secret;
    const reading = bearer(await make({ scopes: ['read'] }));
    const pushing = bearer(await make({ scopes: ['push'], sources: ['desk'] }));
    const applying = bearer(await make({ scopes: ['apply'] }));
    const ask = async (
      headers: Readonly<Record<string, string>>,
      method: 'GET' | 'POST',
      path: string,
      body?: object,
    ) => (await stage.ask(method, path, { headers, ...(body ? { body } : {}) })).status;
    expect(await ask(reading, 'GET', '/goals')).toBe(200);
    expect(await ask(reading, 'POST', '/configuration', { text: document })).toBe(403);
    expect(await ask(applying, 'POST', '/configuration', { text: document })).toBe(200);
    expect(await ask(applying, 'GET', '/accounts')).toBe(403);
    expect(await ask(pushing, 'GET', '/goals')).toBe(403);
    expect(await ask(pushing, 'POST', '/push/slaCycle?source=desk', [])).toBe(400);
    expect(await ask(pushing, 'POST', '/push/slaCycle?source=other', [])).toBe(403);
    for (const headers of [reading, applying, adminHeaders])
      expect(await ask(headers, 'GET', '/account/sessions')).toBe(403);
    expect(await ask(adminHeaders, 'POST', '/tokens', { name: 'x', scopes: ['read'], validDays: 1 })).toBe(403);
  });
});
