import type { Behaviour } from '@tandem/contracts/metrics';
import { scaleLinear } from 'd3-scale';
import { valueText } from '../../text/number-text.js';
import { lastDayText, monthText } from '../../text/time-text.js';
import { pointDays } from './behaviour-message.js';
import { spreadLabels } from './chart-geometry.js';

interface BehaviourChartProps {
  readonly behaviour: Behaviour;
  readonly unit: string;
  readonly timeZone: string;
  readonly width: number;
}

export const BEHAVIOUR_HEIGHT = 150;
const TOP = 12;
const BOTTOM = 20;

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
    { value: behaviour.upper, name: 'Upper limit', dashed: true },
    { value: behaviour.mean, name: 'Mean', dashed: false },
    { value: behaviour.lower, name: 'Lower limit', dashed: true },
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

/** Weekly values between their natural limits; a signal has a ring. The table beside it says the same. */
export function BehaviourChart(props: BehaviourChartProps) {
  const { behaviour, unit, timeZone, width } = props;
  const { small, x, y } = scales(behaviour, width);
  const signals = behaviour.points.filter((point) => point.signal !== null).length;
  const label =
    `Process behaviour chart: mean ${valueText(behaviour.mean, unit)}, natural limits ${valueText(behaviour.lower, unit)} to ` +
    `${valueText(behaviour.upper, unit)}, ${signals} of ${behaviour.points.length} points are signals.`;
  const step = Math.max(1, Math.ceil(behaviour.points.length / (small ? 3 : 6)));
  const last = behaviour.points.length - 1;
  const long = pointDays(behaviour) * behaviour.points.length > 300;
  return (
    <svg width={width} height={BEHAVIOUR_HEIGHT} role="img" aria-label={label} className="num block">
      <Limits {...props} />
      <path
        d={behaviour.points
          .map((point, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(Number(point.value))}`)
          .join('')}
        fill="none"
        stroke="var(--ink)"
        strokeWidth="1.5"
      />
      {behaviour.points.map((point, index) => (
        <g key={point.end}>
          {point.signal !== null && (
            <circle
              cx={x(index)}
              cy={y(Number(point.value))}
              r="7"
              fill="none"
              stroke="var(--accent)"
              strokeWidth="1.5"
            />
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
      ))}
    </svg>
  );
}
