import type { AuditVerdict } from '@tandem/contracts/audit';
import type { GoalList, GoalPage, GoalProposalList } from '@tandem/contracts/goals';
import { GoalStage, helped, withTarget } from './goal-stage.js';

describe('agreeing on a goal', () => {
  let stage: GoalStage;
  beforeEach(async () => {
    stage = await GoalStage.open();
  });
  afterEach(() => stage.close());

  const waiting = async () => (await stage.get<GoalProposalList>('/goal-proposals')).proposals;
  const sign = async (by = stage.it) => stage.post(`/goals/helped/proposals/${(await waiting())[0]?.id}/sign`, by);
  const agreed = async () => {
    await stage.post('/goals', stage.marketing, helped);
    await sign();
  };

  it('makes a draft that the other side publishes with its signature', async () => {
    const made = await stage.post<GoalPage>('/goals', stage.marketing, helped);
    expect(made).toMatchObject({ status: 'draft', statusReason: 'signatureMissing', published: false, gaps: [] });
    expect(await waiting()).toMatchObject([{ kind: 'adopt', waitsFor: ['it'], proposedBy: { id: 'campaigns' } }]);
    expect(
      (await stage.refused(`/goals/helped/proposals/${(await waiting())[0]?.id}/sign`, stage.marketing)).status,
    ).toBe(409);
    await sign();
    const page = await stage.page();
    expect(page).toMatchObject({
      published: true,
      statusReason: 'worstKeyResult',
      keyResultCount: 1,
      measuredCount: 1,
    });
    expect(page.status).not.toBe('draft');
    expect(await waiting()).toEqual([]);
    expect((await stage.history()).versions[0]?.signatures.map(({ by }) => by.id)).toEqual(['campaigns', 'service']);
  });

  it('says what a draft lacks, and lets nobody publish it before', async () => {
    const { counterMetrics: _none, owners: _nobody, ...bare } = helped;
    const made = await stage.post<GoalPage>('/goals', stage.marketing, { ...bare, owners: { marketing: 'campaigns' } });
    expect(made).toMatchObject({ status: 'draft', statusReason: 'ownerMissing' });
    expect(made.gaps).toEqual([
      { code: 'ownerMissing', side: 'it' },
      { code: 'counterMetricMissing', side: 'marketing' },
      { code: 'counterMetricMissing', side: 'it' },
    ]);
    const refusal = await stage.refused(`/goals/helped/proposals/${(await waiting())[0]?.id}/sign`, stage.it);
    expect(refusal).toMatchObject({ status: 409, body: { message: expect.stringContaining('It has no owner of IT') } });
    await stage.post('/goals/helped', stage.it, helped, 'PUT');
    await sign(stage.marketing);
    expect((await stage.page()).published).toBe(true);
    expect((await stage.refused('/goals/helped', stage.it, helped, 'PUT')).status).toBe(409);
  });

  it('is published at once by a file that lacks nothing, and a draft with a warning otherwise', async () => {
    const { counterMetrics: _none, ...bare } = helped;
    const draft = await stage.apply({ goals: [bare] });
    expect(draft.warnings).toMatchObject([{ code: 'goalDraft', message: expect.stringContaining('counter-metric') }]);
    expect(await stage.page()).toMatchObject({ status: 'draft', statusReason: 'counterMetricMissing' });
    const whole = await stage.apply({ goals: [helped] });
    expect(whole).toMatchObject({ warnings: [], changes: [{ action: 'change' }] });
    expect((await stage.page()).published).toBe(true);
  });

  it('shows what drives it, what must not get worse, and the goals below', async () => {
    await agreed();
    const below = {
      ...helped,
      id: 'desk',
      title: 'Desk',
      department: 'it',
      parent: 'helped',
      owners: { it: 'service' },
    };
    const { counterMetrics: _inherited, drivers: _none, ...desk } = below;
    await stage.post('/goals', stage.it, desk);
    const page = await stage.page();
    expect(page.drivers).toMatchObject([
      { metric: { key: 'attainment' }, drivers: [{ metric: { key: 'cycles' }, current: { value: '20.0' } }] },
    ]);
    expect(page.counterMetrics).toMatchObject([{ guardrail: { id: 'load', state: 'held' }, inherited: false }]);
    expect(page.below).toMatchObject([{ id: 'desk', level: 'department', parent: 'helped', side: 'it' }]);
    const lower = await stage.page(undefined, 'desk');
    expect(lower).toMatchObject({ published: true, above: [{ id: 'helped' }], counterMetrics: [{ inherited: true }] });
    const board = await stage.get<GoalList>('/board');
    expect(board.goals.map(({ id }) => id)).toEqual(['helped']);
    expect((await stage.refused('/goals', stage.marketing, { ...desk, id: 'theirs' })).status).toBe(400);
  });

  it('previews a goal with all that is known of its metrics, and stores nothing', async () => {
    const { goal } = await stage.post<{ goal: GoalPage }>('/goals/preview', stage.marketing, helped);
    expect(goal.keyResults[0]).toMatchObject({ current: { value: '65.0' }, progress: 0.5, target: '80.0' });
    expect((await stage.get<GoalList>('/goals')).goals).toEqual([]);
    const faulty = {
      ...helped,
      drivers: [],
      due: '2026-09-01',
      keyResults: [{ ...helped.keyResults[0], metric: 'attainmnt' }],
    };
    expect((await stage.refused('/goals/preview', stage.marketing, faulty)).body).toMatchObject({
      issues: [
        { field: 'due', reason: expect.stringContaining('not after the start') },
        { field: 'keyResults.0.metric', reason: expect.stringContaining('did you mean "attainment"') },
      ],
    });
  });

  it('keeps every step in the audit chain, which holds', async () => {
    await agreed();
    const { entries } = await stage.history();
    expect(entries.map(({ action, by }) => `${action} by ${by.id}`)).toEqual([
      'publish by service',
      'accept by apply',
      'sign by service',
      'sign by campaigns',
      'propose by campaigns',
      'create by campaigns',
    ]);
    expect(new Set(entries.map(({ hash }) => hash)).size).toBe(entries.length);
    expect(await stage.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true });
    const { pool } = stage.access.database;
    for (const table of ['goal_version', 'goal_publication', 'goal_proposal_step']) {
      await expect(pool.query(`delete from ${table}`)).rejects.toThrow(/only ever added/);
    }
  });

  it('refuses to take a goal away from its counter-metric', async () => {
    await agreed();
    const { counterMetrics: _gone, ...terms } = withTarget(80);
    const refusal = await stage.refused('/goals/helped/proposals', stage.marketing, { terms, reason: 'Too strict' });
    expect(refusal).toMatchObject({ status: 409, body: { message: expect.stringContaining('would lack something') } });
  });
});
