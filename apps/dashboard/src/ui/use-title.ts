import { useEffect } from 'react';

/** The name of the page in the browser's tab; the shell reads it out when the page changes. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Tandem`;
  }, [title]);
}
