import type { AuditVerdict } from '@tandem/contracts/audit';
import type { Decision, DecisionList } from '@tandem/contracts/decisions';
import { base, GoalStage, helped } from '../goals/goal-stage.js';
import { drafted, grade, signedByBoth } from './decision-stage.js';

const dayMs = 86_400_000;
/** So many of twenty were met in each week, from 7 September on: 65.0 % in the ninth. */
const nine = [11, 12, 11, 13, 12, 13, 12, 14, 13];

describe('deciding together', () => {
  let stage: GoalStage;
  beforeEach(async () => {
    stage = await GoalStage.open();
    await stage.apply({ goals: [helped] });
  });
  afterEach(() => stage.close());

  const one = (id: string) => stage.get<Decision>(`/decisions/${id}`);
  const draft = (more: object = {}, putForward = false) =>
    stage.post<Decision>('/decisions', stage.marketing, { decision: { ...drafted, ...more }, putForward });

  it('goes from a draft through both signatures into force, and keeps every step', async () => {
    const made = await draft();
    expect(made).toMatchObject({ status: 'draft', side: 'marketing', effect: { baseline: null }, waitsFor: [] });
    const revised = { decision: { ...drafted, title: 'A third shift answers' } };
    await stage.post(`/decisions/${made.id}`, stage.it, revised, 'PUT');
    const open = await stage.post<Decision>(`/decisions/${made.id}/propose`, stage.marketing);
    expect(open).toMatchObject({ status: 'waiting', waitsFor: ['it'], title: 'A third shift answers' });
    expect(open.effect?.baseline).toMatchObject({ value: '65.0', version: 1, state: 'settled' });
    expect((await stage.refused(`/decisions/${made.id}`, stage.marketing, revised, 'PUT')).status).toBe(409);
    expect((await stage.refused(`/decisions/${made.id}/sign`, stage.marketing)).status).toBe(409);
    const signed = await stage.post<Decision>(`/decisions/${made.id}/sign`, stage.it);
    expect(signed).toMatchObject({ status: 'inForce', waitsFor: [] });
    expect(signed.steps.map(({ step, by }) => [step, by?.id])).toEqual([
      ['draft', 'campaigns'],
      ['revise', 'service'],
      ['propose', 'campaigns'],
      ['sign', 'campaigns'],
      ['sign', 'service'],
      ['accept', undefined],
    ]);
    expect((await stage.get<AuditVerdict>('/audit/verify')).ok).toBe(true);
  });

  it('is refused with a reason, or taken back by those who drafted it', async () => {
    const refused = await draft({}, true);
    const answer = await stage.post<Decision>(`/decisions/${refused.id}/refuse`, stage.it, { reason: 'Too dear.' });
    expect(answer.status).toBe('refused');
    expect(answer.steps.at(-1)).toMatchObject({ step: 'refuse', reason: 'Too dear.', side: 'it' });
    const taken = await draft({}, true);
    expect((await stage.refused(`/decisions/${taken.id}/withdraw`, stage.it)).status).toBe(409);
    expect((await stage.post<Decision>(`/decisions/${taken.id}/withdraw`, stage.marketing)).status).toBe('withdrawn');
  });

  it('is signed by the approver of a side alone', async () => {
    const made = await draft({ approvers: { it: 'platform' } }, true);
    const refusal = await stage.refused(`/decisions/${made.id}/sign`, stage.it);
    expect(refusal).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('platform approves it for IT') },
    });
    const platform = await stage.access.person('platform@example.org', 'owner', 'it', 'platform');
    expect((await stage.post<Decision>(`/decisions/${made.id}/sign`, platform)).status).toBe('inForce');
  });

  it('refuses who and what is not there, field by field', async () => {
    const decision = {
      ...drafted,
      kind: 'waiver',
      about: { kind: 'goal', id: 'nothing' },
      driver: 'nobody',
      approvers: { it: 'campaigns' },
      effect: { metric: 'nothing', direction: 'up', amount: '0', by: '2026-11-10' },
    };
    const reply = await stage.refused('/decisions', stage.marketing, { decision, putForward: true });
    const { issues } = reply.body as { issues: { field: string }[] };
    expect(issues.map(({ field }) => field)).toEqual([
      'driver',
      'approvers.it',
      'effect.metric',
      'effect.amount',
      'effect.by',
      'expiresOn',
      'about',
    ]);
    const absent = { ...drafted, about: { kind: 'initiative', id: 'nothing' } };
    expect(
      (await stage.refused('/decisions', stage.marketing, { decision: absent, putForward: true })).body,
    ).toMatchObject({ issues: [{ field: 'about', reason: 'There is no initiative "nothing".' }] });
    expect((await stage.get<DecisionList>('/decisions')).decisions).toEqual([]);
  });

  it('holds to its last day, and reads as it stood at an earlier time', async () => {
    await stage.apply({ initiatives: [{ id: 'relaunch', title: 'Relaunch', agenda: 'it' }] });
    const waiver = { kind: 'waiver', about: { kind: 'initiative', id: 'relaunch' }, expiresOn: '2026-11-12' };
    const before = stage.access.now;
    stage.access.later(1000);
    const { id } = await signedByBoth(stage, waiver);
    expect((await one(id)).status).toBe('inForce');
    stage.access.later(3 * dayMs);
    expect((await one(id)).status).toBe('expired');
    const listed = await stage.get<DecisionList>(`/decisions?asKnownAt=${before.toISOString()}`);
    expect(listed.decisions).toEqual([]);
  });
});

