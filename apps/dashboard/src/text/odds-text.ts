/**
 * A probability of two decimals as odds that people can picture: 0.09 → "1 in 11", 0.7 → "7 in 10". A forecast is never certain, so the
 * ends read "under 1 in 100" and "over 99 in 100".
 */
export function oddsText(probability: number): string {
  if (probability < 0.01) return 'under 1 in 100';
  if (probability > 0.99) return 'over 99 in 100';
  if (probability < 0.4) return `1 in ${Math.round(1 / probability)}`;
  if (probability < 0.945) return probability >= 0.475 && probability <= 0.525 ? '1 in 2' : tenths(probability);
  const misses = Math.round(1 / (1 - probability));
  return `${misses - 1} in ${misses}`;
}

function tenths(probability: number): string {
  return `${Math.round(probability * 10)} in 10`;
}
