import fc from 'fast-check';
import { chooseBest as chosenInSteps, type Chosen } from './choose-best.js';
import type { Choice } from './plan-choice.js';

/** All steps at once, and how many pauses there were between them. */
function counted(...asked: Parameters<typeof chosenInSteps>): { readonly chosen: Chosen; readonly pauses: number } {
  const steps = chosenInSteps(...asked);
  for (let pauses = 0; ; pauses += 1) {
    const { done, value } = steps.next();
    if (done === true) return { chosen: value, pauses };
  }
}
const chooseBest = (...asked: Parameters<typeof chosenInSteps>): Chosen => counted(...asked).chosen;

const resources = ['a', 'b', 'c'];
const id = (index: number) => `i${String(index).padStart(2, '0')}`;

/** Choices that need only earlier ones, so that there is no ring. */
const choices = (most: number): fc.Arbitrary<Choice[]> =>
  fc
    .array(
      fc.record({
        value: fc.integer({ min: 1, max: 60 }),
        size: fc.integer({ min: 1, max: 20 }),
        takes: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 3 }),
        needs: fc.array(fc.nat({ max: 30 }), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: most },
    )
    .map((items) =>
      items.map(({ value, size, takes, needs }, index) => ({
        id: id(index),
        value,
        score: value / size,
        takes: new Map(takes.map((amount, place) => [resources[place] ?? '', amount])),
        needs: index === 0 ? [] : [...new Set(needs.filter((need) => need % 3 === 0).map((need) => id(need % index)))],
      })),
    );
const limits = fc
  .array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 3 })
  .map((amounts) => new Map(amounts.map((amount, place) => [resources[place] ?? '', amount])));

function used(all: readonly Choice[], ids: readonly string[], resource: string): number {
  return all.filter((one) => ids.includes(one.id)).reduce((sum, one) => sum + (one.takes.get(resource) ?? 0), 0);
}

function isPossible(all: readonly Choice[], ids: readonly string[], given: ReadonlyMap<string, number>): boolean {
  const fits = resources.every((resource) => used(all, ids, resource) <= (given.get(resource) ?? 0));
  return (
    fits && all.filter((one) => ids.includes(one.id)).every(({ needs }) => needs.every((need) => ids.includes(need)))
  );
}

function byLookingAtAll(all: readonly Choice[], given: ReadonlyMap<string, number>): number {
  let best = 0;
  for (let mask = 0; mask < 2 ** all.length; mask += 1) {
    const plan = all.filter((_, index) => mask & (1 << index));
    const value = plan.reduce((sum, one) => sum + one.value, 0);
    if (
      value > best &&
      isPossible(
        all,
        plan.map((one) => one.id),
        given,
      )
    )
      best = value;
  }
  return best;
}

describe('chooseBest', () => {
  it('is as good as looking at every plan there is', () => {
    fc.assert(
      fc.property(choices(10), limits, (all, given) => {
        const chosen = chooseBest(all, given);
        expect(chosen).toMatchObject({ isBest: true, value: byLookingAtAll(all, given), bound: chosen.value });
      }),
      { endOnFailure: true, numRuns: 300 },
    );
  });

  it('never takes more than there is, and keeps what is needed together', () => {
    fc.assert(
      fc.property(choices(40), limits, (all, given) => {
        const chosen = chooseBest(all, given);
        expect(isPossible(all, chosen.ids, given)).toBe(true);
        expect(chosen.bound).toBeGreaterThanOrEqual(chosen.value);
      }),
      { endOnFailure: true, numRuns: 60 },
    );
  });

  it('is never worth less when there is more, and leaves nothing out that would fit', () => {
    const more = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(choices(14), limits, more, (all, given, added) => {
        const larger = new Map(
          resources.map((resource, place) => [resource, (given.get(resource) ?? 0) + (added[place] ?? 0)]),
        );
        const chosen = chooseBest(all, given);
        expect(chooseBest(all, larger).value).toBeGreaterThanOrEqual(chosen.value);
        for (const one of all.filter((candidate) => !chosen.ids.includes(candidate.id)))
          expect(isPossible(all, [...chosen.ids, one.id], given)).toBe(false);
      }),
      { endOnFailure: true, numRuns: 150 },
    );
  });

  it('beats filling by score where the one that fits exactly is worth more', () => {
    const one = (name: string, value: number, amount: number): Choice => ({
      id: name,
      value,
      score: value / amount,
      takes: new Map([['a', amount]]),
      needs: [],
    });
    const chosen = chooseBest([one('dense', 7, 6), one('left', 6, 6), one('right', 6, 6)], new Map([['a', 12]]));
    expect(chosen).toMatchObject({ value: 13, isBest: true });
    const exact = chooseBest([one('dense', 10, 6), one('left', 8, 5), one('right', 8, 5)], new Map([['a', 10]]));
    expect(exact).toEqual({ ids: ['left', 'right'], value: 16, isBest: true, bound: 16 });
  });

  describe('with more choices than can be looked at', () => {
    const random = (seed: number) => {
      let state = seed;
      return (below: number) => {
        state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
        return state % below;
      };
    };
    const many = (seed: number): Choice[] => {
      const next = random(seed);
      return Array.from({ length: 120 }, (_, index) => {
        const takes = new Map(resources.map((resource) => [resource, 300 + next(700)]));
        const value = 1_000 + next(300);
        return { id: id(index), value, score: value / 100, takes, needs: [] };
      });
    };
    const some = new Map(resources.map((resource) => [resource, 20_000]));

    it('fits, says that it may not be the best, and by how much at most', () => {
      const all = many(1);
      const chosen = chooseBest(all, some);
      expect(isPossible(all, chosen.ids, some)).toBe(true);
      expect(chosen.isBest).toBe(false);
      expect(chosen.bound).toBeGreaterThanOrEqual(chosen.value);
      expect(chosen.value / chosen.bound).toBeGreaterThan(0.9);
    });

    it('is never worth less than a plan that was known before', () => {
      const all = many(2);
      const before = chooseBest(all, some);
      const larger = new Map(resources.map((resource) => [resource, 20_050]));
      expect(chooseBest(all, larger, [before.ids]).value).toBeGreaterThanOrEqual(before.value);
    });
  });

  it('pause while they search, so that nobody waits for a long search', () => {
    const many = Array.from({ length: 60 }, (_, index): Choice => {
      const value = 30 + ((index * 37) % 29);
      const takes = new Map(resources.map((name, place) => [name, 5 + ((index * (place + 3)) % 11)]));
      return { id: id(index), value, score: value, takes, needs: [] };
    });
    const { chosen, pauses } = counted(many, new Map(resources.map((name) => [name, 90])));
    expect(chosen.isBest).toBe(false);
    // 150,000 places, 2,000 at a time.
    expect(pauses).toBeGreaterThanOrEqual(75);
  });
});
