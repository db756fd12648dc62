import type { Behaviour } from '@tandem/contracts/metrics';
import { scaleLinear } from 'd3-scale';
import { valueText } from '../../text/number-text.js';
import { dateText, lastDayText, monthText } from '../../text/time-text.js';
import { CardFacts, ChartCard, ChartFigure } from '../../ui/chart-figure.js';
import { useCrosshair } from '../../ui/use-crosshair.js';
import { pointDays, signalText } from './behaviour-message.js';
import { spreadLabels } from './chart-geometry.js';
import { BEHAVIOUR_WORDS } from './chart-words.js';

interface BehaviourChartProps {
  readonly behaviour: Behaviour;
  readonly unit: string;
  readonly timeZone: string;
  readonly width: number;
}

export const BEHAVIOUR_HEIGHT = 150;
const TOP = 12;
const BOTTOM = 20;
const CARD_WIDTH = 200;

function scales(behaviour: Behaviour, width: number) {
  const small = width < 620;
  const [left, right] = small ? [40, 64] : [48, 124];
  const values = [behaviour.lower, behaviour.upper, ...behaviour.points.map((point) => point.value)].map(Number);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = (high - low || 1) * 0.08;
  const y = scaleLinear([low - room, high + room], [BEHAVIOUR_HEIGHT - BOTTOM, TOP]);
  const x = scaleLinear([0, Math.max(1, behaviour.points.length - 1)], [left + 8, width - right - 8]);
  return { small, left, right, x, y };
}

function Limits({ behaviour, unit, width }: BehaviourChartProps) {
  const { small, left, right, y } = scales(behaviour, width);
  const lines = [
    { value: behaviour.upper, name: BEHAVIOUR_WORDS.upper, dashed: true },
    { value: behaviour.mean, name: BEHAVIOUR_WORDS.mean, dashed: false },
    { value: behaviour.lower, name: BEHAVIOUR_WORDS.lower, dashed: true },
  ].map((limit) => ({ ...limit, y: y(Number(limit.value)) }));
  return (
    <>
      <rect
        x={left}
        y={y(Number(behaviour.upper))}
        width={width - left - right}
        height={Math.max(0, y(Number(behaviour.lower)) - y(Number(behaviour.upper)))}
        fill="var(--sunken)"
      />
      {spreadLabels(lines, 14, BEHAVIOUR_HEIGHT - BOTTOM + 8).map((limit) => (
        <g key={limit.name}>
          <line
            x1={left}
            x2={width - right}
            y1={limit.y}
            y2={limit.y}
            stroke="var(--text-3)"
            strokeDasharray={limit.dashed ? '4 3' : 'none'}
          />
          <text x={width - right + 8} y={limit.place + 4} fontSize={small ? 11 : 12} fill="var(--text-2)">
            {small ? '' : `${limit.name} `}
            {valueText(limit.value, unit)}
          </text>
        </g>
      ))}
    </>
  );
}

function Points(props: BehaviourChartProps) {
  const { behaviour, timeZone, width } = props;
  const { small, x, y } = scales(behaviour, width);
  const step = Math.max(1, Math.ceil(behaviour.points.length / (small ? 3 : 6)));
  const last = behaviour.points.length - 1;
  const long = pointDays(behaviour) * behaviour.points.length > 300;
  return behaviour.points.map((point, index) => (
    <g key={point.end}>
      {point.signal !== null && (
        <circle cx={x(index)} cy={y(Number(point.value))} r="7" fill="none" stroke="var(--accent)" strokeWidth="1.5" />
      )}
      <circle
        cx={x(index)}
        cy={y(Number(point.value))}
        r={behaviour.points.length > 60 ? 2 : 3}
        fill={point.signal === null ? 'var(--ink)' : 'var(--accent)'}
      />
      {(last - index) % step === 0 && (
        <text x={x(index)} y={BEHAVIOUR_HEIGHT - 5} fontSize="11" textAnchor="middle" fill="var(--text-3)">
          {long ? monthText(Date.parse(point.end) - 1, timeZone) : lastDayText(point.end, timeZone)}
        </text>
      )}
    </g>
  ));
}

type Point = Behaviour['points'][number];

function pointTitle({ end }: Point, { behaviour, timeZone }: BehaviourChartProps): string {
  return BEHAVIOUR_WORDS.daysTo(pointDays(behaviour), dateText(Date.parse(end) - 1, timeZone));
}

function pointVerdict({ signal }: Point): string {
  return signal === null ? BEHAVIOUR_WORDS.ordinary : BEHAVIOUR_WORDS.signalOf(signalText(signal));
}

function Card({
  point,
  left,
  props,
}: {
  readonly point: Point;
  readonly left: number;
  readonly props: BehaviourChartProps;
}) {
  return (
    <ChartCard left={left} top={4} width={CARD_WIDTH}>
      <CardFacts facts={[{ name: pointTitle(point, props), value: valueText(point.value, props.unit) }]} />
      <p className="text-text-2">{pointVerdict(point)}</p>
    </ChartCard>
  );
}

/** Weekly values between their natural limits; a signal has a ring. */
export function BehaviourChart(props: BehaviourChartProps) {
  const { behaviour, unit, width } = props;
  const { x, y, left, right } = scales(behaviour, width);
  const { points } = behaviour;
  const crosshair = useCrosshair({ count: points.length, start: points.length, stride: 4 });
  const point = crosshair.index === null ? undefined : points[crosshair.index];
  const at = x(crosshair.index ?? 0);
  const signals = points.filter(({ signal }) => signal !== null).length;
  const label = BEHAVIOUR_WORDS.chart({
    mean: valueText(behaviour.mean, unit),
    lower: valueText(behaviour.lower, unit),
    upper: valueText(behaviour.upper, unit),
    signals,
    points: points.length,
  });
  return (
    <ChartFigure
      width={width}
      height={BEHAVIOUR_HEIGHT}
      label={label}
      placeAt={(pointerX) => Math.min(points.length - 1, Math.max(0, Math.round(x.invert(pointerX))))}
      crosshair={crosshair}
      said={point ? `${pointTitle(point, props)}. ${valueText(point.value, unit)}, ${pointVerdict(point)}` : ''}
      beside={
        point && (
          <Card point={point} left={Math.max(left, Math.min(at + 12, width - right - CARD_WIDTH))} props={props} />
        )
      }
    >
      <g aria-hidden="true">
        <Limits {...props} />
        <path
          d={points.map(({ value }, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(Number(value))}`).join('')}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="1.5"
        />
        <Points {...props} />
        {point && <line x1={at} x2={at} y1={TOP - 6} y2={BEHAVIOUR_HEIGHT - BOTTOM} stroke="var(--accent)" />}
      </g>
    </ChartFigure>
  );
}
