import type { BoardGoal } from '@tandem/contracts/board';
import fc from 'fast-check';
import { KIOSK_GOAL_ROW, KIOSK_ROW, kioskPages } from './kiosk-pages.js';

const goal = (id: number, keyResults: number) =>
  ({
    id: `g${id}`,
    keyResults: Array.from({ length: keyResults }, (_, index) => ({ id: `${id}.${index}` })),
  }) as BoardGoal;
const heightOf = (page: readonly BoardGoal[]) =>
  page.reduce((sum, { keyResults }) => sum + KIOSK_GOAL_ROW + keyResults.length * KIOSK_ROW, 0);
const idsOf = (page: readonly BoardGoal[]) => page.map(({ id }) => id);

describe('screens of a wall display', () => {
  it('are one where everything fits, and as many as are needed where it does not', () => {
    const three = [goal(0, 3), goal(1, 3), goal(2, 3)];
    expect(kioskPages(three, 900).map(idsOf)).toEqual([['g0', 'g1', 'g2']]);
    expect(kioskPages(three, 300).map(idsOf)).toEqual([['g0', 'g1'], ['g2']]);
  });

  it('go on with a goal that is higher than one of them', () => {
    expect(kioskPages([goal(0, 1), goal(1, 9)], 200).map(idsOf)).toEqual([['g0'], ['g1'], ['g1'], ['g1']]);
  });

  it('show every key result once, in order, in the room that there is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { maxLength: 20 }), fc.integer({ min: 70, max: 900 }), (counts, room) => {
        const goals = counts.map((count, id) => goal(id, count));
        const pages = kioskPages(goals, room);
        const shown = pages.flat().flatMap(({ keyResults }) => keyResults.map(({ id }) => id));
        expect(shown).toEqual(goals.flatMap(({ keyResults }) => keyResults.map(({ id }) => id)));
        expect([...new Set(pages.flat().map(({ id }) => id))]).toEqual(goals.map(({ id }) => id));
        for (const page of pages) expect(heightOf(page)).toBeLessThanOrEqual(room);
      }),
      { endOnFailure: true },
    );
  });
});
