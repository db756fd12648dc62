import { useState, type KeyboardEvent } from 'react';

interface CrosshairOptions {
  /** How many places it can stand on. */
  readonly count: number;
  /** Where the first key leads from. */
  readonly start: number;
  /** Places that Shift steps over. */
  readonly stride: number;
  /** What any other key does; answers whether it did something. */
  readonly onKey?: (key: string, index: number | null) => boolean;
}

export interface Crosshair {
  readonly index: number | null;
  readonly set: (index: number | null) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Which place a key leads to; null when the key means nothing here. */
function indexForKey(event: KeyboardEvent, from: number, { count, stride }: CrosshairOptions): number | null {
  const step = event.shiftKey ? stride : 1;
  const wanted = { ArrowLeft: from - step, ArrowRight: from + step, Home: 0, End: count - 1 }[event.key];
  return wanted === undefined ? null : Math.min(count - 1, Math.max(0, wanted));
}

/** The place of a chart that is read out: arrows step, Shift steps further, Home and End jump, Escape leaves. */
export function useCrosshair(options: CrosshairOptions): Crosshair {
  const [selected, set] = useState<number | null>(null);
  const index = selected === null ? null : Math.min(selected, options.count - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    // Keys with Ctrl, Alt or ⌘ are those of the browser and the page.
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (options.onKey?.(event.key, index) === true) return event.preventDefault();
    if (event.key === 'Escape') return set(null);
    const next = indexForKey(event, index ?? options.start, options);
    if (next === null) return;
    event.preventDefault();
    set(next);
  };
  return { index, set, onKeyDown };
}
