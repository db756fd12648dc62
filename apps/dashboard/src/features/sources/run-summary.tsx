import type { SyncRun } from '@tandem/contracts/sources';
import { countText } from '../../text/number-text.js';
import { durationText, timeText } from '../../text/time-text.js';
import { Progress } from '../../ui/progress.js';
import { isRunning, runState, triggerText } from './source-words.js';

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
export function Balance({ run }: { readonly run: SyncRun }) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
      <Figure value={run.received} words="received" />
      <Sign>=</Sign>
      <Figure value={run.stored} words="stored" />
      <Sign>+</Sign>
      <Figure value={run.unchanged} words="unchanged" />
      <Sign>+</Sign>
      <Figure value={run.quarantined} words="refused" strong={run.quarantined > 0} />
      {run.filteredOut > 0 && (
        <span className="text-xs text-text-3">
          {countText(run.filteredOut)} rows are left out on purpose, by the mapping or because their time is not kept
          any more, and not counted.
        </span>
      )}
    </div>
  );
}

export function RunSummary({ run }: { readonly run: SyncRun }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="last-run">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="last-run" className="text-base font-semibold">
          {isRunning(run) ? 'This run' : 'Last run'}
        </h2>
        <span className="num text-xs text-text-3">
          {runState(run.state)}, {triggerText(run.trigger)}
          {run.startedAt !== null && `, ${timeText(run.startedAt, 'UTC')} UTC`}
        </span>
      </div>
      {isRunning(run) && (
        <div className="mt-2">
          <Progress label="Progress of this run" share={run.state === 'queued' ? 0 : run.progress} />
        </div>
      )}
      <Balance run={run} />
      {run.error && (
        <div className="mt-3 rounded bg-bad-bg px-3 py-2 text-sm" role="alert">
          <p className="font-medium text-bad">{run.error.message}</p>
          <p className="text-text-2">{run.error.hint}</p>
        </div>
      )}
    </section>
  );
}

export function runLength(run: SyncRun): string {
  if (run.startedAt === null || run.finishedAt === null) return '–';
  return durationText(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
}
