import type { ChartContext } from './chart-context.js';
import { LANE_HEIGHT, type ChartFrame } from './chart-geometry.js';

interface LanesProps {
  readonly context: ChartContext;
  readonly frame: ChartFrame;
}

function Nothing({ frame, y }: { readonly frame: ChartFrame; readonly y: number }) {
  return (
    <text x={frame.left + 6} y={y + 16} fontSize="11" fill="var(--text-3)">
      nothing recorded
    </text>
  );
}

/** What each department did, under the number that they share, on the same time axis. */
export function EventLanes({ context, frame }: LanesProps) {
  const { x, left, right, width, plotHeight, small } = frame;
  const itLane = plotHeight + 4;
  const marketingLane = itLane + LANE_HEIGHT;
  const [firstMs = 0, lastMs = 0] = x.domain().map((date) => date.getTime());
  const events = context.model.points
    .flatMap((point) => point.deployments)
    .map((event) => ({ ...event, atMs: Date.parse(event.at) }))
    .filter((event) => event.atMs >= firstMs && event.atMs <= lastMs);
  const good = events.filter((event) => event.outcome === 'succeeded');
  const bad = events.filter((event) => event.outcome !== 'succeeded');
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
        IT
      </text>
      <text y={marketingLane + 16} fontSize="11" fontWeight="600" fill="var(--mkt)">
        {small ? 'Mkt' : 'Mktg'}
      </text>
      {events.length === 0 && <Nothing frame={frame} y={itLane} />}
      <path
        d={good.map((event) => `M${x(event.atMs).toFixed(1)} ${itLane + 8}v11`).join('')}
        stroke="var(--it)"
        strokeWidth="1.5"
      />
      <path
        d={bad.map((event) => `M${(x(event.atMs) - 4.5).toFixed(1)} ${itLane + 9}l9 9m0-9l-9 9`).join('')}
        stroke="var(--bad-mark)"
        strokeWidth="2"
      />
      <Nothing frame={frame} y={marketingLane} />
    </>
  );
}
