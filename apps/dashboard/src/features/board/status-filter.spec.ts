import type { BoardGoal } from '@tandem/contracts/board';
import { filterGoals, followedGoals, statusFilter } from './status-filter.js';

type KeyResult = BoardGoal['keyResults'][number];

// Only what the filter reads is given; the rest of a row does not matter to it.
const keyResult = (id: string, breached: boolean, stale: boolean) =>
  ({
    id,
    metric: { key: `metric-${id}` },
    guardrail: { state: breached ? 'breached' : 'held' },
    freshness: { stale },
  }) as unknown as KeyResult;
const goal = (id: string, status: BoardGoal['status'], keyResults: KeyResult[] = []) =>
  ({ id, status, keyResults }) as unknown as BoardGoal;

describe('filterGoals', () => {
  const goals = [
    goal('a', 'onTrack', [keyResult('a1', true, false), keyResult('a2', false, false)]),
    goal('b', 'achieved', [keyResult('b1', false, true)]),
    goal('c', 'missed'),
  ];
  const ids = (filter: Parameters<typeof filterGoals>[1]) => filterGoals(goals, filter).map(({ id }) => id);

  it('counts achieved goals with those on track and missed ones with those off track, as the counts do', () => {
    expect(ids('onTrack')).toEqual(['a', 'b']);
    expect(ids('offTrack')).toEqual(['c']);
    expect(ids('atRisk')).toEqual([]);
  });

  it('keeps only the key results in breach or stale', () => {
    expect(filterGoals(goals, 'breach')[0]?.keyResults.map(({ id }) => id)).toEqual(['a1']);
    expect(ids('stale')).toEqual(['b']);
  });

  it('shows everything without a filter, or with one that it does not know', () => {
    expect(filterGoals(goals, statusFilter('nonsense'))).toHaveLength(3);
  });

  it('keeps the key results on followed metrics, and all while nothing is filtered by them', () => {
    const followed = (keys: string[]) => followedGoals(goals, new Set(keys));
    expect(followed(['metric-a2']).map(({ id, keyResults }) => [id, keyResults.map((one) => one.id)])).toEqual([
      ['a', ['a2']],
    ]);
    expect(followed([])).toEqual([]);
    expect(followedGoals(goals, null)).toBe(goals);
  });
});
