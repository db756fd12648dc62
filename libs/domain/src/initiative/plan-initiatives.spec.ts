import fc from 'fast-check';
import type { Initiative } from './initiative.js';
import { planInitiatives, type Cut, type PlannedIdea, type PlanTerms } from './plan-initiatives.js';

const pass = { verdict: 'pass', faults: [] } as const;
const terms: PlanTerms = {
  scoring: 'wsjf',
  capacity: [
    { team: 'web', quarter: '2027-Q1', weeks: 10 },
    { team: 'web', quarter: '2027-Q2', weeks: 10 },
  ],
  budget: '10000',
  decimals: 2,
};

function idea(id: string, weeks: number, value: number, more: Partial<Initiative> = {}): PlannedIdea {
  return {
    initiative: {
      id,
      title: id,
      agenda: 'it',
      owners: {},
      start: '2027-01',
      scope: { teams: [{ team: 'web', weeks }], durationMonths: 3 },
      months: [{ month: 1, oneOff: '1000' }],
      wsjf: { businessValue: value, timeCriticality: 1, riskReduction: 1, jobSize: 1 },
      ...more,
    },
    gate: pass,
  };
}
const ids = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id);
const cutsOf = (plan: ReturnType<typeof planInitiatives>, id: string) => plan.left.find((row) => row.id === id)?.cuts;

