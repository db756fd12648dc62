import type { Source, SourcePage as SourceAnswer, SyncRun } from '@tandem/contracts/sources';
import { useEffect } from 'react';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { NONE } from '../../text/number-text.js';
import { durationText, durationWords, momentText } from '../../text/time-text.js';
import { Facts } from '../../ui/facts.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { Arrivals } from './arrivals.js';
import { FeedControls } from './feed-controls.js';
import { Findings } from './findings.js';
import { MetricLinks } from './metric-links.js';
import { Quarantine } from './quarantine.js';
import { ReadAgain } from './read-again.js';
import { RunHistory } from './run-history.js';
import { RunSummary, Totals } from './run-summary.js';
import { SourceNotices } from './source-notices.js';
import { SourceState } from './source-state.js';
import { isRunning } from './source-words.js';
import { UploadNotice } from './upload-notice.js';
import { SOURCE } from './source-page-words.js';

const POLL_MS = 2_000;

const moment = (instant: string | null): string => (instant === null ? NONE : momentText(instant));

function nextSync({ nextSyncAt, syncEveryMs, paused, isPushed }: Source): string {
  if (isPushed) return SOURCE.pushed;
  if (paused) return SOURCE.whilePaused;
  if (syncEveryMs === null) return SOURCE.onRequest;
  return SOURCE.nextSync(moment(nextSyncAt), durationWords(syncEveryMs));
}

/** How far the data reaches, and how long ago that is. */
function dataTo({ dataTo: to }: Source, nowMs: number): string {
  if (to === null) return '–';
  const lag = nowMs - Date.parse(to);
  return lag > 0 ? SOURCE.behind(moment(to), durationText(lag)) : moment(to);
}

function About({ answer }: { readonly answer: SourceAnswer }) {
  const { source } = answer;
  const now = useNow();
  return (
    <section className="panel px-4 py-3" aria-labelledby="about">
      <h2 id="about" className="text-base font-semibold">
        {SOURCE.about}
      </h2>
      <Facts
        facts={[
          { term: SOURCE.facts.connector, detail: source.connector },
          { term: SOURCE.facts.reads, detail: <span className="break-all">{source.location}</span> },
          { term: SOURCE.facts.lastSync, detail: moment(source.lastSyncAt) },
          { term: SOURCE.facts.nextSync, detail: nextSync(source) },
          { term: SOURCE.facts.dataTo, detail: dataTo(source, now) },
          { term: SOURCE.facts.expected, detail: SOURCE.facts.every(durationWords(source.expectedEveryMs)) },
          {
            term: SOURCE.facts.dates,
            detail: source.shiftWeeks === 0 ? null : SOURCE.facts.moved(source.shiftWeeks),
          },
          {
            term: SOURCE.facts.origin,
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
            term: SOURCE.facts.feeds,
            detail: <MetricLinks metrics={source.metrics} />,
          },
        ]}
      />
    </section>
  );
}

/** The run that works, be it a sync or a window that is read again; else the last one. */
function activeRun(answer: SourceAnswer | undefined): SyncRun | null {
  const working = answer?.runs.find((run) => isRunning(run) && run.trigger !== 'push');
  return working ?? answer?.source.lastRun ?? null;
}

/** Can this feed be trusted: what it sent, what was refused and why, and what can be done about it. */
export default function SourcePage({ id }: { readonly id: string }) {
  const path = `/sources/${encodeURIComponent(id)}`;
  const source = useResource<SourceAnswer>(path);
  const lastRun = activeRun(source.data);
  const running = isRunning(lastRun);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => invalidateResources((other) => other === path, 0), POLL_MS);
    return () => clearInterval(timer);
  }, [path, running]);
  const crumbs = (
    <PageLink to="/sources" className="hover:underline">
      {SOURCE.sources}
    </PageLink>
  );
  return (
    <>
      <PageHeading
        title={source.data?.source.name ?? SOURCE.title}
        crumbs={crumbs}
        controls={source.data && <FeedControls source={source.data.source} />}
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
            <UploadNotice source={id} />
            <SourceNotices source={data.source} />
            <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_380px]">
              <div className="min-w-0">
                {lastRun ? (
                  <RunSummary run={lastRun} path={path} />
                ) : (
                  <section className="panel px-4 py-3 text-sm text-text-2">{SOURCE.nothingYet}</section>
                )}
                <Totals totals={data.totals} />
                <ReadAgain source={data.source} path={path} />
                <Findings path={path} />
              </div>
              <About answer={data} />
            </div>
            <Quarantine answer={data} />
            {data.source.isPushed && <Arrivals id={id} />}
            <RunHistory path={path} runs={data.runs} />
          </>
        )}
      </Loaded>
    </>
  );
}
