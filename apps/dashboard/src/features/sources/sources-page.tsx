import type { Source, SourceList } from '@tandem/contracts/sources';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { countText } from '../../text/number-text.js';
import { durationText, momentText } from '../../text/time-text.js';
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
import { SOURCES } from './source-list-words.js';

/** The command, which is the same in every language. */
const APPLY = 'tandem apply';

function When({ instant, nowMs }: { readonly instant: string | null; readonly nowMs: number }) {
  if (instant === null) return <span className="text-text-3">{SOURCES.never}</span>;
  return (
    <span className="num whitespace-nowrap" title={momentText(instant)}>
      {SOURCES.ago(durationText(nowMs - Date.parse(instant)))}
    </span>
  );
}

function Next({ source, nowMs }: { readonly source: Source; readonly nowMs: number }) {
  if (source.nextSyncAt === null)
    return (
      <span className="text-text-3">
        {source.isPushed ? SOURCES.isSentTo : source.paused ? SOURCES.paused : SOURCES.onRequest}
      </span>
    );
  const wait = Date.parse(source.nextSyncAt) - nowMs;
  return (
    <span className="num whitespace-nowrap" title={momentText(source.nextSyncAt)}>
      {wait <= 0 ? SOURCES.now : SOURCES.in(durationText(wait))}
    </span>
  );
}

function Standing({ source }: { readonly source: Source }) {
  const { lastRun, name, state, paused } = source;
  return (
    <>
      <SourceState state={state} />
      {lastRun && isRunning(lastRun) && <Progress label={SOURCES.importOf(name)} share={lastRun.progress} />}
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
      title: SOURCES.source,
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
      title: SOURCES.state,
      cell: (source) => <Standing source={source} />,
    },
    { title: SOURCES.lastSync, cell: (source) => <When instant={source.lastSyncAt} nowMs={nowMs} /> },
    { title: SOURCES.nextSync, cell: (source) => <Next source={source} nowMs={nowMs} /> },
    {
      title: SOURCES.dataTo,
      cell: (source) => (
        <span className="num whitespace-nowrap">
          {source.dataTo === null ? <span className="text-text-3">–</span> : momentText(source.dataTo)}
          {source.dataTo !== null && Date.parse(source.dataTo) < nowMs && (
            <span className="block text-xs text-text-3">
              {SOURCES.behind(durationText(nowMs - Date.parse(source.dataTo)))}
            </span>
          )}
        </span>
      ),
    },
    {
      title: SOURCES.refusedRows,
      align: 'right',
      cell: (source) => (
        <span className={source.quarantined > 0 ? 'font-medium text-warn' : 'text-text-3'}>
          {countText(source.quarantined)}
        </span>
      ),
    },
    {
      title: SOURCES.feeds,
      cell: (source) => <MetricLinks metrics={source.metrics} />,
    },
  ];
}

function SourceTable({ sources, now }: { readonly sources: readonly Source[]; readonly now: number }) {
  if (sources.length === 0) {
    return (
      <Empty title={SOURCES.none}>
        {SOURCES.noneText}{' '}
        <PageLink to="/connect" className="lnk-text">
          {SOURCES.connectFirst}
        </PageLink>
        {SOURCES.orConfigure} <code>{APPLY}</code>.
      </Empty>
    );
  }
  return (
    <div className="mt-4">
      <DataTable caption={SOURCES.all} columns={columnsAt(now)} rows={sources} rowKey={(source) => source.id} />
    </div>
  );
}

function Controls() {
  const { mayConfigure } = useSourceAccess();
  return (
    <>
      {mayConfigure && (
        <PageLink to="/connect" className="btn btn-primary">
          {SOURCES.connect}
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
      <PageHeading title={SOURCES.title} controls={<Controls />}>
        <p className="text-sm text-text-2">{SOURCES.intro}</p>
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
