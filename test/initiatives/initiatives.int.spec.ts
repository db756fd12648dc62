import type { Decision } from '@tandem/contracts/decisions';
import type { InitiativePlan } from '@tandem/contracts/initiative-plan';
import type { ImportedInitiatives, InitiativeList, InitiativeMap, InitiativePage } from '@tandem/contracts/initiatives';
import { recordVerdicts } from '@tandem/application/initiatives/record-verdicts';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createDecisionStore } from '@tandem/kpi-store/repositories/decision-store';
import { createInitiativeJournal } from '@tandem/kpi-store/repositories/initiative-journal';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { GoalStage, helped } from '../goals/goal-stage.js';

const dayMs = 86_400_000;
const teams = [
  { id: 'web', title: 'Web', side: 'it' },
  { id: 'brand', title: 'Brand', side: 'marketing' },
];
const quarters = ['2027-Q1', '2027-Q2'];
const settings = {
  discountRate: 0,
  gate: { teamWeeks: 20, durationMonths: 9, cost: 100_000 },
  budget: 150_000,
  capacity: quarters.flatMap((quarter) => [
    { team: 'web', quarter, weeks: 10 },
    { team: 'brand', quarter, weeks: 4 },
  ]),
};
const replies = {
  id: 'replies',
  title: 'Replies that are written before they are asked for',
  agenda: 'businessTechnology',
  capability: 'Customer service',
  owners: { marketing: 'campaigns', it: 'service' },
  effect: { metric: 'attainment', direction: 'up', amount: 10, by: '2027-12-31' },
  scope: { teams: [{ team: 'web', weeks: 8 }], durationMonths: 3 },
  start: '2027-01',
  months: [
    { month: 1, oneOff: 40_000 },
    { month: 4, through: 36, running: 200, benefit: 1_200 },
  ],
  wsjf: { businessValue: 8, timeCriticality: 5, riskReduction: 2, jobSize: 3 },
};

