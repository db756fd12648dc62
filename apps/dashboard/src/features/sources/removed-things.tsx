import type { RemovedThings } from '@tandem/contracts/sources';
import { countText } from '../../text/number-text.js';
import { dateText, timeText } from '../../text/time-text.js';

const WORDS = {
  uploads: 'Uploaded files of',
  versions: 'Replaced versions of',
  records: 'Records of',
  observations: 'Counted days of',
} as const satisfies Record<RemovedThings['kind'], string>;

/** What the organisation does not keep for ever. Nothing is said while everything is there. */
export function RemovedList({ removed }: { readonly removed: readonly RemovedThings[] }) {
  if (removed.length === 0) return null;
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby="not-kept">
      <h2 id="not-kept" className="text-base font-semibold">
        Not kept any more
      </h2>
      <ul className="mt-1 text-sm">
        {removed.map(({ kind, subject, keptFrom, removed: count, removedAt }) => (
          <li key={`${kind} ${subject}`}>
            {WORDS[kind]} {subject} before {dateText(keptFrom, 'UTC')}{' '}
            <span className="num text-text-3">
              ({countText(count)} removed in the last run, {timeText(removedAt, 'UTC')} UTC)
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
