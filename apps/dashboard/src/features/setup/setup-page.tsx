import type { Setup } from '@tandem/contracts/system';
import { useEffect, useState } from 'react';
import { ApiError } from '../../api/api-error.js';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { PageHeading } from '../../ui/page-heading.js';
import { Progress } from '../../ui/progress.js';
import { Trouble } from '../../ui/trouble.js';
import { FirstHour } from './first-hour.js';
import { FIRST_HOUR } from './first-hour-words.js';
import { SETUP } from './setup-words.js';

/** The command, which is the same in every language. */
const APPLY = 'tandem apply tandem.yaml';
const POLL_MS = 1_500;

interface SetupPageProps {
  readonly setup: Setup;
  readonly onOpenBoard: () => void;
}

/** The event stream tells of most steps; asking again as well keeps the bar moving when it is interrupted. */
function usePolling(active: boolean): void {
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => invalidateResources((path) => path === '/setup', 0), POLL_MS);
    return () => clearInterval(timer);
  }, [active]);
}

function LoadingDemo({ setup, onOpenBoard }: SetupPageProps) {
  return (
    <section className="panel mt-4 px-6 py-8" aria-labelledby="demo-loading">
      <h2 id="demo-loading" className="text-lg font-semibold">
        {SETUP.loading}
      </h2>
      <p className="mt-1 max-w-[64ch] text-sm text-text-2">{SETUP.loadingText}</p>
      <div className="mt-4">
        <Progress label={SETUP.progress} share={setup.demo.progress} />
      </div>
      {!setup.empty && (
        <p className="mt-4">
          <button type="button" className="btn" onClick={onOpenBoard}>
            {SETUP.openBoard}
          </button>
        </p>
      )}
    </section>
  );
}

function StartDemo({ onStarted }: { readonly onStarted: () => void }) {
  const [error, setError] = useState<ApiError | null>(null);
  const [asking, setAsking] = useState(false);
  const start = async (): Promise<void> => {
    setAsking(true);
    setError(null);
    try {
      await sendJson('/setup/demo', { method: 'POST' });
      onStarted();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    } finally {
      setAsking(false);
    }
  };
  return (
    <>
      <button type="button" className="btn btn-primary" disabled={asking} onClick={() => void start()}>
        {SETUP.load}
      </button>
      {error && <Trouble error={error}>{SETUP.again}</Trouble>}
    </>
  );
}

function EmptyWorkspace({ setup }: { readonly setup: Setup }) {
  const refresh = (): void => invalidateResources((path) => path === '/setup' || path.startsWith('/board'), 0);
  return (
    <>
      <FirstHour onDismiss={null} />
      {setup.demo.available && (
        <section className="panel mt-4 flex flex-col items-start px-5 py-4" aria-labelledby="start-demo">
          <h2 id="start-demo" className="text-lg font-semibold">
            {SETUP.lookAround}
          </h2>
          <p className="mb-4 mt-1 text-sm text-text-2">{SETUP.demo}</p>
          <StartDemo onStarted={refresh} />
        </section>
      )}
      <details className="panel mt-4 px-5 py-3">
        <summary className="min-h-[28px] cursor-pointer py-1 text-sm font-medium">{FIRST_HOUR.file}</summary>
        <p className="mt-1 text-sm text-text-2">{FIRST_HOUR.fileText}</p>
        <pre className="mt-2 overflow-x-auto rounded bg-sunken px-3 py-2 text-xs leading-5" tabIndex={0}>
          {APPLY}
        </pre>
      </details>
    </>
  );
}

/** The first page of an empty workspace, and the progress of the demo while it loads. */
export default function SetupPage({ setup, onOpenBoard }: SetupPageProps) {
  usePolling(true);
  const loading = setup.demo.state === 'loading';
  return (
    <>
      <PageHeading title={loading ? SETUP.board : SETUP.welcome}>
        {!loading && <p className="text-sm text-text-2">{SETUP.intro}</p>}
      </PageHeading>
      {loading ? <LoadingDemo setup={setup} onOpenBoard={onOpenBoard} /> : <EmptyWorkspace setup={setup} />}
    </>
  );
}
