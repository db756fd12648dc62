/** A thing as a configuration file has it. */
export type Thing = Readonly<Record<string, unknown>>;

/** Every value of a thing by the path of its field: a list of plain values is one. Nothing and empty are left out. */
export function flatThing(thing: Thing): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const visit = (path: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      if (items.some((item) => typeof item === 'object' && item !== null))
        items.forEach((item, index) => visit(`${path}[${index}]`, item));
      else if (items.length) leaves.set(path, items.join(', '));
    } else if (typeof value === 'object') {
      for (const [key, member] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, member);
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      leaves.set(path, String(value));
    }
  };
  visit('', thing);
  return leaves;
}

export interface Difference {
  readonly field: string;
  readonly mine: string | null;
  readonly theirs: string | null;
}

/** Where two versions of a thing say something else, field by field. */
export function differences(mine: Thing, theirs: Thing): readonly Difference[] {
  const [own, other] = [flatThing(mine), flatThing(theirs)];
  return [...new Set([...own.keys(), ...other.keys()])]
    .map((field) => ({ field, mine: own.get(field) ?? null, theirs: other.get(field) ?? null }))
    .filter((one) => one.mine !== one.theirs);
}
