/** Something that can be in a plan or not. Amounts are whole numbers, so that sums are exact. */
export interface Choice {
  readonly id: string;
  /** What it adds to the plan; above 0. */
  readonly value: number;
  /** Its place in the order of scores; the higher the earlier. */
  readonly score: number;
  /** What it takes of each resource. */
  readonly takes: ReadonlyMap<string, number>;
  /** Ids of choices that have to be in the plan with it. */
  readonly needs: readonly string[];
}

export interface Chosen {
  /** In the order of the choices. */
  readonly ids: readonly string[];
  readonly value: number;
  /** Whether no other plan is worth more. */
  readonly isBest: boolean;
  /** No plan can be worth more than this; the value itself where the plan is the best. */
  readonly bound: number;
}

/** A choice as the search sees it. */
export interface Item extends Choice {
  readonly index: number;
  /** How much it takes of what is scarce: the sum of its shares. */
  readonly weight: number;
  /** Indexes of it and all that it needs, directly or not. */
  readonly withNeeds: readonly number[];
  /** Indexes of all that need it, itself included. */
  readonly withNeeding: readonly number[];
}

/** Every choice with all that it needs; none for one that needs what is no choice. */
export function closures(choices: readonly Pick<Choice, 'id' | 'needs'>[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byId = new Map(choices.map((choice) => [choice.id, choice]));
  const result = new Map<string, ReadonlySet<string>>();
  for (const { id } of choices) {
    const seen = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(byId.get(next)?.needs ?? []));
    }
    if ([...seen].every((need) => byId.has(need))) result.set(id, seen);
  }
  return result;
}

export function addTo(used: Map<string, number>, takes: ReadonlyMap<string, number>, sign: 1 | -1): void {
  for (const [resource, amount] of takes) used.set(resource, (used.get(resource) ?? 0) + sign * amount);
}

/** Resources of which less is there than all choices together would take: no other one can keep anything out. */
export function scarce(choices: readonly Choice[], limits: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const { takes } of choices) addTo(wanted, takes, 1);
  return new Map(
    [...wanted].flatMap(([resource, amount]) => {
      const limit = limits.get(resource) ?? 0;
      return amount > limit ? [[resource, limit] as const] : [];
    }),
  );
}

/** Those that can be in any plan at all, the most valuable for what they take first. */
export function itemsOf(choices: readonly Choice[], limits: ReadonlyMap<string, number>): readonly Item[] {
  const needsOf = closures(choices);
  const tight = scarce(choices, limits);
  const possible = choices.filter(({ id }) => {
    const needs = needsOf.get(id);
    return needs !== undefined && fitsAlone(needs, choices, tight);
  });
  const weighed = possible
    .map((choice) => ({ ...choice, weight: weightOf(choice, tight) }))
    .sort((a, b) => b.value * a.weight - a.value * b.weight || a.weight - b.weight || (a.id < b.id ? -1 : 1));
  const indexOf = new Map(weighed.map(({ id }, index) => [id, index]));
  const withNeeds = weighed.map(({ id }) => [...(needsOf.get(id) ?? [])].map((need) => indexOf.get(need) ?? -1));
  return weighed.map((choice, index) => ({
    ...choice,
    index,
    withNeeds: withNeeds[index] ?? [],
    withNeeding: withNeeds.flatMap((needs, other) => (needs.includes(index) ? [other] : [])),
  }));
}

function fitsAlone(ids: ReadonlySet<string>, choices: readonly Choice[], tight: ReadonlyMap<string, number>): boolean {
  const used = new Map<string, number>();
  for (const { takes } of choices.filter(({ id }) => ids.has(id))) addTo(used, takes, 1);
  return [...tight].every(([resource, limit]) => (used.get(resource) ?? 0) <= limit);
}

function weightOf({ takes }: Choice, tight: ReadonlyMap<string, number>): number {
  let weight = 0;
  for (const [resource, limit] of tight) if (limit > 0) weight += (takes.get(resource) ?? 0) / limit;
  return weight;
}
