import { useCallback, useSyncExternalStore } from 'react';
import { readResource, subscribeResource, type Snapshot } from './resource-store.js';

const NOTHING: Snapshot<never> = { data: undefined, error: undefined, loading: false, loadedAt: 0 };

/** The answer of one address, kept up to date while it is shown. `null` asks for nothing. */
export function useResource<T>(path: string | null): Snapshot<T> {
  const subscribe = useCallback(
    (listener: () => void) => (path === null ? () => undefined : subscribeResource(path, listener)),
    [path],
  );
  const read = useCallback((): Snapshot<T> => (path === null ? NOTHING : readResource<T>(path)), [path]);
  return useSyncExternalStore(subscribe, read);
}
