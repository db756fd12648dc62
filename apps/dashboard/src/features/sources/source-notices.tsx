import type { Source } from '@tandem/contracts/sources';
import { timeText } from '../../text/time-text.js';
import { counted } from '../../text/number-text.js';
import { Glyph } from '../../ui/glyph.js';

const utc = (instant: string): string => `${timeText(instant, 'UTC')} UTC`;

/** What stands in the way of this source: cause, what it leads to, next try. */
export function SourceNotices({ source }: { readonly source: Source }) {
  const { paused, lastRun, failedRuns } = source;
  if (paused) {
    return (
      <Notice title={`Paused by ${paused.by === 'system' ? 'Tandem' : paused.by}, ${utc(paused.at)}`}>
        <p>{paused.reason}</p>
        <p className="text-text-2">Nothing is read until it is resumed. What other systems push is still taken.</p>
      </Notice>
    );
  }
  if (failedRuns === 0 || !lastRun?.error) return null;
  return (
    <Notice title={lastRun.error.message} bad>
      <p>{lastRun.error.hint}</p>
      <p className="text-text-2">
        {howOften(source)} {whatNext(source)}
        {source.warnedAt !== null && source.metrics.length > 0 && ` Its owners were told ${utc(source.warnedAt)}.`}
      </p>
    </Notice>
  );
}

function howOften({ failedRuns, failingSince }: Source): string {
  const since = failingSince === null ? '' : `, since ${utc(failingSince)}`;
  return failedRuns === 1 ? 'The last run failed.' : `${counted(failedRuns, 'run')} failed in a row${since}.`;
}

function whatNext({ nextSyncAt, metrics }: Source): string {
  const next = nextSyncAt === null ? 'Nobody tries again by itself.' : `Next try: ${utc(nextSyncAt)}.`;
  return metrics.length === 0 ? next : `${counted(metrics.length, 'metric')} may turn stale. ${next}`;
}

function Notice({
  title,
  bad = false,
  children,
}: {
  readonly title: string;
  readonly bad?: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <section className="panel mt-4 flex gap-3 px-4 py-3 text-sm" aria-label="What stands in the way">
      <span className="mt-0.5 shrink-0">
        <Glyph name={bad ? 'breach' : 'none'} size={16} />
      </span>
      <div className="min-w-0 break-words">
        <h2 className={`font-medium ${bad ? 'text-bad' : 'text-warn'}`}>{title}</h2>
        {children}
      </div>
    </section>
  );
}
