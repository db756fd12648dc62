import { closestName } from '@tandem/connector-kit/mapping/closest-name';

/** `; did you mean "…"?`, to be put after a reason, or nothing when no name is near enough. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const closest = closestName(name, candidates);
  return closest === null ? '' : `; did you mean "${closest}"?`;
}
