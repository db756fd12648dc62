import type { DocumentThing } from './export-configuration.js';

/** A plain number where that says the same, so that the file reads well; text where digits would be lost. */
export function numberOf(decimal: string | undefined): number | string | undefined {
  if (decimal === undefined) return undefined;
  return String(Number(decimal)) === decimal ? Number(decimal) : decimal;
}

/** Nothing where a thing has no members. */
export function unlessEmpty<Thing extends object>(thing: Thing): Thing | undefined {
  return Object.keys(thing).length ? thing : undefined;
}

/** The named keys first, then whatever else there is; absent members are left out. */
export function inOrder(thing: object, first: readonly string[]): DocumentThing {
  const members = new Map<string, unknown>(Object.entries(thing).filter(([, value]) => value !== undefined));
  const rest = [...members.keys()].filter((key) => !first.includes(key));
  const present = [...first.filter((key) => members.has(key)), ...rest];
  return Object.fromEntries(present.map((key) => [key, members.get(key)]));
}
