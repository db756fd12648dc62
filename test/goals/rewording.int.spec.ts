import type { GoalPage, GoalProposalList } from '@tandem/contracts/goals';
import { GoalStage, base, helped } from './goal-stage.js';

describe('rewording a published goal', () => {
  let stage: GoalStage;
  beforeEach(async () => {
    stage = await GoalStage.open();
    await stage.apply({ goals: [helped] });
  });
  afterEach(() => stage.close());

  const present = async (id = 'helped') => (await stage.page(undefined, id)).wording;
  const reword = async (changes: object, by = stage.marketing, id = 'helped') => {
    const wording = { ...(await present(id)), ...changes };
    return stage.post<GoalPage>(`/goals/${id}/wording`, by, wording, 'PUT');
  };
  const refused = async (changes: object, by = stage.marketing, id = 'helped') =>
    stage.refused(`/goals/${id}/wording`, by, { ...(await present(id)), ...changes }, 'PUT');

  it('changes words, owners and drivers at once, and leaves what was agreed', async () => {
    const before = await stage.page();
    const after = await reword({
      title: 'Guests are helped in time',
      outcome: 'Fewer guests leave.',
      growthProjection: true,
      owners: { marketing: 'campaigns', it: 'platform' },
      drivers: [{ metric: 'breaches', drives: 'attainment' }],
    });
    expect(after).toMatchObject({
      title: 'Guests are helped in time',
      outcome: 'Fewer guests leave.',
      growthProjection: true,
      owners: { marketing: { id: 'campaigns' }, it: { id: 'platform' } },
      drivers: [{ metric: { key: 'attainment' }, drivers: [{ metric: { key: 'breaches' } }] }],
      published: true,
      version: before.version,
    });
    expect(after.terms).toEqual(before.terms);
    expect((await stage.get<GoalProposalList>('/goal-proposals')).proposals).toEqual([]);
  });

  it('tells in the history who changed what, and nothing where nothing changed', async () => {
    await reword({ owners: { marketing: 'campaigns', it: 'platform' }, drivers: [] });
    const { entries } = await stage.history();
    expect(entries[0]).toMatchObject({
      action: 'change',
      by: { id: 'campaigns', name: 'Head of Campaigns' },
      fields: [
        { field: 'owners.it', from: 'Head of Service', to: 'Head of Platform' },
        { field: 'drivers', from: 'cycles drives attainment', to: null },
      ],
    });
    await reword({});
    expect((await stage.history()).entries).toHaveLength(entries.length);
  });

  it('refuses to leave a side without its owner, at the field of that owner', async () => {
    expect(await refused({ owners: { marketing: 'campaigns' } })).toMatchObject({
      status: 400,
      body: { issues: [{ field: 'owners.it', reason: expect.stringContaining('it keeps an owner of IT') }] },
    });
    expect(await refused({ owners: {} })).toMatchObject({
      body: { issues: [{ field: 'owners.marketing' }, { field: 'owners.it' }] },
    });
    expect((await stage.page()).owners.it?.id).toBe('service');
  });

  it('refuses a place that takes its counter-metric away, and what is wrong with any field', async () => {
    const { counterMetrics: _none, drivers: _no, ...bare } = helped;
    await stage.apply({
      guardrails: base.guardrails,
      goals: [
        { ...bare, id: 'unwatched', title: 'Unwatched' },
        { ...bare, id: 'desk', title: 'Desk', department: 'it', parent: 'helped', owners: { it: 'service' } },
      ],
    });
    expect(await refused({ parent: 'unwatched' }, stage.it, 'desk')).toMatchObject({
      status: 400,
      body: { issues: [{ field: 'parent', reason: expect.stringContaining('no counter-metric that marketing owns') }] },
    });
    expect(await refused({ title: 'Ours now' }, stage.marketing, 'desk')).toMatchObject({
      body: { issues: [{ field: 'department' }] },
    });
    expect(await refused({ title: ' ', owners: { it: 'nobody' } })).toMatchObject({
      body: { issues: [{ field: 'title' }] },
    });
    const faulty = {
      owners: { marketing: 'campaigns', it: 'nobody' },
      drivers: [{ metric: 'cycles', drives: 'breaches' }],
    };
    expect(await refused(faulty)).toMatchObject({
      body: { issues: expect.arrayContaining([{ field: 'owners.it', reason: expect.any(String) }]) },
    });
    expect(await refused(faulty)).toMatchObject({
      body: { issues: expect.arrayContaining([{ field: 'drivers.0.drives', reason: expect.any(String) }]) },
    });
  });

  it('takes no terms, which are proposed and signed', async () => {
    const reply = await refused({ due: '2027-03-31' });
    expect(reply).toMatchObject({ status: 400, body: { issues: [{ field: 'due' }] } });
    expect((await stage.page()).due).toBe(helped.due);
  });

  it('overwrites nothing that nobody has seen', async () => {
    const seen = await present();
    await reword({ title: 'Guests are helped' }, stage.it);
    const late = await stage.refused('/goals/helped/wording', stage.marketing, { ...seen, outcome: 'Mine' }, 'PUT');
    expect(late).toMatchObject({ status: 409, body: { message: expect.stringContaining('changed meanwhile') } });
    expect(await stage.page()).toMatchObject({ title: 'Guests are helped', outcome: helped.outcome });
  });

  it('leaves an open proposal as it is, and whoever owned the goal their say', async () => {
    const { id } = await stage.propose(70);
    await reword({ owners: { marketing: 'campaigns', it: 'platform' } });
    await stage.post(`/goals/helped/proposals/${id}/sign`, stage.it);
    expect(await stage.target()).toBe('70.0');
    expect((await stage.page()).owners.it?.id).toBe('platform');
  });

  it('is for published goals: a draft is written anew', async () => {
    await stage.post('/goals', stage.marketing, { ...helped, id: 'draft' });
    expect((await refused({ title: 'Other' }, stage.marketing, 'draft')).status).toBe(409);
  });
});
