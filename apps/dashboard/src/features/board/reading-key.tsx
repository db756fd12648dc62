import type { BulletMarks } from './bullet-geometry.js';
import { words } from './board-words.js';
import { BulletDrawing } from './bullet.js';

const EXAMPLE: BulletMarks = {
  baseline: 16.7,
  now: 39,
  targets: [83.3],
  pace: 47,
  forecast: { at: 69, low: 58, high: 78 },
  guardrail: { from: 0, to: 7, limit: 7 },
};

const ITEM = 'inline-flex items-center gap-1.5';

/** How to read the bars, in words beside each mark. */
export function ReadingKey() {
  return (
    <section
      aria-label={words.key.label}
      className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2 px-1 text-xs text-text-2"
    >
      <span className="font-medium text-text">{words.key.title}</span>
      <svg width="160" height="24" aria-hidden="true" className="overflow-visible">
        <BulletDrawing marks={EXAMPLE} />
      </svg>
      <span className={ITEM}>
        <svg width="20" height="6" aria-hidden="true">
          <rect width="20" height="6" fill="var(--ink)" />
        </svg>
        {words.key.actual}
      </span>
      <span className={ITEM}>
        <svg width="24" height="12" aria-hidden="true">
          <path d="M0 6h24" stroke="var(--ink-2)" strokeWidth="2" />
          <path d="M12 1.2 16.8 6 12 10.8 7.2 6z" fill="var(--surface)" stroke="var(--text-2)" strokeWidth="1.5" />
        </svg>
        {words.key.forecast}
      </span>
      <span className={ITEM}>
        <svg width="2" height="16" aria-hidden="true">
          <path d="M1 0v16" stroke="var(--text-2)" strokeWidth="1.5" strokeDasharray="1.5 1.5" />
        </svg>
        {words.key.pace}
      </span>
      <span className={ITEM}>
        <svg width="3" height="16" aria-hidden="true">
          <rect width="3" height="16" fill="var(--ink)" />
        </svg>
        {words.key.target}
      </span>
      <span className={ITEM}>
        <svg width="21" height="10" aria-hidden="true">
          <rect width="20" height="10" fill="url(#hatch)" />
          <path d="M20 0v10" stroke="var(--bad-mark)" strokeWidth="1.5" />
        </svg>
        {words.key.guardrail}
      </span>
      <span className={ITEM}>
        <svg width="12" height="12" aria-hidden="true">
          <circle cx="6" cy="6" r="5" fill="var(--ink)" />
        </svg>
        {words.key.held}
      </span>
      <span className="text-text-3">{words.key.right}</span>
    </section>
  );
}
