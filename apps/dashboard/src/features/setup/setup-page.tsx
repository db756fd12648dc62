import type { Setup } from '@tandem/contracts/system';
import { useEffect, useState } from 'react';
import { ApiError } from '../../api/api-error.js';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { PageHeading } from '../../ui/page-heading.js';
import { Progress } from '../../ui/progress.js';
import { Trouble } from '../../ui/trouble.js';

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
        The demo is being loaded
      </h2>
      <p className="mt-1 max-w-[64ch] text-sm text-text-2">
        Public records of real systems are read row by row, as any source would be. The board opens by itself when all
        of them are in; you can leave this page and come back.
      </p>
      <div className="mt-4">
        <Progress label="Loading the demo" share={setup.demo.progress} />
      </div>
      {!setup.empty && (
        <p className="mt-4">
          <button type="button" className="btn" onClick={onOpenBoard}>
            Open the board now
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
        Load the demo
      </button>
      {error && <Trouble error={error}>Try again, or look at the server’s log.</Trouble>}
    </>
  );
}

function EmptyWorkspace({ setup }: { readonly setup: Setup }) {
  const refresh = (): void => invalidateResources((path) => path === '/setup' || path.startsWith('/board'), 0);
  return (
    <div className="mt-4 grid gap-4 md:grid-cols-2">
      {setup.demo.available && (
        <section className="panel flex flex-col items-start px-6 py-6" aria-labelledby="start-demo">
          <h2 id="start-demo" className="text-lg font-semibold">
            Look around first
          </h2>
          <p className="mb-4 mt-1 text-sm text-text-2">
            The demo reads public records of real systems: a service desk’s incidents, hotel bookings, and the releases
            and changes of two software projects. Their dates are moved forward by whole weeks, and every page says so.
          </p>
          <StartDemo onStarted={refresh} />
        </section>
      )}
      <section className="panel px-6 py-6" aria-labelledby="start-own">
        <h2 id="start-own" className="text-lg font-semibold">
          Start with your own
        </h2>
        <p className="mt-1 text-sm text-text-2">
          A joint goal needs one Marketing owner, one IT owner, and at least one metric fed by a source. Describe them
          in one file and apply it:
        </p>
        <pre className="mt-3 overflow-x-auto rounded bg-sunken px-3 py-2 text-xs leading-5" tabIndex={0}>
          tandem apply tandem.yaml
        </pre>
        <p className="mt-3 text-sm text-text-2">
          The file names people, connections, metrics, goals and guardrails. What is wrong in it is reported with its
          line, and nothing changes until all of it is right. This page turns into the board by itself.
        </p>
      </section>
    </div>
  );
}

/** The first page of an empty workspace, and the progress of the demo while it loads. */
export default function SetupPage({ setup, onOpenBoard }: SetupPageProps) {
  usePolling(true);
  const loading = setup.demo.state === 'loading';
  return (
    <>
      <PageHeading title={loading ? 'Alignment board' : 'Welcome to Tandem'}>
        {!loading && (
          <p className="text-sm text-text-2">
            One set of targets for marketing and IT. This workspace holds no goals yet.
          </p>
        )}
      </PageHeading>
      {loading ? <LoadingDemo setup={setup} onOpenBoard={onOpenBoard} /> : <EmptyWorkspace setup={setup} />}
    </>
  );
}
