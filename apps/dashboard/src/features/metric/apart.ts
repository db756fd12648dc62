/**
 * Moves marks along a line so far apart that none covers another, in their order and as little as that needs. Where they are too many for
 * the room up to `end` they share it.
 *
 * @param wanted places in rising order
 */
export function apart(wanted: readonly number[], least: number, end: number): readonly number[] {
  const places: number[] = [];
  for (const place of wanted) places.push(Math.max(place, (places.at(-1) ?? -Infinity) + least));
  let room = end;
  for (let index = places.length - 1; index >= 0; index -= 1) {
    const place = Math.min(places[index] ?? room, room);
    places[index] = place;
    room = place - least;
  }
  return places;
}
