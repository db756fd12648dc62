import type { Initiative } from './initiative.js';
import { mapInitiatives } from './initiative-map.js';

const initiative = (id: string, more: Partial<Initiative>): Initiative => ({
  id,
  title: id,
  agenda: 'it',
  owners: {},
  ...more,
});

describe('mapInitiatives', () => {
  const map = mapInitiatives(
    [
      { initiative: initiative('a', { capability: 'Checkout', goals: ['grow', 'keep', 'serve'] }), cost: '100' },
      { initiative: initiative('b', { capability: 'Checkout', agenda: 'businessTechnology' }), cost: null },
      { initiative: initiative('c', { goals: ['grow'] }), cost: '500' },
      { initiative: initiative('old', { capability: 'Checkout', goals: ['lone'], stage: 'stopped' }), cost: '900' },
    ],
    ['grow', 'keep', 'serve', 'lone'],
    2,
  );

  it('splits what serves several goals evenly, and adds up to the last cent', () => {
    const spend = (goal: string) =>
      map.cells.find((cell) => cell.capability === 'Checkout' && cell.goal === goal)?.spend;
    expect(['grow', 'keep', 'serve'].map(spend)).toEqual(['33.33', '33.33', '33.34']);
    expect(map.byCapability).toEqual([
      { capability: null, ids: ['c'], spend: '500', withoutCost: 0 },
      { capability: 'Checkout', ids: ['a', 'b'], spend: '100', withoutCost: 1 },
    ]);
  });

  it('keeps an unknown cost apart from 0', () => {
    expect(map.cells.find((cell) => cell.capability === 'Checkout' && cell.goal === null)).toMatchObject({
      spend: null,
      withoutCost: 1,
    });
    expect(map.byAgenda.find(({ agenda }) => agenda === 'businessTechnology')).toMatchObject({
      spend: null,
      ids: ['b'],
    });
  });

  it('names goals without initiatives and initiatives without goals; what was stopped serves none', () => {
    expect(map.goalsWithout).toEqual(['lone']);
    expect(map.initiativesWithout).toEqual(['b']);
  });
});
