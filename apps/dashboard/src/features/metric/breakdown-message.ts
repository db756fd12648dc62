import type { Breakdown } from '@tandem/contracts/metrics';
import { BREAKDOWN_WORDS } from './chart-words.js';

/** "by-channel" and "byChannel" read as "by channel". */
export function dimensionName(dimension: string): string {
  const words = dimension
    .replace(/^dimensions\./, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_.]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function sliceName(value: string): string {
  return value === '' ? BREAKDOWN_WORDS.notStated : value;
}

/** `dimensions.channel:web` reads as "channel web". */
export function sliceText(slice: string): string {
  const colon = slice.indexOf(':');
  return `${dimensionName(slice.slice(0, colon)).toLowerCase()} ${sliceName(slice.slice(colon + 1))}`;
}

/** The message of the breakdown: which part made most of the change, when one did. */
export function breakdownMessage(breakdown: Pick<Breakdown, 'by' | 'delta' | 'slices'>): string {
  const name = dimensionName(breakdown.by).toLowerCase();
  const parts = breakdown.slices.flatMap((slice) =>
    slice.contribution === null ? [] : [{ name: sliceName(slice.value), size: Number(slice.contribution) }],
  );
  const change = Number(breakdown.delta ?? 0);
  if (parts.length < 2 || change === 0) return BREAKDOWN_WORDS.by(name);
  const same = parts.filter((part) => Math.sign(part.size) === Math.sign(change));
  const top = same.reduce<(typeof parts)[number] | null>(
    (best, part) => (best === null || Math.abs(part.size) > Math.abs(best.size) ? part : best),
    null,
  );
  const all = same.reduce((sum, part) => sum + Math.abs(part.size), 0);
  if (top === null || Math.abs(top.size) <= all / 2) return BREAKDOWN_WORDS.spread(name);
  return BREAKDOWN_WORDS.most(top.name, change > 0);
}
