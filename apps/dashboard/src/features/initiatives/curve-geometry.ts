import type { BusinessCaseAnswer } from '@tandem/contracts/initiatives';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

type Month = BusinessCaseAnswer['months'][number];

interface At {
  readonly x: number;
  readonly y: number;
}

/** A place that the crosshair can stand on: a month as promised, and the same one by the live metric. */
export interface CurvePlace extends At {
  readonly known: Month;
  readonly live: (Month & At) | null;
}

export interface CurveShape {
  readonly places: readonly CurvePlace[];
  readonly actual: string;
  readonly forecast: string | null;
  readonly zeroY: number;
  readonly limitX: number;
  /** Where the margin reaches 0; null where it never does. */
  readonly payback: At | null;
  readonly livePayback: At | null;
  readonly low: At & { readonly text: string };
  readonly high: { readonly y: number; readonly text: string };
  readonly lastMonth: number;
}

const MARGIN = { left: 8, right: 8, top: 16, bottom: 20 };

/** The cumulative discounted margin over the months, from 0 before the first one, and what it comes to by the live metric. */
export function curveShape(
  known: BusinessCaseAnswer,
  forecast: BusinessCaseAnswer | null,
  { width, height, limitMonth }: { readonly width: number; readonly height: number; readonly limitMonth: number },
): CurveShape {
  const points = (of: BusinessCaseAnswer) => [{ month: 0, margin: 0 }, ...of.months.map(pointOf)];
  const own = points(known);
  const other = forecast === null ? [] : points(forecast);
  const margins = [...own, ...other].map(({ margin }) => margin);
  const [low, high] = [Math.min(...margins), Math.max(...margins)];
  const lastMonth = Math.max(...[...own, ...other].map(({ month }) => month));
  const x = scaleLinear()
    .domain([0, lastMonth])
    .range([MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear()
    .domain(low === high ? [low - 1, high + 1] : [low, high])
    .range([height - MARGIN.bottom, MARGIN.top]);
  const drawn = line<(typeof own)[number]>(
    ({ month }) => x(month),
    ({ margin }) => y(margin),
  );
  const at = (month: Month): Month & At => ({ ...month, x: x(month.month), y: y(pointOf(month).margin) });
  const reached = (of: BusinessCaseAnswer | null): At | null => {
    const month = of?.months.find((one) => one.month === of.paybackMonth);
    return month ? at(month) : null;
  };
  const live = new Map(forecast?.months.map((month) => [month.month, at(month)]));
  return {
    places: known.months.map((month) => {
      const { x: atX, y: atY } = at(month);
      return { known: month, live: live.get(month.month) ?? null, x: atX, y: atY };
    }),
    actual: drawn(own) ?? '',
    forecast: forecast === null ? null : drawn(other),
    zeroY: y(0),
    limitX: x(limitMonth),
    payback: reached(known),
    livePayback: reached(forecast),
    low: {
      x: x([...own, ...other].find(({ margin }) => margin === low)?.month ?? 0),
      y: y(low),
      text: String(Math.round(low)),
    },
    high: { y: y(high), text: String(Math.round(high)) },
    lastMonth,
  };
}

function pointOf({ month, cumulative }: Month) {
  return { month, margin: Number(cumulative) };
}
