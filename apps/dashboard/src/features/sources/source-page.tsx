import type { QuarantinedRow, SourcePage as SourceAnswer, SyncRun } from '@tandem/contracts/sources';
import { useEffect } from 'react';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { countText, counted } from '../../text/number-text.js';
import { durationWords, timeText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Facts } from '../../ui/facts.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { Arrivals } from './arrivals.js';
import { FeedControls } from './feed-controls.js';
import { runLength, RunSummary } from './run-summary.js';
import { MetricLinks } from './metric-links.js';
import { SourceState } from './source-state.js';
import { isRunning, runState, triggerText } from './source-words.js';

const POLL_MS = 2_000;

const utc = (instant: string | null): string => (instant === null ? '–' : `${timeText(instant, 'UTC')} UTC`);

const RUN_COLUMNS: readonly Column<SyncRun>[] = [
  { title: 'Started', cell: (run) => <span className="num whitespace-nowrap">{utc(run.startedAt)}</span> },
  {
    title: 'State',
    cell: (run) => (
      <>
        <span className={run.state === 'failed' ? 'font-medium text-bad' : ''}>{runState(run.state)}</span>
        {run.error && <span className="block max-w-[52ch] text-xs text-text-2">{run.error.message}</span>}
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

const QUARANTINE_COLUMNS: readonly Column<QuarantinedRow>[] = [
  {
    title: 'Where',
    cell: (row) => (
      <span className="num break-all">
        {row.file}, line {countText(row.line)}
      </span>
    ),
  },
  { title: 'Field', cell: (row) => row.field ?? <span className="text-text-3">the whole row</span> },
  { title: 'Why it was refused', cell: (row) => row.reason },
  {
    title: 'As it came',
    cell: (row) => (
      <code className="block max-h-20 max-w-[60ch] overflow-hidden break-all text-xs text-text-2">{row.raw}</code>
    ),
  },
  { title: 'Seen', cell: (row) => <span className="num whitespace-nowrap text-text-2">{utc(row.seenAt)}</span> },
];

function About({ answer }: { readonly answer: SourceAnswer }) {
  const { source } = answer;
  return (
    <section className="panel px-4 py-3" aria-labelledby="about">
      <h2 id="about" className="text-base font-semibold">
        About this source
      </h2>
      <Facts
        facts={[
          { term: 'Connector', detail: source.connector },
          { term: 'Reads', detail: <span className="break-all">{source.location}</span> },
          { term: 'Last sync', detail: utc(source.lastSyncAt) },
          { term: 'Data to', detail: utc(source.dataTo) },
          { term: 'Expected', detail: `every ${durationWords(source.expectedEveryMs)}` },
          {
            term: 'Dates',
            detail:
              source.shiftWeeks === 0
                ? null
                : `moved forward by ${counted(source.shiftWeeks, 'week')}; everything else is as recorded`,
          },
          {
            term: 'Origin',
            detail: source.origin && (
              <>
                {source.origin.url === null ? (
                  source.origin.title
                ) : (
                  <a href={source.origin.url} className="lnk-text" rel="noreferrer">
                    {source.origin.title}
                  </a>
                )}{' '}
                <span className="text-text-3">({source.origin.licence})</span>
              </>
            ),
          },
          {
            term: 'Feeds',
            detail: <MetricLinks metrics={source.metrics} />,
          },
        ]}
      />
    </section>
  );
}

function Quarantine({ answer }: { readonly answer: SourceAnswer }) {
  const { quarantine, source } = answer;
  return (
    <>
      <h2 className="mb-2 mt-6 text-lg font-semibold">Refused rows</h2>
      {quarantine.length === 0 ? (
        <p className="text-sm text-text-2">None: every row that was received could be read.</p>
      ) : (
        <>
          <p className="mb-2 text-sm text-text-2">
            These rows are kept but count nowhere. Mend them at the source and sync again.
            {quarantine.length < source.quarantined &&
              ` Shown are ${countText(quarantine.length)} of ${countText(source.quarantined)}.`}
          </p>
          <DataTable caption="Refused rows" columns={QUARANTINE_COLUMNS} rows={quarantine} rowKey={(row) => row.id} />
        </>
      )}
    </>
  );
}

/** Can this feed be trusted: what it sent, what was refused and why. */
export default function SourcePage({ id }: { readonly id: string }) {
  const path = `/sources/${encodeURIComponent(id)}`;
  const source = useResource<SourceAnswer>(path);
  const lastRun = source.data?.source.lastRun ?? null;
  const running = isRunning(lastRun);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => invalidateResources((other) => other === path, 0), POLL_MS);
    return () => clearInterval(timer);
  }, [path, running]);
  const crumbs = (
    <PageLink to="/sources" className="hover:underline">
      Sources
    </PageLink>
  );
  return (
    <>
      <PageHeading
        title={source.data?.source.name ?? 'Source'}
        crumbs={crumbs}
        controls={
          source.data && <FeedControls id={id} running={running} takesUploads={source.data.source.takesUploads} />
        }
      >
        {source.data && (
          <p className="mt-0.5">
            <SourceState state={source.data.source.state} />
          </p>
        )}
      </PageHeading>
      <Loaded resource={source} heights={[200, 320]}>
        {(data) => (
          <>
            <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_380px]">
              <div className="min-w-0">
                {lastRun ? (
                  <RunSummary run={lastRun} />
                ) : (
                  <section className="panel px-4 py-3 text-sm text-text-2">This source has not been asked yet.</section>
                )}
                <h2 className="mb-2 mt-6 text-lg font-semibold">Runs</h2>
                {data.runs.length === 0 ? (
                  <p className="text-sm text-text-2">None yet.</p>
                ) : (
                  <DataTable caption="Runs" columns={RUN_COLUMNS} rows={data.runs} rowKey={(run) => run.id} />
                )}
              </div>
              <About answer={data} />
            </div>
            <Quarantine answer={data} />
            {data.source.connector === 'push' && <Arrivals id={id} />}
          </>
        )}
      </Loaded>
    </>
  );
}
