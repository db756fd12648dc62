import type { LayerProps } from './chart-labels.js';
import { apart } from './apart.js';

const RADIUS = 8;

/** Notes by their number, in the colour and on the day of who wrote them; the list below the chart says what they say. */
export function NoteMarks({ context, frame }: LayerProps) {
  const { x, left, right, width, top, plotHeight, bottom } = frame;
  const shown = context.events.notes
    .map((mark) => ({ ...mark, at: x(mark.atMs) }))
    .filter(({ at }) => at >= left - 1 && at <= width - right + 1);
  const places = apart(
    shown.map(({ at }) => at),
    2 * RADIUS - 2,
    width - right,
  );
  return shown.map(({ number, note, at }, index) => {
    const tone = note.side === 'it' ? 'var(--it)' : 'var(--mkt)';
    const place = places[index] ?? at;
    return (
      <g key={note.id} stroke={tone}>
        <line x1={at} x2={at} y1={top + RADIUS - 2} y2={plotHeight - bottom} strokeDasharray="1 3" />
        <circle cx={place} cy={top - 2} r={RADIUS} fill="var(--surface)" strokeWidth="1.5" />
        <text x={place} y={top + 2} fontSize="11" fontWeight="600" textAnchor="middle" fill={tone} stroke="none">
          {number}
        </text>
      </g>
    );
  });
}