describe('grading a decision by its metric', () => {
  let stage: GoalStage;
  beforeEach(async () => {
    stage = await GoalStage.open();
    await stage.apply({ goals: [helped] });
  });
  afterEach(() => stage.close());

  const gradesOf = async (id: string) => (await stage.get<Decision>(`/decisions/${id}`)).grades;
  const later = (day: string) => (stage.access.now = new Date(`${day}T08:00:00Z`));

  it.each([
    [15, 'hit', 'reached', '75.0'],
    [16, 'hit', 'reached', '80.0'],
    [14, 'partly', 'halfWay', '70.0'],
    [13, 'missed', 'unmoved', '65.0'],
    [10, 'missed', 'otherWay', '50.0'],
  ])('of %i of twenty met in the last week: %s', async (met, outcome, reason, value) => {
    const { id } = await signedByBoth(stage);
    later('2026-11-22');
    await stage.collect([...nine, 13, met]);
    await grade(stage);
    expect(await gradesOf(id)).toEqual([]);
    later('2026-11-24');
    await grade(stage);
    expect(await gradesOf(id)).toMatchObject([{ grade: outcome, reason, value, version: 1 }]);
  });

  it('waits for data, and says that it cannot tell when they never come', async () => {
    const { id } = await signedByBoth(stage);
    later('2026-11-25');
    await grade(stage);
    expect(await gradesOf(id)).toEqual([]);
    later('2027-01-10');
    await grade(stage);
    expect(await gradesOf(id)).toMatchObject([{ grade: 'cannotTell', reason: 'noValue', value: null }]);
  });

  it('waits while the data are provisional', async () => {
    const slow = { ...base.metrics[0], settlingDays: 10 };
    await stage.apply({ metrics: [slow] });
    const { id } = await signedByBoth(stage);
    later('2026-11-25');
    await stage.collect([...nine, 13, 15]);
    await grade(stage);
    expect(await gradesOf(id)).toEqual([]);
    later('2026-12-04');
    await grade(stage);
    expect(await gradesOf(id)).toMatchObject([{ grade: 'hit' }]);
  });

  it('grades again after a restatement, beside the first grade', async () => {
    const { id } = await signedByBoth(stage);
    later('2026-11-24');
    await stage.collect([...nine, 13, 15]);
    await grade(stage);
    await grade(stage);
    expect((await gradesOf(id)).map(({ grade: own }) => own)).toEqual(['hit']);
    later('2026-11-26');
    await stage.collect([...nine, 13, 14]);
    await grade(stage);
    await grade(stage);
    expect(await gradesOf(id)).toMatchObject([
      { grade: 'hit', value: '75.0' },
      { grade: 'partly', value: '70.0' },
    ]);
    const trail = await stage.get<{ entries: { action: string }[] }>('/audit?subjectKind=decision');
    expect(trail.entries.filter(({ action }) => action.includes('grade')).map(({ action }) => action)).toEqual([
      'regrade',
      'grade',
    ]);
  });

  it('compares no numbers of two definitions', async () => {
    const { id } = await signedByBoth(stage);
    await stage.apply({ metrics: [{ ...base.metrics[0], formula: { ...base.metrics[1]?.formula } }] });
    later('2026-11-24');
    await stage.collect([...nine, 13, 15]);
    await grade(stage);
    expect(await gradesOf(id)).toMatchObject([{ grade: 'cannotTell', reason: 'definitionChanged', version: 2 }]);
  });
});
