/**
 * Exact percentile of a list, by linear interpolation between the two closest ranks: position p ÷ 100 × (n − 1) in the sorted list.
 * This is type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996), and what PostgreSQL's `percentile_cont`
 * answers. `rank` is 0 to 100; 50 is the median. `null` for an empty list: there is no value, which is not 0.
 *
 * Pool the items of the whole period first; a percentile of percentiles is not a percentile (semantics §2).
 */
export function percentile(values: readonly number[], rank: number): number | null {
  if (!(rank >= 0 && rank <= 100)) throw new RangeError(`There is no percentile ${rank}. Use a number from 0 to 100.`);
  const sorted = Float64Array.from(values).sort();
  return percentileOfSorted(sorted, rank);
}

/** The same for a list that is sorted already, smallest first. */
export function percentileOfSorted(sorted: ArrayLike<number>, rank: number): number | null {
  const position = (rank / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (position - Math.floor(position)) * (above - below);
}