describe('planInitiatives', () => {
  it('takes what is worth most, in the order of scores, and says what it uses', () => {
    const plan = planInitiatives([idea('a', 6, 20), idea('b', 5, 13), idea('c', 5, 12)], terms);
    expect(ids(plan.chosen)).toEqual(['b', 'c']);
    expect(plan).toMatchObject({ value: 29, bound: 29, isBest: true });
    expect(plan.capacity).toEqual([
      { team: 'web', quarter: '2027-Q1', weeks: 10, underWay: 0, planned: 10 },
      { team: 'web', quarter: '2027-Q2', weeks: 10, underWay: 0, planned: 0 },
    ]);
    expect(plan.budget).toEqual({ limit: '10000', underWay: '0.00', planned: '2000.00' });
  });

  it('names the capacity that cut an idea and how much more lets it in', () => {
    const plan = planInitiatives([idea('a', 6, 20), idea('b', 5, 8)], terms);
    expect(cutsOf(plan, 'b')).toEqual([
      { code: 'capacity', team: 'web', quarter: '2027-Q1', weeksMore: 1, isStated: true },
    ]);
  });

  it('names the budget', () => {
    const dear = idea('dear', 1, 5, {
      months: [
        { month: 1, oneOff: '9500.50' },
        { month: 9, running: '700' },
      ],
    });
    const plan = planInitiatives([idea('a', 1, 9), dear], terms);
    expect(cutsOf(plan, 'dear')).toEqual([{ code: 'budget', more: '500.50' }]);
  });

  it('spreads work over the quarters that it takes, and takes a quarter without stated capacity for none', () => {
    const long = idea('long', 9, 5, {
      start: '2027-02',
      scope: { teams: [{ team: 'web', weeks: 9 }], durationMonths: 6 },
    });
    const plan = planInitiatives([long], terms);
    expect(cutsOf(plan, 'long')).toEqual([
      { code: 'capacity', team: 'web', quarter: '2027-Q3', weeksMore: 1.5, isStated: false },
    ]);
  });

  it('brings in what an idea depends on, or leaves both', () => {
    const base = idea('base', 6, 1);
    const top = idea('top', 4, 15, { start: '2027-04', dependsOn: ['base'] });
    expect(ids(planInitiatives([base, top], terms).chosen)).toEqual(['top', 'base']);
    const small = { ...terms, capacity: [{ team: 'web', quarter: '2027-Q1', weeks: 5 }, ...terms.capacity.slice(1)] };
    const plan = planInitiatives([base, top], small);
    expect(plan.chosen).toEqual([]);
    expect(cutsOf(plan, 'top')).toEqual([
      { code: 'capacity', team: 'web', quarter: '2027-Q1', weeksMore: 1, isStated: true },
      { code: 'dependency', on: ['base'] },
    ]);
  });

  it('leaves out what begins before its dependency is ready, and says from when on it could', () => {
    const plan = planInitiatives([idea('base', 2, 1), idea('top', 2, 15, { dependsOn: ['base'] })], terms);
    expect(cutsOf(plan, 'top')).toEqual([{ code: 'dependencyLate', on: 'base', startFrom: '2027-04' }]);
  });

  it('leaves out what the gate turned down, and what needs it', () => {
    const failed = { ...idea('failed', 1, 5), gate: { verdict: 'fail', faults: [{ code: 'caseMissing' }] } as const };
    const plan = planInitiatives([failed, idea('top', 1, 9, { start: '2027-04', dependsOn: ['failed'] })], terms);
    expect(cutsOf(plan, 'failed')).toEqual([{ code: 'gate', faults: [{ code: 'caseMissing' }] }]);
    expect(cutsOf(plan, 'top')).toEqual([{ code: 'dependencyOut', on: ['failed'] }]);
  });

  it('takes a waived idea', () => {
    const waived = { ...idea('w', 1, 5), gate: { verdict: 'waived', faults: [{ code: 'caseMissing' }] } as const };
    expect(ids(planInitiatives([waived], terms).chosen)).toEqual(['w']);
  });

  it('says which inputs are missing; what is absent is no 0', () => {
    const bare = idea('bare', 1, 5, { start: undefined, months: undefined, wsjf: undefined });
    const plan = planInitiatives([bare], terms);
    expect(cutsOf(plan, 'bare')).toEqual([{ code: 'inputMissing', inputs: ['start', 'months', 'score'] }]);
  });

  it('gives what is under way its part first, and needs no place for what is launched', () => {
    const running = idea('running', 8, 1, { stage: 'underWay' });
    const there = idea('there', 50, 1, { stage: 'launched', launchedOn: '2027-01-10' });
    const next = idea('next', 2, 5, { dependsOn: ['there'] });
    const plan = planInitiatives([running, there, next, idea('more', 1, 4)], terms);
    expect(ids(plan.chosen)).toEqual(['next']);
    expect(plan.capacity[0]).toMatchObject({ underWay: 8, planned: 2 });
    expect(ids(plan.left)).toEqual(['more']);
  });

  it('lets every idea in, beside all others, once what is named is lifted by what is named', () => {
    const one = fc.record({
      weeks: fc.integer({ min: 1, max: 9 }),
      value: fc.integer({ min: 1, max: 20 }),
      start: fc.constantFrom('2027-01', '2027-02', '2027-04'),
      team: fc.constantFrom('web', 'brand'),
      cost: fc.integer({ min: 0, max: 5000 }),
      needs: fc.option(fc.nat({ max: 8 })),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 9 }), (given) => {
        const all = given.map(({ weeks, value, start, team, cost, needs }, index) =>
          idea(`i${index}`, weeks, value, {
            start,
            scope: { teams: [{ team, weeks }], durationMonths: 2 },
            months: [{ month: 1, oneOff: `${cost}.25` }],
            ...(needs === null || index === 0 ? {} : { dependsOn: [`i${needs % index}`] }),
          }),
        );
        const plan = planInitiatives(all, terms);
        for (const { id, cuts } of plan.left) {
          expect(cuts.length).toBeGreaterThan(0);
          if (cuts.some(({ code }) => code === 'dependencyLate' || code === 'dependencyOut')) continue;
          const together = [
            ...ids(plan.chosen),
            id,
            ...cuts.flatMap((cut) => (cut.code === 'dependency' ? cut.on : [])),
          ];
          const only = all.filter(({ initiative }) => together.includes(initiative.id));
          const lifted = planInitiatives(only, liftedBy(cuts, terms));
          expect(ids(lifted.chosen).sort()).toEqual([...new Set(together)].sort());
        }
      }),
      { endOnFailure: true, numRuns: 150 },
    );
  });
});

function liftedBy(cuts: readonly Cut[], given: PlanTerms): PlanTerms {
  const capacity = [...given.capacity];
  let budget = given.budget;
  for (const cut of cuts) {
    if (cut.code === 'budget') budget = (Number(budget) + Number(cut.more)).toFixed(2);
    if (cut.code !== 'capacity') continue;
    const at = capacity.findIndex(({ team, quarter }) => team === cut.team && quarter === cut.quarter);
    const weeks = (capacity[at]?.weeks ?? 0) + cut.weeksMore;
    if (at < 0) capacity.push({ team: cut.team, quarter: cut.quarter, weeks });
    else capacity[at] = { team: cut.team, quarter: cut.quarter, weeks };
  }
  return { ...given, capacity, budget };
}
