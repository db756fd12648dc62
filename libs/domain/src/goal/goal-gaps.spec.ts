import type { Goal } from './goal.js';
import { counterGuardrails, goalGaps, goalLosses, goalsAbove, type CounterGuardrail } from './goal-gaps.js';

const goal: Goal = {
  id: 'arrive',
  title: 'Guests arrive',
  outcome: 'More bookings become stays.',
  start: '2026-10-01',
  due: '2026-12-31',
  owners: { marketing: 'digital', it: 'service' },
  keyResults: [{ id: 'kept', metric: 'kept', kind: 'reach', baseline: '54', target: '66' }],
  counterMetrics: ['lead-time'],
};
const watched = (id: string, owners: CounterGuardrail['owners'], metric = 'lead-time') => ({ id, metric, owners });
const teams = [{ id: 'desk', title: 'Desk', side: 'it' as const }];
const gapsOf = (more: Partial<Goal>, guardrails: readonly CounterGuardrail[], goals: readonly Goal[] = []) =>
  goalGaps({ ...goal, ...more }, { goals, guardrails, teams });

describe('goalGaps', () => {
  it('finds none in a goal that both own and each watches', () => {
    expect(gapsOf({}, [watched('lead-time', { marketing: 'digital', it: 'service' })])).toEqual([]);
  });

  it('names each side that has no owner', () => {
    const guardrails = [watched('lead-time', { marketing: 'digital', it: 'service' })];
    expect(gapsOf({ owners: { it: 'service' } }, guardrails)).toEqual([{ code: 'ownerMissing', side: 'marketing' }]);
    expect(gapsOf({ owners: {} }, guardrails)).toHaveLength(2);
  });

  it('asks the side that does not push the goal to watch what must not get worse', () => {
    const ofMarketing = [watched('lead-time', { marketing: 'digital' })];
    expect(gapsOf({ ledBy: 'it' }, ofMarketing)).toEqual([]);
    expect(gapsOf({ ledBy: 'marketing' }, ofMarketing)).toEqual([{ code: 'counterMetricMissing', side: 'it' }]);
    expect(gapsOf({}, ofMarketing)).toEqual([{ code: 'counterMetricMissing', side: 'it' }]);
    expect(gapsOf({}, [])).toHaveLength(2);
  });

  it('takes no guardrail on what the goal itself moves for a counter-metric', () => {
    const both = { marketing: 'digital', it: 'service' };
    expect(gapsOf({}, [watched('lead-time', both, 'kept')])).toHaveLength(2);
  });

  it('asks a goal of a department or team for its own owner, and for a counter-metric of the other side', () => {
    const ofMarketing = [watched('lead-time', { marketing: 'digital' })];
    expect(gapsOf({ team: 'desk', parent: 'top', owners: { it: 'service' } }, ofMarketing)).toEqual([]);
    expect(gapsOf({ department: 'marketing', parent: 'top', owners: {} }, ofMarketing)).toEqual([
      { code: 'ownerMissing', side: 'marketing' },
      { code: 'counterMetricMissing', side: 'it' },
    ]);
  });

  it('lets a goal below have the counter-metrics of the goals above', () => {
    const below = { id: 'desk-goal', parent: 'arrive', team: 'desk', counterMetrics: undefined };
    const guardrails = [watched('lead-time', { marketing: 'digital' })];
    expect(gapsOf(below, guardrails, [goal])).toEqual([]);
    expect(counterGuardrails({ ...goal, ...below }, { goals: [goal], guardrails, teams })).toEqual(guardrails);
  });
});

describe('goalLosses', () => {
  const guardrails = [watched('lead-time', { marketing: 'digital', it: 'service' })];
  const { counterMetrics: _own, ...bare } = goal;
  const below: Goal = { ...bare, id: 'desk-goal', parent: 'arrive', team: 'desk', owners: { it: 'service' } };
  const lost = (goals: readonly Goal[], next: readonly Goal[], id: string, published = ['arrive', 'desk-goal']) =>
    goalLosses(id, { goals, guardrails, teams }, { goals: next, guardrails, teams }, (one) =>
      published.includes(one),
    ).map(({ goal: { id: whose }, gap }) => `${whose} ${gap.code} ${gap.side}`);

  it('finds an owner that a goal would have no more, and nothing where another one takes over', () => {
    expect(lost([goal], [{ ...goal, owners: { it: 'service' } }], 'arrive')).toEqual(['arrive ownerMissing marketing']);
    expect(lost([goal], [{ ...goal, owners: { marketing: 'brand', it: 'desk' } }], 'arrive')).toEqual([]);
  });

  it('leaves what was missing before, and goals that are not published', () => {
    const half = { ...goal, owners: { it: 'service' } };
    expect(lost([half], [{ ...half, title: 'All guests arrive' }], 'arrive')).toEqual([]);
    expect(lost([goal], [{ ...goal, owners: {} }], 'arrive', [])).toEqual([]);
  });

  it('keeps an owner on each side of a joint goal that becomes one of a department', () => {
    const top = { ...goal, id: 'top' };
    const taken = { ...goal, department: 'marketing' as const, parent: 'top' };
    expect(lost([top, goal], [top, taken], 'arrive')).toEqual([]);
    expect(lost([top, goal], [top, { ...taken, owners: { marketing: 'digital' } }], 'arrive')).toEqual([
      'arrive ownerMissing it',
    ]);
  });

  it('finds the counter-metric that another place takes away, of the goals below as well', () => {
    const other = { ...bare, id: 'other' };
    expect(lost([goal, other, below], [goal, other, { ...below, parent: 'other' }], 'desk-goal')).toEqual([
      'desk-goal counterMetricMissing marketing',
    ]);
    const ofDepartment = {
      ...bare,
      id: 'middle',
      department: 'it' as const,
      parent: 'arrive',
      owners: { it: 'service' },
    };
    const lower = { ...below, parent: 'middle' };
    expect(
      lost([goal, other, ofDepartment, lower], [goal, other, { ...ofDepartment, parent: 'other' }, lower], 'middle', [
        'arrive',
        'desk-goal',
      ]),
    ).toEqual(['desk-goal counterMetricMissing marketing']);
  });
});

describe('goalsAbove', () => {
  it('ends where links lead back', () => {
    const a = { ...goal, id: 'a', parent: 'b' };
    const b = { ...goal, id: 'b', parent: 'a' };
    expect(goalsAbove(a, [a, b])).toEqual([b]);
  });
});
