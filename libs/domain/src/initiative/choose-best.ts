import { itemsOf, scarce, type Choice, type Item } from './plan-choice.js';
import { searchBest } from './search-best.js';

export interface Chosen {
  /** In the order of the choices. */
  readonly ids: readonly string[];
  readonly value: number;
  /** Whether no other plan is worth more. */
  readonly isBest: boolean;
  /** No plan can be worth more than this; the value itself where the plan is the best. */
  readonly bound: number;
}

type Plan = ReadonlySet<number>;

/**
 * The choices that are worth most together without taking more of any resource than there is, everything that a choice needs being in the
 * plan with it. Branch and bound, from the best of several greedy plans improved by exchanges; where the search is not finished within
 * `placesLookedAt` the best plan found is given with a bound: what a plan could be worth at most if choices could be cut to fit.
 *
 * @param limits what there is of each resource; what is not named is not there
 * @param known plans that were chosen before: where one still fits, the answer is worth as much at least
 */
export function* chooseBest(
  choices: readonly Choice[],
  limits: ReadonlyMap<string, number>,
  known: readonly (readonly string[])[] = [],
): Generator<void, Chosen> {
  const items = itemsOf(choices, limits);
  const tight = scarce(choices, limits);
  const filling = new Filling(items, tight);
  const plans = [...filling.greedy(), ...known.map((ids) => filling.onlyFitting(ids))];
  let best: Plan = new Set();
  for (const plan of plans) {
    const better = yield* filling.improved(plan);
    if (filling.valueOf(better) > filling.valueOf(best)) best = better;
  }
  const found = yield* searchBest(items, tight, { plan: best, value: filling.valueOf(best) });
  // A search that was broken off may leave room that the next choice fits into.
  const plan = filling.filled(found.plan, items);
  const value = filling.valueOf(plan);
  const ids = new Set(items.filter(({ index }) => plan.has(index)).map(({ id }) => id));
  return {
    ids: choices.filter(({ id }) => ids.has(id)).map(({ id }) => id),
    value,
    isBest: found.isFinished,
    bound: found.isFinished ? value : Math.max(value, found.bound),
  };
}

/** Of the plan, exchanges are tried among so many of its choices, the least valuable for what they take. */
const exchangesAmong = 40;

/** Plans that are filled and exchanged within what there is. */
class Filling {
  constructor(
    private readonly items: readonly Item[],
    private readonly tight: ReadonlyMap<string, number>,
  ) {}

  valueOf(plan: Plan): number {
    let value = 0;
    for (const index of plan) value += this.items[index]?.value ?? 0;
    return value;
  }

  /** Filled in the order of scores, of values and of values for what is taken. */
  greedy(): readonly Plan[] {
    const orders: readonly ((a: Item, b: Item) => number)[] = [
      (a, b) => b.score - a.score,
      (a, b) => b.value - a.value,
      (a, b) => a.index - b.index,
    ];
    return orders.map((by) => this.filled(new Set(), [...this.items].sort(by)));
  }

  onlyFitting(ids: readonly string[]): Plan {
    return this.filled(
      new Set(),
      this.items.filter(({ id }) => ids.includes(id)),
    );
  }

  filled(plan: Plan, inOrder: readonly Item[]): Plan {
    let full = plan;
    for (const item of inOrder) {
      if (full.has(item.index)) continue;
      const larger = withItem(full, item);
      if (this.fits(larger)) full = larger;
    }
    return full;
  }

  /** Exchanges of one for at most two others, as long as the plan is worth more by it. */
  *improved(plan: Plan): Generator<void, Plan> {
    let best = this.filled(plan, this.items);
    for (let better = yield* this.exchange(best); better !== null; better = yield* this.exchange(best))
      best = this.filled(better, this.items);
    return best;
  }

  private *exchange(plan: Plan): Generator<void, Plan | null> {
    const value = this.valueOf(plan);
    const inside = this.items.filter(({ index }) => plan.has(index)).slice(-exchangesAmong);
    for (const item of this.items) {
      if (plan.has(item.index)) continue;
      yield;
      for (const [place, first] of inside.entries()) {
        for (const second of inside.slice(place)) {
          const next = withItem(withoutItem(withoutItem(plan, first), second), item);
          if (this.valueOf(next) > value && this.fits(next)) return next;
        }
      }
    }
    return null;
  }

  private fits(plan: Plan): boolean {
    for (const [resource, limit] of this.tight) {
      let used = 0;
      for (const index of plan) used += this.items[index]?.takes.get(resource) ?? 0;
      if (used > limit) return false;
    }
    return true;
  }
}

function withItem(plan: Plan, item: Item): Plan {
  return new Set([...plan, ...item.withNeeds]);
}

/** Without an item and what needs it. */
function withoutItem(plan: Plan, item: Item): Plan {
  return new Set([...plan].filter((index) => !item.withNeeding.includes(index)));
}
