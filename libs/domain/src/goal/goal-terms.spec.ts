import type { Goal } from './goal.js';
import { goalTerms, isSameTerms, movedKeyResults, withTerms } from './goal-terms.js';
import { movedAims } from './moved-after-miss.js';

const goal: Goal = {
  id: 'arrive',
  title: 'Guests arrive',
  outcome: 'More bookings become stays.',
  growthProjection: true,
  start: '2026-10-01',
  due: '2026-12-31',
  owners: { marketing: 'digital', it: 'service' },
  keyResults: [
    { id: 'kept', metric: 'kept', kind: 'reach', baseline: '54', target: '66' },
    { id: 'helped', metric: 'helped', kind: 'stay', atLeast: '60' },
  ],
  counterMetrics: ['lead-time'],
  drivers: [{ metric: 'lead-time', drives: 'kept' }],
};
const [kept, helped] = goal.keyResults;
if (kept?.kind !== 'reach' || helped === undefined) throw new Error('the goal has these key results');
const with_ = (...keyResults: Goal['keyResults']) => ({ ...goal, keyResults });

describe('goalTerms', () => {
  it('are what both have agreed, and not what the goal is called', () => {
    expect(Object.keys(goalTerms(goal)).sort()).toEqual(['counterMetrics', 'due', 'keyResults', 'start']);
    const renamed = { ...goal, title: 'Guests come', outcome: '', owners: {}, drivers: [] };
    expect(isSameTerms(goal, renamed)).toBe(true);
    expect(isSameTerms(goal, { ...goal, counterMetrics: [] })).toBe(false);
    expect(isSameTerms(goal, { ...goal, ledBy: 'it' })).toBe(false);
  });

  it('go under the present name of the goal', () => {
    const next = withTerms({ ...goal, title: 'Guests come' }, { ...goalTerms(goal), due: '2027-01-31' });
    expect(next).toEqual({ ...goal, title: 'Guests come', due: '2027-01-31' });
    const { counterMetrics: _left, ...without } = goalTerms(goal);
    expect(withTerms(goal, without)).not.toHaveProperty('counterMetrics');
  });
});

describe('movedKeyResults', () => {
  it('are those whose aim is another one', () => {
    expect(movedKeyResults(goal, with_({ ...kept, target: '60' }, helped))).toEqual(['kept']);
    expect(movedKeyResults(goal, with_(kept))).toEqual(['helped']);
    expect(movedKeyResults(goal, { ...goal, due: '2027-01-31' })).toEqual(['kept', 'helped']);
  });

  it('are none where only a weight changes or a key result is added', () => {
    const added = { id: 'new', metric: 'new', kind: 'stay', atMost: '1' } as const;
    expect(movedKeyResults(goal, with_({ ...kept, weight: 3 }, helped, added))).toEqual([]);
  });
});

describe('movedAims', () => {
  const standing = (
    status: 'missed' | 'offTrack' | 'onTrack',
    reason: 'dueMissed' | 'outsideLimits' | 'paceFarBehind',
  ) => ({
    keyResult: 'kept',
    status,
    reason,
    value: '58.0',
    target: '66.0',
  });
  const next = with_({ ...kept, target: '57' }, helped);

  it('are marked where the aim had been missed', () => {
    expect(movedAims(goal, next, [standing('missed', 'dueMissed')])[0]?.missed).toBe(true);
    expect(movedAims(goal, next, [standing('offTrack', 'outsideLimits')])[0]?.missed).toBe(true);
  });

  it('are not marked while it could still be met', () => {
    expect(movedAims(goal, next, [standing('offTrack', 'paceFarBehind')])[0]?.missed).toBe(false);
  });

  it('leave out what stays as it was', () => {
    expect(movedAims(goal, goal, [standing('missed', 'dueMissed')])).toEqual([]);
  });
});
