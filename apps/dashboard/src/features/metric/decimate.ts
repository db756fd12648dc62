import type { ChartPoint } from './chart-model.js';

/** More points than this on a screen are drawn one over the other. */
export const MOST_DRAWN = 2_000;

/**
 * The points of a line that show: of each part of its length the first, the lowest, the highest and the last one. So no extreme is lost, and
 * a gap, where the value is absent, stays a gap. Few points are all drawn.
 *
 * @param parts into how many parts the length is cut: the pixels that the line has
 */
export function decimate(
  points: readonly ChartPoint[],
  pick: 'value' | 'previous',
  parts: number,
): readonly ChartPoint[] {
  if (points.length <= MOST_DRAWN || parts < 1) return points;
  const count = Math.floor(parts);
  const begin = (part: number): number => Math.floor((part * points.length) / count);
  const kept: ChartPoint[] = [];
  for (let part = 0; part < count; part += 1) kept.push(...extremes(points.slice(begin(part), begin(part + 1)), pick));
  return kept;
}

function extremes(points: readonly ChartPoint[], pick: 'value' | 'previous'): readonly ChartPoint[] {
  const known = points.filter((point) => point[pick] !== null);
  const by = (better: (one: number, other: number) => boolean) =>
    known.reduce<ChartPoint | undefined>(
      (best, point) => (best === undefined || better(Number(point[pick]), Number(best[pick])) ? point : best),
      undefined,
    );
  const gap = points.find((point) => point[pick] === null);
  const wanted = new Set([
    points[0],
    points.at(-1),
    gap,
    by((one, other) => one < other),
    by((one, other) => one > other),
  ]);
  return points.filter((point) => wanted.has(point) || point.beginsVersion);
}
