import type { Item } from './plan-choice.js';

/**
 * Places of the search that are looked at, at most. It is a count and no time, so that the same question has the same answer everywhere. Up to
 * 16 choices have fewer places than this, so their plan is always the best one; with more it is whenever the bounds leave few enough to look
 * at, and `isFinished` says so.
 */
export const placesLookedAt = 150_000;

/** Bounds are reckoned with fractions; values are whole, so this much cannot hide a better plan. */
const tolerance = 1e-6;

interface Found {
  readonly plan: ReadonlySet<number>;
  readonly value: number;
}

/** Places that are looked at without a break: a few milliseconds. */
const placesOfAStep = 2_000;

/**
 * Branch and bound, depth first, the most valuable for what they take first. It pauses again and again, so that whoever runs it can do something
 * else meanwhile; where it pauses changes nothing about what is found.
 *
 * @param tight what there is of what is scarce
 * @param known a plan that fits; only better ones are looked for
 * @returns the best plan found, whether all places were looked at, and what no plan can be worth more than
 */
export function* searchBest(
  items: readonly Item[],
  tight: ReadonlyMap<string, number>,
  known: Found,
): Generator<void, Found & { readonly isFinished: boolean; readonly bound: number }> {
  const search = new Search(items, tight, known);
  const bound = Math.floor(search.bound(0) + tolerance);
  search.enter(0);
  while (search.goOn(placesOfAStep)) yield;
  return { plan: search.plan, value: search.best, isFinished: search.isFinished, bound };
}

const open = 0;
const inside = 1;
const outside = 2;
type Mark = typeof inside | typeof outside;

/** An item that is decided at this place: first taken in with what it needs, then left out with what needs it. */
interface Fork {
  readonly item: Item;
  /** Where the next open item is looked for. */
  readonly next: number;
  readonly tried: Mark | null;
  /** What the present try has marked. */
  readonly marked: readonly number[];
}

/** Plain arrays of numbers: the places are many. */
class Search {
  plan: ReadonlySet<number>;
  best: number;
  isFinished = true;
  private places = 0;
  private readonly forks: Fork[] = [];
  private value = 0;
  private readonly marks: Uint8Array;
  /** What is left of each scarce resource, and one by its limit, in the same order. */
  private readonly left: Float64Array;
  private readonly perLimit: Float64Array;
  private readonly takes: readonly Float64Array[];
  private readonly values: Float64Array;
  private readonly weights: Float64Array;

  constructor(
    private readonly items: readonly Item[],
    tight: ReadonlyMap<string, number>,
    known: Found,
  ) {
    this.plan = known.plan;
    this.best = known.value;
    this.marks = new Uint8Array(items.length);
    this.left = Float64Array.from(tight.values());
    this.perLimit = this.left.map((limit) => (limit > 0 ? 1 / limit : 0));
    this.takes = items.map(({ takes }) => Float64Array.from(tight.keys(), (resource) => takes.get(resource) ?? 0));
    this.values = Float64Array.from(items, ({ value }) => value);
    this.weights = Float64Array.from(items, ({ weight }) => weight);
  }

  /** Looks at a place: the first item from here on that is still open becomes a fork, unless no way from here can be better. */
  enter(from: number): void {
    this.places += 1;
    if (this.places > placesLookedAt) this.isFinished = false;
    if (!this.isFinished) return;
    let at = from;
    while (at < this.items.length && this.marks[at] !== open) at += 1;
    const item = this.items[at];
    if (item === undefined) {
      this.keep();
      return;
    }
    if (Math.floor(this.value + this.bound(at) + tolerance) <= this.best) return;
    this.forks.push({ item, next: at + 1, tried: null, marked: [] });
  }

  /** Looks at so many more places at most; false when there is nothing left to look at, or too much was looked at already. */
  goOn(places: number): boolean {
    const until = this.places + places;
    while (this.isFinished && this.forks.length > 0) {
      if (this.places >= until) return true;
      this.tryNext();
    }
    return false;
  }

  /** Takes the last try of the last fork back, and makes its next one; a fork without another try is done. */
  private tryNext(): void {
    const fork = this.forks.pop();
    if (fork === undefined) return;
    const { item, next, tried, marked } = fork;
    for (const index of marked) this.set(index, open, tried === inside ? -1 : 0);
    if (tried === outside) return;
    const mark = tried === null ? inside : outside;
    const wanted = mark === inside ? item.withNeeds : item.withNeeding;
    const { marks } = this;
    if (wanted.some((index) => marks[index] !== open && marks[index] !== mark)) {
      this.forks.push({ item, next, tried: mark, marked: [] });
      return;
    }
    const free = wanted.filter((index) => marks[index] === open);
    for (const index of free) this.set(index, mark, mark === inside ? 1 : 0);
    this.forks.push({ item, next, tried: mark, marked: free });
    if (mark === outside || this.left.every((amount) => amount >= 0)) this.enter(next);
  }

  /** What the open items can add at most, if the last one could be cut to fit into what is left of everything scarce together. */
  bound(from: number): number {
    const { marks, values, weights, left, perLimit } = this;
    let room = 0;
    for (let place = 0; place < left.length; place += 1) room += (left[place] ?? 0) * (perLimit[place] ?? 0);
    let sum = 0;
    for (let index = from; index < marks.length; index += 1) {
      if (marks[index] !== open) continue;
      const weight = weights[index] ?? 0;
      const value = values[index] ?? 0;
      if (weight > room) return sum + (room * value) / weight;
      room -= weight;
      sum += value;
    }
    return sum;
  }

  private keep(): void {
    if (this.value <= this.best) return;
    this.best = this.value;
    this.plan = new Set([...this.marks].flatMap((mark, index) => (mark === inside ? [index] : [])));
  }

  private set(index: number, mark: Mark | typeof open, sign: 1 | 0 | -1): void {
    this.marks[index] = mark;
    if (sign === 0) return;
    this.value += sign * (this.values[index] ?? 0);
    const takes = this.takes[index];
    if (takes === undefined) return;
    for (let place = 0; place < takes.length; place += 1)
      this.left[place] = (this.left[place] ?? 0) - sign * (takes[place] ?? 0);
  }
}
