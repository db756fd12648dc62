import { mainWorkspace } from '@tandem/config/workspace-name';
import pg from 'pg';
import { workspaceUrl } from '../workspace/workspace-url.js';
import { changeChannel, type StoreChange } from './notify-change.js';

export type FeedMessage = StoreChange | { readonly kind: 'resync'; readonly keys: readonly []; readonly at: Date };

export interface ChangeFeed {
  /** Answers the function that ends the subscription. */
  subscribe(listener: (message: FeedMessage) => void): () => void;
  close(): Promise<void>;
}

const firstRetryMs = 250;
const longestRetryMs = 10_000;
const keepAliveMs = 30_000;

/**
 * Hears what transactions committed, over one connection of its own. A connection that was lost is opened again, and listeners are told to
 * read everything anew, since messages may have been missed.
 */
export async function openChangeFeed(url: string, workspace = mainWorkspace): Promise<ChangeFeed> {
  const listeners = new Set<(message: FeedMessage) => void>();
  const tell = (message: FeedMessage) => {
    for (const listener of listeners) listener(message);
  };
  let closed = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  const reopen = (retryMs: number) => {
    if (closed) return;
    timer = setTimeout(() => {
      open().then(
        () => tell({ kind: 'resync', keys: [], at: new Date() }),
        () => reopen(Math.min(retryMs * 2, longestRetryMs)),
      );
    }, retryMs);
    timer.unref();
  };

  const open = async () => {
    const next = new pg.Client({
      connectionString: workspaceUrl(url, workspace),
      application_name: 'tandem-feed',
      keepAlive: true,
    });
    next.on('error', () => undefined);
    await next.connect();
    await next.query(`listen ${changeChannel(workspace)}`);
    // A connection that a firewall forgot would otherwise stay silent for ever.
    const beat = setInterval(() => void next.query('select 1').catch(() => next.end()), keepAliveMs);
    beat.unref();
    next.on('end', () => {
      clearInterval(beat);
      client = null;
      reopen(firstRetryMs);
    });
    next.on('notification', ({ payload }) => tell(parse(payload)));
    client = next;
  };

  await open();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

function parse(payload: string | undefined): FeedMessage {
  const message = JSON.parse(payload ?? 'null') as { kind: StoreChange['kind']; keys: string[]; at: string };
  return { ...message, at: new Date(message.at) };
}
