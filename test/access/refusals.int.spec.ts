import { Logger } from '@nestjs/common';
import type { Invited, SignInLinkMade } from '@tandem/contracts/access';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage, bearer, goodPassword } from './access-stage.js';

const windowMs = 15 * 60_000;

describe('the audit trail', () => {
  let stage: AccessStage;
  beforeEach(async () => {
    stage = await AccessStage.open();
  });
  afterEach(() => stage.close());

  interface Row {
    readonly row: string;
    readonly details: Readonly<Record<string, unknown>>;
  }
  const refusals = async (): Promise<Row[]> =>
    (
      await stage.database.owner.query<Row>(
        `select action || ' ' || subject_kind || ' ' || subject_id || ' by ' || split_part(actor, ':', 1) as row, after as details
           from audit_log where action in ('access.refused', 'access.limited', 'sign-in.refused') order by id`,
      )
    ).rows;
  const address = '198.51.100.7';

  it('tells of a reading that was refused, and once of all that followed', async () => {
    const headers = await stage.person('viewer@example.org', 'viewer');
    for (let time = 0; time < 40; time += 1)
      expect((await stage.ask('GET', '/accounts', { headers })).status).toBe(403);
    const refused = 'access.refused route GET /api/v1/accounts by account';
    expect(await refusals()).toEqual([{ row: refused, details: { address } }]);
    const since = stage.now.toISOString();
    stage.later(windowMs);
    await stage.ask('GET', '/accounts', { headers });
    expect((await refusals()).slice(1)).toEqual([
      { row: refused, details: { address, times: 39, since } },
      { row: refused, details: { address } },
    ]);
  });

  it('tells of tokens that nobody has, not of what they were, and not of whoever brought nothing', async () => {
    for (let time = 0; time < 3; time += 1)
      await stage.ask('GET', '/goals', { headers: bearer(`tandem_guess${time}`) });
    expect((await stage.ask('GET', '/goals')).status).toBe(401);
    expect((await stage.ask('GET', '/goals', { headers: { cookie: 'tandem=planted' } })).status).toBe(401);
    const rows = await refusals();
    expect(rows).toEqual([{ row: 'access.refused token unknown by visitor', details: { address, by: 'token' } }]);
  });

  it('tells of links that are spent or that nobody made', async () => {
    const made = await stage.ask<SignInLinkMade>('POST', '/sign-in-links', { headers: adminHeaders, body: {} });
    const link = made.body.link.split('#')[1];
    for (let time = 0; time < 2; time += 1) await stage.ask('POST', '/session/link', { body: { link } });
    const invitation = { email: 'a@example.org', name: 'A', role: 'viewer' };
    const invited = await stage.ask<Invited>('POST', '/accounts/invitations', {
      headers: adminHeaders,
      body: invitation,
    });
    const accept = { token: invited.body.link.split('#')[1], name: 'A', password: goodPassword };
    for (let time = 0; time < 2; time += 1) await stage.ask('POST', '/invitation/accept', { body: accept });
    await stage.ask('POST', '/password-link', { body: { token: 'guessed' } });
    await stage.ask('POST', '/password-link/use', { body: { token: 'guessed', password: goodPassword } });
    const guessed = 'g'.repeat(43);
    for (let time = 0; time < 2; time += 1) {
      expect((await stage.ask('POST', '/shared-review', { body: { token: guessed } })).status).toBe(404);
      expect((await stage.ask('GET', `/review-calendar/${guessed}.ics`)).status).toBe(404);
    }
    const row = 'sign-in.refused link unknown by visitor';
    expect(await refusals()).toEqual(
      ['sign-in-link', 'invitation', 'password-link', 'review-link', 'calendar'].map((by) => ({
        row,
        details: { address, by },
      })),
    );
  });

  it('tells of deliveries that nobody signed', async () => {
    expect((await stage.ask('POST', '/push/webhook/desk', { body: { a: 1 } })).status).toBe(401);
    const row = 'access.refused route POST /api/v1/push/webhook/:source by visitor';
    expect(await refusals()).toEqual([{ row, details: { address, by: 'signature' } }]);
  });

  it('tells of tries over the limit', async () => {
    for (let time = 0; time < 12; time += 1) await stage.signIn('nobody@example.org', 'wrong');
    const rows = await refusals();
    expect(rows.map(({ row }) => row)).toEqual([
      ...Array<string>(8).fill('sign-in.refused account unknown by visitor'),
      'access.limited route POST /api/v1/session by visitor',
    ]);
  });

  it('tells of requests that come from a page of another site', async () => {
    const headers = { ...(await stage.person('lead@example.org', 'owner')), 'sec-fetch-site': 'cross-site' };
    expect((await stage.ask('POST', '/sources/desk/sync', { headers })).status).toBe(403);
    expect(await refusals()).toEqual([
      { row: 'access.refused route POST /api/v1/sources/:id/sync by visitor', details: { address } },
    ]);
  });

  it('leaves refused input to the log, which counts it and tells nothing of what was sent', async () => {
    const headers = { ...(await stage.person('admin@example.org', 'administrator')), 'sec-fetch-site': 'same-origin' };
    const lines: string[] = [];
    const collect = (message: unknown) => void lines.push(String(message));
    Logger.overrideLogger({ log: collect, warn: collect, error: collect });
    try {
      const typed = { name: 'what was typed', scopes: ['root'], validDays: 1, workspaceId: 'what was typed' };
      for (let time = 0; time < 5; time += 1) await stage.ask('POST', '/tokens', { headers, body: typed });
      const send = (type: string, payload: string) =>
        stage.api.inject({
          method: 'POST',
          url: '/api/v1/pulse',
          headers: { ...headers, 'content-type': type },
          payload,
          remoteAddress: address,
        });
      expect((await send('application/json', `[${'['.repeat(70)}`)).statusCode).toBe(413);
      expect((await send('application/xml', '<a/>')).statusCode).toBe(415);
      const since = stage.now.toISOString();
      stage.later(windowMs);
      await stage.ask('POST', '/tokens', { headers, body: typed });
      const told = (what: string) => expect.stringMatching(new RegExp(`^Refused input: ${what}$`)) as string;
      expect(lines).toEqual([
        told(`POST /api/v1/tokens by account:[\\w-]+ from ${address}`),
        told(`POST /api/v1/pulse by visitor from ${address}`),
        told(`POST /api/v1/tokens by account:[\\w-]+ from ${address}, 4 more since ${since}`),
        told(`POST /api/v1/pulse by visitor from ${address}, 1 more since ${since}`),
        told(`POST /api/v1/tokens by account:[\\w-]+ from ${address}`),
      ]);
      expect(lines.join()).not.toContain('what was typed');
    } finally {
      Logger.overrideLogger(['error', 'warn']);
    }
    expect(await refusals()).toEqual([]);
  });

  it('is not filled by a flood, from however many addresses, and counts all of it when the process ends', async () => {
    const sent = 160;
    for (let time = 0; time < sent; time += 1)
      await stage.ask('GET', '/goals', { headers: bearer(`guess-${time}`), from: `203.0.113.${time % 150}` });
    expect((await refusals()).length).toBeLessThanOrEqual(101);
    await stage.api.close();
    const rows = await refusals();
    expect(rows.length).toBeLessThanOrEqual(202);
    expect(rows.reduce((sum, { details }) => sum + Number(details['times'] ?? 1), 0)).toBe(sent);
  });
});
