import type { LayerProps } from './chart-labels.js';
import { LANE_HEIGHT, type ChartFrame } from './chart-geometry.js';
import type { ChartSpan } from './chart-events.js';
import { LANE_WORDS } from './chart-words.js';

/** Of an axis text; good enough to know whether a title has room in its box. */
const LETTER_WIDTH = 6;
const BOX_HEIGHT = 15;

function Nothing({ frame, y, text }: { readonly frame: ChartFrame; readonly y: number; readonly text: string }) {
  return (
    <text x={frame.left + 6} y={y + 16} fontSize="11" fill="var(--text-3)">
      {text}
    </text>
  );
}

interface SpanProps {
  readonly span: ChartSpan;
  readonly frame: ChartFrame;
  readonly y: number;
  readonly tone: string;
  /** What has not begun yet is dashed. */
  readonly nowMs: number;
}

/** A time as a box with its title, as much of it as there is room for. */
function Span({ span, frame, y, tone, nowMs }: SpanProps) {
  const edge = frame.width - frame.right;
  const from = Math.max(frame.left, frame.x(span.fromMs));
  const to = Math.min(edge, Number.isFinite(span.toMs) ? frame.x(span.toMs) : edge);
  const width = Math.max(3, to - from);
  const letters = Math.floor((width - 8) / LETTER_WIDTH);
  const isAhead = span.fromMs > nowMs;
  const title = span.title.length <= letters ? span.title : `${span.title.slice(0, Math.max(0, letters - 1))}…`;
  return (
    <g>
      <rect
        x={from}
        y={y + 4}
        width={width}
        height={BOX_HEIGHT}
        rx="2"
        fill={tone}
        fillOpacity={isAhead ? 0 : 0.14}
        stroke={tone}
        strokeDasharray={isAhead ? '3 2' : 'none'}
      />
      {letters >= 4 && (
        <text x={from + 4} y={y + 15.5} fontSize="11" fill={tone}>
          {title}
        </text>
      )}
    </g>
  );
}

/** What each department did, under the number that they share, on the same time axis. */
export function EventLanes({ context, frame }: LayerProps) {
  const { x, left, right, width, plotHeight, small } = frame;
  const { events } = context;
  const itLane = plotHeight + 4;
  const marketingLane = itLane + LANE_HEIGHT;
  const [firstMs = 0, lastMs = 0] = x.domain();
  const nowMs = context.model.points.at(-1)?.endMs ?? lastMs;
  const deployments = events.deployments.filter(({ atMs }) => atMs >= firstMs && atMs <= lastMs);
  const good = deployments.filter(({ outcome }) => outcome === 'succeeded');
  const bad = deployments.filter(({ outcome }) => outcome !== 'succeeded');
  const shown = (span: ChartSpan): boolean => span.fromMs < lastMs && span.toMs > firstMs;
  const freezes = events.freezes.filter(shown);
  const campaigns = events.campaigns.filter(shown);
  return (
    <>
      {[itLane, marketingLane].map((y) => (
        <line
          key={y}
          x1={left}
          x2={width - right}
          y1={y + LANE_HEIGHT - 2}
          y2={y + LANE_HEIGHT - 2}
          stroke="var(--line)"
        />
      ))}
      <text y={itLane + 16} fontSize="11" fontWeight="600" fill="var(--it)">
        {LANE_WORDS.it}
      </text>
      <text y={marketingLane + 16} fontSize="11" fontWeight="600" fill="var(--mkt)">
        {small ? LANE_WORDS.mkt : LANE_WORDS.mktg}
      </text>
      {freezes.map((span, index) => (
        <Span key={index} span={span} frame={frame} y={itLane} tone="var(--it)" nowMs={nowMs} />
      ))}
      {deployments.length + freezes.length === 0 && (
        <Nothing frame={frame} y={itLane} text={events.told.it ? LANE_WORDS.nothing : LANE_WORDS.untoldIt} />
      )}
      <path
        d={good.map(({ atMs }) => `M${x(atMs).toFixed(1)} ${itLane + 8}v11`).join('')}
        stroke="var(--it)"
        strokeWidth="1.5"
      />
      <path
        d={bad.map(({ atMs }) => `M${(x(atMs) - 4.5).toFixed(1)} ${itLane + 9}l9 9m0-9l-9 9`).join('')}
        stroke="var(--bad-mark)"
        strokeWidth="2"
      />
      {campaigns.map((span, index) => (
        <Span key={index} span={span} frame={frame} y={marketingLane} tone="var(--mkt)" nowMs={nowMs} />
      ))}
      {campaigns.length === 0 && (
        <Nothing
          frame={frame}
          y={marketingLane}
          text={events.told.marketing ? LANE_WORDS.nothing : LANE_WORDS.untoldMarketing}
        />
      )}
    </>
  );
}
