import { Component, type ReactNode } from 'react';
import { words } from './shell-words.js';

interface PageBoundaryState {
  readonly failure: Error | null;
}

/** A page that breaks says so and can be loaded again; the navigation around it stays. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, PageBoundaryState> {
  override state: PageBoundaryState = { failure: null };

  static getDerivedStateFromError(error: unknown): PageBoundaryState {
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <section className="panel px-4 py-4" role="alert">
        <h1 className="text-lg font-semibold">{words.stopped}</h1>
        <p className="mt-1 text-sm text-text-2">
          {failure.message}. {words.newerVersion}
        </p>
        <button type="button" className="btn btn-primary mt-3" onClick={() => location.reload()}>
          {words.loadAgain}
        </button>
      </section>
    );
  }
}
