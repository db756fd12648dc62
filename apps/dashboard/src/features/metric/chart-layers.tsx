import { memo } from 'react';
import { rangeText, valueText } from '../../text/number-text.js';
import { limitWord } from '../../text/status-words.js';
import { dayText, lastDayText } from '../../text/time-text.js';
import type { ChartContext } from './chart-context.js';
import { conePath, linePath, spreadLabels, tickText, type ChartFrame } from './chart-geometry.js';
import { EventLanes } from './event-lanes.js';

interface LayerProps {
  readonly context: ChartContext;
  readonly frame: ChartFrame;
}

function Axes({ context, frame }: LayerProps) {
  const { x, y, left, right, width, plotHeight } = frame;
  const ticks = y.ticks(5);
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0)) || 1;
  return (
    <>
      {ticks.map((tick, index) => (
        <g key={tick}>
          <line
            x1={left}
            x2={width - right}
            y1={y(tick)}
            y2={y(tick)}
            stroke={index === 0 ? 'var(--line-2)' : 'var(--line)'}
          />
          <text x={left - 8} y={y(tick) + 4} fontSize="11" textAnchor="end" fill="var(--text-3)">
            {valueText(tickText(tick, step), context.metric.unit === '%' ? '%' : 'count')}
          </text>
        </g>
      ))}
      {x.ticks(frame.small ? 3 : 6).map((tick) => (
        <text
          key={tick.getTime()}
          x={x(tick)}
          y={plotHeight - 6}
          fontSize="11"
          textAnchor="middle"
          fill="var(--text-3)"
        >
          {dayText(tick.getTime(), 'UTC')}
        </text>
      ))}
    </>
  );
}

function GuardrailLayer({ context, frame }: LayerProps) {
  const { guardrail, model } = context;
  if (guardrail === null) return null;
  const { x, y, left, right, width, top, plotHeight, bottom } = frame;
  const floor = plotHeight - bottom;
  const limit = y(Number(guardrail.limit));
  if (limit < top || limit > floor) return null;
  const zone = guardrail.side === 'floor' ? { y: limit, height: floor - limit } : { y: top, height: limit - top };
  const longest = model.breaches.reduce<(typeof model.breaches)[number] | null>(
    (best, breach) => (best === null || breach.days >= best.days ? breach : best),
    null,
  );
  const side = guardrail.side === 'floor' ? 'below floor' : 'above ceiling';
  return (
    <>
      <rect x={left} width={width - right - left} {...zone} fill="url(#hatch)" opacity=".55" />
      <line x1={left} x2={width - right} y1={limit} y2={limit} stroke="var(--bad-mark)" strokeWidth="1.25" />
      {model.breaches.map((breach) => (
        <rect
          key={breach.fromMs}
          x={Math.max(left, x(breach.fromMs))}
          width={Math.max(0, x(breach.toMs) - Math.max(left, x(breach.fromMs)))}
          y={top}
          height={floor - top}
          fill="var(--bad-mark)"
          opacity=".13"
        />
      ))}
      {longest !== null && !frame.small && (
        <text
          x={x(longest.fromMs) > left + 130 ? x(longest.fromMs) - 6 : x(longest.toMs) + 6}
          y={guardrail.side === 'floor' ? floor - 8 : top + 14}
          fontSize="11"
          fill="var(--bad)"
          textAnchor={x(longest.fromMs) > left + 130 ? 'end' : 'start'}
        >
          {longest.days} {longest.days === 1 ? 'day' : 'days'} {side}
        </text>
      )}
    </>
  );
}

