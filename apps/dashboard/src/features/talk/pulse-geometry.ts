import type { Pulse } from '@tandem/contracts/talk';

type Round = Pulse['rounds'][number];

/** A place that the crosshair can stand on: a round, with or without a distance. */
export interface PulsePlace {
  readonly said: Round;
  readonly x: number;
  /** Of the distance; null where a side had too few answers. */
  readonly y: number | null;
  readonly isApart: boolean;
  /** Of the metric; null where it has no value. */
  readonly metricY: number | null;
}

export interface PulseShape {
  /** Oldest first. */
  readonly places: readonly PulsePlace[];
  /** Paths, broken where a round has no value. */
  readonly gap: string;
  readonly metric: string;
  readonly limitY: number;
  readonly levels: readonly { readonly level: number; readonly y: number }[];
}

export const MARGIN = { left: 24, right: 8, top: 10, bottom: 22 };
const MOST_POINTS = 10;

/** The distance between the sides over the rounds, 0 to 10 from the bottom; the metric is drawn over the same rounds on the whole height of its own range. */
export function pulseShape(
  rounds: readonly Round[],
  limit: number,
  { width, height }: { readonly width: number; readonly height: number },
): PulseShape {
  const step = (width - MARGIN.left - MARGIN.right) / Math.max(1, rounds.length);
  const y = (share: number) => height - MARGIN.bottom - share * (height - MARGIN.top - MARGIN.bottom);
  const known = rounds.flatMap(({ value }) => (value === null ? [] : [Number(value)]));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const metricY = (value: number) => y(low === high ? 0.5 : (value - low) / (high - low));
  const gapY = (gap: number) => y(gap / MOST_POINTS);
  const places = rounds.map((said, index) => ({
    said,
    x: MARGIN.left + step * (index + 0.5),
    y: said.gap === null ? null : gapY(said.gap),
    isApart: said.gap !== null && said.gap > limit,
    metricY: said.value === null ? null : metricY(Number(said.value)),
  }));
  return {
    places,
    gap: broken(places.map((place) => ({ x: place.x, y: place.y }))),
    metric: broken(places.map((place) => ({ x: place.x, y: place.metricY }))),
    limitY: gapY(limit),
    levels: [0, 5, MOST_POINTS].map((level) => ({ level, y: gapY(level) })),
  };
}

function broken(points: readonly { readonly x: number; readonly y: number | null }[]): string {
  return points
    .map(({ x, y }, index) => (y === null ? '' : `${(points[index - 1]?.y ?? null) === null ? 'M' : 'L'}${x} ${y}`))
    .join('');
}
