interface TrendLineProps {
  readonly values: readonly string[];
  readonly lower: string;
  readonly upper: string;
  /** The point that is meant. */
  readonly at: number;
  readonly label: string;
}

const WIDTH = 128;
const HEIGHT = 30;

/** Settled points between the limits of their usual variation; the signal stands in a ring. */
export function TrendLine({ values, lower, upper, at, label }: TrendLineProps) {
  const numbers = values.map(Number);
  const bounds = [Number(lower), Number(upper)] as const;
  const low = Math.min(...numbers, bounds[0]);
  const high = Math.max(...numbers, bounds[1]);
  const spread = high - low || Math.abs(high) / 10 || 1;
  const x = (index: number): number => 4 + (index / Math.max(1, numbers.length - 1)) * (WIDTH - 8);
  const y = (value: number): number => 4 + (1 - (value - low) / spread) * (HEIGHT - 8);
  const line = numbers.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`);
  const meant = numbers[at];
  return (
    <svg
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="block max-w-full"
    >
      {bounds.map((bound, index) => (
        <line
          key={index === 0 ? 'lower' : 'upper'}
          x2={WIDTH}
          y1={y(bound)}
          y2={y(bound)}
          stroke="var(--text-3)"
          strokeDasharray="3 2.5"
        />
      ))}
      <path d={line.join('')} fill="none" stroke="var(--ink)" strokeWidth="1.4" strokeLinejoin="round" />
      {meant !== undefined && (
        <>
          <circle cx={x(at)} cy={y(meant)} r="2.2" fill="var(--ink)" />
          <circle cx={x(at)} cy={y(meant)} r="3.8" fill="none" stroke="var(--accent)" strokeWidth="1.4" />
        </>
      )}
    </svg>
  );
}
