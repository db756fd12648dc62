import type { Action } from '@tandem/contracts/actions';
import type { Decision } from '@tandem/contracts/decisions';
import type { Reply } from '../access/access-stage.js';

type Headers = Readonly<Record<string, string>>;
interface Asked {
  readonly as?: Headers;
  readonly ids?: string[];
  readonly body?: object;
}

/** Drives every changing route of decisions. `lead` speaks for marketing, `guest` for IT. */
export async function decisionsLeaveTheirRows({
  drive,
  lead,
  guest,
}: {
  readonly drive: (route: string, asked: Asked) => Promise<{ readonly reply: Reply; readonly rows: string[] }>;
  readonly lead: Headers;
  readonly guest: Headers;
}): Promise<void> {
  const rowsOf = async (route: string, asked: Asked) => (await drive(route, asked)).rows;
  const decision = {
    kind: 'ordinary',
    title: 'Ours',
    text: '',
    reason: 'Because',
    about: null,
    driver: 'service',
    approvers: {},
    contributors: [],
    informed: [],
    effect: null,
    expiresOn: null,
  };
  const draft = async () => {
    const made = await drive('POST /api/v1/decisions', { as: lead, body: { decision, putForward: false } });
    expect(made.rows).toEqual(['draft decision by campaigns']);
    return [(made.reply.body as Decision).id];
  };
  const propose = async () => {
    const ids = await draft();
    const rows = ['propose decision by campaigns', 'sign decision by campaigns'];
    expect(await rowsOf('POST /api/v1/decisions/:id/propose', { as: lead, ids, body: {} })).toEqual(rows);
    return ids;
  };
  const revise = { as: lead, ids: await draft(), body: { decision } };
  expect(await rowsOf('PUT /api/v1/decisions/:id', revise)).toEqual(['revise decision by campaigns']);
  const sign = { as: guest, ids: await propose(), body: {} };
  const signed = ['sign decision by service', 'accept decision by apply'];
  expect(await rowsOf('POST /api/v1/decisions/:id/sign', sign)).toEqual(signed);
  const refuse = { as: guest, ids: await propose(), body: { reason: 'No' } };
  expect(await rowsOf('POST /api/v1/decisions/:id/refuse', refuse)).toEqual(['refuse decision by service']);
  const withdraw = { as: lead, ids: await propose(), body: {} };
  const withdrawn = ['withdraw decision by campaigns'];
  expect(await rowsOf('POST /api/v1/decisions/:id/withdraw', withdraw)).toEqual(withdrawn);
  const open = { title: 'Ours', text: '', owner: 'service', due: '2099-01-01', metric: null, decision: null };
  const action = async () => {
    const made = await drive('POST /api/v1/actions', { as: lead, body: open });
    expect(made.rows).toEqual(['open action by campaigns']);
    return [(made.reply.body as Action).id];
  };
  const change = { as: lead, ids: await action(), body: { due: '2099-01-02', reason: 'Later' } };
  expect(await rowsOf('POST /api/v1/actions/:id/change', change)).toEqual(['change action by campaigns']);
  const close = { as: lead, ids: change.ids, body: { as: 'done', result: 'Done.' } };
  expect(await rowsOf('POST /api/v1/actions/:id/close', close)).toEqual(['done action by campaigns']);
  const planned = { event: 'release', what: 'Shop', startsAt: '2099-01-01T00:00:00Z', endsAt: null, note: '' };
  const announced = ['announce plannedChange by service'];
  expect(await rowsOf('POST /api/v1/planned-changes', { as: guest, body: planned })).toEqual(announced);
  const agreement = { id: 'notice', title: 'Notice', event: 'release', side: 'it', lead: { unit: 'hours', count: 48 } };
  const agreed = ['draft', 'propose', 'sign'].map((act) => `${act} decision by campaigns`);
  const agree = { as: lead, body: { ...agreement, services: [], reason: 'Because', expiresOn: null } };
  expect(await rowsOf('POST /api/v1/agreements', agree)).toEqual(agreed);
  const pulse = { as: guest, body: { sameOutcome: 7, toldInTime: 5 } };
  expect(await rowsOf('POST /api/v1/pulse', pulse)).toEqual(['answer pulse by account']);
}
