import { createHash } from 'node:crypto';
import type { Json, RawRow } from '../connector.js';
import { isRow } from './normalize-rows.js';

/**
 * Rows with the key under which each is kept: that of its first record; of a row without one the vendor's id, or what it holds.
 *
 * @param keys of the rows' records, in the order of the rows
 */
export function rawRows(rows: readonly unknown[], keys: readonly (string | null)[]): readonly RawRow[] {
  return rows.map((row, index) => ({ key: keys[index] ?? ownKey(row), row: row as Json }));
}

function ownKey(row: unknown): string {
  const id = isRow(row) ? row.id : undefined;
  if (typeof id === 'number' || (typeof id === 'string' && id !== '' && id.length <= 300)) return `row ${id}`;
  return createHash('sha256').update(JSON.stringify(row)).digest('hex');
}
