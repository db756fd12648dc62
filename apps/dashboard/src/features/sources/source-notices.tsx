import type { Source } from '@tandem/contracts/sources';
import { momentText } from '../../text/time-text.js';
import { Glyph } from '../../ui/glyph.js';
import { SOURCE } from './source-page-words.js';
import { BRAND } from '../../ui/brand.js';

/** What stands in the way of this source: cause, what it leads to, next try. */
export function SourceNotices({ source }: { readonly source: Source }) {
  const { paused, lastRun, failedRuns } = source;
  if (paused) {
    return (
      <Notice title={SOURCE.pausedBy(paused.by === 'system' ? BRAND : paused.by, momentText(paused.at))}>
        <p>{paused.reason}</p>
        <p className="text-text-2">{SOURCE.nothingRead}</p>
      </Notice>
    );
  }
  if (failedRuns === 0 || !lastRun?.error) return null;
  return (
    <Notice title={lastRun.error.message} bad>
      <p>{lastRun.error.hint}</p>
      <p className="text-text-2">
        {howOften(source)} {whatNext(source)}
        {source.warnedAt !== null && source.metrics.length > 0 && ` ${SOURCE.ownersTold(momentText(source.warnedAt))}`}
      </p>
    </Notice>
  );
}

function howOften({ failedRuns, failingSince }: Source): string {
  return SOURCE.failed(failedRuns, failingSince === null ? null : momentText(failingSince));
}

function whatNext({ nextSyncAt, metrics }: Source): string {
  const next = nextSyncAt === null ? SOURCE.nobodyTries : SOURCE.nextTry(momentText(nextSyncAt));
  return metrics.length === 0 ? next : SOURCE.mayTurnStale(metrics.length, next);
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
    <section className="panel mt-4 flex gap-3 px-4 py-3 text-sm" aria-label={SOURCE.inTheWay}>
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
