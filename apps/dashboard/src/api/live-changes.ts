import { useSyncExternalStore } from 'react';
import type { ChangeEvent } from '@tandem/contracts/system';
import { concernsPath } from './concerns-path.js';
import { getJson } from './request.js';
import { invalidateResources } from './resource-store.js';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** A short break is mended before a reader needs to know. */
const SAY_LOST_AFTER_MS = 6_000;

let lost = false;
const listeners = new Set<() => void>();

function setLost(next: boolean): void {
  if (next === lost) return;
  lost = next;
  for (const listener of listeners) listener();
}

function isChange(value: unknown): value is ChangeEvent {
  return typeof value === 'object' && value !== null && 'kind' in value && 'keys' in value && Array.isArray(value.keys);
}

function take(message: MessageEvent<string>): void {
  const change: unknown = JSON.parse(message.data);
  if (!isChange(change)) return;
  invalidateResources((path) => concernsPath(change, path));
}

/** Opens the one event stream of this page. Returns how to close it. */
export function followChanges(): () => void {
  let source: EventSource | undefined;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let sayLost: ReturnType<typeof setTimeout> | undefined;

  const connect = (): void => {
    source = new EventSource('/api/v1/events');
    source.addEventListener('change', take);
    source.onopen = () => {
      clearTimeout(sayLost);
      sayLost = undefined;
      setLost(false);
      // What happened while nobody listened is not repeated: everything on screen is asked for again.
      if (failures > 0) invalidateResources(() => true);
      failures = 0;
    };
    source.onerror = () => {
      // The browser's own retry gives up after an answer other than 200, so this one replaces it.
      source?.close();
      failures += 1;
      // An event stream does not say why it ended. Whoever was signed out meanwhile is asked to sign in again.
      if (failures === 1) getJson('/setup').catch(() => undefined);
      sayLost ??= setTimeout(() => setLost(true), SAY_LOST_AFTER_MS);
      retry = setTimeout(connect, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 5)));
    };
  };
  connect();
  return () => {
    clearTimeout(retry);
    clearTimeout(sayLost);
    source?.close();
  };
}

/** True while the page no longer hears of changes. */
export function useChangesLost(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lost,
  );
}