function ForecastLayer({ context, frame }: LayerProps) {
  const forecast = context.keyResult?.forecast;
  const now = context.model.points.findLast((point) => point.value !== null);
  const { dueMs } = context.model;
  if (!forecast || !now || now.value === null || dueMs === null || dueMs <= now.endMs) return null;
  const start = { atMs: now.endMs, value: Number(now.value) };
  const end = (low: string, high: string) => ({ atMs: dueMs, low: Number(low), high: Number(high) });
  const [x, y] = [frame.x(dueMs), frame.y(Number(forecast.value))];
  return (
    <>
      <path d={conePath(frame, start, end(forecast.low80, forecast.high80))} fill="var(--ink)" opacity=".09" />
      <path d={conePath(frame, start, end(forecast.low50, forecast.high50))} fill="var(--ink)" opacity=".13" />
      <line
        x1={frame.x(start.atMs)}
        y1={frame.y(start.value)}
        x2={x}
        y2={y}
        stroke="var(--ink)"
        strokeWidth="1.5"
        strokeDasharray="2 3"
      />
      <path d={`M${x} ${y - 5}l5 5-5 5-5-5z`} fill="var(--surface)" stroke="var(--text-2)" strokeWidth="1.5" />
    </>
  );
}

/** Single days as dots; a day beyond the scale is a small triangle at the edge that points to where it is. */
function SingleDays({ context, frame }: LayerProps) {
  const [low = 0, high = 0] = frame.y.domain();
  let dots = '';
  let beyond = '';
  for (const point of context.model.points) {
    if (point.single === null || point.partial) continue;
    const value = Number(point.single);
    const x = frame.x(point.endMs).toFixed(1);
    if (value > high) beyond += `M${x} ${frame.top - 4}l3.5 6h-7z`;
    else if (value < low) beyond += `M${x} ${frame.plotHeight - frame.bottom + 4}l3.5-6h-7z`;
    else dots += `M${x} ${frame.y(value).toFixed(1)}h0`;
  }
  return (
    <>
      <path d={dots} stroke="var(--ink-2)" strokeWidth="2.8" strokeLinecap="round" />
      <path d={beyond} fill="none" stroke="var(--ink-2)" strokeWidth="1.2" />
    </>
  );
}

function PartialPoint({ context, frame }: LayerProps) {
  const point = context.model.points.findLast((candidate) => candidate.partial);
  const value = point?.value ?? point?.single ?? null;
  if (!point || value === null) return null;
  const [low = 0, high = 0] = frame.y.domain();
  const y = frame.y(Math.min(high, Math.max(low, Number(value))));
  return (
    <>
      <circle cx={frame.x(point.endMs)} cy={y} r="2.6" fill="var(--surface)" stroke="var(--ink-2)" strokeWidth="1.25" />
      {!frame.small && (
        <text x={frame.x(point.endMs) + 7} y={y + 4} fontSize="11" fill="var(--text-3)">
          {lastDayText(point.end, context.timeZone)} so far
        </text>
      )}
    </>
  );
}

function PathLayer({ context, frame }: LayerProps) {
  const d = context.model.path
    .map(
      (point, index) =>
        `${index === 0 ? 'M' : 'L'}${frame.x(point.atMs).toFixed(1)} ${frame.y(point.value).toFixed(1)}`,
    )
    .join('');
  const limits = [context.keyResult?.atLeast, context.keyResult?.atMost].flatMap((limit) =>
    typeof limit === 'string' ? [frame.y(Number(limit))] : [],
  );
  return (
    <g stroke="var(--text-2)" strokeWidth="1.5" strokeDasharray="5 4" fill="none">
      <path d={d} />
      {limits.map((y) => (
        <line key={y} x1={frame.left} x2={frame.width - frame.right} y1={y} y2={y} />
      ))}
    </g>
  );
}

interface EndLabel {
  readonly y: number;
  readonly text: string;
  readonly tone: string;
  readonly strong?: boolean;
}

