import type { Pulse } from '@tandem/contracts/talk';

type Round = Pulse['rounds'][number];

export interface PulseShape {
  /** Paths, broken where a round has no value. */
  readonly gap: string;
  readonly metric: string;
  readonly limitY: number;
  readonly dots: readonly { readonly x: number; readonly y: number; readonly isApart: boolean }[];
}

const MARGIN = 8;
const MOST_POINTS = 10;

/** The distance between the sides over the rounds, 0 to 10 from the bottom; the metric is drawn over the same rounds on the whole height of its own range. */
export function pulseShape(
  rounds: readonly Round[],
  limit: number,
  { width, height }: { readonly width: number; readonly height: number },
): PulseShape {
  const x = (index: number) => MARGIN + ((width - 2 * MARGIN) * (index + 0.5)) / Math.max(1, rounds.length);
  const y = (share: number) => height - MARGIN - share * (height - 2 * MARGIN);
  const values = rounds.map(({ value }) => (value === null ? null : Number(value)));
  const known = values.flatMap((value) => value ?? []);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const metricY = (value: number) => y(low === high ? 0.5 : (value - low) / (high - low));
  const gapY = (gap: number) => y(gap / MOST_POINTS);
  return {
    gap: broken(rounds.map(({ gap }, index) => (gap === null ? null : { x: x(index), y: gapY(gap) }))),
    metric: broken(values.map((value, index) => (value === null ? null : { x: x(index), y: metricY(value) }))),
    limitY: gapY(limit),
    dots: rounds.flatMap(({ gap }, index) =>
      gap === null ? [] : [{ x: x(index), y: gapY(gap), isApart: gap > limit }],
    ),
  };
}

function broken(points: readonly ({ readonly x: number; readonly y: number } | null)[]): string {
  return points
    .map((point, index) => {
      if (point === null) return '';
      const before = points[index - 1];
      return `${before === null || before === undefined ? 'M' : 'L'}${point.x} ${point.y}`;
    })
    .join('');
}
