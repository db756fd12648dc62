import { rangeText, valueText } from '../../text/number-text.js';
import { drawnLimit, limitWord } from '../../text/status-words.js';
import { lastDayText } from '../../text/time-text.js';
import type { ChartContext } from './chart-context.js';
import { spreadLabels, type ChartFrame } from './chart-geometry.js';
import { TREND_WORDS } from './trend-words.js';

export interface LayerProps {
  readonly context: ChartContext;
  readonly frame: ChartFrame;
}

/** Words inside the plot keep a margin of the surface's colour, so that lines behind them do not strike them out. */
export const HALO = {
  stroke: 'var(--surface)',
  strokeWidth: 3,
  paintOrder: 'stroke',
  strokeLinejoin: 'round',
} as const;

function nowPoint(context: ChartContext) {
  return context.model.points.findLast((point) => point.value !== null && !point.partial);
}

/** Where the figure of now is printed, so that its neighbours keep clear of it. */
function nowLabelY(context: ChartContext, frame: ChartFrame): number | null {
  const now = nowPoint(context);
  return now === undefined || now.value === null ? null : frame.y(Number(now.value)) + 17;
}

/** The line of the period before is named where it ends, when there is room for words. */
export function PreviousLabel({ context, frame }: LayerProps) {
  const last = context.model.points.findLast((point) => point.previous !== null);
  const nowLabel = nowLabelY(context, frame);
  if (frame.small || !last || last.previous === null || nowLabel === null) return null;
  const y = frame.y(Number(last.previous)) + 4;
  if (Math.abs(y - nowLabel) < 32 || context.model.dueMs === null) return null;
  return (
    <text x={frame.x(last.endMs) + 9} y={y} fontSize="11" fill="var(--text-3)" {...HALO}>
      {TREND_WORDS.before}
    </text>
  );
}

export function PartialPoint({ context, frame }: LayerProps) {
  const point = context.model.points.findLast((candidate) => candidate.partial);
  const value = point?.value ?? point?.single ?? null;
  if (!point || value === null) return null;
  const [low = 0, high = 0] = frame.y.domain();
  const inside = frame.y(Math.min(high, Math.max(low, Number(value))));
  const y = Math.min(frame.plotHeight - frame.bottom - 8, Math.max(frame.top + 6, inside));
  const nowLabel = nowLabelY(context, frame);
  const label = nowLabel !== null && Math.abs(y + 4 - nowLabel) < 15 ? nowLabel + 15 : y + 4;
  const whole = context.model.points.findLast((candidate) => candidate.value !== null && !candidate.partial);
  return (
    <>
      {point.value !== null && whole && (
        <line
          x1={frame.x(whole.endMs)}
          y1={frame.y(Number(whole.value))}
          x2={frame.x(point.endMs)}
          y2={y}
          stroke="var(--ink)"
          strokeWidth="1.5"
          strokeDasharray="2 3"
        />
      )}
      <circle cx={frame.x(point.endMs)} cy={y} r="2.6" fill="var(--surface)" stroke="var(--ink-2)" strokeWidth="1.25" />
      {!frame.small && (
        <text x={frame.x(point.endMs) + 7} y={label} fontSize="11" fill="var(--text-3)" {...HALO}>
          {TREND_WORDS.soFarTo(lastDayText(point.end, context.timeZone))}
        </text>
      )}
    </>
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
  if (keyResult?.target) add(keyResult.target, TREND_WORDS.target, 'var(--text)', true);
  if (keyResult?.atLeast) add(keyResult.atLeast, TREND_WORDS.atLeast, 'var(--text)', true);
  if (keyResult?.atMost) add(keyResult.atMost, TREND_WORDS.atMost, 'var(--text)', true);
  if (keyResult?.forecast && context.model.dueMs !== null) {
    const { forecast } = keyResult;
    add(forecast.value, TREND_WORDS.forecast, 'var(--text-2)');
    const place = y(Number(forecast.value)) + 0.1;
    if (!small) {
      labels.push({
        y: place,
        text: `80%: ${rangeText(forecast.low80, forecast.high80, 'count')}`,
        tone: 'var(--text-3)',
      });
    }
  }
  if (drawnLimit(guardrail) !== null && guardrail?.limit)
    add(
      guardrail.limit,
      limitWord(guardrail.side).replace(/^./, (letter) => letter.toUpperCase()),
      'var(--bad)',
    );
  return labels;
}

export function EndLabels(props: LayerProps) {
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

/** Where the value should be today: a dotted tick on the agreed path. The facts above the chart name it. */
export function PaceTick({ context, frame }: LayerProps) {
  const now = nowPoint(context);
  const expected = now?.expected ?? null;
  const { top, plotHeight, bottom } = frame;
  if (!now || expected === null) return null;
  const [x, y] = [frame.x(now.endMs), frame.y(Number(expected))];
  if (y < top || y > plotHeight - bottom) return null;
  return <line x1={x - 9} x2={x + 9} y1={y} y2={y} stroke="var(--text)" strokeWidth="2" strokeDasharray="2 2" />;
}

export function NowAndTarget({ context, frame }: LayerProps) {
  const { model, keyResult, metric, timeZone } = context;
  const now = nowPoint(context);
  const { x, y, top, height } = frame;
  const { dueMs } = model;
  const dueShown = dueMs !== null && dueMs <= (x.domain()[1] ?? 0);
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
            textAnchor={!dueShown ? 'end' : 'middle'}
          >
            {TREND_WORDS.dataTo(lastDayText(now.end, timeZone))}
          </text>
          <circle
            cx={x(now.endMs)}
            cy={y(Number(now.value))}
            r="5"
            fill="var(--ink)"
            stroke="var(--surface)"
            strokeWidth="2"
          />
          <text
            x={x(now.endMs) + 9}
            y={y(Number(now.value)) + 17}
            fontSize="12"
            fontWeight="600"
            fill="var(--text)"
            {...HALO}
          >
            {valueText(now.value, metric.unit)}
          </text>
        </>
      )}
      {target !== null && dueShown && (
        <rect x={x(dueMs) - 1.5} y={y(Number(target)) - 8} width="3" height="16" fill="var(--ink)" />
      )}
    </>
  );
}
