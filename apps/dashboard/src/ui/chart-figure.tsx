import type { PointerEvent, ReactNode, SVGProps } from 'react';
import type { Crosshair } from './use-crosshair.js';

interface ChartFigureProps {
  readonly width: number;
  readonly height: number;
  /** What is drawn, and which keys move over it. */
  readonly label: string;
  /** The place below the pointer, by its distance from the left edge. */
  readonly placeAt: (x: number) => number;
  readonly crosshair: Crosshair;
  /** What stands at the crosshair, read out; empty when it stands nowhere. */
  readonly said: string;
  /** Longer than the label: the id of a text that says what is drawn. */
  readonly describedBy?: string;
  /** Other doings of the pointer, in place of the usual ones. */
  readonly pointer?: Pick<
    SVGProps<SVGSVGElement>,
    'onPointerDown' | 'onPointerUp' | 'onPointerLeave' | 'onPointerCancel' | 'onBlur'
  >;
  /** Beside the drawing: the card of the crosshair, a longer text. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

/** A drawing that is one tab stop, read by keys, hover and tap alike. */
export function ChartFigure(props: ChartFigureProps) {
  const { width, height, label, placeAt, crosshair, said, describedBy, pointer, beside, children } = props;
  const follow = (event: PointerEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    crosshair.set(placeAt(event.clientX - box.left));
  };
  const leave = (): void => crosshair.set(null);
  return (
    <figure className="relative" style={{ width, height }}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="num block touch-pan-y select-none focus-visible:!outline-offset-0"
        tabIndex={0}
        role="group"
        aria-roledescription="chart"
        aria-label={label}
        aria-describedby={describedBy}
        onKeyDown={crosshair.onKeyDown}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={leave}
        onBlur={leave}
        {...pointer}
      >
        {children}
      </svg>
      <p className="sr" aria-live="polite">
        {said}
      </p>
      {beside}
    </figure>
  );
}

interface Fact {
  readonly name: string;
  readonly value: string;
}

interface ChartCardProps {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly children: ReactNode;
}

/** What stands at the crosshair, for the eye: the live region reads the same. On a phone it would hide half of the drawing: there it stands above. */
export function ChartCard({ left, top, width, children }: ChartCardProps) {
  return (
    <div
      aria-hidden="true"
      className="num pointer-events-none absolute z-10 rounded-md max-sm:!bottom-full max-sm:!left-0 max-sm:!top-auto max-sm:mb-1 max-sm:!w-full border border-line-2 bg-surface px-3 py-2 text-xs shadow-lg"
      style={{ left, top, width }}
    >
      {children}
    </div>
  );
}

/** Name and value of each thing at the crosshair; the first of them is what the chart is about. */
export function CardFacts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5">
      {facts.map((fact, index) => (
        <div key={fact.name} className="contents">
          <dt className="text-text-2">{fact.name}</dt>
          <dd className={`text-right ${index === 0 ? 'font-semibold' : ''}`}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The index of the number that lies nearest. */
export function nearestIndex(numbers: readonly number[], wanted: number): number {
  let best = 0;
  numbers.forEach((number, index) => {
    if (Math.abs(number - wanted) < Math.abs((numbers[best] ?? Infinity) - wanted)) best = index;
  });
  return best;
}

/** What a place of a chart says, in its card and read out. */
export interface PlaceReading {
  readonly title: string;
  readonly facts: readonly Fact[];
  /** What happens there, in sentences without a full stop. */
  readonly remarks: readonly string[];
}

const PLACE_CARD_WIDTH = 208;
const BESIDE = 12;

/** The card of a place in a chart that reaches from edge to edge: on the right of it, or on the left where there is no room. */
export function PlaceCard({
  x,
  width,
  reading,
}: {
  readonly x: number;
  readonly width: number;
  readonly reading: PlaceReading;
}) {
  const fits = x + PLACE_CARD_WIDTH + BESIDE <= width;
  const left = fits ? x + BESIDE : Math.max(0, x - PLACE_CARD_WIDTH - BESIDE);
  const { title, facts, remarks } = reading;
  return (
    <ChartCard left={left} top={6} width={Math.min(PLACE_CARD_WIDTH, width)}>
      <p className="mb-1 font-medium">{title}</p>
      <CardFacts facts={facts} />
      {remarks.length > 0 && <p className="mt-1 text-text-2">{remarks.join('. ')}</p>}
    </ChartCard>
  );
}

export function spokenReading({ title, facts, remarks }: PlaceReading): string {
  return [title, ...facts.map(({ name, value }) => `${name} ${value}`), ...remarks].join('. ');
}

export function nearestPlace(places: readonly { readonly x: number }[], x: number): number {
  return nearestIndex(
    places.map((place) => place.x),
    x,
  );
}
