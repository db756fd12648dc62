import { useMemo, useState, type PointerEvent } from 'react';
import { localDateOf, localDateText, plusDays } from '../../text/time-text.js';
import { CardFacts, ChartCard, ChartFigure, nearestIndex } from '../../ui/chart-figure.js';
import { useCrosshair } from '../../ui/use-crosshair.js';
import type { ChartContext } from './chart-context.js';
import { chartFrame, type ChartFrame } from './chart-geometry.js';
import { ChartLayers } from './chart-layers.js';
import { CHART_WORDS } from './chart-words.js';
import {
  chartSummary,
  placeEvents,
  placeFacts,
  placeMs,
  placeSentence,
  placesOf,
  placeTitle,
  type Place,
} from './point-facts.js';
import { TREND_WORDS } from './trend-words.js';

const CARD_WIDTH = 236;
/** A shorter time than this is a slip of the hand. */
const LEAST_PLACES = 3;

interface PlaceProps {
  readonly place: Place;
  readonly context: ChartContext;
  readonly frame: ChartFrame;
}

function CrosshairLine({ place, context, frame }: PlaceProps) {
  const x = frame.x(placeMs(place));
  const value =
    place.kind === 'due'
      ? (context.keyResult?.forecast?.value ?? context.keyResult?.target ?? null)
      : (place.point.value ?? place.point.single);
  return (
    <g aria-hidden="true" pointerEvents="none">
      <line x1={x} x2={x} y1={frame.top} y2={frame.height - 6} stroke="var(--accent)" />
      {value !== null && (
        <circle
          cx={x}
          cy={frame.y(Number(value))}
          r="4.5"
          fill="var(--surface)"
          stroke="var(--accent)"
          strokeWidth="2"
        />
      )}
    </g>
  );
}

function Card({ place, context, frame }: PlaceProps) {
  const x = frame.x(placeMs(place));
  const left = x + CARD_WIDTH + 16 > frame.width ? Math.max(0, x - CARD_WIDTH - 12) : x + 12;
  return (
    <ChartCard left={left} top={frame.top + 18} width={Math.min(CARD_WIDTH, frame.width)}>
      <p className="mb-1 font-medium">{placeTitle(place, context)}</p>
      <CardFacts facts={placeFacts(place, context)} />
      {placeEvents(place, context).map((event) => (
        <p key={event} className="mt-1 border-t border-line pt-1 text-text-2">
          {event}
        </p>
      ))}
    </ChartCard>
  );
}

/** The days from one place to another, the second one exclusive; null for too few of them. */
function chosenTime(places: readonly Place[], one: number, other: number, timeZone: string) {
  const points = places.flatMap((place) => (place.kind === 'point' ? [place.point] : []));
  const [first, last] = [points[Math.min(one, other)], points[Math.min(points.length - 1, Math.max(one, other))]];
  if (!first || !last || Math.abs(one - other) < LEAST_PLACES - 1) return null;
  return { from: localDateOf(first.start, timeZone), to: localDateOf(last.end, timeZone) };
}

function ChosenBand({
  places,
  frame,
  from,
  to,
}: {
  places: readonly Place[];
  frame: ChartFrame;
  from: number;
  to: number;
}) {
  const [one, other] = [places[from], places[to]];
  if (!one || !other) return null;
  const ends = [frame.x(placeMs(one)), frame.x(placeMs(other))];
  const x = Math.max(frame.left, Math.min(...ends));
  return (
    <rect
      aria-hidden="true"
      x={x}
      y={frame.top}
      width={Math.max(0, Math.max(...ends) - x)}
      height={frame.plotHeight - frame.top - frame.bottom}
      fill="var(--accent)"
      opacity=".14"
    />
  );
}

interface TrendChartProps {
  readonly context: ChartContext;
  readonly width: number;
  /** Shows a time, as local dates; the second one is exclusive. */
  readonly onTime: (from: string, to: string) => void;
  /** Begins a note on a local date; left out where nobody may write. */
  readonly onNote?: ((day: string) => void) | undefined;
}

