import { useEffect } from 'react';

interface Export {
  readonly path: string;
  readonly label: string;
}

let current: Export | null = null;

/** What the page that is open would export, for whoever asks for it without looking for the menu. */
export function currentExport(): Export | null {
  return current;
}

export function useCurrentExport(path: string, label: string): void {
  useEffect(() => {
    const own = { path, label };
    current ??= own;
    return () => {
      if (current === own) current = null;
    };
  }, [path, label]);
}
