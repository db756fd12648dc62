import type { Json } from '@tandem/connector-kit/connector';

/** Where a replay stands: the last row that was made anew. */
export interface RawPlace {
  readonly stream: string;
  readonly partition: string;
  readonly key: string;
}

export interface RawRows {
  readonly stream: string;
  readonly partition: string;
  readonly rows: readonly { readonly key: string; readonly row: Json }[];
}

/** Rows as vendors gave them, kept for a replay. */
export interface RawReader {
  count(connectionId: string): Promise<number>;
  /** The rows after a place, of one stream and partition; null when there are none. */
  page(connectionId: string, after: RawPlace | null, limit: number): Promise<RawRows | null>;
}
