import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Connector } from '@tandem/connector-kit/connector';
import { secretSetting } from '@tandem/connector-kit/settings/setting-fields';
import { connectors } from '@tandem/connectors/registry';
import type {
  Invited,
  PasswordLinkMade,
  SecondFactorBegun,
  SessionList,
  SignInLinkMade,
  TokenMade,
} from '@tandem/contracts/access';
import type { Proposal } from '@tandem/contracts/proposals';
import { Secret, TOTP } from 'otpauth';
import { z } from 'zod';
import { AccessStage, goodPassword, type Reply } from '../access/access-stage.js';
import { adminHeaders } from '../product/admin-access.js';
import { decisionsLeaveTheirRows } from './decision-audit-rows.js';
import { goalsLeaveTheirRows } from './goal-audit-rows.js';
import { reviewsLeaveTheirRows } from './review-audit-rows.js';
import { policyOrderLeavesItsRows } from './policy-audit-rows.js';
import { notesLeaveTheirRows } from './note-audit-rows.js';
import { initiativesLeaveTheirRows, tracker } from './initiative-audit-rows.js';

type Headers = Readonly<Record<string, string>>;

/** Changing routes that no row tells of, each with why. */
const withoutRow: Readonly<Record<string, string>> = {
  'POST /api/v1/metrics/:key/openings': 'counts page views by side and day; who opened a page is not kept',
  'POST /api/v1/oidc/:provider': 'remembers a state for ten minutes; the sign-in that follows is a row',
};

const definition = (more: object) => ({
  formula: { kind: 'count', stream: 'slaCycle', connections: ['desk'], at: ['stoppedAt'] },
  unit: 'count',
  precision: 0,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  ...more,
});
const fields = { ticket: 'id', measure: { constant: 'resolution' }, startedAt: 'opened', stoppedAt: 'closed' };
const mapping = {
  stream: 'slaCycle',
  fields: { ...fields, state: { constant: 'met' } },
  naturalKey: { columns: ['id'] },
};
const configuration = {
  version: 1,
  people: [
    { id: 'campaigns', name: 'Head of Campaigns', side: 'marketing' },
    { id: 'service', name: 'Head of Service', side: 'it' },
  ],
  connections: [
    {
      id: 'desk',
      name: 'Desk',
      connector: 'file',
      expectedEvery: '7d',
      settings: { location: { upload: true }, mappings: [mapping] },
    },
  ],
  metrics: [
    {
      key: 'cycles',
      title: 'Cycles',
      description: 'Every cycle that was stopped.',
      owners: { marketing: 'campaigns', it: 'service' },
      ...definition({}),
    },
  ],
};
const demo = {
  file: 'demo.json',
  text: JSON.stringify({ version: 1, people: configuration.people }),
  connectionIds: [],
};
const record = (key: string) => ({
  key,
  ticket: key,
  measure: 'resolution',
  state: 'met',
  startedAt: '2026-11-01T08:00:00Z',
  stoppedAt: '2026-11-02T08:00:00Z',
});

const keyed: Connector = {
  id: 'keyed',
  title: 'Keyed',
  settings: z.strictObject({ token: secretSetting(z.string(), { label: 'Token' }) }),
  location: () => 'nowhere',
  check: () => Promise.resolve({ ok: true, findings: [] }),
  async *read() {
    // Nothing is read here.
  },
};

let stage: AccessStage;
let uploads: string;
const driven = new Set<string>();

beforeAll(async () => {
  uploads = mkdtempSync(path.join(os.tmpdir(), 'tandem-uploads-'));
  stage = await AccessStage.open({}, null, null, {
    connectors: [...connectors, keyed, tracker],
    uploadDirectory: uploads,
    demoDocument: () => Promise.resolve(demo),
  });
});
afterAll(async () => {
  await stage.close();
  rmSync(uploads, { recursive: true, force: true });
});

async function audited(): Promise<string[]> {
  const { rows } = await stage.database.pool.query<{ row: string }>(
    `select action || ' ' || subject_kind || ' by ' || split_part(actor, ':', 1) as row from audit_log order by id`,
  );
  return rows.map(({ row }) => row);
}

