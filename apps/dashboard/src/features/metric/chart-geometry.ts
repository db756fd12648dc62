import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { MetricPage } from '@tandem/contracts/metrics';
import { valueText } from '../../text/number-text.js';
import { DAY_MS } from '../../text/time-text.js';
import type { ChartModel, ChartPoint } from './chart-model.js';
import { decimate } from './decimate.js';
import { drawnLimit } from '../../text/status-words.js';

type KeyResult = MetricPage['keyResults'][number]['keyResult'];
type Guardrail = MetricPage['guardrails'][number];

export const LANE_HEIGHT = 24;
/** A goal that is due later than this is not drawn to its end: the past would shrink to nothing. */
const LONGEST_FUTURE_MS = 400 * DAY_MS;
/** Of the axis text, tabular figures. */
const DIGIT_WIDTH = 7;
/** Single days may stretch the scale to this many times the height of what is judged; those beyond are marked at the edge. */
const MOST_STRETCH = 2.2;

export interface ChartFrame {
  readonly small: boolean;
  readonly width: number;
  readonly plotHeight: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Of instants, in milliseconds. A scale of times would bring 5 kB for the texts of its ticks, which are ours. */
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

export function chartHeight(width: number): number {
  return (width < 620 ? 260 : 330) + 2 * LANE_HEIGHT + 8;
}

function spread(values: readonly number[]): { low: number; high: number } | null {
  return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
}

function numbers(values: readonly (string | null | undefined)[]): number[] {
  return values.flatMap((value) => (typeof value === 'string' ? [Number(value)] : []));
}

function valueDomain(model: ChartModel, keyResult: KeyResult | null, guardrail: Guardrail | null): [number, number] {
  const judged = numbers([
    ...model.points.flatMap((point) => [point.value, point.previous]),
    keyResult?.target,
    keyResult?.atLeast,
    keyResult?.atMost,
    keyResult?.forecast?.low80,
    keyResult?.forecast?.high80,
  ]);
  const singles = numbers(model.points.map((point) => point.single));
  const main = spread(judged.length > 0 ? judged : singles) ?? { low: 0, high: 1 };
  let { low, high } = main;
  const room = high - low || Math.abs(high) / 10 || 1;
  const rail = drawnLimit(guardrail)?.limit ?? null;
  if (rail !== null && rail > low - room && rail < high + room) {
    low = Math.min(low, rail - room * 0.12);
    high = Math.max(high, rail + room * 0.12);
  }
  const days = spread(singles);
  if (days !== null) {
    const slack = (MOST_STRETCH - 1) / 2;
    low = Math.max(Math.min(low, days.low), low - room * slack);
    high = Math.min(Math.max(high, days.high), high + room * slack);
  }
  const neverNegative = low >= 0;
  low -= room * 0.06;
  return [neverNegative ? Math.max(0, low) : low, high + room * 0.06];
}

/** A share that never was above the whole needs no room above it. */
function isShare(model: ChartModel, keyResult: KeyResult | null, unit: string): boolean {
  const seen = [...model.points.flatMap((point) => [point.value, point.single, point.previous]), keyResult?.target];
  return unit === '%' && numbers([...seen, keyResult?.forecast?.high80]).every((value) => value <= 100);
}

/** Scales and margins for a width. The whole chart is drawn again when it changes: nothing is stretched. */
export function chartFrame(
  model: ChartModel,
  width: number,
  keyResult: KeyResult | null,
  guardrail: Guardrail | null,
  unit: string,
): ChartFrame {
  const small = width < 620;
  const [plotHeight, right, top, bottom] = small ? [260, 64, 26, 22] : [330, 124, 26, 22];
  const first = model.points[0]?.endMs ?? (model.dataToMs ?? 0) - 91 * DAY_MS;
  const lastPoint = model.points.at(-1)?.endMs ?? model.dataToMs ?? first + DAY_MS;
  // On a phone half of the past is enough: the future of the goal needs the room.
  const { dueMs } = model;
  const end = dueMs !== null && dueMs > lastPoint && dueMs - lastPoint < LONGEST_FUTURE_MS ? dueMs : lastPoint;
  const start = small && model.points.length > 60 ? Math.max(first, lastPoint - (lastPoint - first) * 0.65) : first;
  const domain = valueDomain(model, keyResult, guardrail);
  const y = scaleLinear(domain, [plotHeight - bottom, top]).nice(5);
  if (isShare(model, keyResult, unit)) y.domain([y.domain()[0] ?? 0, Math.min(100, y.domain()[1] ?? 100)]);
  const ticks = y.ticks(5);
  const longest = Math.max(...ticks.map((tick) => tickLabel(tick, ticks, '%').length));
  const left = Math.max(small ? 40 : 48, longest * DIGIT_WIDTH + 10);
  return {
    small,
    width,
    plotHeight,
    height: chartHeight(width),
    left,
    right,
    top,
    bottom,
    x: scaleLinear([start, end], [left, width - right]),
    y,
  };
}

/**
 * A path through the points that have this value, broken where one has not, and where another version of the definition takes over: what
 * lies between the two is no movement of the number.
 */
export function linePath(all: readonly ChartPoint[], frame: ChartFrame, pick: 'value' | 'previous'): string {
  const points = decimate(all, pick, frame.width - frame.left - frame.right);
  const draw = line<ChartPoint>()
    // What is not complete is joined by a dotted line of its own.
    .defined((point) => point[pick] !== null && (pick === 'previous' || !point.partial))
    .x((point) => frame.x(point.endMs))
    .y((point) => frame.y(Number(point[pick])));
  const breaks = pick === 'value' ? points.flatMap((point, index) => (point.beginsVersion ? [index] : [])) : [];
  return [0, ...breaks].map((start, index) => draw(points.slice(start, breaks[index])) ?? '').join('');
}

/** From now to the due date: a wedge that ends in the server's interval; nothing is claimed of the days between. */
export function conePath(
  frame: ChartFrame,
  now: { atMs: number; value: number },
  end: { atMs: number; low: number; high: number },
): string {
  const corners = [
    { at: now.atMs, low: now.value, high: now.value },
    { at: end.atMs, low: end.low, high: end.high },
  ];
  return (
    area<(typeof corners)[number]>()
      .x((corner) => frame.x(corner.at))
      .y0((corner) => frame.y(corner.low))
      .y1((corner) => frame.y(corner.high))(corners) ?? ''
  );
}

/** Decimals that the steps of an axis need. */
export function tickText(value: number, step: number): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return value.toFixed(decimals);
}

/** A tick with the decimals that its neighbours need; only per cent keeps its sign, other units stand in the facts. */
export function tickLabel(tick: number, ticks: readonly number[], unit: string): string {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0)) || 1;
  return valueText(tickText(tick, step), unit === '%' ? '%' : 'count');
}

/** Moves labels apart that would overprint each other, in the order of their places. */
export function spreadLabels<T extends { readonly y: number }>(
  labels: readonly T[],
  gap: number,
  lowest: number,
): (T & { place: number })[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y).map((label) => ({ ...label, place: label.y }));
  for (let index = 1; index < sorted.length; index += 1) {
    const before = sorted[index - 1];
    const label = sorted[index];
    if (before && label) label.place = Math.max(label.place, before.place + gap);
  }
  let limit = lowest;
  for (let index = sorted.length - 1; index >= 0; index -= 1) {
    const label = sorted[index];
    if (!label) continue;
    label.place = Math.min(label.place, limit);
    limit = label.place - gap;
  }
  return sorted;
}
