import type { GoalPage, GoalProposalList } from '@tandem/contracts/goals';
import type { AccessStage, Reply } from '../access/access-stage.js';
import { adminHeaders } from '../product/admin-access.js';

type Headers = Readonly<Record<string, string>>;
interface Asked {
  readonly as?: Headers;
  readonly ids?: string[];
  readonly body?: object;
}

/** Drives every changing route of goals, from the first draft to what is said of it. `lead` speaks for marketing, `guest` for IT. */
export async function goalsLeaveTheirRows({
  drive,
  stage,
  lead,
  guest,
  definition,
}: {
  readonly drive: (route: string, asked: Asked) => Promise<{ readonly reply: Reply; readonly rows: string[] }>;
  readonly stage: AccessStage;
  readonly lead: Headers;
  readonly guest: Headers;
  readonly definition: object;
}): Promise<void> {
  const rowsOf = async (route: string, asked: Asked) => (await drive(route, asked)).rows;
  const terms = (target: number) => ({
    start: '2026-10-01',
    due: '2026-12-31',
    keyResults: [{ id: 'more', kind: 'reach', metric: 'cycles', baseline: 1, target }],
    counterMetrics: ['other'],
  });
  const other = { key: 'other', title: 'Other', description: 'Other cycles.', ...definition };
  const owners = { marketing: 'campaigns', it: 'service' };
  const watch = { id: 'other', title: 'Other', metric: 'other', atMost: 9, owners };
  const text = JSON.stringify({ version: 1, metrics: [other], guardrails: [watch] });
  await stage.ask('POST', '/configuration', { headers: adminHeaders, body: { text } });
  const goal = { id: 'more', title: 'More', outcome: 'More of it.', owners, ...terms(9) };
  expect(await rowsOf('POST /api/v1/goals/preview', { as: lead, body: goal })).toEqual([]);
  const agree = ['create', 'propose', 'sign'].map((act) => `${act} goal by campaigns`);
  expect(await rowsOf('POST /api/v1/goals', { as: lead, body: goal })).toEqual(agree);
  const again = ['change goal', 'withdraw goal', 'propose goal', 'sign goal'].map((row) => `${row} by campaigns`);
  const rewritten = { as: lead, ids: ['more'], body: { ...goal, title: 'Much more' } };
  expect(await rowsOf('PUT /api/v1/goals/:id', rewritten)).toEqual(again);
  const idOfOpen = async () => {
    const { body } = await stage.ask<GoalProposalList>('GET', '/goal-proposals', { headers: lead });
    return ['more', body.proposals[0]?.id ?? ''];
  };
  const sign = async () => ({ as: guest, ids: await idOfOpen(), body: {} });
  const signed = ['sign goal by service', 'accept goal by apply', 'publish goal by service'];
  expect(await rowsOf('POST /api/v1/goals/:goal/proposals/:id/sign', await sign())).toEqual(signed);
  const ids = ['more'];
  const { body: present } = await stage.ask<GoalPage>('GET', '/goals/more', { headers: lead });
  const reworded = { as: lead, ids, body: { ...present.wording, title: 'Still more' } };
  expect(await rowsOf('PUT /api/v1/goals/:id/wording', reworded)).toEqual(['change goal by campaigns']);
  const preview = { as: lead, ids, body: { terms: terms(8) } };
  expect(await rowsOf('POST /api/v1/goals/:id/proposals/preview', preview)).toEqual([]);
  const propose = async () => {
    const body = { terms: terms(8), reason: 'Less' };
    const rows = ['propose goal by campaigns', 'sign goal by campaigns'];
    expect(await rowsOf('POST /api/v1/goals/:id/proposals', { as: lead, ids, body })).toEqual(rows);
    return idOfOpen();
  };
  const refuse = { as: guest, ids: await propose(), body: { reason: 'Because' } };
  expect(await rowsOf('POST /api/v1/goals/:goal/proposals/:id/refuse', refuse)).toEqual(['refuse goal by service']);
  const withdraw = { as: lead, ids: await propose(), body: {} };
  expect(await rowsOf('POST /api/v1/goals/:goal/proposals/:id/withdraw', withdraw)).toEqual([
    'withdraw goal by campaigns',
  ]);
  const checkIn = { as: guest, ids, body: { confidence: 5, note: 'So so.' } };
  expect(await rowsOf('POST /api/v1/goals/:id/check-ins', checkIn)).toEqual(['check-in goal by service']);
  const override = { as: guest, ids: ['more', 'more'], body: { status: 'atRisk', reason: 'We know more.' } };
  expect(await rowsOf('POST /api/v1/goals/:id/key-results/:keyResult/override', override)).toEqual([
    'override goal by service',
  ]);
}
