import type { ReactNode } from 'react';
import type { Snapshot } from '../api/resource-store.js';
import { reading } from '../text/reading.js';
import { clockText } from '../text/time-text.js';
import { Skeleton } from './skeleton.js';
import { sentence, Trouble, TryAgain } from './trouble.js';
import { words } from './ui-words.js';

interface UnansweredProps {
  readonly resource: Snapshot<unknown>;
  /** What would stand here. */
  readonly part: string;
}

/** In place of a part that is silent while there is nothing to tell: nothing, unless its question failed. */
export function Unanswered({ resource: { data, error }, part }: UnansweredProps) {
  if (data !== undefined || !error) return null;
  return (
    <p role="status" className="mt-3 text-sm text-warn">
      {words.partNotShown(part, sentence(error.message))} <TryAgain error={error} />
    </p>
  );
}

interface LoadedProps<T> {
  readonly resource: Snapshot<T>;
  /** Heights of the panels that will stand here. */
  readonly heights: readonly number[];
  readonly children: (data: T) => ReactNode;
}

/** The answer when there is one, else what is known instead: that it is loading, or why it did not come. */
export function Loaded<T>({ resource, heights, children }: LoadedProps<T>) {
  const { data, error, loadedAt } = resource;
  if (data === undefined) return error ? <Trouble error={error} /> : <Skeleton heights={heights} />;
  return (
    <>
      {error && (
        <p role="status" className="mt-3 text-sm text-warn">
          {words.notRefreshed(sentence(error.message), clockText(loadedAt, reading().timeZone))}{' '}
          <TryAgain error={error} />
        </p>
      )}
      {children(data)}
    </>
  );
}
