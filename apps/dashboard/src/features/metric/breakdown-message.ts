import type { Breakdown } from '@tandem/contracts/metrics';

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
  return value === '' ? '(not stated)' : value;
}

/** How to read the parts, or why there are none. */
export const DECOMPOSITION_WORDS: Readonly<Record<Breakdown['decomposition'], string>> = {
  mixAndRate: 'The parts add up to the change.',
  difference: 'The parts add up to the change.',
  doesNotAddUp: 'This kind of number is not the sum of its slices, so no slice has a part of the change.',
  partial: 'One of the two times is not wholly collected, and a part is not compared with a whole.',
  noValue: 'Without a value in both times there is no change to split.',
};

/** The message of the breakdown: which part made most of the change, when one did. */
export function breakdownMessage(breakdown: Pick<Breakdown, 'by' | 'delta' | 'slices'>): string {
  const name = dimensionName(breakdown.by).toLowerCase();
  const parts = breakdown.slices.flatMap((slice) =>
    slice.contribution === null ? [] : [{ name: sliceName(slice.value), size: Number(slice.contribution) }],
  );
  const change = Number(breakdown.delta ?? 0);
  if (parts.length < 2 || change === 0) return `By ${name}`;
  const same = parts.filter((part) => Math.sign(part.size) === Math.sign(change));
  const top = same.reduce<(typeof parts)[number] | null>(
    (best, part) => (best === null || Math.abs(part.size) > Math.abs(best.size) ? part : best),
    null,
  );
  const all = same.reduce((sum, part) => sum + Math.abs(part.size), 0);
  if (top === null || Math.abs(top.size) <= all / 2) return `The change is spread over several: by ${name}`;
  return `${top.name} made most of the ${change > 0 ? 'rise' : 'fall'}`;
}
