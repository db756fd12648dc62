import { catalogue } from './catalogue.js';

const words = catalogue('odds', {
  odds: (hits: string, of: string) => `${hits} in ${of}`,
  under: (hits: string, of: string) => `under ${hits} in ${of}`,
  over: (hits: string, of: string) => `over ${hits} in ${of}`,
});

/**
 * A probability of two decimals as odds that people can picture: 0.09 → "1 in 11", 0.7 → "7 in 10". A forecast is never certain, so the
 * ends read "under 1 in 100" and "over 99 in 100".
 */
export function oddsText(probability: number): string {
  if (probability < 0.01) return words.under('1', '100');
  if (probability > 0.99) return words.over('99', '100');
  if (probability < 0.4) return words.odds('1', String(Math.round(1 / probability)));
  if (probability < 0.945)
    return probability >= 0.475 && probability <= 0.525 ? words.odds('1', '2') : tenths(probability);
  const misses = Math.round(1 / (1 - probability));
  return words.odds(String(misses - 1), String(misses));
}

function tenths(probability: number): string {
  return words.odds(String(Math.round(probability * 10)), '10');
}
