import { useMemo } from 'react';
import type { KeyResultProgress } from '@tandem/contracts/board';
import { words } from './board-words.js';
import { sparkShape } from './spark-geometry.js';

interface SparklineProps {
  readonly keyResult: KeyResultProgress;
  readonly width?: number;
  readonly height?: number;
}

/** Thirteen weeks with the agreed path and the guardrail. Decorative beside the figures, which say the same in words. */
export function Sparkline({ keyResult, width = 132, height = 30 }: SparklineProps) {
  const { trend, guardrail, atLeast, atMost, freshness } = keyResult;
  const shape = useMemo(
    () => sparkShape({ trend, guardrail, atLeast, atMost }, width, height),
    [trend, guardrail, atLeast, atMost, width, height],
  );
  if (shape === null) return <span className="block text-xs text-text-3">{words.noDataInWeeks}</span>;
  const breached = guardrail?.state === 'breached';
  const held = guardrail?.state === 'held';
  const dash = { stroke: 'var(--text-3)', strokeDasharray: '3 2.5' };
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      className="block max-w-full"
    >
      {shape.guardrail && (
        <>
          <rect
            y={shape.guardrail.top}
            width={width}
            height={shape.guardrail.height}
            fill="var(--guard-fill)"
            opacity={held ? 0.55 : 1}
          />
          <line
            x2={width}
            y1={shape.guardrail.y}
            y2={shape.guardrail.y}
            stroke="var(--bad-mark)"
            strokeOpacity={held ? 0.32 : 0.8}
          />
        </>
      )}
      {shape.limits.map((y) => (
        <line key={y} x2={width} y1={y} y2={y} {...dash} />
      ))}
      <path d={shape.path} fill="none" {...dash} />
      <path
        d={shape.line}
        fill="none"
        stroke={freshness.stale ? 'var(--ink-2)' : 'var(--ink)'}
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
      {shape.last && (
        <circle
          cx={shape.last.x}
          cy={shape.last.y}
          r="2.6"
          fill={freshness.stale ? 'var(--surface)' : breached ? 'var(--bad-mark)' : 'var(--ink)'}
          stroke={freshness.stale ? 'var(--ink-2)' : 'none'}
          strokeWidth="1.3"
        />
      )}
    </svg>
  );
}
