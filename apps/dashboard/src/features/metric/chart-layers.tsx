import { memo } from 'react';
import { DAY_MS, dayText, monthText } from '../../text/time-text.js';
import { conePath, linePath, tickLabel } from './chart-geometry.js';
import { MOST_DRAWN } from './decimate.js';
import {
  EndLabels,
  HALO,
  NowAndTarget,
  PaceTick,
  PartialPoint,
  PreviousLabel,
  type LayerProps,
} from './chart-labels.js';
import { EventLanes } from './event-lanes.js';
import { NoteMarks } from './note-marks.js';
import { timeTicks } from './time-ticks.js';
import { drawnLimit } from '../../text/status-words.js';
import { TREND_WORDS } from './trend-words.js';

/** Beyond this a day and a month no longer say which year. */
const LONG_MS = 300 * DAY_MS;

/** The usual ticks, and the due date by its name; a tick too near to it makes way. */
function namedTicks({ context, frame }: LayerProps): { x: number; text: string }[] {
  const { x, small } = frame;
  const [first = 0, last = 0] = x.domain();
  const tickDate = last - first > LONG_MS ? monthText : dayText;
  const { dueMs } = context.model;
  const due = dueMs !== null && dueMs <= last ? x(dueMs) : null;
  const ticks = timeTicks(first, last, small ? 3 : 6).map((tick) => ({ x: x(tick), text: tickDate(tick, 'UTC') }));
  if (due === null || dueMs === null) return ticks;
  return [...ticks.filter((tick) => Math.abs(tick.x - due) > 44), { x: due, text: dayText(dueMs - 1, 'UTC') }];
}

function Axes({ context, frame }: LayerProps) {
  const { y, left, right, width, plotHeight } = frame;
  const ticks = y.ticks(5);
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
            {tickLabel(tick, ticks, context.metric.unit)}
          </text>
        </g>
      ))}
      {namedTicks({ context, frame }).map((tick) => (
        <text key={tick.x} x={tick.x} y={plotHeight - 6} fontSize="11" textAnchor="middle" fill="var(--text-3)">
          {tick.text}
        </text>
      ))}
    </>
  );
}

function GuardrailLayer({ context, frame }: LayerProps) {
  const { model } = context;
  const guardrail = drawnLimit(context.guardrail);
  if (guardrail === null) return null;
  const { x, y, left, right, width, top, plotHeight, bottom } = frame;
  const floor = plotHeight - bottom;
  const limit = y(guardrail.limit);
  if (limit < top || limit > floor) return null;
  const zone = guardrail.side === 'floor' ? { y: limit, height: floor - limit } : { y: top, height: limit - top };
  const longest = model.breaches.reduce<(typeof model.breaches)[number] | null>(
    (best, breach) => (best === null || breach.days >= best.days ? breach : best),
    null,
  );
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
          {...HALO}
          textAnchor={x(longest.fromMs) > left + 130 ? 'end' : 'start'}
        >
          {TREND_WORDS.breach[guardrail.side](longest.days)}
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
  // Thousands of dots would be a cloud that hides the line.
  if (context.model.points.length > MOST_DRAWN) return null;
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

/** What a rule for special causes takes for a real change has a ring. */
function Signals({ context, frame }: LayerProps) {
  const [firstMs = 0] = frame.x.domain();
  return context.model.points
    .filter(({ endMs }) => endMs >= firstMs && context.model.signals.has(endMs))
    .map(({ endMs, value }) => (
      <circle
        key={endMs}
        cx={frame.x(endMs)}
        cy={frame.y(Number(value))}
        r="6.5"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
      />
    ));
}

/** Where another version of the definition takes over: a dotted upright with its number. */
function VersionLayer({ context, frame }: LayerProps) {
  const { x, left, right, width, top, plotHeight, bottom } = frame;
  const end = width - right;
  return context.model.versionChanges
    .map(({ atMs, version }) => ({ at: x(atMs), version }))
    .filter(({ at }) => at >= left && at <= end + 1)
    .map(({ at, version }) => (
      <g key={version}>
        <line x1={at} x2={at} y1={top} y2={plotHeight - bottom} stroke="var(--text-2)" strokeDasharray="1 4" />
        <text
          x={at > end - 70 ? at - 5 : at + 5}
          y={plotHeight - bottom - 6}
          fontSize="11"
          fill="var(--text-2)"
          textAnchor={at > end - 70 ? 'end' : 'start'}
          {...HALO}
        >
          {TREND_WORDS.version(version)}
        </text>
      </g>
    ));
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
      <VersionLayer {...layer} />
      <PreviousLabel {...layer} />
      <PartialPoint {...layer} />
      <PaceTick {...layer} />
      <NowAndTarget {...layer} />
      <EndLabels {...layer} />
      <Signals {...layer} />
      <EventLanes {...layer} />
      <NoteMarks {...layer} />
    </g>
  );
});
