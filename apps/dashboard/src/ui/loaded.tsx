import type { ReactNode } from 'react';
import type { Snapshot } from '../api/resource-store.js';
import { reading } from '../text/reading.js';
import { clockText } from '../text/time-text.js';
import { Skeleton } from './skeleton.js';
import { sentence, Trouble, TryAgain } from './trouble.js';
import { words } from './ui-words.js';

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
