import type { RemovedThings } from '@tandem/contracts/sources';
import { countText } from '../../text/number-text.js';
import { momentText } from '../../text/time-text.js';
import { SOURCES } from './source-list-words.js';

/** What the organisation does not keep for ever. Nothing is said while everything is there. */
export function RemovedList({ removed }: { readonly removed: readonly RemovedThings[] }) {
  if (removed.length === 0) return null;
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby="not-kept">
      <h2 id="not-kept" className="text-base font-semibold">
        {SOURCES.removed.title}
      </h2>
      <ul className="mt-1 text-sm">
        {removed.map(({ kind, subject, keptFrom, removed: count, removedAt }) => (
          <li key={`${kind} ${subject}`}>
            {SOURCES.removed.before[kind](subject, momentText(keptFrom))}{' '}
            <span className="num text-text-3">{SOURCES.removed.lastRun(countText(count), momentText(removedAt))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
