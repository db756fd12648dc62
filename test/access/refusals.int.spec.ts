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
    const row = 'sign-in.refused link unknown by visitor';
    expect(await refusals()).toEqual(
      ['sign-in-link', 'invitation', 'password-link'].map((by) => ({ row, details: { address, by } })),
    );
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
