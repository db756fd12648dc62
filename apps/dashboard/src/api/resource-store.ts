import { ApiError } from './api-error.js';
import { getText, parseAnswer } from './request.js';

/** What a page knows of one address. `data` stays while it is asked for again, so that nothing flickers. */
export interface Snapshot<T> {
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
  readonly loading: boolean;
  readonly loadedAt: number;
}

interface Entry {
  snapshot: Snapshot<unknown>;
  /** What the snapshot was read from. */
  text: string | undefined;
  listeners: Set<() => void>;
  stale: boolean;
  fetching: boolean;
  failures: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  dueAt: number;
}

const EMPTY: Snapshot<unknown> = { data: undefined, error: undefined, loading: true, loadedAt: 0 };
const KEPT_UNUSED = 40;
/** An answer younger than this is shown without asking again when a page is opened. */
const FRESH_MS = 15_000;
/** A burst of events (an import) leads to one question a second, not to one an event. */
const QUIET_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

const entries = new Map<string, Entry>();

function entryOf(path: string): Entry {
  const known = entries.get(path);
  if (known) return known;
  const entry: Entry = {
    snapshot: EMPTY,
    text: undefined,
    listeners: new Set(),
    stale: true,
    fetching: false,
    failures: 0,
    timer: undefined,
    dueAt: 0,
  };
  entries.set(path, entry);
  for (const [oldPath, old] of entries) {
    if (entries.size <= KEPT_UNUSED) break;
    if (old.listeners.size === 0 && old !== entry) entries.delete(oldPath);
  }
  return entry;
}

function publish(entry: Entry, snapshot: Snapshot<unknown>): void {
  entry.snapshot = snapshot;
  for (const listener of entry.listeners) listener();
}

/** Plans the next question; an earlier plan is kept unless the new one is sooner. */
function schedule(path: string, entry: Entry, delayMs: number): void {
  const dueAt = Date.now() + delayMs;
  if (entry.fetching || (entry.timer !== undefined && entry.dueAt <= dueAt)) return;
  clearTimeout(entry.timer);
  entry.dueAt = dueAt;
  entry.timer = setTimeout(() => {
    entry.timer = undefined;
    if (entry.listeners.size > 0) void load(path, entry);
  }, delayMs);
}

function planNext(path: string, entry: Entry): void {
  if (entry.snapshot.error?.passing === true) {
    schedule(path, entry, Math.min(LONGEST_RETRY_MS, 1_000 * 2 ** Math.min(entry.failures, 5)));
  } else if (entry.stale) {
    // It changed again while the answer was on its way.
    schedule(path, entry, QUIET_MS);
  }
}

async function load(path: string, entry: Entry): Promise<void> {
  if (entry.fetching) return;
  entry.fetching = true;
  entry.stale = false;
  try {
    const text = await getText(path);
    const isSame = text === entry.text;
    // The same answer again is the same data: nothing on screen is drawn anew.
    const data = isSame ? entry.snapshot.data : parseAnswer<unknown>(text);
    const isNews = !isSame && entry.text !== undefined && entry.listeners.size > 0;
    entry.text = text;
    entry.failures = 0;
    publish(entry, { data, error: undefined, loading: false, loadedAt: Date.now() });
    if (isNews) tellNews(path);
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(0, String(error), null);
    entry.failures += 1;
    publish(entry, { ...entry.snapshot, error: known, loading: false });
  } finally {
    entry.fetching = false;
  }
  planNext(path, entry);
}

let newsAt: number | null = null;
const newsListeners = new Set<() => void>();
/** Somebody who listens to the page is not told of every row of an import. */
const NEWS_EVERY_MS = 30_000;
/** What stands around the page is no news of the page. */
const AROUND = /^\/(alerts\?state=open|session|setup|account\/|views)/;

function tellNews(path: string): void {
  const now = Date.now();
  if (AROUND.test(path) || (newsAt !== null && now - newsAt < NEWS_EVERY_MS)) return;
  newsAt = now;
  for (const listener of newsListeners) listener();
}

/** When something that is shown last changed by itself; null when nothing has. */
export function latestNews(): number | null {
  return newsAt;
}

export function subscribeNews(listener: () => void): () => void {
  newsListeners.add(listener);
  return () => newsListeners.delete(listener);
}

/** Asks before anybody shows it; the page that does finds the answer there, or on its way. Undefined where there is none. */
export async function askAhead<T>(path: string): Promise<T | undefined> {
  const entry = entryOf(path);
  await load(path, entry);
  return entry.snapshot.data as T | undefined;
}

/** The answer to a change says how things are now: nobody has to ask for it. */
export function putResource(path: string, data: unknown): void {
  const entry = entryOf(path);
  entry.stale = false;
  entry.text = undefined;
  publish(entry, { data, error: undefined, loading: false, loadedAt: Date.now() });
}

export function readResource<T>(path: string): Snapshot<T> {
  return entryOf(path).snapshot as Snapshot<T>;
}

export function subscribeResource(path: string, listener: () => void): () => void {
  const entry = entryOf(path);
  entry.listeners.add(listener);
  const old = Date.now() - entry.snapshot.loadedAt > FRESH_MS;
  if (entry.stale || old || entry.snapshot.error) void load(path, entry);
  return () => entry.listeners.delete(listener);
}

/** Asks at once for everything on screen that got no answer, without waiting for its turn. */
export function askFailedAgain(): void {
  for (const [path, entry] of entries) {
    if (entry.snapshot.error && entry.listeners.size > 0) void load(path, entry);
  }
}

/** Marks what a change concerns; what is on screen is asked for again, the rest when it is next opened. */
export function invalidateResources(concerns: (path: string) => boolean, delayMs = QUIET_MS): void {
  for (const [path, entry] of entries) {
    if (!concerns(path)) continue;
    entry.stale = true;
    if (entry.listeners.size > 0) schedule(path, entry, delayMs);
  }
}
