import { shareText } from '../text/number-text.js';
import { words } from './ui-words.js';

interface ProgressProps {
  readonly label: string;
  /** 0 to 1, or null when the length is not known. */
  readonly share: number | null;
}

/** Real progress as the server reports it; without a known length the bar says only that work goes on. */
export function Progress({ label, share }: ProgressProps) {
  return (
    <span className="flex min-w-[180px] max-w-[420px] items-center gap-2 text-xs text-text-2">
      {share === null ? <progress aria-label={label} /> : <progress aria-label={label} value={share} max={1} />}
      <span className="num shrink-0">{share === null ? words.running : shareText(share)}</span>
    </span>
  );
}
