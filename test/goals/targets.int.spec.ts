import type { GoalProposal, GoalTermsPreview } from '@tandem/contracts/goals';
import { GoalStage, helped, withTarget } from './goal-stage.js';

const dayMs = 86_400_000;

describe('changing a target', () => {
  let stage: GoalStage;
  beforeEach(async () => {
    stage = await GoalStage.open();
    await stage.apply({ goals: [helped] });
    stage.access.later(dayMs);
  });
  afterEach(() => stage.close());

  const sign = ({ id }: GoalProposal, by = stage.it) => stage.post(`/goals/helped/proposals/${id}/sign`, by);

  it('leaves the old one in force until the other side has signed', async () => {
    const made = await stage.propose(75);
    expect(made).toMatchObject({ kind: 'change', waitsFor: ['it'], baseVersion: 1, version: null });
    expect(made.fields).toEqual([{ field: 'keyResults[attained].target', from: '80', to: '75' }]);
    expect(await stage.target()).toBe('80.0');
    stage.access.later(dayMs);
    await sign(made);
    expect(await stage.target()).toBe('75.0');
    expect((await stage.history()).versions).toMatchObject([
      { version: 2, inForce: true, reason: 'The season is longer.', moved: [{ keyResult: 'attained', missed: false }] },
      { version: 1, inForce: false },
    ]);
  });

  it('answers as known at a time with the target of that time, for ever', async () => {
    const before = new Date(stage.access.now);
    const then = await stage.page(before);
    stage.access.later(dayMs);
    await sign(await stage.propose(75));
    stage.access.later(dayMs);
    expect(await stage.target(before)).toBe('80.0');
    expect({ ...(await stage.page(before)) }).toEqual(then);
    expect(await stage.target(stage.access.now)).toBe('75.0');
  });

  it('begins at the time that it names, and not before', async () => {
    const from = new Date(stage.access.now.getTime() + 2 * dayMs);
    await sign(await stage.propose(75, { effectiveFrom: from.toISOString() }));
    expect(await stage.target()).toBe('80.0');
    expect((await stage.page()).version).toBe(1);
    stage.access.later(2 * dayMs);
    expect(await stage.target()).toBe('75.0');
    const past = { terms: withTarget(70), reason: 'Late', effectiveFrom: '2026-11-01' };
    expect((await stage.refused('/goals/helped/proposals', stage.it, past)).status).toBe(400);
  });

  it('is signed by two people of two sides', async () => {
    const made = await stage.propose(75);
    expect((await stage.refused(`/goals/helped/proposals/${made.id}/sign`, stage.marketing)).status).toBe(409);
    const again = { terms: withTarget(70), reason: 'More' };
    const second = await stage.refused('/goals/helped/proposals', stage.it, again);
    expect(second).toMatchObject({ status: 409, body: { message: expect.stringContaining('waits for signatures') } });
    const refusal = { reason: 'We keep what we agreed.' };
    await stage.post(`/goals/helped/proposals/${made.id}/refuse`, stage.it, refusal);
    expect(await stage.target()).toBe('80.0');
    const next = await stage.propose(75);
    expect((await stage.refused(`/goals/helped/proposals/${next.id}/withdraw`, stage.it)).status).toBe(409);
    await stage.post(`/goals/helped/proposals/${next.id}/withdraw`, stage.marketing);
    expect((await stage.refused(`/goals/helped/proposals/${next.id}/sign`, stage.it)).status).toBe(409);
  });

  it('is marked when the aim had been missed before', async () => {
    stage.access.later(60 * dayMs);
    await stage.collect([11, 12, 11, 13, 12, 13, 12, 14, 13, 13, 14, 14, 13, 14, 14, 15]);
    expect((await stage.page()).keyResults[0]).toMatchObject({ status: 'missed', movedAfterMiss: false });
    await sign(await stage.propose(70));
    const [keyResult] = (await stage.page()).keyResults;
    expect(keyResult).toMatchObject({ status: 'achieved', movedAfterMiss: true });
    const [latest] = (await stage.history()).versions;
    expect(latest?.moved).toEqual([
      { keyResult: 'attained', status: 'missed', reason: 'dueMissed', value: '75.0', target: '80', missed: true },
    ]);
  });

  it('shows before it is proposed what it would do', async () => {
    const body = { terms: withTarget(66) };
    const preview = await stage.post<GoalTermsPreview>('/goals/helped/proposals/preview', stage.marketing, body);
    expect([preview.before, preview.after].map(({ keyResults: [one] }) => one?.progress)).toEqual([0.5, 0.938]);
    expect(preview.fields).toEqual([{ field: 'keyResults[attained].target', from: '80', to: '66' }]);
    expect(await stage.target()).toBe('80.0');
  });

  it('of a file waits for both sides, and holds where the file carries their signatures', async () => {
    const goals = [{ ...helped, ...withTarget(75) }];
    expect((await stage.apply({ goals })).changes).toMatchObject([
      { action: 'propose', waitsFor: ['marketing', 'it'], fields: [{ to: '75' }] },
    ]);
    expect((await stage.apply({ goals })).changes).toMatchObject([{ action: 'unchanged' }]);
    expect(await stage.target()).toBe('80.0');
    const signed = { marketing: 'campaigns', it: 'service' };
    const goalChanges = [{ goal: 'helped', version: 2, reason: 'Agreed in the review.', signed }];
    expect((await stage.apply({ goals, goalChanges })).changes).toMatchObject([{ action: 'change', waitsFor: [] }]);
    expect(await stage.target()).toBe('75.0');
    expect((await stage.apply({ goals, goalChanges })).changes).toMatchObject([{ action: 'unchanged' }]);
    expect((await stage.history()).versions[0]).toMatchObject({
      version: 2,
      signatures: [{ by: { id: 'campaigns' } }, { by: { id: 'service' } }],
    });
    const renamed = await stage.apply({
      goals: [{ ...goals[0], title: 'Helped', keyResults: withTarget(60).keyResults }],
    });
    expect(renamed.changes.map(({ action }) => action)).toEqual(['change', 'propose']);
    expect(await stage.page()).toMatchObject({ title: 'Helped', keyResults: [{ target: '75.0' }] });
  });

  it('of a goal that one side alone owns holds at once, with its version', async () => {
    const { counterMetrics: _inherited, drivers: _none, ...rest } = helped;
    const desk = { ...rest, id: 'desk', department: 'it', parent: 'helped', owners: { it: 'service' } };
    await stage.apply({ goals: [desk] });
    const { counterMetrics: _of, ...terms } = withTarget(70);
    const made = await stage.post<GoalProposal>('/goals/desk/proposals', stage.it, { terms, reason: 'Realistic' });
    expect(made).toMatchObject({ state: 'accepted', version: 2 });
    expect((await stage.page(undefined, 'desk')).keyResults[0]?.target).toBe('70.0');
  });
});

