import type { KeyResultProgress } from '@tandem/contracts/board';
import { words } from './board-words.js';
import { bulletMarks, type BulletMarks } from './bullet-geometry.js';
import { bulletSentence } from './bullet-sentence.js';

const percent = (value: number): string => `${value.toFixed(2)}%`;

function ActualLane({ marks, asDot, faint }: { marks: BulletMarks; asDot: boolean; faint: boolean }) {
  if (marks.now === null) return null;
  const opacity = faint ? 0.4 : 1;
  if (asDot) {
    return (
      <circle
        cx={percent(marks.now)}
        cy="8"
        r="5"
        fill="var(--ink)"
        stroke="var(--surface)"
        strokeWidth="1.5"
        opacity={opacity}
      />
    );
  }
  const width = Math.max(1.2, Math.abs(marks.now - marks.baseline));
  const x = Math.min(marks.baseline, marks.now);
  return <rect x={percent(x)} width={percent(width)} y="5" height="6" fill="var(--ink)" opacity={opacity} />;
}

function ForecastLane({ forecast }: { forecast: NonNullable<BulletMarks['forecast']> }) {
  return (
    <>
      <rect
        x={percent(forecast.low)}
        width={percent(forecast.high - forecast.low)}
        y="17"
        height="2"
        fill="var(--ink-2)"
      />
      <svg x={percent(forecast.at)} y="18" overflow="visible">
        <path d="M0-4.9 4.9 0 0 4.9-4.9 0z" fill="var(--surface)" stroke="var(--text-2)" strokeWidth="1.5" />
      </svg>
    </>
  );
}

function GuardrailZone({ zone }: { zone: NonNullable<BulletMarks['guardrail']> }) {
  return <rect x={percent(zone.from)} width={percent(zone.to - zone.from)} y="4" height="8" fill="url(#hatch)" />;
}

/** The marks alone, for the reading key, which explains them in words beside it. */
export function BulletDrawing({
  marks,
  asDot = false,
  faint = false,
}: {
  marks: BulletMarks;
  asDot?: boolean;
  faint?: boolean;
}) {
  return (
    <>
      <rect width="100%" y="4" height="8" rx="2" fill="var(--track)" />
      {marks.guardrail && <GuardrailZone zone={marks.guardrail} />}
      {!asDot && <ActualLane marks={marks} asDot={false} faint={faint} />}
      {marks.guardrail && (
        <line
          x1={percent(marks.guardrail.limit)}
          x2={percent(marks.guardrail.limit)}
          y1="2"
          y2="14"
          stroke="var(--bad-mark)"
          strokeWidth="1.5"
        />
      )}
      {marks.pace !== null && (
        <line
          x1={percent(marks.pace)}
          x2={percent(marks.pace)}
          y1="0"
          y2="16"
          stroke="var(--text-2)"
          strokeWidth="1.5"
          strokeDasharray="1.5 1.5"
        />
      )}
      {marks.targets.map((target) => (
        <svg key={target} x={percent(target)} overflow="visible">
          <rect
            x="-1.5"
            y="1"
            width="3"
            height="22"
            fill="var(--ink)"
            stroke="var(--surface)"
            strokeWidth="1.5"
            paintOrder="stroke"
          />
        </svg>
      ))}
      {marks.forecast && <ForecastLane forecast={marks.forecast} />}
      {asDot && <ActualLane marks={marks} asDot faint={faint} />}
    </>
  );
}

/** Upper lane: from baseline to now. Lower lane: forecast with its 80% range. */
export function Bullet({ keyResult }: { readonly keyResult: KeyResultProgress }) {
  const marks = bulletMarks(keyResult);
  if (marks === null) {
    return <span className="block h-6 rounded-sm border border-dashed border-line-2" title={words.bar.noTarget} />;
  }
  return (
    <svg role="img" aria-label={bulletSentence(keyResult)} width="100%" height="24" className="block overflow-visible">
      <BulletDrawing marks={marks} asDot={keyResult.kind === 'stay'} faint={keyResult.freshness.stale} />
    </svg>
  );
}
