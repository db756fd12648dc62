import { Component, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useLostSince } from '../api/live-changes.js';
import { getText } from '../api/request.js';
import { words } from './shell-words.js';

/** Every browser has its own sentence for code that it could not fetch. */
const NOT_COME = /dynamically imported module|importing a module script|preload CSS/i;

/** Loads the page again, but not into the white page that a browser shows when nobody answers. */
function useLoadAgain(byItself: boolean) {
  const [unreached, setUnreached] = useState(false);
  const lost = useLostSince() !== null;
  const wasLost = useRef(false);
  useEffect(() => {
    if (byItself && wasLost.current && !lost) location.reload();
    wasLost.current ||= lost;
  }, [byItself, lost]);
  const loadAgain = (): void => {
    getText('/health').then(
      () => location.reload(),
      () => setUnreached(true),
    );
  };
  return { unreached: unreached || lost, loadAgain };
}

function Stopped({ failure, isPart }: { readonly failure: Error; readonly isPart: boolean }) {
  const notCome = NOT_COME.test(failure.message);
  // Beside a part there is a page, in which somebody may be writing.
  const { unreached, loadAgain } = useLoadAgain(notCome && !isPart);
  const Heading = isPart ? 'h2' : 'h1';
  const why = notCome ? words.notComeWhy : `${failure.message}. ${words.newerVersion}`;
  return (
    <section className="panel px-4 py-4" role="alert">
      <Heading className="text-lg font-semibold">{notCome ? words.notCome : words.stopped}</Heading>
      <p className="mt-1 text-sm text-text-2">{notCome && unreached ? words.unreached : why}</p>
      <button type="button" className="btn btn-primary mt-3" onClick={loadAgain}>
        {words.loadAgain}
      </button>
    </section>
  );
}

interface PageBoundaryProps {
  readonly isPart?: boolean;
  /** Nothing stands around the page that could hold it. */
  readonly isAlone?: boolean;
  readonly children: ReactNode;
}

interface PageBoundaryState {
  readonly failure: Error | null;
}

/** A page that breaks, or does not come, says so and can be loaded again; the navigation around it stays. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = { failure: null };

  static getDerivedStateFromError(error: unknown): PageBoundaryState {
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    const stopped = <Stopped failure={failure} isPart={this.props.isPart === true} />;
    return this.props.isAlone ? <main className="mx-auto max-w-[400px] px-4 py-10">{stopped}</main> : stopped;
  }
}

interface LatePartProps {
  readonly fallback?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A part of a page whose code comes when it is needed. Where it does not come, all else stays. It is begun when the page stands: React
 * holds a page back for half a second that waits for a part while it takes the place of what stood for it.
 */
export function LatePart({ fallback = null, children }: LatePartProps) {
  const [isBegun, setIsBegun] = useState(false);
  useEffect(() => setIsBegun(true), []);
  if (!isBegun) return fallback;
  return (
    <PageBoundary isPart>
      <Suspense fallback={fallback}>{children}</Suspense>
    </PageBoundary>
  );
}
