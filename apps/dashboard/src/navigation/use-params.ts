import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { withParams } from './address.js';

/** Reads the page's state from the address, and writes it there: there is no other state to share. */
export function useParams() {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const set = useCallback(
    (changes: Readonly<Record<string, string | null>>, replace = true) => {
      const query = withParams(search, changes);
      navigate(query === '' ? path : `${path}?${query}`, { replace });
    },
    [navigate, path, search],
  );
  return { params, set, asOf: params.get('asOf') };
}
