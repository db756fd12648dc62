import type { Connector, Json, Page } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import type { RawPlace, RawReader } from './replay-ports.js';

const rowsPerPage = 500;

interface Replaying {
  readonly connector: Connector;
  readonly settings: unknown;
  readonly connectionId: string;
  readonly cursor: Json | null;
  readonly signal: AbortSignal;
}

/** Makes records anew of the rows that were kept, without asking the source: after a change of settings, or of the connector. */
export async function* replayPages(raw: RawReader, replaying: Replaying): AsyncGenerator<Page> {
  const { connector, settings, connectionId, signal } = replaying;
  if (!connector.replay) {
    throw new ConnectorFailure(
      'configuration',
      'nothingKept',
      `Of sources of the kind "${connector.title}" no rows are kept.`,
      'Sync the source instead: it reads everything again.',
    );
  }
  const all = await raw.count(connectionId);
  let place = placeOf(replaying.cursor);
  let done = place?.done ?? 0;
  for (;;) {
    signal.throwIfAborted();
    const rows = await raw.page(connectionId, place, rowsPerPage);
    const last = rows?.rows.at(-1);
    if (!rows || !last) return;
    const { stream, partition } = rows;
    done += rows.rows.length;
    place = { stream, partition, key: last.key, done };
    const made = connector.replay(settings, { stream, partition, rows: rows.rows });
    yield { ...made, cursor: { ...place }, progress: all === 0 ? null : Math.min(0.999, done / all) };
  }
}

type Standing = RawPlace & { readonly done: number };

function placeOf(cursor: Json | null): Standing | null {
  if (typeof cursor !== 'object' || cursor === null || Array.isArray(cursor)) return null;
  const { stream, partition, key, done } = cursor as Readonly<Record<string, Json>>;
  if (typeof stream !== 'string' || typeof partition !== 'string' || typeof key !== 'string') return null;
  return { stream, partition, key, done: typeof done === 'number' ? done : 0 };
}
