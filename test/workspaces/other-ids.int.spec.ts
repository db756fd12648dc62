import { ApiDescription } from '@tandem/api/system/description.controller';
import { openOtherWorkspace, openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { AccessStage } from '../access/access-stage.js';
import { awkwardMetrics } from '../agreement/awkward-metrics.js';
import { adminHeaders } from '../product/admin-access.js';
import { namingCalls } from './naming-calls.js';
import { statementsOf } from './watched-statements.js';

type Headers = Readonly<Record<string, string>>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const inTime = '?from=2026-11-01&to=2026-11-08';
/** What a call needs besides its id, so that nothing but the id can be wrong. */
const queries: Readonly<Record<string, string>> = {
  'GET /api/v1/metrics/:key/observations': inTime,
  'GET /api/v1/metrics/:key/records': inTime,
  'GET /api/v1/metrics/:key/breakdown': '?by=priority',
  'POST /api/v1/sources/:id/upload': '?name=a.csv',
  'DELETE /api/v1/configuration/things/:kind/:id': '?edition=theirs',
};
const { unit, precision, windowDays, formula } = awkwardMetrics[0] ?? {};
const definition = { unit, precision, windowDays, formula, direction: 'up', settlingDays: 3 };
const terms = {
  start: '2026-11-01',
  due: '2026-12-31',
  keyResults: [{ id: 'kr', metric: 'their-metric', kind: 'stay', atLeast: 1 }],
};
/** Where a body names the thing of the path, `:id` stands for it. */
const guardrail = JSON.stringify({ kind: 'threshold', atLeast: '1', minimumEvents: 1, forMs: 0, keepFiringForMs: 0 });
const bodies: Readonly<Record<string, object>> = {
  'PUT /api/v1/initiatives/refused/:id': { cells: {} },
  'PUT /api/v1/initiatives/:id': { id: ':id', title: 'Ours', agenda: 'it' },
  'PUT /api/v1/goals/:id/wording': { title: 'Ours', outcome: 'Ours', edition: 'ours' },
  'PUT /api/v1/goals/:id': { id: ':id', title: 'Ours', outcome: 'Ours', ...terms },
  'POST /api/v1/goals/:id/notes': { text: 'Ours' },
  'POST /api/v1/metrics/:key/notes': { text: 'Ours' },
  'PUT /api/v1/notes/:id': { text: 'Ours' },
  'POST /api/v1/goals/:id/check-ins': { confidence: 5, note: 'Ours' },
  'POST /api/v1/goals/:id/key-results/:keyResult/override': { status: 'onTrack', reason: 'Ours' },
  'POST /api/v1/goals/:id/proposals': { terms, reason: 'Ours' },
  'POST /api/v1/goals/:id/proposals/preview': { terms },
  'POST /api/v1/goals/:goal/proposals/:id/refuse': { reason: 'Ours' },
  'POST /api/v1/metrics/:key/proposals': { definition, reason: 'Ours' },
  'POST /api/v1/metrics/:key/proposals/preview': { definition },
  'POST /api/v1/metrics/:key/proposals/:id/refuse': { reason: 'Ours' },
  'POST /api/v1/actions/:id/change': { reason: 'Ours' },
  'POST /api/v1/actions/:id/close': { as: 'done', result: 'Ours' },
  'POST /api/v1/decisions/:id/refuse': { reason: 'Ours' },
  'PUT /api/v1/decisions/:id': {
    decision: {
      kind: 'ordinary',
      title: 'Ours',
      text: '',
      reason: 'Ours',
      about: null,
      driver: 'ours',
      approvers: {},
      contributors: [],
      informed: [],
      effect: null,
      expiresOn: null,
    },
  },
  'POST /api/v1/reviews/:number/explanations': { metric: 'nobody-metric', text: 'Ours' },
  'PATCH /api/v1/accounts/:id': { role: 'viewer' },
  'PATCH /api/v1/views/:id': { name: 'Ours' },
  'POST /api/v1/sources/:id/pause': { reason: 'Ours' },
  'POST /api/v1/sources/:id/backfill': { from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' },
  'POST /api/v1/sources/:id/credentials': { secrets: { token: 'ours' } },
  'PUT /api/v1/sources/:id/settings': { name: 'Ours', settings: {}, expectedEvery: '7d', syncEvery: null },
  'POST /api/v1/sources/:id/quarantine/dismiss': { rows: { ids: ['765432'] }, reason: 'Ours' },
  'POST /api/v1/sources/:id/quarantine/mend': { rows: { ids: ['765432'] }, edit: null },
  'PUT /api/v1/configuration/things/:kind/:id': {
    thing: { id: ':route', channel: 'email', to: ['us@example.org'] },
    edition: 'theirs',
  },
  'POST /api/v1/alerts/:id/acts': { kind: 'comment', text: 'Ours' },
};

let database: TestDatabase;
let ours: AccessStage;
let theirs: AccessStage;
/** Theirs, and ones that nobody has, of the same form. */
let ids: Readonly<Record<string, { readonly theirs: string; readonly unknown: string }>>;
let people: { readonly signer: Headers; readonly administrator: Headers };

beforeAll(async () => {
  database = await openTestDatabase();
  theirs = await AccessStage.open({}, null, database);
  ours = await AccessStage.open({}, null, await openOtherWorkspace(database, 'north'));
  await theirs.person('them@example.org', 'administrator');
  people = {
    signer: await ours.person('signer@example.org', 'owner', 'it'),
    administrator: await ours.person('us@example.org', 'administrator'),
  };
  await ours.ask('POST', '/accounts/invitations', {
    headers: adminHeaders,
    body: { email: 'new@example.org', name: 'New', role: 'viewer', side: null },
  });
  ids = await theirIds();
});
afterAll(async () => {
  await ours.api.close();
  await ours.database.close();
  await theirs.close();
});

async function theirIds(): Promise<typeof ids> {
  const one = async (sql: string) => {
    const { rows } = await database.pool.query<{ id: string }>(sql);
    return rows[0]?.id ?? '';
  };
  await database.pool.query(`
    insert into connection (id, name, connector, settings, expected_every_ms, position) values ('their-source', 'S', 'file', '{}', 1000, 0);
    insert into metric (key, current_version, position) values ('their-metric', 1, 0);
    insert into metric_version (metric_key, version, valid_from, definition, formula_hash) values ('their-metric', 1, now(), '{}', '');
    insert into goal (id, definition, position) values ('their-goal', '{}', 0);
    insert into initiative (id, definition, position) values ('their-initiative', '{"id": "their-initiative", "owners": {}}', 0);
    insert into guardrail (id, metric_key, definition, position) values ('their-guardrail', 'their-metric', '${guardrail}', 0)`);
  const uuid = { unknown: '00000000-0000-4000-8000-000000000000' };
  const number = { unknown: '987654321' };
  const account = await one('select id from account');
  const proposal = await one(
    `insert into definition_proposal (metric_key, base_version, definition, reason, state) values ('their-metric', 1, '{}', 'Theirs', 'open') returning id`,
  );
  return {
    ':key': { theirs: 'their-metric', unknown: 'nobody-metric' },
    '/sources': { theirs: 'their-source', unknown: 'nobody-source' },
    '/goals': { theirs: 'their-goal', unknown: 'nobody-goal' },
    '/initiatives': { theirs: 'their-initiative', unknown: 'nobody-initiative' },
    '/scenarios': {
      theirs: await one(
        `insert into initiative_scenario (title, terms, chosen, saved_at, saved_by) values ('T', '{}', '[]', now(), 'machine') returning id`,
      ),
      ...number,
    },
    '/refused': {
      theirs: await one(
        `insert into initiative_refusal (source, key, line, columns, cells, text, faults, refused_at, refused_by)
         values ('list', 'k', 2, '[]', '[]', 'k', '[]', now(), 'machine') returning id`,
      ),
      ...number,
    },
    ':goal': { theirs: 'their-goal', unknown: 'nobody-goal' },
    '/guardrails': { theirs: 'their-guardrail', unknown: 'nobody-guardrail' },
    ':number': { theirs: '765432', unknown: '765433' },
    ':keyResult': { theirs: 'their-key-result', unknown: 'nobody-key-result' },
    '/proposals': { theirs: proposal, ...number },
    '/actions': {
      theirs: await one(
        `insert into action (title, text, owner, side, due, state, opened_at)
         values ('T', '', 'theirs', 'it', '2027-01-01', 'open', now()) returning id`,
      ),
      ...number,
    },
    '/decisions': {
      theirs: await one(
        `insert into decision (kind, content, state, drafted_at) values ('ordinary', '{}', 'draft', now()) returning id`,
      ),
      ...number,
    },
    '/notes': {
      theirs: await one(`
        with author as (insert into person (id, name, side, position) values ('their-author', 'A', 'it', 0) returning id),
        note as (insert into note (subject_kind, subject_id, side, by_person, made_at)
                 select 'metric', 'their-metric', 'it', id, now() from author returning id),
        said as (insert into note_version (note_id, version, text, at) select id, 1, 'Theirs', now() from note)
        select id from note`),
      ...number,
    },
    '/alerts': {
      theirs: await one(
        `insert into alert (guardrail_id, state, since, evaluated_at) values ('their-guardrail', 'firing', now(), now()) returning id`,
      ),
      ...number,
    },
    '/silences': {
      theirs: await one(
        `insert into silence (guardrail_id, reason, made_at, made_by, made_by_name, ends_at)
         values ('their-guardrail', 'R', now(), 'machine', 'M', now() + interval '1 year') returning id`,
      ),
      ...number,
    },
    '/routes': {
      theirs: await one(
        `insert into route (id, channel, settings, position) values ('their-route', 'email', '{}', 0) returning id`,
      ),
      unknown: 'nobody-route',
    },
    '/things/:kind': { theirs: 'their-route', unknown: 'nobody-route' },
    '/accounts': { theirs: account, ...uuid },
    '/people': { theirs: 'their-author', unknown: 'nobody-author' },
    '/links': {
      theirs: await one(
        `with held as (insert into review (number, slot, starts_at, ends_at, state, opened_at)
           values (765432, now(), now(), now() + interval '1 hour', 'draft', now()) returning number)
         insert into review_link (review_number, token_hash, made_at, made_by_name, expires_at)
         select number, 'h', now(), 'M', now() + interval '1 year' from held returning id`,
      ),
      ...uuid,
    },
    '/account/review-calendars': {
      theirs: await one(
        `insert into review_calendar_feed (account_id, token_hash, made_at) values ('${account}', 'h', now()) returning id`,
      ),
      ...uuid,
    },
    '/views': {
      theirs: await one(
        `insert into saved_view (account_id, name, address, is_shared, created_at) values ('${account}', 'V', '/board', true, now()) returning id`,
      ),
      ...uuid,
    },
    '/account/sessions': { theirs: await one('select id from session'), ...uuid },
    '/accounts/invitations': {
      theirs: await one(
        `insert into invitation (token_hash, email, name, role, invited_by, created_at, expires_at)
         values ('h', 'x@example.org', 'X', 'viewer', 'machine', now(), now() + interval '1 year') returning id`,
      ),
      ...uuid,
    },
    '/tokens': {
      theirs: await one(
        `insert into access_token (name, token_hash, prefix, scopes, made_by, created_at) values ('T', 'h', 'p', array['read'], '${account}', now()) returning id`,
      ),
      ...uuid,
    },
  };
}

/** Kinds of connectors are the same for everybody, and entries of the history are counted in each workspace: neither is called by an id of one. */
const routesOfIds = () =>
  ours.api
    .get(ApiDescription)
    .routes.filter(
      ({ method, path }) => method !== 'HEAD' && /:(id|key|goal|number)\b/.test(path) && !/\/connectors\//.test(path),
    );

/** The path of a route with ids of one sort in it. */
function filled(route: string, sort: 'theirs' | 'unknown'): string {
  return route
    .replace('/api/v1', '')
    .replace(':action', 'stop')
    .replace(':kind', 'route')
    .replace(':run', '999999')
    .replace(/:keyResult|:key|:id|:goal|:number/g, (parameter, offset: number) => {
      const before = route.replace('/api/v1', '').slice(0, offset);
      const kind = Object.keys(ids).find((ending) => parameter === ':id' && before.endsWith(`${ending}/`));
      const known = ids[kind ?? parameter];
      if (!known) throw new Error(`No id of another workspace is known for ${route}: add one here.`);
      return known[sort];
    });
}

async function answer(method: Method, route: string, sort: 'theirs' | 'unknown') {
  const call = `${method} ${route}`;
  const isSpoken = /\/account\/|\/proposals|\/goals\/|\/(decisions|actions|views|reviews)\/|\/openings|\/notes/.test(
    route,
  );
  const headers = isSpoken ? people.signer : people.administrator;
  const path = filled(route, sort) + (queries[call] ?? '');
  const given = bodies[call];
  const named =
    given &&
    (JSON.parse(
      JSON.stringify(given)
        .replace(':id', ids[/\/(goals|initiatives)/.exec(route)?.[0] ?? '']?.[sort] ?? '')
        .replace(':route', ids['/routes']?.[sort] ?? ''),
    ) as object);
  const body = named ?? (method === 'GET' || method === 'DELETE' ? undefined : {});
  const { status, body: said } = await ours.ask(method, path, { headers, ...(body ? { body } : {}) });
  const used = Object.values(ids)
    .map((known) => known[sort])
    .sort((one, other) => other.length - one.length);
  const text = used.reduce((all, id) => all.replaceAll(id, '…'), JSON.stringify(said));
  return { call, status, text };
}

describe("another workspace's id", () => {
  it('answers on every route that takes one as an id that nobody has: 404, the same body', async () => {
    const routes = routesOfIds();
    expect(routes.length).toBeGreaterThan(20);
    expect(Object.values(ids).filter(({ theirs }) => theirs === '')).toEqual([]);
    for (const { method, path } of routes) {
      const their = await answer(method as Method, path, 'theirs');
      expect(their).toEqual({ ...(await answer(method as Method, path, 'unknown')), status: 404 });
    }
  });

  it('has the server do what it does for an id that nobody has: the same statements, with as many rows', async () => {
    const routes = routesOfIds();
    let compared = 0;
    for (const { method, path } of routes) {
      const ask = async (sort: 'theirs' | 'unknown') =>
        (await statementsOf(() => answer(method as Method, path, sort))).done;
      // What is read once and kept is kept by then.
      await ask('unknown');
      const their = await ask('theirs');
      expect([method, path, their]).toEqual([method, path, await ask('unknown')]);
      compared += their.length;
    }
    expect(compared).toBeGreaterThan(2 * routes.length);
  });

  it('is unknown as well where a body or a query names it', async () => {
    for (const { path, kind, body } of namingCalls) {
      const ask = async (sort: 'theirs' | 'unknown') => {
        const id = ids[kind]?.[sort] ?? '';
        const named = JSON.parse(JSON.stringify(body).replaceAll('<id>', id)) as object;
        const headers = /invitations|push/.test(path) ? people.administrator : people.signer;
        const { status, body: said } = await ours.ask('POST', path.replace('<id>', id), { headers, body: named });
        return { path, kind, status, text: JSON.stringify(said).replaceAll(id, '…') };
      };
      const their = await ask('theirs');
      expect(their).toEqual(await ask('unknown'));
      // It is the id that is refused; a webhook asks for the signature first.
      const isUnknown = path.includes('/webhook/') ? their.status === 401 : their.text.includes('…');
      expect([their, [400, 401, 404].includes(their.status) && isUnknown]).toEqual([their, true]);
    }
  });

  it('of a proposal is unknown beside a metric of ours, too', async () => {
    await ours.database.pool.query(`
      insert into metric (key, current_version, position) values ('our-metric', 1, 0);
      insert into metric_version (metric_key, version, valid_from, definition, formula_hash)
      values ('our-metric', 1, now(), '${JSON.stringify({ ...definition, key: 'our-metric', owners: {} })}', '')`);
    for (const [method, action, body] of [
      ['GET', 'preview', undefined],
      ['POST', 'sign', {}],
      ['POST', 'refuse', { reason: 'Ours' }],
      ['POST', 'withdraw', {}],
    ] as const) {
      const ask = async (id = '') => {
        const path = `/metrics/our-metric/proposals/${id}/${action}`;
        const { status, body: said } = await ours.ask(method, path, {
          headers: people.signer,
          ...(body ? { body } : {}),
        });
        return { action, status, text: JSON.stringify(said).replaceAll(id, '…') };
      };
      expect(await ask(ids['/proposals']?.theirs)).toEqual({ ...(await ask(ids['/proposals']?.unknown)), status: 404 });
    }
  });

  it('changes nothing there, and leaves no count of theirs in our lists', async () => {
    for (const [path, list] of [
      ['/accounts', 'accounts'],
      ['/tokens', 'tokens'],
      ['/alerts', 'alerts'],
      ['/goals', 'goals'],
      ['/sources', 'sources'],
      ['/proposals', 'proposals'],
    ] as const) {
      const { status, body } = await ours.ask<Record<string, unknown[]>>('GET', path, { headers: adminHeaders });
      const text = JSON.stringify(body[list] ?? body);
      expect([path, status, /their|them@/.test(text)]).toEqual([path, 200, false]);
    }
    const { rows } = await database.pool.query<{ left: string }>(`
      select (select count(*) from session) + (select count(*) from invitation where withdrawn_at is null)
           + (select count(*) from access_token where revoked_at is null) + (select count(*) from account where role = 'administrator')
           + (select count(*) from definition_proposal where state = 'open') as left`);
    expect(rows[0]?.left).toBe('6');
  });

  it('cannot be asked for by a session or a token of ours, nor be named in a body', async () => {
    const { session } = await theirs.signIn('them@example.org');
    expect((await theirs.ask('GET', '/setup', { headers: session ?? {} })).status).toBe(200);
    expect((await ours.ask('GET', '/setup', { headers: session ?? {} })).status).toBe(401);
    const token = await theirs.token(session ?? {}, { name: 'Reader', scopes: ['read'], validDays: 1 });
    const headers = { authorization: `Bearer ${token.secret}` };
    expect((await theirs.ask('GET', '/setup', { headers })).status).toBe(200);
    expect((await ours.ask('GET', '/setup', { headers })).status).toBe(401);
    const calls = [
      ['POST', '/accounts/invitations', { email: 'a@example.org', name: 'A', role: 'viewer', side: null }],
      ['POST', '/tokens', { name: 'A', scopes: ['read'], validDays: 1 }],
      ['POST', '/configuration', { text: 'version: 1\norganisation: { name: Ours }' }],
      ['POST', '/session', { email: 'us@example.org', password: 'x' }],
    ] as const;
    for (const [method, path, body] of calls) {
      for (const name of ['workspace', 'workspaceId', 'workspace_id']) {
        const { status } = await ours.ask(method, path, {
          headers: people.administrator,
          body: { ...body, [name]: 'main' },
        });
        expect([path, name, status]).toEqual([path, name, 400]);
      }
    }
  });
});
