import type { GoalPage } from '@tandem/contracts/goals';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

type KeyResult = GoalPage['keyResults'][number];
type Path = GoalPage['paths'][number];

/** A place that the crosshair can stand on: a day with its value and its pace, or the due date. */
export interface PathPlace {
  readonly end: string;
  readonly value: string | null;
  readonly expected: string | null;
  readonly isDue: boolean;
  readonly x: number;
  /** Of the value, or of the forecast; null where there is neither. */
  readonly y: number | null;
}

export interface PathShape {
  readonly places: readonly PathPlace[];
  readonly actual: string;
  readonly path: string;
  readonly now: { readonly x: number; readonly y: number } | null;
  readonly target: { readonly y: number };
  readonly forecast: {
    readonly x: number;
    readonly y: number;
    readonly from: { readonly x: number; readonly y: number };
    readonly cone80: string;
    readonly cone50: string;
  } | null;
  readonly todayX: number;
  /** Where an instant stands, between the left and the right edge of the drawing. */
  readonly x: (atMs: number) => number;
  readonly left: number;
  readonly right: number;
}

const MARGIN = { left: 6, right: 12, top: 8, bottom: 8 };

interface At {
  readonly at: number;
  readonly value: number;
}

/** The value over the time of the goal, the agreed path to its end, and the forecast with its 50 and 80 % cones. null when nothing is known. */
export function pathShape(
  keyResult: KeyResult,
  path: Path,
  { width, height, nowMs }: { readonly width: number; readonly height: number; readonly nowMs: number },
): PathShape | null {
  const agreed = path.points.map(({ at, value }) => ({ at: Date.parse(at), value }));
  const [first, due] = [agreed[0], agreed.at(-1)];
  if (!first || !due) return null;
  const actual = keyResult.trend.flatMap(({ end, value }): At[] =>
    value === null ? [] : [{ at: Date.parse(end), value: Number(value) }],
  );
  const { forecast } = keyResult;
  const range = forecast ? [Number(forecast.low80), Number(forecast.high80)] : [];
  const values = [...agreed, ...actual].map(({ value }) => value).concat(range);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = scaleLinear()
    .domain([Math.min(first.at, actual[0]?.at ?? first.at), due.at])
    .range([MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear()
    .domain(low === high ? [low - 1, high + 1] : [low, high])
    .range([height - MARGIN.bottom, MARGIN.top]);
  const drawn = line<At>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  );
  const last = actual.at(-1);
  const from = last ? { x: x(last.at), y: y(last.value) } : null;
  const cone = (bottom: string, top: string): string =>
    from === null ? '' : `M${from.x} ${from.y}L${x(due.at)} ${y(Number(top))}V${y(Number(bottom))}Z`;
  const heightOf = (text: string | null): number | null => (text === null ? null : y(Number(text)));
  const days = keyResult.trend.map((point) => ({
    ...point,
    isDue: false,
    x: x(Date.parse(point.end)),
    y: heightOf(point.value),
  }));
  const dueEnd = path.points.at(-1)?.at ?? '';
  const atDue = { end: dueEnd, value: null, expected: keyResult.target, isDue: true, x: x(due.at) };
  return {
    // The past of a goal that is over ends with its due date.
    places: due.at > (last?.at ?? 0) ? [...days, { ...atDue, y: heightOf(forecast?.value ?? null) }] : days,
    actual: drawn(actual) ?? '',
    path: drawn(agreed) ?? '',
    now: from,
    target: { y: y(due.value) },
    forecast:
      forecast && from
        ? {
            x: x(due.at),
            y: y(Number(forecast.value)),
            from,
            cone80: cone(forecast.low80, forecast.high80),
            cone50: cone(forecast.low50, forecast.high50),
          }
        : null,
    todayX: Math.min(x(nowMs), width - MARGIN.right),
    x: (atMs) => x(atMs),
    left: MARGIN.left,
    right: width - MARGIN.right,
  };
}

/** The time that the charts of a goal show together: from the first day of any of them to the last due date. */
export function shownTime(keyResults: readonly KeyResult[], paths: readonly Path[]) {
  const times = [
    ...paths.flatMap(({ points }) => points.map(({ at }) => Date.parse(at))),
    ...keyResults.flatMap(({ trend }) => trend.filter(({ value }) => value !== null).map(({ end }) => Date.parse(end))),
  ];
  return { fromMs: Math.min(...times), toMs: Math.max(...times) };
}
