import { useSyncExternalStore } from 'react';
import type { ChangeEvent } from '@tandem/contracts/system';
import { concernsPath } from './concerns-path.js';
import { getJson } from './request.js';
import { invalidateResources } from './resource-store.js';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** A short break is mended before a reader needs to know. */
const SAY_LOST_AFTER_MS = 6_000;
/** The server says that it is alive every 25 s: whoever hears nothing for longer is not connected, whatever the browser believes. */
const SILENT_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 15_000;

let lostSince: number | null = null;
const listeners = new Set<() => void>();

function setLostSince(next: number | null): void {
  if (next === lostSince) return;
  lostSince = next;
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

/** The one event stream of this page, opened again whenever it is lost. */
class ChangeStream {
  private source: EventSource | undefined;
  private failures = 0;
  private heardAt = Date.now();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private sayLost: ReturnType<typeof setTimeout> | undefined;

  readonly connect = (): void => {
    clearTimeout(this.retry);
    this.source?.close();
    const source = new EventSource('/api/v1/events');
    this.source = source;
    source.addEventListener('change', (message: MessageEvent<string>) => {
      this.heardAt = Date.now();
      take(message);
    });
    source.addEventListener('alive', () => (this.heardAt = Date.now()));
    source.onopen = () => {
      this.heardAt = Date.now();
      clearTimeout(this.sayLost);
      this.sayLost = undefined;
      setLostSince(null);
      // What happened while nobody listened is not repeated: everything on screen is asked for again.
      if (this.failures > 0) invalidateResources(() => true);
      this.failures = 0;
    };
    source.onerror = () => this.lose();
  };

  /** After a sleep of the machine or of the tab a connection can look open and be dead. */
  readonly look = (): void => {
    if (document.visibilityState === 'hidden' || Date.now() - this.heardAt < SILENT_AFTER_MS) return;
    this.heardAt = Date.now();
    this.reconnect();
  };

  /** The network went or came: what was open until now may be dead without having said so, and what came meanwhile was not heard. */
  readonly reconnect = (): void => {
    this.failures = Math.max(1, this.failures);
    this.connect();
  };

  close(): void {
    clearTimeout(this.retry);
    clearTimeout(this.sayLost);
    this.source?.close();
  }

  private lose(): void {
    // The browser's own retry gives up after an answer other than 200, so this one replaces it.
    this.source?.close();
    this.failures += 1;
    // An event stream does not say why it ended. Whoever was signed out meanwhile is asked to sign in again.
    if (this.failures === 1) getJson('/setup').catch(() => undefined);
    const since = Date.now();
    // Without any network nobody has to wait for another try to know.
    this.sayLost ??= setTimeout(() => setLostSince(since), navigator.onLine ? SAY_LOST_AFTER_MS : 0);
    const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.failures, 5));
    this.retry = setTimeout(this.connect, delay);
  }
}

/** Opens the one event stream of this page, and opens it again after every kind of silence. Returns how to close it. */
export function followChanges(): () => void {
  const stream = new ChangeStream();
  stream.connect();
  const timer = setInterval(stream.look, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', stream.look);
  addEventListener('pageshow', stream.look);
  addEventListener('online', stream.reconnect);
  addEventListener('offline', stream.reconnect);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', stream.look);
    removeEventListener('pageshow', stream.look);
    removeEventListener('online', stream.reconnect);
    removeEventListener('offline', stream.reconnect);
    stream.close();
  };
}

/** Since when the page no longer hears of changes; null while it does. */
export function useLostSince(): number | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lostSince,
  );
}
