import type { RunTotals, SyncRun } from '@tandem/contracts/sources';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { countText } from '../../text/number-text.js';
import { durationText, momentText } from '../../text/time-text.js';
import { FormError } from '../../ui/form-field.js';
import { Progress } from '../../ui/progress.js';
import { useTask } from '../../ui/use-task.js';
import { useSourceAccess } from './source-access.js';
import { isRunning, runState, takenBackText, triggerText } from './source-words.js';
import { RUN } from './source-page-words.js';

function Figure({
  value,
  words,
  strong = false,
}: {
  readonly value: number;
  readonly words: string;
  readonly strong?: boolean;
}) {
  return (
    <span className="inline-flex flex-col">
      <b className={`num text-xl font-semibold ${strong ? 'text-warn' : ''}`}>{countText(value)}</b>
      <span className="text-xs text-text-2">{words}</span>
    </span>
  );
}

const Sign = ({ children }: { readonly children: string }) => (
  <span aria-hidden="true" className="self-start pt-1 text-text-3">
    {children}
  </span>
);

/** The balance of a run: nothing that was received is unaccounted for. */
export function Balance({ run }: { readonly run: Omit<RunTotals, 'runs'> }) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
      <Figure value={run.received} words={RUN.figures.received} />
      <Sign>=</Sign>
      <Figure value={run.stored} words={RUN.figures.stored} />
      <Sign>+</Sign>
      <Figure value={run.unchanged} words={RUN.figures.unchanged} />
      <Sign>+</Sign>
      <Figure value={run.quarantined} words={RUN.figures.refused} strong={run.quarantined > 0} />
      {run.filteredOut > 0 && <span className="text-xs text-text-3">{RUN.leftOut(countText(run.filteredOut))}</span>}
      {run.takenBack > 0 && <span className="text-xs text-text-2">{takenBackText(run.takenBack)}</span>}
    </div>
  );
}

/** The same over all runs that are kept. */
export function Totals({ totals }: { readonly totals: RunTotals }) {
  if (totals.runs < 2) return null;
  return (
    <section className="panel mt-3 px-4 py-3" aria-labelledby="all-runs">
      <h2 id="all-runs" className="text-base font-semibold">
        {RUN.all(countText(totals.runs))}
      </h2>
      <Balance run={totals} />
    </section>
  );
}

/** A run can be left and come back to; whoever started it by mistake stops it. */
function StopButton({ run, path }: { readonly run: SyncRun; readonly path: string }) {
  const { busy, error, attempt } = useTask();
  const stop = (): void =>
    void attempt(async () => {
      await sendJson(`${path}/runs/${run.id}/stop`, { method: 'POST' });
      invalidateResources((other) => other.startsWith('/sources'), 0);
    });
  return (
    <>
      <button type="button" className="btn" disabled={busy} onClick={stop}>
        {RUN.stop}
      </button>
      <FormError error={error} />
    </>
  );
}

export function RunSummary({ run, path }: { readonly run: SyncRun; readonly path: string }) {
  const { mayFeed } = useSourceAccess();
  return (
    <section className="panel px-4 py-3" aria-labelledby="last-run">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="last-run" className="text-base font-semibold">
          {isRunning(run) ? RUN.thisRun : RUN.lastRun}
        </h2>
        <span className="num text-xs text-text-3">
          {runState(run.state)}, {triggerText(run.trigger)}
          {run.startedAt !== null && `, ${momentText(run.startedAt)}`}
        </span>
      </div>
      {isRunning(run) && (
        <div className="mt-2 flex flex-wrap items-center gap-3">
          <Progress label={RUN.progress} share={run.state === 'queued' ? 0 : run.progress} />
          {mayFeed && run.trigger !== 'push' && <StopButton run={run} path={path} />}
        </div>
      )}
      <Balance run={run} />
    </section>
  );
}

export function runLength(run: SyncRun): string {
  if (run.startedAt === null || run.finishedAt === null) return '–';
  return durationText(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
}
