import type { GoalStatus, GuardrailSummary, StatusReason } from '@tandem/contracts/board';
import type { JSX } from 'react';

/** Shape says it as well as colour: circle on track, half diamond at risk, square off track, triangle guardrail, dashed ring unknown. */
export type GlyphName =
  'onTrack' | 'atRisk' | 'offTrack' | 'achieved' | 'missed' | 'breach' | 'near' | 'stale' | 'none' | 'draft';

const SHAPES: Record<GlyphName, JSX.Element> = {
  onTrack: (
    <g fill="none" stroke="var(--ok-mark)" strokeWidth="1.5">
      <circle cx="7" cy="7" r="5.5" />
      <path d="M4.6 7.2 6.3 8.9 9.5 5.4" />
    </g>
  ),
  atRisk: (
    <>
      <path d="M7 .9 13.1 7 7 13.1.9 7z" fill="var(--warn-bg)" stroke="var(--warn-mark)" strokeWidth="1.5" />
      <path d="M7 .9 13.1 7 7 13.1z" fill="var(--warn-mark)" />
    </>
  ),
  offTrack: (
    <>
      <rect x="1" y="1" width="12" height="12" rx="2" fill="var(--bad-mark)" />
      <path d="m4.4 4.4 5.2 5.2m0-5.2L4.4 9.6" stroke="var(--surface)" strokeWidth="1.6" />
    </>
  ),
  achieved: (
    <>
      <circle cx="7" cy="7" r="6.2" fill="var(--ok-mark)" />
      <path d="M4.2 7.2 6.2 9.2 9.9 5.2" fill="none" stroke="var(--surface)" strokeWidth="1.6" />
    </>
  ),
  missed: (
    <g fill="none" stroke="var(--bad-mark)" strokeWidth="1.5">
      <rect x="1.4" y="1.4" width="11.2" height="11.2" rx="2" />
      <path d="m4.6 4.6 4.8 4.8m0-4.8L4.6 9.4" />
    </g>
  ),
  breach: (
    <>
      <path d="M7 .8 13.6 12.8H.4z" fill="var(--bad-mark)" />
      <path d="M7 5v3.6M7 10v1.4" stroke="var(--surface)" strokeWidth="1.5" />
    </>
  ),
  near: (
    <g fill="none" stroke="var(--warn-mark)" strokeWidth="1.4">
      <path d="M7 1.6 12.9 12.2H1.1z" />
      <path d="M7 5.4v3M7 9.6V11" />
    </g>
  ),
  stale: (
    <g fill="none" stroke="var(--text-3)" strokeWidth="1.5">
      <circle cx="7" cy="7" r="5.5" strokeDasharray="2.4 1.9" />
      <path d="M7 4v3.2l2 1.3" />
    </g>
  ),
  none: <circle cx="7" cy="7" r="5.5" fill="none" stroke="var(--text-3)" strokeWidth="1.5" strokeDasharray="2.4 1.9" />,
  draft: (
    <g fill="none" stroke="var(--text-3)" strokeWidth="1.5">
      <rect x="1.5" y="1.5" width="11" height="11" rx="2" strokeDasharray="2.4 1.9" />
      <path d="M4.5 7h5" />
    </g>
  ),
};

export function Glyph({ name, size = 14 }: { readonly name: GlyphName; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden="true" className="shrink-0">
      {SHAPES[name]}
    </svg>
  );
}

export function statusGlyph(status: GoalStatus, reason: StatusReason): GlyphName {
  if (status === 'noData') return reason === 'metricStale' ? 'stale' : 'none';
  return status;
}

export function guardrailGlyph(state: GuardrailSummary['state']): GlyphName {
  if (state === 'breached') return 'breach';
  if (state === 'held') return 'onTrack';
  return state === 'near' ? 'near' : 'none';
}
