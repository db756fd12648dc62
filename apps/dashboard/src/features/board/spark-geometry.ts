import type { KeyResultProgress } from '@tandem/contracts/board';
import { drawnLimit } from '../../text/status-words.js';

export interface SparkShape {
  readonly line: string;
  readonly path: string;
  readonly last: { readonly x: number; readonly y: number } | null;
  /** The guardrail, only where it is near enough to be seen without flattening the line. */
  readonly guardrail: { readonly y: number; readonly top: number; readonly height: number } | null;
  /** Limits that are to be held. */
  readonly limits: readonly number[];
}

type Drawn = Pick<KeyResultProgress, 'trend' | 'guardrail' | 'atLeast' | 'atMost'>;

const NEAR = 0.45;
const MARGIN = 2;
const ROOM_FOR_DOT = 5;

/** A path that breaks where a value is missing: a gap is not a straight line and not zero. */
function brokenLine(points: readonly (readonly [number, number] | null)[]): string {
  let pen = 'M';
  let path = '';
  for (const point of points) {
    if (point === null) {
      pen = 'M';
      continue;
    }
    path += `${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    pen = 'L';
  }
  return path;
}

/** Thirteen weeks as a line; time runs right, values are never flipped. null when no day has a value. */
export function sparkShape(drawn: Drawn, width: number, height: number): SparkShape | null {
  const values = drawn.trend.flatMap((point) => (point.value === null ? [] : [Number(point.value)]));
  const expected = drawn.trend.flatMap((point) => (point.expected === null ? [] : [Number(point.expected)]));
  if (values.length === 0) return null;
  const limits = [drawn.atLeast, drawn.atMost].flatMap((limit) => (limit === null ? [] : [Number(limit)]));
  let low = Math.min(...values, ...expected, ...limits);
  let high = Math.max(...values, ...expected, ...limits);
  const spread = high - low || Math.abs(high) / 10 || 1;
  const limit = drawnLimit(drawn.guardrail);
  const rail = limit && limit.limit;
  const near = rail !== null && rail > low - spread * NEAR && rail < high + spread * NEAR;
  if (near) {
    low = Math.min(low, rail);
    high = Math.max(high, rail);
  }
  low -= spread * 0.08;
  high += spread * 0.08;
  const y = (value: number): number => MARGIN + (1 - (value - low) / (high - low)) * (height - 2 * MARGIN);
  const steps = Math.max(1, drawn.trend.length - 1);
  const x = (index: number): number => MARGIN + (index / steps) * (width - MARGIN - ROOM_FOR_DOT);
  const along = (pick: 'value' | 'expected'): string =>
    brokenLine(
      drawn.trend.map((point, index) => {
        const value = point[pick];
        return value === null ? null : [x(index), y(Number(value))];
      }),
    );
  const lastIndex = drawn.trend.findLastIndex((point) => point.value !== null);
  const lastValue = drawn.trend[lastIndex]?.value ?? null;
  return {
    line: along('value'),
    path: along('expected'),
    last: lastValue === null ? null : { x: x(lastIndex), y: y(Number(lastValue)) },
    guardrail: near ? railShape(y(rail), limit?.side === 'floor', height) : null,
    limits: limits.map(y),
  };
}

function railShape(y: number, isFloor: boolean, height: number): SparkShape['guardrail'] {
  return isFloor ? { y, top: y, height: Math.max(0, height - y) } : { y, top: 0, height: Math.max(0, y) };
}
