/**
 * A list whose order says something, after a file was applied. Those that the file names stand among each other as it lists them, in the places that they had
 * between them; what it does not name keeps its place. A new one comes right before the next of the file that was there already, else at the end.
 */
export function inFileOrder<Thing extends { readonly id: string }>(
  kept: readonly Thing[],
  named: readonly Thing[] = [],
): Thing[] {
  const byId = new Map(named.map((thing) => [thing.id, thing]));
  const isKept = (id: string): boolean => kept.some((thing) => thing.id === id);
  const known = [...byId.values()].filter(({ id }) => isKept(id));
  const inPlaces = known.values();
  const result = kept.map((thing) => (byId.has(thing.id) ? (inPlaces.next().value ?? thing) : thing));
  const listed = [...byId.keys()];
  for (const [place, id] of listed.entries()) {
    const thing = byId.get(id);
    if (thing === undefined || isKept(id)) continue;
    const following = listed.slice(place + 1).find(isKept);
    const before = result.findIndex((one) => one.id === following);
    result.splice(before === -1 ? result.length : before, 0, thing);
  }
  return result;
}

/** Things with their place in such a list, which is written nowhere else. */
export function placed<Thing extends object>(
  things: readonly Thing[],
): readonly (Thing & { readonly place: number })[] {
  return things.map((thing, index) => ({ ...thing, place: index + 1 }));
}