/** A time that is being chosen on the chart: from where, and whether by the pointer that is held down. */
interface Choosing {
  readonly from: number;
  readonly byPointer: boolean;
}

function useTrendChart({ context, onTime, onNote }: TrendChartProps) {
  const places = useMemo(() => placesOf(context), [context]);
  const [choosing, setChoosing] = useState<Choosing | null>(null);
  const now = context.model.points.findLastIndex((point) => point.value !== null);
  const timeZone = context.timeZone;
  const finish = (to: number): void => {
    const time = choosing && chosenTime(places, choosing.from, to, timeZone);
    setChoosing(null);
    if (time) onTime(time.from, time.to);
  };
  const crosshair = useCrosshair({
    count: places.length,
    start: now + 1,
    stride: context.grain === 'day' ? 7 : 1,
    onKey: (key, index) => {
      const place = index === null ? undefined : places[index];
      if (key === 'Escape' && choosing) setChoosing(null);
      else if (key === 'Enter' && index !== null && choosing) finish(index);
      else if (key === 'Enter' && index !== null) setChoosing({ from: index, byPointer: false });
      else if (key.toLowerCase() === 'n' && onNote && place?.kind === 'point')
        onNote(plusDays(localDateOf(place.point.end, timeZone), -1));
      else return false;
      return true;
    },
  });
  return { places, choosing, setChoosing, finish, crosshair };
}

function chosenSentence(places: readonly Place[], from: number, to: number, timeZone: string): string {
  const time = chosenTime(places, from, to, timeZone);
  if (!time) return '';
  return CHART_WORDS.chosen(localDateText(time.from), localDateText(plusDays(time.to, -1)));
}

/** Read by keys, hover and tap; a mouse that is dragged, or Enter twice, chooses a time. */
export function TrendChart(props: TrendChartProps) {
  const { context, width } = props;
  const frame = useMemo(
    () => chartFrame(context.model, width, context.keyResult, context.guardrail, context.metric.unit),
    [context, width],
  );
  const { places, choosing, setChoosing, finish, crosshair } = useTrendChart(props);
  const { index } = crosshair;
  const place = index === null ? undefined : places[index];
  const placeAt = (x: number): number => nearestIndex(places.map(placeMs), frame.x.invert(x));
  const at = (event: PointerEvent<SVGSVGElement>): number =>
    placeAt(event.clientX - event.currentTarget.getBoundingClientRect().left);
  const press = (event: PointerEvent<SVGSVGElement>): void => {
    crosshair.set(at(event));
    // A finger that moves over the chart scrolls the page, or reads.
    if (event.pointerType !== 'mouse' || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setChoosing({ from: at(event), byPointer: true });
  };
  const leave = (): void => {
    crosshair.set(null);
    setChoosing(null);
  };
  const chosen = choosing && index !== null ? chosenSentence(places, choosing.from, index, context.timeZone) : '';
  return (
    <ChartFigure
      width={width}
      height={frame.height}
      label={TREND_WORDS.label(context.metric.title, CHART_WORDS.keys(context.grain))}
      describedBy="chart-summary"
      placeAt={placeAt}
      crosshair={crosshair}
      said={place ? [placeSentence(place, context), chosen].filter(Boolean).join('. ') : ''}
      pointer={{
        onPointerDown: press,
        onPointerUp: (event) => choosing?.byPointer === true && finish(at(event)),
        onPointerLeave: () => choosing?.byPointer !== true && leave(),
        onPointerCancel: leave,
        onBlur: leave,
      }}
      beside={
        <>
          <p id="chart-summary" className="sr">
            {chartSummary(context)}
          </p>
          {place && <Card place={place} context={context} frame={frame} />}
        </>
      }
    >
      <ChartLayers context={context} frame={frame} />
      {choosing && index !== null && <ChosenBand places={places} frame={frame} from={choosing.from} to={index} />}
      {place && <CrosshairLine place={place} context={context} frame={frame} />}
    </ChartFigure>
  );
}
