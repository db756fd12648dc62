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
import { useSourceAccess } from './source-access.js';
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

function Next({ source, nowMs }: { readonly source: Source; readonly nowMs: number }) {
  if (source.nextSyncAt === null)
    return (
      <span className="text-text-3">{source.isPushed ? 'is sent to' : source.paused ? 'paused' : 'on request'}</span>
    );
  const wait = Date.parse(source.nextSyncAt) - nowMs;
  return (
    <span className="num whitespace-nowrap" title={`${timeText(source.nextSyncAt, 'UTC')} UTC`}>
      {wait <= 0 ? 'now' : `in ${durationText(wait)}`}
    </span>
  );
}

function Standing({ source }: { readonly source: Source }) {
  const { lastRun, name, state, paused } = source;
  return (
    <>
      <SourceState state={state} />
      {lastRun && isRunning(lastRun) && <Progress label={`Import of ${name}`} share={lastRun.progress} />}
      {state === 'failing' && lastRun?.error && (
        <span className="block max-w-[48ch] break-words text-xs text-text-2">
          {lastRun.error.message} {lastRun.error.hint}
        </span>
      )}
      {paused && <span className="block max-w-[48ch] break-words text-xs text-text-2">{paused.reason}</span>}
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
    { title: 'Next sync', cell: (source) => <Next source={source} nowMs={nowMs} /> },
    {
      title: 'Data to',
      cell: (source) => (
        <span className="num whitespace-nowrap">
          {source.dataTo === null ? <span className="text-text-3">–</span> : `${timeText(source.dataTo, 'UTC')} UTC`}
          {source.dataTo !== null && Date.parse(source.dataTo) < nowMs && (
            <span className="block text-xs text-text-3">{durationText(nowMs - Date.parse(source.dataTo))} behind</span>
          )}
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
        A source is a connection to a system that holds the records.{' '}
        <PageLink to="/connect" className="lnk-text">
          Connect the first one
        </PageLink>
        , or add it to the configuration and run <code>tandem apply</code>.
      </Empty>
    );
  }
  return (
    <div className="mt-4">
      <DataTable caption="All sources" columns={columnsAt(now)} rows={sources} rowKey={(source) => source.id} />
    </div>
  );
}

function Controls() {
  const { mayConfigure } = useSourceAccess();
  return (
    <>
      {mayConfigure && (
        <PageLink to="/connect" className="btn btn-primary">
          Connect a source
        </PageLink>
      )}
      <ShareButton />
    </>
  );
}

/** Can we trust the feeds? */
export default function SourcesPage() {
  const now = useNow();
  const sources = useResource<SourceList>('/sources');
  return (
    <>
      <PageHeading title="Sources" controls={<Controls />}>
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