describe('initiatives', () => {
  let stage: GoalStage;
  beforeEach(async () => {
    stage = await GoalStage.open();
    await stage.apply({ organisation: { initiatives: settings }, teams });
  });
  afterEach(() => stage.close());

  const page = (id = 'replies') => stage.get<InitiativePage>(`/initiatives/${id}`);
  const rewrite = (change: object, id = 'replies') =>
    stage.post<InitiativePage>(`/initiatives/${id}`, stage.it, { ...replies, id, ...change }, 'PUT');
  /** What the clock of the worker does. */
  const judge = () => {
    const { database, now } = stage.access;
    return recordVerdicts({
      configuration: createConfigurationStore(database),
      observations: createObservationReader(database),
      decisions: createDecisionStore(database),
      journal: createInitiativeJournal(database, 'https://tandem.example.org'),
      clock: () => now,
    })();
  };
  const waive = async (expiresOn: string) => {
    const content = {
      kind: 'waiver',
      title: 'Replies go ahead',
      text: 'They go ahead although they pay back late.',
      reason: 'What they teach us is worth more than they cost.',
      about: { kind: 'initiative', id: 'replies' },
      driver: 'service',
      approvers: {},
      contributors: [],
      informed: [],
      effect: null,
      expiresOn,
    };
    const made = await stage.post<Decision>('/decisions', stage.it, { decision: content, putForward: true });
    expect(made.waitsFor).toEqual(['marketing']);
    expect((await page()).gate.verdict).toBe('fail');
    await stage.post(`/decisions/${made.id}/sign`, stage.marketing);
    return made.id;
  };

  it('go from intake through gate, waiver, plan and launch to the check of their benefits', async () => {
    const made = await stage.post<InitiativePage>('/initiatives', stage.marketing, replies);
    expect(made).toMatchObject({
      cost: '46600',
      netPresentValue: '-7000.00',
      gate: {
        verdict: 'fail',
        faults: [{ code: 'marginTooLate', limitMonth: 24, paybackMonth: null, benefitNeeded: '1.76' }],
      },
    });
    expect((await stage.get<InitiativePlan>('/initiatives/plan')).plan.left).toMatchObject([
      { id: 'replies', cuts: [{ code: 'gate', faults: [{ code: 'marginTooLate' }] }] },
    ]);

    const waiver = await waive('2026-11-30');
    await judge();
    expect(await page()).toMatchObject({
      gate: { verdict: 'waived', waiver, faults: [{ code: 'marginTooLate' }] },
      waivers: [{ id: waiver, status: 'inForce', covers: ['marginTooLate'] }],
      history: [
        { occasion: 'waiver', verdict: 'waived' },
        { occasion: 'change', verdict: 'fail' },
      ],
    });
    expect((await stage.get<InitiativePlan>('/initiatives/plan')).plan).toMatchObject({
      chosen: [{ id: 'replies', score: { score: 5, value: 15 } }],
      isBest: true,
      budget: { limit: '150000', planned: '40600.00' },
    });

    stage.access.later(60_000);
    // Nobody has signed for another fault: the waiver does not cover it, also when the gate looks again.
    expect((await rewrite({ scope: { teams: [{ team: 'web', weeks: 25 }], durationMonths: 3 } })).gate.verdict).toBe(
      'fail',
    );
    await judge();
    expect((await page()).gate.verdict).toBe('fail');
    expect((await rewrite({})).gate.verdict).toBe('waived');

    stage.access.later(30 * dayMs);
    await judge();
    expect((await page()).history[0]).toMatchObject({ occasion: 'waiver', verdict: 'fail', waiver: null });
    const { rows } = await stage.access.database.pool.query<{ address: string; content: object }>(
      `select address, content from outbox where kind = 'initiativeReturned' order by address`,
    );
    expect(rows.map(({ address }) => address)).toEqual(['campaigns@example.org', 'service@example.org']);
    expect(rows[0]?.content).toMatchObject({ why: 'waiver', url: 'https://tandem.example.org/initiatives/replies' });
  });

  it('that were launched are held against the live metric, and red ones return to the gate by themselves', async () => {
    // Five weeks before the launch 55 to 65 per cent were met, and after it 65 to 70: 6 points, where 40 were promised.
    const launched = {
      effect: { ...replies.effect, amount: 40 },
      start: '2026-08',
      stage: 'launched',
      launchedOn: '2026-10-12',
      months: [
        { month: 1, oneOff: 10_000 },
        { month: 3, through: 36, benefit: 1_000 },
      ],
    };
    await stage.post('/initiatives', stage.it, { ...replies, ...launched });
    expect(await page()).toMatchObject({
      gate: { verdict: 'fail', faults: [{ code: 'benefitsTooLow', limitMonth: 24 }] },
      benefits: {
        verdict: 'red',
        effect: { pointsBefore: 5, pointsAfter: 4, before: 59, after: 65 },
        share: { value: '0.1500' },
        promisedMonth: 12,
      },
    });
    expect((await rewrite({ ...launched, effect: { ...replies.effect, amount: 3 } })).benefits).toMatchObject({
      verdict: 'onCourse',
    });
    expect((await page()).history).toMatchObject([
      { occasion: 'benefits', verdict: 'pass', benefits: 'onCourse' },
      { occasion: 'change', verdict: 'fail', benefits: 'red' },
    ]);
    const unknown = await rewrite({ ...launched, launchedOn: '2026-11-01' });
    expect(unknown.benefits).toMatchObject({ verdict: 'cannotTell', why: 'liveTooShort' });
  });

  it('come in as CSV: a line with a fault stays out with its line and column, and nothing is brought twice', async () => {
    const text = [
      'id,title,agenda,capability,teams,duration_months,start,one_off,benefit,depends_on,metric,direction,amount,by',
      'search,Search that finds,businessTechnology,Shop,web: 4,2,2027-01,1: 9000,3-24: 800,,attainment,up,2,2027-12-31',
      'money,Money that is none,it,Shop,web: 4,2,2027-01,1: 9.000.00,,,,,,',
      '"two, lines","Title',
      'over two lines",it,,,,,,,,,,,',
      'needs,Needs what stays out,it,,,,,,,nobody,,,,',
      'search,Again,it,,,,,,,,,,,',
    ].join('\n');
    const brought = await stage.post<ImportedInitiatives>('/initiatives/import', stage.it, { text });
    expect(brought.changes).toEqual([{ id: 'search', line: 2, action: 'create' }]);
    expect(brought.refused).toMatchObject([
      { line: 3, column: 'one_off', text: 'money,Money that is none,it,Shop,web: 4,2,2027-01,1: 9.000.00,,,,,,' },
      { line: 4, column: 'id' },
      { line: 6, column: 'depends_on' },
      { line: 7, column: 'id' },
    ]);
    const again = await stage.post<ImportedInitiatives>('/initiatives/import', stage.it, { text });
    expect(again.changes).toEqual([{ id: 'search', line: 2, action: 'unchanged' }]);
    expect(await page('search')).toMatchObject({ paybackMonth: 14, gate: { verdict: 'pass' } });
  });

  it('refuse a list without its columns, with the name that was probably meant', async () => {
    const { status, body } = await stage.refused('/initiatives/import', stage.it, {
      text: 'id,titles,agenda\na,A,it\n',
    });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('there is no column \\"titles\\"');
    expect(JSON.stringify(body)).toContain('did you mean');
  });

  it('are no list without end: one that is too long is refused, and the longest whose lines all hang on a wrong one is judged', async () => {
    const list = (lines: number) =>
      ['id,title,agenda,depends_on', ...Array.from({ length: lines }, (_, at) => `i${at},I,it,i${at + 1}`)].join('\n');
    const { status, body } = await stage.refused('/initiatives/import', stage.it, { text: list(501), dryRun: true });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('bring at most 500 at once')]);
    const began = performance.now();
    const judged = { text: list(500), dryRun: true };
    const brought = await stage.post<ImportedInitiatives>('/initiatives/import', stage.it, judged);
    expect([brought.changes.length, brought.refused.length]).toEqual([0, 500]);
    // It was a minute when each line cost a check of all: a limit against that, not a statement about speed.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(brought.refused.at(-1)?.reason).toContain('i500');
  });

  it('are planned under capacity, and kept scenarios stand side by side', async () => {
    const one = (id: string, weeks: number, value: number) => ({
      ...replies,
      id,
      months: [
        { month: 1, oneOff: 1_000 },
        { month: 2, through: 24, benefit: 100 },
      ],
      scope: { teams: [{ team: 'web', weeks }], durationMonths: 3 },
      wsjf: { businessValue: value, timeCriticality: 1, riskReduction: 1, jobSize: 1 },
    });
    for (const idea of [one('a', 6, 20), one('b', 5, 13), one('c', 5, 12)])
      await stage.post('/initiatives', stage.it, idea);
    const { plan } = await stage.get<InitiativePlan>('/initiatives/plan');
    expect(plan.chosen.map(({ id }) => id)).toEqual(['b', 'c']);
    expect(plan.left).toMatchObject([{ id: 'a', cuts: [{ code: 'capacity', quarter: '2027-Q1', weeksMore: 6 }] }]);
    await stage.post('/initiatives/scenarios', stage.marketing, { title: 'Two more people', capacityPercent: 160 });
    await stage.post('/initiatives/scenarios', stage.marketing, { title: 'No money', budget: '1500' });
    const { scenarios } = await stage.get<InitiativePlan>('/initiatives/plan?capacityPercent=100');
    expect(scenarios.map(({ title, plan: kept }) => [title, kept.chosen, kept.value])).toEqual([
      ['Two more people', ['a', 'b', 'c'], 51],
      ['No money', ['a'], 22],
    ]);
    const csv = await stage.access.ask('GET', '/initiatives/plan?format=csv', { headers: stage.it });
    expect(csv.status).toBe(200);
    const list = await stage.access.ask('GET', '/initiatives?format=csv', { headers: stage.it });
    expect(list.status).toBe(200);
    const months = await stage.access.ask<string>('GET', '/initiatives/a?format=csv', { headers: stage.it });
    expect(months.status).toBe(200);
  });

  it('stand in the map under what they are for', async () => {
    await stage.apply({ goals: [helped] });
    await stage.post('/initiatives', stage.it, { ...replies, goals: ['helped'] });
    await stage.post('/initiatives', stage.it, { id: 'bare', title: 'Bare', agenda: 'it' });
    const { map } = await stage.get<InitiativeMap>('/initiatives/map');
    expect(map).toMatchObject({
      goals: ['helped', null],
      byCapability: [
        { capability: 'Customer service', spend: '46600' },
        { capability: null, spend: null, withoutCost: 1 },
      ],
      goalsWithout: [],
      initiativesWithout: ['bare'],
    });
  });

  it('are told field by field what is wrong with them', async () => {
    const { status, body } = await stage.refused('/initiatives', stage.it, {
      ...replies,
      goals: ['nobody'],
      months: [{ month: 1, through: 3 }, { month: 2 }],
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ issues: [{ field: 'months.1.month' }, { field: 'goals.0' }] });
    expect((await stage.get<InitiativeList>('/initiatives')).initiatives).toEqual([]);
  });
});
