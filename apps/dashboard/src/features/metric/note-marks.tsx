import type { LayerProps } from './chart-labels.js';
import { apart } from './apart.js';
import type { ChartNote } from './chart-notes.js';

const RADIUS = 8;

interface MarksProps {
  readonly notes: readonly ChartNote[];
  readonly x: (atMs: number) => number;
  readonly left: number;
  readonly right: number;
  /** Middle of the numbers. */
  readonly top: number;
  readonly bottom: number;
}

/** Notes by their number, in the colour and on the day of who wrote them; the list below the chart says what they say. */
export function NumberMarks({ notes, x, left, right, top, bottom }: MarksProps) {
  const shown = notes
    .map((mark) => ({ ...mark, at: x(mark.atMs) }))
    .filter(({ at }) => at >= left - 1 && at <= right + 1);
  const places = apart(
    shown.map(({ at }) => at),
    2 * RADIUS - 2,
    right,
  );
  return shown.map(({ number, note, at }, index) => {
    const tone = note.side === 'it' ? 'var(--it)' : 'var(--mkt)';
    const place = places[index] ?? at;
    return (
      <g key={note.id} stroke={tone}>
        <line x1={at} x2={at} y1={top + RADIUS} y2={bottom} strokeDasharray="1 3" />
        <circle cx={place} cy={top} r={RADIUS} fill="var(--surface)" strokeWidth="1.5" />
        <text x={place} y={top + 4} fontSize="11" fontWeight="600" textAnchor="middle" fill={tone} stroke="none">
          {number}
        </text>
      </g>
    );
  });
}

export function NoteMarks({ context, frame }: LayerProps) {
  const { x, left, right, width, top, plotHeight, bottom } = frame;
  return (
    <NumberMarks
      notes={context.events.notes}
      x={x}
      left={left}
      right={width - right}
      top={top - 2}
      bottom={plotHeight - bottom}
    />
  );
}
