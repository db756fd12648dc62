import type { AccountList, Invited, TokenMade } from '@tandem/contracts/access';
import pg from 'pg';
import type { Product } from '../product/start-product.js';
import type { FuzzCaller } from './fuzz-caller.js';

/** Names and ids that the server knows, so that inputs get further than "there is no such thing". */
export interface KnownThings {
  readonly all: readonly string[];
  /** By what stands before them in a path. */
  readonly after: Readonly<Record<string, readonly string[]>>;
}

const words = ['measurement', 'change', '1', 'pause', 'resume'];

/** Makes one thing of each kind that the demo has none of, and answers what all of them are called. */
export async function knownThings(product: Product, caller: FuzzCaller, databaseUrl: string): Promise<KnownThings> {
  const { metrics } = await product.get<{ metrics: { metric: { key: string } }[] }>('/api/v1/metrics');
  const { goals } = await product.get<{ goals: { id: string; keyResults: { id: string }[] }[] }>('/api/v1/goals');
  const { sources } = await product.get<{ sources: { id: string }[] }>('/api/v1/sources');
  const { connectors } = await product.get<{ connectors: { id: string }[] }>('/api/v1/connectors');
  const { initiatives } = await product.get<{ initiatives: { id: string }[] }>('/api/v1/initiatives');
  const { guardrails } = await product.get<{ guardrails: { id: string }[] }>('/api/v1/guardrails');
  const { reviews } = await product.get<{ reviews: { number: number }[] }>('/api/v1/reviews');
  const { entries } = await product.get<{ entries: { sequence: number }[] }>('/api/v1/configuration/history');
  const keys = metrics.map(({ metric }) => metric.key);
  const runs = (await product.get<{ runs: { id: string }[] }>(`/api/v1/sources/${sources[0]?.id}/runs`)).runs;
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  const after: Record<string, readonly string[]> = {
    ...(await made(caller, keys[0] ?? '')),
    ...(await madeAccess(caller, product)),
    ...(await openAlert(caller, databaseUrl, guardrails[0]?.id ?? '')),
    metrics: keys,
    followed: keys,
    goals: ids(goals),
    'key-results': goals.flatMap(({ keyResults }) => ids(keyResults)),
    sources: ids(sources),
    runs: ids(runs),
    connectors: ids(connectors),
    initiatives: ids(initiatives),
    guardrails: ids(guardrails),
    reviews: reviews.map(({ number }) => String(number)),
    history: entries.map(({ sequence }) => String(sequence)),
    things: ['organisation', 'team', 'person', 'connection', 'calendar', 'metric', 'goal', 'guardrail', 'route'],
    push: ['slaCycle', 'change', 'measurement'],
    backfill: ['stop', 'resume'],
  };
  const pushed = Object.fromEntries(['cdevents', 'otlp', 'webhook'].map((way) => [way, ids(sources)]));
  const named = ['metrics', 'goals', 'sources', 'accounts', 'invitations', 'tokens', 'decisions', 'initiatives'];
  return {
    all: [...named.flatMap((kind) => after[kind] ?? []), ...words],
    after: { ...after, ...pushed },
  };
}

/** What people write: decisions, actions, notes, plans, views, links. */
async function made(caller: FuzzCaller, metric: string): Promise<Record<string, readonly string[]>> {
  const { people } = await caller.get<AccountList>('/api/v1/accounts');
  const person = people[0]?.id ?? '';
  const id = async (path: string, body: object) => [(await caller.post<{ id: string }>(path, body)).id];
  const decision = {
    ...{ kind: 'ordinary', title: 'A', text: '', reason: 'Because', about: null, driver: person, approvers: {} },
    ...{ contributors: [], informed: [], effect: null, expiresOn: null },
  };
  const action = { title: 'A', text: '', owner: person, due: '2099-01-01', metric: null, decision: null };
  const link = await caller.post<{ link: { id: string } }>('/api/v1/reviews/1/links', {});
  const calendar = await caller.post<{ feed: { id: string } }>('/api/v1/account/review-calendars', {});
  return {
    decisions: await id('/api/v1/decisions', { decision, putForward: true }),
    actions: await id('/api/v1/actions', action),
    notes: await id(`/api/v1/metrics/${metric}/notes`, { text: 'A' }),
    scenarios: await id('/api/v1/initiatives/scenarios', { title: 'A' }),
    views: await id('/api/v1/views', { name: 'A', address: '/board', isShared: true }),
    links: [link.link.id],
    'review-calendars': [calendar.feed.id],
  };
}

/** Somebody who is invited, somebody else whose account inputs may change (the one who sends them stays), and a token. */
async function madeAccess(caller: FuzzCaller, product: Product): Promise<Record<string, readonly string[]>> {
  const somebody = { email: 'b@example.org', name: 'B', role: 'viewer', side: null };
  const { invitation } = await caller.post<Invited>('/api/v1/accounts/invitations', somebody);
  const guest = { email: 'c@example.org', name: 'C', role: 'viewer', side: null };
  const { link } = await caller.post<Invited>('/api/v1/accounts/invitations', guest);
  const accept = { token: link.split('#')[1], name: 'C', password: 'rowing over calm water' };
  await caller.post('/api/v1/invitation/accept', accept);
  const { accounts } = await product.get<AccountList>('/api/v1/accounts');
  const { token } = await caller.post<TokenMade>('/api/v1/tokens', { name: 'ci', scopes: ['push'], validDays: 30 });
  return {
    accounts: accounts.filter(({ email }) => email === guest.email).map(({ id }) => id),
    invitations: [invitation.id],
    tokens: [token.id],
  };
}

/** Its guardrail may hold at the moment: an alert is written as one that fired, with a silence and a route beside it. */
async function openAlert(
  caller: FuzzCaller,
  databaseUrl: string,
  guardrail: string,
): Promise<Record<string, readonly string[]>> {
  const text = 'version: 1\nroutes: [{ id: mail, channel: email, to: [a@example.org] }]';
  await caller.post('/api/v1/configuration', { text });
  const silence = { of: { kind: 'guardrail', id: guardrail }, reason: 'Known', forMinutes: 60 };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`select set_config('tandem.workspace', 'main', false)`);
    const { rows } = await client.query<{ id: string }>(
      `with fired as (
         insert into alert (guardrail_id, state, since, evaluated_at) values ($1, 'firing', now(), now())
         on conflict do nothing returning id),
       transition as (
         insert into alert_transition (alert_id, from_state, to_state, at, reason) select id, 'pending', 'firing', now(), 'belowFloor' from fired
         returning id, alert_id)
       insert into alert_episode (alert_id, fired_transition_id, fired_at, last_told_at)
       select alert_id, id, now(), now() from transition returning alert_id as id`,
      [guardrail],
    );
    return {
      alerts: rows.map(({ id }) => id),
      silences: [(await caller.post<{ id: string }>('/api/v1/silences', silence)).id],
      routes: ['mail'],
    };
  } finally {
    await client.end();
  }
}
