import type { GoalStatus, StatusReason } from '@tandem/contracts/board';
import { reasonSentence, statusLabel } from '../text/status-words.js';
import { Glyph, statusGlyph } from './glyph.js';

const TONES: Record<GoalStatus, string> = {
  onTrack: 'text-ok',
  achieved: 'font-medium text-ok',
  atRisk: 'font-medium text-warn',
  offTrack: 'font-medium text-bad',
  missed: 'font-medium text-bad',
  noData: 'text-text-3',
  draft: 'text-text-3',
};

interface StatusMarkProps {
  readonly status: GoalStatus;
  readonly reason: StatusReason;
  readonly strong?: boolean;
}

/** Mark and word of a status; why it is so is told on hover, and in full on the pages of the goal and the metric. */
export function StatusMark({ status, reason, strong = false }: StatusMarkProps) {
  return (
    <span
      title={reasonSentence(reason)}
      className={`inline-flex items-center gap-1.5 whitespace-nowrap text-sm ${TONES[status]} ${strong ? '!font-semibold' : ''}`}
    >
      <Glyph name={statusGlyph(status, reason)} />
      {statusLabel(status, reason)}
    </span>
  );
}
