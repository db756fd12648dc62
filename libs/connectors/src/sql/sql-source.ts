/** A database that was opened for reading, in one transaction that can do nothing else. */
export interface SqlSource {
  /** Its own clock: an ISO instant. */
  now(): Promise<string>;
  /** Rows by their columns, all values as texts, in pages. Instants are ISO, in UTC where the column knows a zone. */
  rows(query: NamedQuery, signal: AbortSignal): AsyncIterable<readonly Readonly<Record<string, string | null>>[]>;
  close(): Promise<void>;
}

export interface SqlAddress {
  /** Judged already: the client connects to it, not to the name. */
  readonly address: string;
  readonly port: number;
}

export interface NamedQuery {
  /** The query in pieces, between which stand values. */
  readonly pieces: readonly string[];
  readonly values: readonly string[];
  /** Whether it asks for a window of time at all. */
  readonly isWindowed: boolean;
}

export const rowsPerPage = 1_000;

/**
 * A query with `:from` and `:to` taken out, to be sent as parameters. In texts, quoted names and comments they stay what they are, and so does a
 * cast such as `::from`.
 */
export function namedQuery(query: string, window: { readonly from: string; readonly to: string }): NamedQuery {
  const pieces: string[] = [''];
  const values: string[] = [];
  const text = query.trim().replace(/;\s*$/, '');
  const parts = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|::\w+|:(from|to)\b|[\s\S]/g;
  for (const { 0: part, 1: name } of text.matchAll(parts)) {
    if (name === 'from' || name === 'to') {
      values.push(window[name]);
      pieces.push('');
    } else {
      pieces[pieces.length - 1] += part;
    }
  }
  return { pieces, values, isWindowed: values.length > 0 };
}
