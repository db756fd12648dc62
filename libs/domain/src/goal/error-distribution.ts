/** How far off a forecast is, learnt from errors that were made before. All in the metric's unit. */
export interface ErrorDistribution {
  /** Half the width of the range that holds with this probability (0 to 1, both excluded). */
  readonly halfWidth: (probability: number) => number;
  /** Probability that the truth is at least `distance` above the forecast, and by symmetry at least as far below it. */
  readonly atLeast: (distance: number) => number;
}

/** The probability stops fading here, long before it would underflow to an impossible 0. */
const mostFadings = 20;

/**
 * Distribution of a forecast's error from the sizes of earlier errors, at least one.
 *
 * Sizes only: the error is taken to go either way alike. With the few errors that a goal's history gives, a lopsided distribution would
 * mostly be chance, and a symmetric one makes the verdict readable: the probability is 0.5 exactly where the forecast meets the
 * target and 0.1 exactly at the edge of the 80 % range.
 *
 * The i-th smallest of n sizes is exceeded with probability 1 − i ÷ (n + 1), the rule of split conformal prediction (Vovk, Gammerman and
 * Shafer, "Algorithmic Learning in a Random World", 2005), linear in between. Beyond the largest the probability fades exponentially by
 * the mean size, so that n past errors never make anything impossible.
 */
export function errorDistribution(errors: readonly number[]): ErrorDistribution {
  const sizes = errors.map((error) => Math.abs(error)).sort((a, b) => a - b);
  const largest = sizes.at(-1);
  if (largest === undefined) throw new RangeError('An error distribution needs at least one error.');
  const count = sizes.length;
  const fade = sizes.reduce((sum, size) => sum + size, 0) / count;
  const sizeAt = (rank: number) => (rank <= 0 ? 0 : (sizes[rank - 1] ?? largest));

  const remaining = (excess: number) => {
    if (fade === 0) return excess > 0 ? 0.5 : 1;
    return Math.exp(-Math.min(excess / fade, mostFadings));
  };
  const halfWidth = (probability: number) => {
    const rank = probability * (count + 1);
    if (rank >= count) return largest + fade * Math.log(1 / (count + 1) / (1 - probability));
    const below = Math.floor(rank);
    return sizeAt(below) + (rank - below) * (sizeAt(below + 1) - sizeAt(below));
  };
  const heldWithin = (size: number) => {
    if (size >= largest) return 1 - remaining(size - largest) / (count + 1);
    let below = 0;
    while (below < count && sizeAt(below + 1) <= size) below += 1;
    const [low, high] = [sizeAt(below), sizeAt(below + 1)];
    return (below + (high > low ? (size - low) / (high - low) : 0)) / (count + 1);
  };
  const atLeast = (distance: number) => {
    const beyond = (1 - heldWithin(Math.abs(distance))) / 2;
    return distance > 0 ? beyond : 1 - beyond;
  };
  return { halfWidth, atLeast };
}
