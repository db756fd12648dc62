import type { Source, SourceList } from '@tandem/contracts/sources';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { countText } from '../../text/number-text.js';
import { durationText, timeText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { Progress } from '../../ui/progress.js';
import { ShareButton } from '../../ui/share-button.js';
import { MetricLinks } from './metric-links.js';
import { RemovedList } from './removed-things.js';
import { SourceState } from './source-state.js';
import { isRunning } from './source-words.js';

function When({ instant, nowMs }: { readonly instant: string | null; readonly nowMs: number }) {
  if (instant === null) return <span className="text-text-3">never</span>;
  return (
    <span className="num whitespace-nowrap" title={`${timeText(instant, 'UTC')} UTC`}>
      {durationText(nowMs - Date.parse(instant))} ago
    </span>
  );
}

function Standing({ source }: { readonly source: Source }) {
  const { lastRun, name, state } = source;
  return (
    <>
      <SourceState state={state} />
      {lastRun && isRunning(lastRun) && <Progress label={`Import of ${name}`} share={lastRun.progress} />}
      {state === 'failing' && lastRun?.error && (
        <span className="block max-w-[48ch] text-xs text-text-2">{lastRun.error.message}</span>
      )}
    </>
  );
}

function columnsAt(nowMs: number): readonly Column<Source>[] {
  return [
    {
      title: 'Source',
      cell: (source) => (
        <>
          <PageLink to={`/sources/${encodeURIComponent(source.id)}`} className="hit font-medium hover:underline">
            {source.name}
          </PageLink>
          <span className="block break-all text-xs text-text-3">
            {source.connector} · {source.location}
          </span>
        </>
      ),
    },
    {
      title: 'State',
      cell: (source) => <Standing source={source} />,
    },
    { title: 'Last sync', cell: (source) => <When instant={source.lastSyncAt} nowMs={nowMs} /> },
    {
      title: 'Data to',
      cell: (source) => (
        <span className="num whitespace-nowrap">
          {source.dataTo === null ? <span className="text-text-3">–</span> : `${timeText(source.dataTo, 'UTC')} UTC`}
        </span>
      ),
    },
    {
      title: 'Refused rows',
      align: 'right',
      cell: (source) => (
        <span className={source.quarantined > 0 ? 'font-medium text-warn' : 'text-text-3'}>
          {countText(source.quarantined)}
        </span>
      ),
    },
    {
      title: 'Feeds',
      cell: (source) => <MetricLinks metrics={source.metrics} />,
    },
  ];
}

function SourceTable({ sources, now }: { readonly sources: readonly Source[]; readonly now: number }) {
  if (sources.length === 0) {
    return (
      <Empty title="No sources yet">
        A source is a connection to a system that holds the records. Add it to the configuration and run{' '}
        <code>tandem apply</code>.
      </Empty>
    );
  }
  return (
    <div className="mt-4">
      <DataTable caption="All sources" columns={columnsAt(now)} rows={sources} rowKey={(source) => source.id} />
    </div>
  );
}

/** Can we trust the feeds? */
export default function SourcesPage() {
  const now = useNow();
  const sources = useResource<SourceList>('/sources');
  return (
    <>
      <PageHeading title="Sources" controls={<ShareButton />}>
        <p className="text-sm text-text-2">When each source last spoke, what it sent, and what was refused and why.</p>
      </PageHeading>
      <Loaded resource={sources} heights={[320]}>
        {(data) => (
          <>
            <SourceTable sources={data.sources} now={now} />
            <RemovedList removed={data.removed} />
          </>
        )}
      </Loaded>
    </>
  );
}
