import type { RunList, SyncRun } from '@tandem/contracts/sources';
import { useState } from 'react';
import { getJson } from '../../api/request.js';
import { apiPath } from '../../navigation/address.js';
import { NONE, countText } from '../../text/number-text.js';
import { momentText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { runLength } from './run-summary.js';
import { runState, triggerText } from './source-words.js';
import { RUN } from './source-page-words.js';

const moment = (instant: string | null): string => (instant === null ? NONE : momentText(instant));

function columns(): readonly Column<SyncRun>[] {
  return [
    { title: RUN.started, cell: (run) => <span className="num whitespace-nowrap">{moment(run.startedAt)}</span> },
    {
      title: RUN.state,
      cell: (run) => (
        <>
          <span className={run.state === 'failed' ? 'font-medium text-bad' : ''}>{runState(run.state)}</span>
          {run.error && <span className="block max-w-[52ch] break-words text-xs text-text-2">{run.error.message}</span>}
        </>
      ),
    },
    { title: RUN.why, cell: (run) => <span className="text-text-2">{triggerText(run.trigger)}</span> },
    { title: RUN.took, align: 'right', cell: runLength },
    { title: RUN.received, align: 'right', cell: (run) => countText(run.received) },
    { title: RUN.stored, align: 'right', cell: (run) => countText(run.stored) },
    { title: RUN.unchanged, align: 'right', cell: (run) => countText(run.unchanged) },
    { title: RUN.refused, align: 'right', cell: (run) => countText(run.quarantined) },
  ];
}

const PAGE = 20;

/** Every run that there was, newest first; earlier ones are asked for. */
export function RunHistory({ path, runs }: { readonly path: string; readonly runs: readonly SyncRun[] }) {
  const [earlier, setEarlier] = useState<readonly SyncRun[]>([]);
  const [isAll, setAll] = useState(runs.length < PAGE);
  const { busy, error, attempt } = useTask();
  // The newest are renewed while the page is open, and move on into what was asked for before.
  const newest = new Set(runs.map(({ id }) => id));
  const shown = [...runs, ...earlier.filter(({ id }) => !newest.has(id))];
  const more = (): void =>
    void attempt(async () => {
      const before = shown.at(-1)?.id;
      const answer = await getJson<RunList>(apiPath(`${path}/runs`, { before, limit: PAGE }));
      setEarlier([...earlier, ...answer.runs]);
      setAll(answer.runs.length < PAGE);
    });
  return (
    <>
      <h2 className="mb-2 mt-6 text-lg font-semibold">{RUN.title}</h2>
      {shown.length === 0 ? (
        <p className="text-sm text-text-2">{RUN.none}</p>
      ) : (
        <DataTable caption={RUN.title} columns={columns()} rows={shown} rowKey={(run) => run.id} />
      )}
      {!isAll && shown.length > 0 && (
        <button type="button" className="btn mt-2" disabled={busy} onClick={more}>
          {RUN.earlier}
        </button>
      )}
      <FormError error={error} />
    </>
  );
}
