import type { Breakdown, MetricPage } from '@tandem/contracts/metrics';
import { countText, differenceText, valueText } from '../../text/number-text.js';
import { sliceName } from './breakdown-message.js';
import { BREAKDOWN_WORDS } from './chart-words.js';

const WIDTH = 720;
const ROW = 28;
const NOW_X = 330;
/** Where the bars have their zero, and how long the longest of them is. */
const ZERO_X = 500;
const LONGEST = 110;
const MOST_LETTERS = 32;

export interface BreakdownPictureProps {
  readonly breakdown: Breakdown;
  readonly metric: MetricPage['metric'];
}

function shortened(name: string): string {
  return name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name;
}

function rowsOf({ slices, other }: Breakdown) {
  const named = slices.map((slice) => ({ ...slice, name: sliceName(slice.value) }));
  return other ? [...named, { ...other, name: BREAKDOWN_WORDS.other(countText(other.count)) }] : named;
}

type Row = ReturnType<typeof rowsOf>[number];

function Bar({ row, y, largest, direction }: { row: Row; y: number; largest: number; direction: string }) {
  if (row.contribution === null || largest === 0) return null;
  const part = Number(row.contribution);
  const length = (Math.abs(part) / largest) * LONGEST;
  const worse = direction === 'up' ? part < 0 : part > 0;
  return (
    <rect
      x={part < 0 ? ZERO_X - length : ZERO_X}
      y={y - 9}
      width={length}
      height="10"
      fill={worse ? 'var(--bad-mark)' : 'var(--ink)'}
    />
  );
}

/** The parts of a change as a drawing, for a picture of them: on the page they stand in a table, which says more. */
export function BreakdownPicture({ breakdown, metric }: BreakdownPictureProps) {
  const rows = rowsOf(breakdown);
  const height = (rows.length + 2) * ROW;
  const largest = Math.max(0, ...rows.map(({ contribution }) => Math.abs(Number(contribution ?? 0))));
  const small = { fontSize: 11, fill: 'var(--text-3)' };
  return (
    <svg width={WIDTH} height={height} viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
      <text x={NOW_X} y="16" textAnchor="end" {...small}>
        {BREAKDOWN_WORDS.now}
      </text>
      <text x={ZERO_X} y="16" textAnchor="middle" {...small}>
        {BREAKDOWN_WORDS.part}
      </text>
      <text x={WIDTH} y="16" textAnchor="end" {...small}>
        {BREAKDOWN_WORDS.change(breakdown.days)}
      </text>
      <line x1={ZERO_X} x2={ZERO_X} y1={ROW} y2={height - ROW} stroke="var(--line-2)" />
      {[...rows, { ...breakdown, name: BREAKDOWN_WORDS.all }].map((row, index) => {
        const y = (index + 1) * ROW + 18;
        const isAll = index === rows.length;
        const text = { y, fontSize: 13, fill: 'var(--text)', fontWeight: isAll ? 600 : 400 };
        return (
          <g key={row.name}>
            <line x2={WIDTH} y1={y - 18} y2={y - 18} stroke="var(--line)" />
            <text x="0" {...text}>
              {shortened(row.name)}
            </text>
            <text x={NOW_X} textAnchor="end" {...text}>
              {valueText(row.current.value, metric.unit)}
            </text>
            {!isAll && <Bar row={row as Row} y={y} largest={largest} direction={metric.direction} />}
            <text x={WIDTH} textAnchor="end" {...text}>
              {differenceText(row.contribution, metric.unit)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
