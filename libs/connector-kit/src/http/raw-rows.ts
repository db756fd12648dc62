import { createHash } from 'node:crypto';
import type { Json, RawRow } from '../connector.js';
import type { CursorKind } from './declaration.js';
import { isRow } from './normalize-rows.js';

/** Rows with the key under which each is kept: the vendor's id where a row has one, else what it holds. */
export function rawRows(stream: { readonly cursor: CursorKind }, rows: readonly unknown[]): readonly RawRow[] {
  return rows.map((row) => ({ key: keyOf(stream.cursor, row), row: row as Json }));
}

function keyOf(cursor: CursorKind, row: unknown): string {
  if (isRow(row)) {
    const id = cursor.kind === 'timestampId' ? idBy(() => cursor.id(row)) : row.id;
    if (typeof id === 'string' && id !== '' && id.length <= 300) return id;
    if (typeof id === 'number') return String(id);
  }
  return createHash('sha256').update(JSON.stringify(row)).digest('hex');
}

// A row that does not fit makes the declaration stumble, and is rejected later.
function idBy(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
