import type { Pulse } from '@tandem/contracts/talk';
import { NONE, numberText, valueText } from '../../text/number-text.js';
import { localDayText } from '../../text/time-text.js';
import { ChartFigure, nearestPlace, PlaceCard, spokenReading } from '../../ui/chart-figure.js';
import { ChartTable } from '../../ui/chart-table.js';
import { departmentName } from '../../ui/owners.js';
import { useCrosshair } from '../../ui/use-crosshair.js';
import { MARGIN, pulseShape, type PulsePlace, type PulseShape } from './pulse-geometry.js';
import { roundText, words } from './pulse-words.js';

type Round = Pulse['rounds'][number];

export const PULSE_HEIGHT = 160;
const FLOOR = PULSE_HEIGHT - MARGIN.bottom;
const LABEL = { fill: 'var(--text-3)', fontSize: 11 };
const SIDES = ['marketing', 'it'] as const;

/** Scores and distances have one decimal, whatever it is. */
const pointsText = (points: number) => numberText(points.toFixed(1));

function scoreText({ count, score }: Round['sides']['it']): string {
  return `${score === null ? NONE : pointsText(score)} (${count})`;
}

interface MarksProps {
  readonly shape: PulseShape;
  readonly width: number;
  readonly limit: number;
}

function Frame({ shape, width, limit }: MarksProps) {
  const { places, levels, limitY } = shape;
  const step = Math.ceil(places.length / (width < 620 ? 3 : 6));
  return (
    <>
      {levels.map(({ level, y }) => (
        <g key={level}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y} y2={y} stroke="var(--line)" />
          <text x={MARGIN.left - 6} y={y + 4} textAnchor="end" {...LABEL}>
            {level}
          </text>
        </g>
      ))}
      <rect
        x={MARGIN.left}
        y={MARGIN.top}
        width={width - MARGIN.left - MARGIN.right}
        height={limitY - MARGIN.top}
        fill="url(#hatch)"
        opacity=".35"
      />
      <line x1={MARGIN.left} x2={width - MARGIN.right} y1={limitY} y2={limitY} stroke="var(--bad-mark)" />
      <text
        x={MARGIN.left + 4}
        y={MARGIN.top + 14}
        {...LABEL}
        stroke="var(--surface)"
        strokeWidth="3"
        paintOrder="stroke"
      >
        {words.limit(limit)}
      </text>
      {places.map(
        ({ said, x }, index) =>
          (places.length - 1 - index) % step === 0 && (
            <text key={said.round.key} x={x} y={PULSE_HEIGHT - 5} textAnchor="middle" {...LABEL}>
              {localDayText(said.round.firstDate)}
            </text>
          ),
      )}
    </>
  );
}

/** A dot for a distance, a triangle for one that is a gap, a square for the metric: shape says it, not hue. */
function Marks(props: MarksProps) {
  const { places, gap, metric } = props.shape;
  return (
    <g aria-hidden="true">
      <Frame {...props} />
      <path d={metric} fill="none" stroke="var(--ink-2)" strokeWidth="1.5" />
      {places.map(
        ({ x, metricY, said }) =>
          metricY !== null && (
            <rect
              key={said.round.key}
              x={x - 3}
              y={metricY - 3}
              width="6"
              height="6"
              fill="var(--surface)"
              stroke="var(--ink-2)"
              strokeWidth="1.5"
            />
          ),
      )}
      <path d={gap} fill="none" stroke="var(--ink)" strokeWidth="2" />
      {places.map(({ x, y, isApart, said }) =>
        y === null ? null : isApart ? (
          <path
            key={said.round.key}
            transform={`translate(${x} ${y})`}
            d="M0-7 6.5 5-6.5 5z"
            fill="var(--bad-mark)"
            stroke="var(--surface)"
          />
        ) : (
          <circle key={said.round.key} cx={x} cy={y} r="3.5" fill="var(--ink)" />
        ),
      )}
    </g>
  );
}

function factsOf({ said }: PulsePlace, { metric }: Pulse) {
  return [
    { name: words.apart, value: said.gap === null ? words.tooFew : pointsText(said.gap) },
    ...SIDES.map((side) => ({ name: words.answersOf(departmentName(side)), value: scoreText(said.sides[side]) })),
    ...(metric === null ? [] : [{ name: metric.title, value: valueText(said.value, metric.unit) }]),
  ];
}

function At({ place: { x, y } }: { readonly place: PulsePlace }) {
  return (
    <g aria-hidden="true" pointerEvents="none">
      <line x1={x} x2={x} y1="4" y2={FLOOR} stroke="var(--accent)" />
      {y !== null && <circle cx={x} cy={y} r="4.5" fill="var(--surface)" stroke="var(--accent)" strokeWidth="2" />}
    </g>
  );
}

interface PulseChartProps {
  readonly pulse: Pulse;
  readonly width: number;
  /** Id of the text that says which mark means what. */
  readonly describedBy: string;
}

/** The distance between the sides over the rounds, beside a metric. */
export function PulseChart({ pulse, width, describedBy }: PulseChartProps) {
  const limit = pulse.alignmentPoints;
  const shape = pulseShape(pulse.rounds, limit, { width, height: PULSE_HEIGHT });
  const { places } = shape;
  const crosshair = useCrosshair({ count: places.length, start: places.length, stride: 6 });
  const place = crosshair.index === null ? undefined : places[crosshair.index];
  const reading = place && {
    title: roundText(place.said.round),
    facts: factsOf(place, pulse),
    remarks: place.isApart ? [words.isGap(limit)] : [],
  };
  return (
    <ChartFigure
      width={width}
      height={PULSE_HEIGHT}
      label={words.chart}
      describedBy={describedBy}
      placeAt={(x) => nearestPlace(places, x)}
      crosshair={crosshair}
      said={reading ? spokenReading(reading) : ''}
      beside={place && reading && <PlaceCard x={place.x} width={width} reading={reading} />}
    >
      <Marks shape={shape} width={width} limit={limit} />
      {place && <At place={place} />}
    </ChartFigure>
  );
}

/** The same as a table, the latest round first. */
export function PulseTable({ pulse: { rounds, metric } }: { readonly pulse: Pulse }) {
  return (
    <ChartTable
      label={words.table}
      caption={words.title}
      columns={[
        { title: words.round, cell: ({ round }) => roundText(round) },
        ...SIDES.map((side) => ({
          title: words.answersOf(departmentName(side)),
          align: 'right' as const,
          cell: ({ sides }: Round) => scoreText(sides[side]),
        })),
        { title: words.apart, align: 'right', cell: ({ gap }) => (gap === null ? NONE : pointsText(gap)) },
        ...(metric === null
          ? []
          : [
              {
                title: metric.title,
                align: 'right' as const,
                cell: ({ value }: Round) => valueText(value, metric.unit),
              },
            ]),
      ]}
      rows={[...rounds].reverse()}
      rowKey={({ round }) => round.key}
      height={PULSE_HEIGHT + 260}
    />
  );
}
