import type { RunList, SyncRun } from '@tandem/contracts/sources';
import { useState } from 'react';
import { getJson } from '../../api/request.js';
import { apiPath } from '../../navigation/address.js';
import { countText } from '../../text/number-text.js';
import { timeText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { runLength } from './run-summary.js';
import { runState, triggerText } from './source-words.js';

const utc = (instant: string | null): string => (instant === null ? '–' : `${timeText(instant, 'UTC')} UTC`);

const COLUMNS: readonly Column<SyncRun>[] = [
  { title: 'Started', cell: (run) => <span className="num whitespace-nowrap">{utc(run.startedAt)}</span> },
  {
    title: 'State',
    cell: (run) => (
      <>
        <span className={run.state === 'failed' ? 'font-medium text-bad' : ''}>{runState(run.state)}</span>
        {run.error && <span className="block max-w-[52ch] break-words text-xs text-text-2">{run.error.message}</span>}
      </>
    ),
  },
  { title: 'Why', cell: (run) => <span className="text-text-2">{triggerText(run.trigger)}</span> },
  { title: 'Took', align: 'right', cell: runLength },
  { title: 'Received', align: 'right', cell: (run) => countText(run.received) },
  { title: 'Stored', align: 'right', cell: (run) => countText(run.stored) },
  { title: 'Unchanged', align: 'right', cell: (run) => countText(run.unchanged) },
  { title: 'Refused', align: 'right', cell: (run) => countText(run.quarantined) },
];

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
      <h2 className="mb-2 mt-6 text-lg font-semibold">Runs</h2>
      {shown.length === 0 ? (
        <p className="text-sm text-text-2">None yet.</p>
      ) : (
        <DataTable caption="Runs" columns={COLUMNS} rows={shown} rowKey={(run) => run.id} />
      )}
      {!isAll && shown.length > 0 && (
        <button type="button" className="btn mt-2" disabled={busy} onClick={more}>
          Earlier runs
        </button>
      )}
      <FormError error={error} />
    </>
  );
}
