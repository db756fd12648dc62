import { firstHourSteps, type Beginning } from './first-hour-steps.js';

const nothing: Beginning = { owners: [], sources: [], metrics: 0, jointGoals: [], guardrails: 0 };
const statesOf = (beginning: Beginning) => firstHourSteps(beginning).map(({ id, state }) => `${id} ${state}`);
const source = { id: 'a', name: 'A', hasData: false, isReading: true };

describe('the first steps', () => {
  it('begin with who owns, and show what has been done in whatever order', () => {
    expect(statesOf(nothing)).toEqual([
      'owners now',
      'data later',
      'metric later',
      'goal later',
      'guardrail later',
      'sign later',
    ]);
    const other = { ...nothing, metrics: 2, owners: [{ side: 'it' as const }] };
    expect(statesOf(other).slice(0, 3)).toEqual(['owners now', 'data later', 'metric done']);
  });

  it('say that data is being read, and are done when a goal is published', () => {
    const owners = [{ side: 'it' as const }, { side: 'marketing' as const }];
    expect(statesOf({ ...nothing, owners, sources: [source] })).toContain('data working');
    const goal = { id: 'g', published: true, hasCounterMetric: true };
    const whole = { owners, sources: [{ ...source, hasData: true }], metrics: 1, jointGoals: [goal], guardrails: 1 };
    expect(firstHourSteps(whole).every(({ state }) => state === 'done')).toBe(true);
    const without = { ...whole, jointGoals: [{ ...goal, published: false, hasCounterMetric: false }] };
    expect(statesOf(without).slice(3)).toEqual(['goal done', 'guardrail now', 'sign later']);
  });
});
