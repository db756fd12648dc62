import type { BrowserContext } from '@playwright/test';
import type { AccountList } from '@tandem/contracts/access';
import type { AlertList } from '@tandem/contracts/alerts';
import type { DecisionList } from '@tandem/contracts/decisions';
import pg from 'pg';
import { signIn } from '../product/sign-in.js';
import type { Product } from '../product/start-product.js';
import { expect } from './stage.js';
import { allAddresses } from './states-addresses.js';

interface Stage {
  readonly product: Product;
  readonly databaseUrl: string;
}

const settings = {
  version: 1,
  calendars: [
    {
      id: 'desk-hours',
      timeZone: 'Europe/Berlin',
      hours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '17:00' }],
      holidays: ['2026-12-25'],
    },
  ],
  routes: [{ id: 'desk-mail', channel: 'email', to: ['desk@example.org'] }],
  alertPolicies: [
    {
      id: 'desk-first',
      guardrails: ['service-level-floor'],
      repeatEvery: '4h',
      escalation: [{ after: '15m', side: 'it', routes: ['desk-mail'] }],
    },
  ],
};

const decision = {
  kind: 'ordinary',
  title: 'A second shift answers',
  text: '',
  reason: 'Half of the breaches begin after six.',
  about: { kind: 'guardrail', id: 'service-level-floor' },
  driver: 'product-marketing',
  approvers: {},
  contributors: [],
  informed: [],
  effect: null,
  expiresOn: null,
};

/** The account of the browser speaks for marketing from now on: what only a person of a side is shown is there as well. */
export async function speakForMarketing({ product }: Stage, context: BrowserContext): Promise<void> {
  const { accounts } = await product.get<AccountList>('/api/v1/accounts');
  const [own] = accounts;
  if (!own) throw new Error('Nobody has signed in.');
  if (own.personId !== null) return;
  const answer = await product.fetch(`/api/v1/accounts/${own.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ side: 'marketing', personId: 'product-marketing' }),
  });
  expect(answer.status).toBe(200);
  // Whose account is changed is signed out everywhere.
  await context.clearCookies();
  await signIn(context, product);
}

/** An alert that has fired, as the evaluation of guardrails writes it; the days of the demo are too old to be judged today. */
async function fire({ databaseUrl }: Stage): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`set tandem.workspace = 'main'`);
    await client.query(
      `with fired as (
         insert into alert (guardrail_id, state, since, fired_at, evaluated_at)
         values ('service-level-floor', 'firing', now(), now(), now()) returning id),
       transition as (
         insert into alert_transition (alert_id, from_state, to_state, at, reason)
         select id, 'pending', 'firing', now(), 'belowFloor' from fired returning id, alert_id)
       insert into alert_episode (alert_id, fired_transition_id, fired_at, last_told_at)
       select alert_id, id, now(), now() from transition`,
    );
  } finally {
    await client.end();
  }
}

async function decide({ product }: Stage, context: BrowserContext, putForward: boolean): Promise<void> {
  const answer = await context.request.post(`${product.url}/api/v1/decisions`, {
    headers: { origin: product.url },
    data: { decision, putForward },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

const decisionsOf = async ({ product }: Stage) => (await product.get<DecisionList>('/api/v1/decisions')).decisions;

/** Makes what the demo does not bring, once a product, and answers all addresses of the app: the demo's, and those of what was made. */
export async function everyAddress(stage: Stage, context: BrowserContext): Promise<readonly string[]> {
  const { product } = stage;
  if ((await decisionsOf(stage)).length === 0) {
    await product.post('/api/v1/configuration', { text: JSON.stringify(settings) });
    await decide(stage, context, true);
    await decide(stage, context, false);
    await fire(stage);
  }
  const { alerts } = await product.get<AlertList>('/api/v1/alerts?state=all');
  const decisions = await decisionsOf(stage);
  const inStatus = (status: string) => decisions.find((one) => one.status === status)?.id ?? '';
  return [
    ...(await allAddresses(product)),
    `/alerts/${alerts[0]?.id ?? ''}`,
    `/decisions/${inStatus('waiting')}`,
    `/decisions/${inStatus('draft')}/edit`,
    '/settings/calendars/desk-hours',
    '/settings/channels/desk-mail',
    '/settings/policies/desk-first',
    '/board?kiosk=1',
  ];
}
