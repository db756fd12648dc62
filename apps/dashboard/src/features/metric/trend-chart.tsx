import { useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { ChartContext } from './chart-context.js';
import { chartFrame, type ChartFrame } from './chart-geometry.js';
import { ChartLayers } from './chart-layers.js';
import {
  chartSummary,
  eventsText,
  placeFacts,
  placeMs,
  placeSentence,
  placesOf,
  placeTitle,
  type Place,
} from './point-facts.js';

const CARD_WIDTH = 236;

function Crosshair({ place, context, frame }: { place: Place; context: ChartContext; frame: ChartFrame }) {
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

function Card({ place, context, frame }: { place: Place; context: ChartContext; frame: ChartFrame }) {
  const x = frame.x(placeMs(place));
  const left = x + CARD_WIDTH + 16 > frame.width ? Math.max(0, x - CARD_WIDTH - 12) : x + 12;
  const events = eventsText(place);
  return (
    <div
      aria-hidden="true"
      className="num pointer-events-none absolute z-10 rounded-md border border-line-2 bg-surface px-3 py-2 text-xs shadow-lg"
      style={{ left, top: frame.top + 18, width: Math.min(CARD_WIDTH, frame.width) }}
    >
      <p className="mb-1 font-medium">{placeTitle(place, context)}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5">
        {placeFacts(place, context).map((fact, index) => (
          <div key={fact.name} className="contents">
            <dt className="text-text-2">{fact.name}</dt>
            <dd className={`text-right ${index === 0 ? 'font-semibold' : ''}`}>{fact.value}</dd>
          </div>
        ))}
      </dl>
      {events !== null && <p className="mt-1 border-t border-line pt-1 text-text-2">{events}</p>}
    </div>
  );
}

function nearestIndex(places: readonly Place[], atMs: number): number {
  let best = 0;
  let distance = Infinity;
  places.forEach((place, index) => {
    const away = Math.abs(placeMs(place) - atMs);
    if (away < distance) {
      best = index;
      distance = away;
    }
  });
  return best;
}

/** Which place a key leads to; null when the key means nothing here. */
function indexForKey(event: KeyboardEvent, from: number, last: number, week: number): number | null {
  const step = event.shiftKey ? week : 1;
  const wanted = { ArrowLeft: from - step, ArrowRight: from + step, Home: 0, End: last }[event.key];
  return wanted === undefined ? null : Math.min(last, Math.max(0, wanted));
}

interface TrendChartProps {
  readonly context: ChartContext;
  readonly width: number;
}

/** One tab stop: arrows step, Shift steps a week, Home and End jump, Escape leaves. Hover and tap do the same. */
export function TrendChart({ context, width }: TrendChartProps) {
  const frame = useMemo(
    () => chartFrame(context.model, width, context.keyResult, context.guardrail, context.metric.unit),
    [context, width],
  );
  const places = useMemo(() => placesOf(context), [context]);
  const [selected, setSelected] = useState<number | null>(null);
  const place = selected === null ? undefined : places[Math.min(selected, places.length - 1)];
  const now = context.model.points.findLastIndex((point) => point.value !== null);
  const week = context.grain === 'day' ? 7 : 1;

  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setSelected(null);
    const index = indexForKey(event, selected ?? now + 1, places.length - 1, week);
    if (index === null) return;
    event.preventDefault();
    setSelected(index);
  };
  const move = (event: PointerEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setSelected(nearestIndex(places, frame.x.invert(event.clientX - box.left).getTime()));
  };
  return (
    <figure className="relative" style={{ width, height: frame.height }}>
      <svg
        width={width}
        height={frame.height}
        viewBox={`0 0 ${width} ${frame.height}`}
        className="num block touch-pan-y focus-visible:!outline-offset-0"
        tabIndex={0}
        role="group"
        aria-roledescription="chart"
        aria-describedby="chart-summary"
        aria-label={`${context.metric.title} over time. Arrow keys move by ${context.grain}, with Shift by a week; Home and End jump.`}
        onKeyDown={press}
        onPointerMove={move}
        onPointerDown={move}
        onPointerLeave={() => setSelected(null)}
        onBlur={() => setSelected(null)}
      >
        <ChartLayers context={context} frame={frame} />
        {place && <Crosshair place={place} context={context} frame={frame} />}
      </svg>
      <p id="chart-summary" className="sr">
        {chartSummary(context)}
      </p>
      <p className="sr" aria-live="polite">
        {place ? placeSentence(place, context) : ''}
      </p>
      {place && <Card place={place} context={context} frame={frame} />}
    </figure>
  );
}
