import type { Source, SourcePage as SourceAnswer, SyncRun } from '@tandem/contracts/sources';
import { useEffect } from 'react';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { counted } from '../../text/number-text.js';
import { durationText, durationWords, timeText } from '../../text/time-text.js';
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

const POLL_MS = 2_000;

const utc = (instant: string | null): string => (instant === null ? '–' : `${timeText(instant, 'UTC')} UTC`);

function nextSync({ nextSyncAt, syncEveryMs, paused, isPushed }: Source): string {
  if (isPushed) return 'none: others send to it';
  if (paused) return 'not while it is paused';
  if (syncEveryMs === null) return 'only on request';
  return `${utc(nextSyncAt)}, every ${durationWords(syncEveryMs)}`;
}

/** How far the data reaches, and how long ago that is. */
function dataTo({ dataTo: to }: Source, nowMs: number): string {
  if (to === null) return '–';
  const lag = nowMs - Date.parse(to);
  return lag > 0 ? `${utc(to)} (${durationText(lag)} behind)` : utc(to);
}

function About({ answer }: { readonly answer: SourceAnswer }) {
  const { source } = answer;
  const now = useNow();
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
          { term: 'Next sync', detail: nextSync(source) },
          { term: 'Data to', detail: dataTo(source, now) },
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
      Sources
    </PageLink>
  );
  return (
    <>
      <PageHeading
        title={source.data?.source.name ?? 'Source'}
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
            <SourceNotices source={data.source} />
            <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_380px]">
              <div className="min-w-0">
                {lastRun ? (
                  <RunSummary run={lastRun} path={path} />
                ) : (
                  <section className="panel px-4 py-3 text-sm text-text-2">Nothing has come from it yet.</section>
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