function endLabels({ context, frame }: LayerProps): EndLabel[] {
  const { keyResult, guardrail, metric } = context;
  const { y, small, top, plotHeight, bottom } = frame;
  const labels: EndLabel[] = [];
  const add = (value: string, name: string, tone: string, strong = false): void => {
    const place = y(Number(value));
    if (place < top - 8 || place > plotHeight - bottom + 8) return;
    const text = valueText(value, metric.unit);
    labels.push({ y: place, text: small ? text : `${name} ${text}`, tone, strong });
  };
  if (keyResult?.target) add(keyResult.target, 'Target', 'var(--text)', true);
  if (keyResult?.atLeast) add(keyResult.atLeast, 'At least', 'var(--text)', true);
  if (keyResult?.atMost) add(keyResult.atMost, 'At most', 'var(--text)', true);
  if (keyResult?.forecast && context.model.dueMs !== null) {
    const { forecast } = keyResult;
    add(forecast.value, 'Forecast', 'var(--text-2)');
    const place = y(Number(forecast.value)) + 0.1;
    if (!small) {
      labels.push({
        y: place,
        text: `80%: ${rangeText(forecast.low80, forecast.high80, 'count')}`,
        tone: 'var(--text-3)',
      });
    }
  }
  if (guardrail)
    add(
      guardrail.limit,
      limitWord(guardrail.side).replace(/^./, (letter) => letter.toUpperCase()),
      'var(--bad)',
    );
  return labels;
}

function EndLabels(props: LayerProps) {
  const { frame } = props;
  return (
    <>
      {spreadLabels(endLabels(props), 15, frame.plotHeight - frame.bottom).map((label) => (
        <text
          key={label.text}
          x={frame.width - frame.right + 9}
          y={label.place + 4}
          fontSize={frame.small ? 11 : 12}
          fontWeight={label.strong === true ? 600 : 400}
          fill={label.tone}
        >
          {label.text}
        </text>
      ))}
    </>
  );
}

function NowAndTarget({ context, frame }: LayerProps) {
  const { model, keyResult, metric, timeZone } = context;
  const now = model.points.findLast((point) => point.value !== null && !point.partial);
  const { x, y, top, height } = frame;
  const dueShown = model.dueMs !== null && model.dueMs <= (x.domain()[1]?.getTime() ?? 0);
  const target = keyResult?.target ?? null;
  return (
    <>
      {now !== undefined && now.value !== null && (
        <>
          <line x1={x(now.endMs)} x2={x(now.endMs)} y1={top} y2={height - 6} stroke="var(--line-2)" />
          <text
            x={Math.min(x(now.endMs), frame.width - frame.right)}
            y={top - 12}
            fontSize="11"
            fill="var(--text-3)"
            textAnchor={model.dueMs === null || !dueShown ? 'end' : 'middle'}
          >
            Data to {lastDayText(now.end, timeZone)}
          </text>
          <circle
            cx={x(now.endMs)}
            cy={y(Number(now.value))}
            r="5"
            fill="var(--ink)"
            stroke="var(--surface)"
            strokeWidth="2"
          />
          <text x={x(now.endMs) + 9} y={y(Number(now.value)) + 17} fontSize="12" fontWeight="600" fill="var(--text)">
            {valueText(now.value, metric.unit)}
          </text>
        </>
      )}
      {target !== null && dueShown && model.dueMs !== null && (
        <rect x={x(model.dueMs) - 1.5} y={y(Number(target)) - 8} width="3" height="16" fill="var(--ink)" />
      )}
    </>
  );
}

/** Everything that does not move with the crosshair; drawn again only when data or width change. */
export const ChartLayers = memo(function ChartLayers({ context, frame }: LayerProps) {
  const { left, right, width, top, plotHeight, bottom } = frame;
  const layer = { context, frame };
  return (
    <g aria-hidden="true">
      <clipPath id="plot">
        <rect x={left - 4} y={top - 8} width={width - left - right + 12} height={plotHeight - bottom - top + 14} />
      </clipPath>
      <Axes {...layer} />
      <GuardrailLayer {...layer} />
      <g clipPath="url(#plot)">
        <path
          d={linePath(context.model.points, frame, 'previous')}
          fill="none"
          stroke="var(--ink-2)"
          strokeOpacity=".7"
          strokeWidth="1.25"
        />
        <SingleDays {...layer} />
        <PathLayer {...layer} />
        <ForecastLayer {...layer} />
        <path
          d={linePath(context.model.points, frame, 'value')}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="2.25"
          strokeLinejoin="round"
        />
      </g>
      <PartialPoint {...layer} />
      <NowAndTarget {...layer} />
      <EndLabels {...layer} />
      <EventLanes {...layer} />
    </g>
  );
});