/** Sends one request to a route of the table, and answers with it the rows of the audit trail that it left. */
async function drive<T = unknown>(
  route: string,
  { as = adminHeaders, ids = [], query = '', body }: { as?: Headers; ids?: string[]; query?: string; body?: object },
): Promise<{ readonly reply: Reply<T>; readonly rows: string[] }> {
  driven.add(route);
  const [method, pattern = ''] = route.split(' ');
  const values = [...ids];
  const address = pattern.replace('/api/v1', '').replace(/:\w+/g, () => values.shift() ?? '') + query;
  const before = await audited();
  const reply = await stage.ask<T>(method as 'POST', address, {
    headers: as,
    ...(body === undefined ? {} : { body }),
  });
  if (reply.status >= 300) throw new Error(`${route} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return { reply, rows: (await audited()).slice(before.length) };
}
const rowsOf = async (...asked: Parameters<typeof drive>) => (await drive(...asked)).rows;

describe('whatever changes something leaves its row of the audit trail', () => {
  let lead: Headers;
  let guest: Headers;

  it('from the first sign-in on', async () => {
    const link = async () => {
      const { reply, rows } = await drive<SignInLinkMade>('POST /api/v1/sign-in-links', { body: {} });
      expect(rows).toEqual(['sign-in-link account by machine']);
      return reply.body.link.split('#')[1];
    };
    const first = { link: await link(), email: 'lead@example.org', name: 'Lead', password: goodPassword };
    const made = await drive('POST /api/v1/session/first', { as: {}, body: first });
    expect(made.rows).toEqual(['create account by machine', 'sign-in account by account']);
    lead = made.reply.session ?? {};
    const body = { link: await link() };
    expect(await rowsOf('POST /api/v1/session/link', { as: {}, body })).toEqual(['sign-in account by account']);
    const signIn = { email: 'lead@example.org', password: goodPassword };
    expect(await rowsOf('POST /api/v1/session', { as: {}, body: signIn })).toEqual(['sign-in account by account']);
  });

  it('by the demo and a configuration file', async () => {
    expect(await rowsOf('POST /api/v1/setup/demo', { as: lead })).toEqual([
      'create person by account',
      'create person by account',
    ]);
    const text = JSON.stringify(configuration);
    expect(await rowsOf('POST /api/v1/configuration', { as: lead, body: { text, dryRun: true } })).toEqual([]);
    expect((await rowsOf('POST /api/v1/configuration', { as: lead, body: { text } })).sort()).toEqual([
      'create connection by account',
      'create metric by account',
    ]);
  });

  it('by people and invitations', async () => {
    const invite = async (email: string) => {
      const body = { email, name: 'Guest', role: 'viewer', side: null };
      const { reply, rows } = await drive<Invited>('POST /api/v1/accounts/invitations', { as: lead, body });
      expect(rows).toEqual(['create invitation by account']);
      return reply.body;
    };
    const withdrawn = (await invite('nobody@example.org')).invitation.id;
    expect(await rowsOf('DELETE /api/v1/accounts/invitations/:id', { as: lead, ids: [withdrawn] })).toEqual([
      'withdraw invitation by account',
    ]);
    const token = (await invite('guest@example.org')).link.split('#')[1];
    expect(await rowsOf('POST /api/v1/invitation', { as: {}, body: { token } })).toEqual([]);
    const accept = { token, name: 'Guest', password: goodPassword };
    const accepted = await drive('POST /api/v1/invitation/accept', { as: {}, body: accept });
    expect(accepted.rows).toEqual(['create account by account', 'sign-in account by account']);
    guest = accepted.reply.session ?? {};
    const { body } = await stage.ask<{ accounts: { id: string; email: string }[] }>('GET', '/accounts', {
      headers: lead,
    });
    const idOf = (email: string) => body.accounts.find((one) => one.email === email)?.id ?? '';
    const speaks = (personId: string, side: string) => ({ personId, side });
    expect(
      await rowsOf('PATCH /api/v1/accounts/:id', {
        as: lead,
        ids: [idOf('guest@example.org')],
        body: { role: 'owner', ...speaks('service', 'it') },
      }),
    ).toEqual(['change account by account']);
    guest = (await stage.signIn('guest@example.org')).session ?? {};
    expect(
      await rowsOf('DELETE /api/v1/accounts/:id/sessions', { as: lead, ids: [idOf('guest@example.org')] }),
    ).toEqual(['session.end account by account']);
    guest = (await stage.signIn('guest@example.org')).session ?? {};
    const change = speaks('campaigns', 'marketing');
    const ids = [idOf('lead@example.org')];
    expect(await rowsOf('PATCH /api/v1/accounts/:id', { ids, body: change })).toEqual(['change account by machine']);
    lead = (await stage.signIn('lead@example.org')).session ?? {};
  });

  it('by what people do with their own account', async () => {
    const body = { present: goodPassword, next: `${goodPassword} again` };
    expect(await rowsOf('POST /api/v1/account/password', { as: guest, body })).toEqual(['password account by account']);
    const present = body.next;
    const begun = await drive<SecondFactorBegun>('POST /api/v1/account/second-factor', {
      as: guest,
      body: { present },
    });
    expect(begun.rows).toEqual(['second-factor.begin account by account']);
    const code = () =>
      new TOTP({ secret: Secret.fromBase32(begun.reply.body.secret) }).generate({ timestamp: stage.now.getTime() });
    expect(await rowsOf('POST /api/v1/account/second-factor/confirm', { as: guest, body: { code: code() } })).toEqual([
      'second-factor.on account by account',
    ]);
    stage.later(30_000);
    const half = await stage.signIn('guest@example.org', present);
    const signIn = { as: half.session ?? {}, body: { code: code() } };
    expect(await rowsOf('POST /api/v1/session/code', signIn)).toEqual(['sign-in account by account']);
    expect(await rowsOf('POST /api/v1/account/second-factor/remove', { as: guest, body: { present } })).toEqual([
      'second-factor.off account by account',
    ]);
    await stage.signIn('guest@example.org', present);
    const { body: open } = await stage.ask<SessionList>('GET', '/account/sessions', { headers: guest });
    const other = open.sessions.find(({ isThis }) => !isThis)?.id ?? '';
    const ended = ['session.end account by account'];
    expect(await rowsOf('DELETE /api/v1/account/sessions/:id', { as: guest, ids: [other] })).toEqual(ended);
    expect(await rowsOf('DELETE /api/v1/account/sessions', { as: guest })).toEqual(ended);
    expect(await rowsOf('DELETE /api/v1/account/sessions', { as: guest })).toEqual([]);
  });

  it('by how somebody reads, and by views that they save', async () => {
    const choose = { as: guest, body: { locale: 'de-DE' } };
    expect(await rowsOf('PATCH /api/v1/account/preferences', choose)).toEqual([
      'preferences.choose account by account',
    ]);
    const body = { name: 'Breaches', address: '/board?status=breach', isShared: true };
    const saved = await drive<{ id: string }>('POST /api/v1/views', { as: guest, body });
    expect(saved.rows).toEqual(['create view by account']);
    const ids = [saved.reply.body.id];
    expect(await rowsOf('PATCH /api/v1/views/:id', { as: guest, ids, body: { isShared: false } })).toEqual([
      'change view by account',
    ]);
    expect(await rowsOf('DELETE /api/v1/views/:id', { as: guest, ids })).toEqual(['remove view by account']);
  });

  it('by links for a new password, and by what is demanded of everybody', async () => {
    const { body } = await stage.ask<{ accounts: { id: string; email: string }[] }>('GET', '/accounts', {
      headers: lead,
    });
    const ids = [body.accounts.find(({ email }) => email === 'guest@example.org')?.id ?? ''];
    const made = await drive<PasswordLinkMade>('POST /api/v1/accounts/:id/password-link', { as: lead, ids });
    expect(made.rows).toEqual(['password-link account by account']);
    const token = made.reply.body.link.split('#')[1];
    expect(await rowsOf('POST /api/v1/password-link', { as: {}, body: { token } })).toEqual([]);
    const use = { as: {}, body: { token, password: goodPassword } };
    const used = await drive('POST /api/v1/password-link/use', use);
    expect(used.rows).toEqual(['password account by account', 'sign-in account by account']);
    guest = used.reply.session ?? {};
    const demand = (secondFactorRoles: string[]) => ({ as: lead, body: { secondFactorRoles } });
    const rows = ['change sign-in-rule by account'];
    expect(await rowsOf('PATCH /api/v1/sign-in-rules', demand(['viewer']))).toEqual(rows);
    expect(await rowsOf('PATCH /api/v1/sign-in-rules', demand(['viewer']))).toEqual([]);
    expect(await rowsOf('PATCH /api/v1/sign-in-rules', demand([]))).toEqual(rows);
  });

  it('by tokens, and by keys', async () => {
    const body = { name: 'ci', scopes: ['push'], validDays: 30 };
    const { reply, rows } = await drive<TokenMade>('POST /api/v1/tokens', { as: lead, body });
    expect(rows).toEqual(['create token by account']);
    const as = { authorization: `Bearer ${reply.body.secret}` };
    const push = { query: '?source=desk', body: [record('a'), record('b')] };
    expect(await rowsOf('POST /api/v1/push/:stream', { as, ids: ['slaCycle'], ...push })).toEqual([
      'push connection by token',
    ]);
    expect(await rowsOf('DELETE /api/v1/tokens/:id', { as: lead, ids: [reply.body.token.id] })).toEqual([
      'revoke token by account',
    ]);
    expect(await rowsOf('POST /api/v1/secrets/rotate', { as: lead })).toEqual(['secrets.rotate secrets by account']);
  });

  it('by syncs and uploads that somebody asked for', async () => {
    const ids = ['desk'];
    await stage.database.pool.query(`update sync_run set state = 'succeeded'`);
    expect(await rowsOf('POST /api/v1/sources/:id/sync', { as: lead, ids })).toEqual(['sync connection by account']);
    // It waits already: nothing changes.
    expect(await rowsOf('POST /api/v1/sources/:id/sync', { as: lead, ids })).toEqual([]);
    const file = { as: { ...lead, 'content-type': 'text/csv' }, ids, query: '?name=desk.csv' };
    expect(
      await rowsOf('POST /api/v1/sources/:id/upload', { ...file, body: Buffer.from('id,opened,closed\n') }),
    ).toEqual(['upload connection by account']);
  });

  it('by webhooks and their secrets', async () => {
    const pager = {
      id: 'pager',
      name: 'Pager',
      connector: 'push',
      expectedEvery: '7d',
      settings: { webhook: { from: 'pagerduty' } },
    };
    const text = JSON.stringify({ version: 1, connections: [pager] });
    await stage.ask('POST', '/configuration', { headers: lead, body: { text } });
    const ids = ['pager'];
    const secret = 'shared-with-the-pager';
    expect(await rowsOf('POST /api/v1/sources/:id/webhook-secret', { as: lead, ids, body: { secret } })).toEqual([
      'webhook-secret connection by account',
    ]);
    const data = { id: 'P1', html_url: 'https://pager.example/P1', service: { summary: 'shop' } };
    const body = { event: { id: 'e1', event_type: 'incident.triggered', occurred_at: '2026-11-09T08:00:00Z', data } };
    const signature = createHmac('sha256', secret).update(JSON.stringify(body)).digest('hex');
    const delivery = { as: { 'x-pagerduty-signature': `v1=${signature}` }, ids, body };
    expect(await rowsOf('POST /api/v1/push/webhook/:source', delivery)).toEqual(['push connection by webhook']);
    // It is known already: nothing changes.
    expect(await rowsOf('POST /api/v1/push/webhook/:source', delivery)).toEqual([]);
  });

  it('by single things of the configuration', async () => {
    const save = 'PUT /api/v1/configuration/things/:kind/:id';
    const ids = ['team', 'night'];
    const thing = { id: 'night', title: 'Night desk', side: 'it' };
    expect(await rowsOf(save, { as: lead, ids, body: { thing, edition: null } })).toEqual(['create team by account']);
    const preview = { as: lead, ids: ['team'], body: { thing: { ...thing, title: 'Other' } } };
    expect(await rowsOf('POST /api/v1/configuration/things/:kind/preview', preview)).toEqual([]);
    const { body } = await stage.ask<{ things: { edition: string }[] }>('GET', '/configuration/things/team', {
      headers: lead,
    });
    const query = `?edition=${body.things[0]?.edition}`;
    expect(await rowsOf('DELETE /api/v1/configuration/things/:kind/:id', { as: lead, ids, query })).toEqual([
      'remove team by account',
    ]);
    const { body: history } = await stage.ask<{ entries: { sequence: number }[] }>('GET', '/configuration/history', {
      headers: lead,
    });
    const restore = { as: lead, ids: [String(history.entries[0]?.sequence)], body: { edition: null } };
    expect(await rowsOf('POST /api/v1/configuration/history/:sequence/restore', restore)).toEqual([
      'create team by account',
    ]);
  });

  it('by another order of alert policies', () => policyOrderLeavesItsRows({ rowsOf, stage, lead }));

  it('by sources that are connected and changed', async () => {
    const form = {
      name: 'Other',
      settings: configuration.connections[0]?.settings,
      expectedEvery: '7d',
      syncEvery: null,
    };
    const connect = { as: lead, body: { id: 'other', connector: 'file', ...form } };
    expect(await rowsOf('POST /api/v1/sources', connect)).toEqual(['create connection by account']);
    const change = { as: lead, ids: ['other'], body: { ...form, name: 'Others' } };
    expect(await rowsOf('PUT /api/v1/sources/:id/settings', change)).toEqual(['change connection by account']);
    const tried = { as: lead, ids: ['push'], body: { settings: {} } };
    expect(await rowsOf('POST /api/v1/connectors/:id/check', tried)).toEqual([]);
    expect(await rowsOf('POST /api/v1/connectors/:id/discover', tried)).toEqual([]);
    const secret = { id: 'keyed', connector: keyed.id, ...form, settings: { token: 'first one' } };
    await stage.ask('POST', '/sources', { headers: lead, body: secret });
    const rotate = { as: lead, ids: ['keyed'], body: { secrets: { token: 'second one' } } };
    expect(await rowsOf('POST /api/v1/sources/:id/credentials', rotate)).toEqual(['change connection by account']);
  });

  it('by events and measurements that are pushed', async () => {
    const ids = ['desk'];
    const type = 'dev.cdevents.service.deployed.0.3.0';
    const context = { specversion: '0.6.0', id: '1', source: '/ci', type, timestamp: '2026-11-09T08:00:00Z' };
    const subject = { id: 'shop', content: { environment: { id: 'production' }, artifactId: 'pkg:oci/shop@1' } };
    const as = { ...lead, 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/ci', 'ce-type': type };
    const deployed = { as, ids, body: { context, subject } };
    expect(await rowsOf('POST /api/v1/push/cdevents/:source', deployed)).toEqual(['push connection by account']);
    const dataPoints = [{ timeUnixNano: '1762675200000000000', asInt: '7' }];
    const metrics = [{ name: 'queue', gauge: { dataPoints } }];
    const body = { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] };
    expect(await rowsOf('POST /api/v1/push/otlp/:source/v1/metrics', { as: lead, ids, body })).toEqual([
      'push connection by account',
    ]);
  });

  it('by pauses, stopped runs and rows of quarantine', async () => {
    const ids = ['desk'];
    const reason = 'Because';
    expect(await rowsOf('POST /api/v1/sources/:id/pause', { as: lead, ids, body: { reason } })).toEqual([
      'pause connection by account',
    ]);
    const resumed = await drive<{ runId: string }>('POST /api/v1/sources/:id/resume', { as: lead, ids });
    expect(resumed.rows).toEqual(['resume connection by account']);
    expect(
      await rowsOf('POST /api/v1/sources/:id/runs/:run/stop', { as: lead, ids: ['desk', resumed.reply.body.runId] }),
    ).toEqual(['sync.stop connection by account']);
    const push = { as: lead, query: '?source=desk', body: [{ key: 'c' }, { key: 'd' }] };
    await stage.ask('POST', `/push/slaCycle${push.query}`, { headers: push.as, body: push.body });
    const { rows } = await stage.database.pool.query<{ id: string }>('select id::text from quarantine order by id');
    const mend = { rows: { ids: [rows[0]?.id] }, edit: { raw: JSON.stringify(record('c')) } };
    expect(await rowsOf('POST /api/v1/sources/:id/quarantine/mend', { as: lead, ids, body: mend })).toEqual([
      'quarantine.mend connection by account',
    ]);
    const dismiss = { rows: { ids: [rows[1]?.id] }, reason };
    expect(await rowsOf('POST /api/v1/sources/:id/quarantine/dismiss', { as: lead, ids, body: dismiss })).toEqual([
      'quarantine.dismiss connection by account',
    ]);
  });

  it('by windows that are read again and records that are made anew', async () => {
    await stage.database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('hub', 'Hub', 'github', '{}', 1000, 9)`,
    );
    const body = { from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' };
    expect(await rowsOf('POST /api/v1/sources/:id/backfill', { as: lead, ids: ['hub'], body })).toEqual([
      'backfill connection by account',
    ]);
    expect(await rowsOf('POST /api/v1/sources/:id/replay', { as: lead, ids: ['hub'] })).toEqual([
      'replay connection by account',
    ]);
    await stage.database.pool.query(`delete from connection where id = 'hub'`);
  });

  it('by digests that somebody chooses', async () => {
    const body = { daily: { hour: 7 }, weekly: null };
    expect(await rowsOf('PATCH /api/v1/account/digests', { as: lead, body })).toEqual([
      'digest.choose account by account',
    ]);
  });

  it('by what people do about alerts', async () => {
    const { pool } = stage.database;
    await pool.query(
      `insert into guardrail (id, metric_key, definition, position)
       values ('floor', 'cycles', '{"id": "floor", "title": "Floor", "kind": "threshold", "metric": "cycles", "atLeast": "1", "minimumEvents": 0, "forMs": 0, "keepFiringForMs": 0, "severity": "warning", "onNoData": "keepLast", "owners": {}, "routes": []}', 0)`,
    );
    await pool.query(
      `insert into route (id, channel, settings, position) values ('mail', 'email', '{"to": ["a@example.org"]}', 0)`,
    );
    const { rows } = await pool.query<{ id: string }>(
      `with fired as (
         insert into alert (guardrail_id, state, since, evaluated_at) values ('floor', 'firing', now(), now()) returning id),
       transition as (
         insert into alert_transition (alert_id, from_state, to_state, at, reason) select id, 'pending', 'firing', now(), 'belowFloor' from fired
         returning id, alert_id)
       insert into alert_episode (alert_id, fired_transition_id, fired_at, last_told_at) select alert_id, id, now(), now() from transition
       returning alert_id as id`,
    );
    const ids = [rows[0]?.id ?? ''];
    const acts: readonly object[] = [
      { kind: 'acknowledge' },
      { kind: 'assign', to: 'service' },
      { kind: 'comment', text: 'On it' },
      { kind: 'link', link: { kind: 'campaign', title: 'Sale' } },
      { kind: 'close', cause: 'campaign' },
    ];
    for (const body of acts)
      expect(await rowsOf('POST /api/v1/alerts/:id/acts', { as: lead, ids, body })).toEqual([
        `alert.${(body as { kind: string }).kind} alert by account`,
      ]);
    expect(await rowsOf('POST /api/v1/alerts/:id/seen', { as: lead, ids })).toEqual(['alert.see alert by account']);
    expect(await rowsOf('POST /api/v1/alerts/:id/seen', { as: lead, ids })).toEqual([]);
    const body = { of: { kind: 'guardrail', id: 'floor' }, reason: 'Known', forMinutes: 60 };
    const silence = await drive<{ id: string }>('POST /api/v1/silences', { as: lead, body });
    expect(silence.rows).toEqual(['silence.begin silence by account']);
    expect(await rowsOf('DELETE /api/v1/silences/:id', { as: lead, ids: [silence.reply.body.id] })).toEqual([
      'silence.end silence by account',
    ]);
    expect(await rowsOf('POST /api/v1/routes/:id/test', { as: lead, ids: ['mail'] })).toEqual([
      'notification.test route by account',
    ]);
  });

  it('by definitions', async () => {
    const ids = ['cycles'];
    for (const action of ['stop', 'resume'])
      expect(await rowsOf('POST /api/v1/metrics/:key/backfill/:action', { as: lead, ids: ['cycles', action] })).toEqual(
        [`count.${action} metric by account`],
      );
    const body = { definition: definition({ precision: 2 }), reason: 'Finer' };
    const preview = { as: lead, ids, body: { definition: body.definition } };
    expect(await rowsOf('POST /api/v1/metrics/:key/proposals/preview', preview)).toEqual([]);
    const propose = async () => {
      const { reply, rows } = await drive<Proposal>('POST /api/v1/metrics/:key/proposals', { as: lead, ids, body });
      expect(rows).toEqual(['propose proposal by campaigns', 'sign proposal by campaigns']);
      return ['cycles', reply.body.id];
    };
    expect(
      await rowsOf('POST /api/v1/metrics/:key/proposals/:id/refuse', {
        as: guest,
        ids: await propose(),
        body: { reason: 'Because' },
      }),
    ).toEqual(['refuse proposal by service']);
    expect(
      await rowsOf('POST /api/v1/metrics/:key/proposals/:id/withdraw', { as: lead, ids: await propose(), body: {} }),
    ).toEqual(['withdraw proposal by campaigns']);
    expect(
      await rowsOf('POST /api/v1/metrics/:key/proposals/:id/sign', { as: guest, ids: await propose(), body: {} }),
    ).toEqual(['sign proposal by service', 'accept proposal by apply', 'change metric by apply']);
  });

  it('but not what is only tried', async () => {
    const guardrail = { id: 'few', title: 'Few', metric: 'cycles', atLeast: 1, owners: { it: 'service' } };
    const body = { text: JSON.stringify({ version: 1, guardrails: [guardrail] }) };
    expect(await rowsOf('POST /api/v1/guardrails/rehearsal', { as: lead, body })).toEqual([]);
    const tried = { ...definition({}), key: 'tried', title: 'Tried', description: 'Tried.', owners: { it: 'service' } };
    expect(await rowsOf('POST /api/v1/metrics/preview', { as: lead, body: { thing: tried } })).toEqual([]);
  });

  it('by decisions', () => decisionsLeaveTheirRows({ drive, lead, guest }));

  it('by goals', () => goalsLeaveTheirRows({ drive, stage, lead, guest, definition: definition({}) }));

  it('by reviews', () => reviewsLeaveTheirRows({ drive, stage, lead, guest }));
  it('by initiatives', () => initiativesLeaveTheirRows({ drive, stage, lead }));

  it('by notes and by following', () => notesLeaveTheirRows(drive, lead));

  it('to the sign-out', async () => {
    expect(await rowsOf('DELETE /api/v1/session', { as: lead })).toEqual(['sign-out account by account']);
  });

  it('and no route that changes something was left out', () => {
    const table = readFileSync(new URL('../access/route-table.txt', import.meta.url), 'utf8');
    const changing = table.split('\n').filter((line) => /^(POST|PUT|PATCH|DELETE) /.test(line));
    const routes = changing.map((line) => line.split(' ').slice(0, 2).join(' '));
    // A new route belongs into a test above, with the rows that it leaves.
    expect([...driven, ...Object.keys(withoutRow)].sort()).toEqual(routes.sort());
  });
});