describe('what people say about a goal', () => {
  let stage: GoalStage;
  beforeEach(async () => {
    stage = await GoalStage.open();
    await stage.apply({ goals: [helped] });
  });
  afterEach(() => stage.close());

  it('keeps the confidence of each side with its note, and changes none of it', async () => {
    await stage.post('/goals/helped/check-ins', stage.marketing, { confidence: 7, note: 'The campaign runs well.' });
    const between = new Date(stage.access.now);
    stage.access.later(dayMs);
    await stage.post('/goals/helped/check-ins', stage.it, { confidence: 4, note: '' });
    expect((await stage.page()).checkIns).toMatchObject([
      { confidence: 4, side: 'it', by: { name: 'Head of Service' } },
      { confidence: 7, side: 'marketing', note: 'The campaign runs well.' },
    ]);
    expect((await stage.page(between)).checkIns).toMatchObject([{ confidence: 7 }]);
    const unfit = await stage.refused('/goals/helped/check-ins', stage.it, { confidence: 11, note: '' });
    expect(unfit.status).toBe(400);
    const { pool } = stage.access.database;
    await expect(pool.query('update goal_check_in set confidence = 9')).rejects.toThrow(/only ever added/);
  });

  it('puts a status in the place of the reckoned one until the next settled value', async () => {
    const path = '/goals/helped/key-results/attained/override';
    const reckoned = (await stage.page()).keyResults[0]?.status;
    await stage.post(path, stage.it, { status: 'offTrack', reason: 'Two people are leaving.' });
    expect(await stage.page()).toMatchObject({
      status: 'offTrack',
      keyResults: [
        {
          statusReason: 'overridden',
          override: { reason: 'Two people are leaving.', by: { id: 'service' }, reckoned: { status: reckoned } },
        },
      ],
    });
    const then = new Date(stage.access.now);
    stage.access.later(7 * dayMs);
    await stage.collect([11, 12, 11, 13, 12, 13, 12, 14, 13, 14]);
    expect((await stage.page()).keyResults[0]).toMatchObject({ override: null });
    expect((await stage.page(then)).keyResults[0]).toMatchObject({ statusReason: 'overridden' });
    expect(
      (await stage.refused(path.replace('attained', 'other'), stage.it, { status: 'onTrack', reason: 'x' })).status,
    ).toBe(404);
    expect((await stage.refused(path, stage.it, { status: 'achieved', reason: 'x' })).status).toBe(400);
  });
});
