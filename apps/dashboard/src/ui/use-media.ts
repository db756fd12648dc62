import { useCallback, useSyncExternalStore } from 'react';

export const WIDE = '(min-width: 1024px)';

/** Whether a media query holds now; only the table or only the cards are drawn, never both. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
