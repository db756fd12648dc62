import { useEffect, useRef } from 'react';
import { useLocation, useSearch } from 'wouter';
import { addressOf } from '../navigation/address.js';
import { NAVIGATION } from './navigation-items.js';

/** The second key of a sequence is waited for this long. */
const SEQUENCE_MS = 1_500;

/** Keys that open the palette, as keyboards of this system name them. */
export function findKeys(): readonly string[] {
  return [/Mac|iP(hone|ad|od)/.test(navigator.userAgent) ? '⌘' : 'Ctrl', 'K'];
}

/** Whether what is pressed is meant for something that takes text, chooses by letters, or is open over the page. */
function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest('input, textarea, select, [role="listbox"], [role="menu"]') !== null
  );
}

interface Shortcuts {
  /** Single keys do something; with a modifier they always do. */
  readonly isOn: boolean;
  readonly onFind: () => void;
  readonly onKeys: () => void;
}

/** Ctrl or ⌘ K anywhere; `/`, `?` and `g` with another key where nobody types. */
export function useShortcuts({ isOn, onFind, onKeys }: Shortcuts): void {
  const [, navigate] = useLocation();
  const search = useSearch();
  const begunAt = useRef(0);
  useEffect(() => {
    const single = (event: KeyboardEvent): (() => void) | null => {
      const isSecond = Date.now() - begunAt.current < SEQUENCE_MS;
      begunAt.current = 0;
      if (isSecond) {
        const item = NAVIGATION.find(({ key }) => key === event.key);
        return item ? () => navigate(addressOf(item.path, search)) : null;
      }
      if (event.key === '/') return onFind;
      if (event.key === '?') return onKeys;
      if (event.key === 'g') begunAt.current = Date.now();
      return null;
    };
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const isFind = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k';
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      const act = isFind ? onFind : isOn && isPlain && !isTaken(event.target) ? single(event) : null;
      if (act === null || (isFind && document.querySelector('dialog[open]') !== null)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [isOn, onFind, onKeys, navigate, search]);
}
