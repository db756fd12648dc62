import { streamNames } from '@tandem/domain/record/streams';
import type { DiscoveredChoices, SampleRows } from '../connector.js';
import { cellText, valueAt } from './cell-text.js';
import { mappingFor } from './mapping-for.js';

const columnsShown = 100;
const rowsLookedAt = 100;
const rowsShown = 50;
const longestCell = 200;

/**
 * A mapping to begin with for each stream, made from the columns that there are; the best first.
 *
 * @param rows the cells of the first rows, in the order of the columns
 */
export function mappingChoices(
  columns: readonly string[],
  noColumns: string,
  rows: SampleRows['rows'] = [],
): DiscoveredChoices {
  const field = 'mappings';
  if (columns.length === 0) return { field, choices: [], note: noColumns };
  const choices = streamNames.map((stream) => {
    const { mapping, missing } = mappingFor(stream, columns);
    const open = missing.length ? `; no column was found for ${missing.join(', ')}` : '';
    return { value: JSON.stringify([mapping]), label: `Each row is one ${stream}${open}`, missing: missing.length };
  });
  const best = [...choices].sort((a, b) => a.missing - b.missing);
  return {
    field,
    choices: best.map(({ value, label }) => ({ value, label })),
    note: `Columns found: ${columns.slice(0, columnsShown).join(', ')}.`,
    ...(rows.length ? { sample: { columns, rows: rows.slice(0, rowsShown).map(shortened) } } : {}),
  };
}

/** The cells of rows that are objects, by the paths of `columnsIn`; what has no text of its own is empty. */
export function cellsIn(rows: readonly unknown[], columns: readonly string[]): SampleRows['rows'] {
  const paths = columns.map((column) => ({ column, path: column.split('.') }));
  return rows
    .slice(0, rowsShown)
    .filter((row) => typeof row === 'object' && row !== null)
    .map((row) => paths.map(({ column, path }) => cellText(valueAt(row, column, path)) ?? ''));
}

function shortened(cells: readonly string[]): readonly string[] {
  return cells.map((cell) => cell.slice(0, longestCell));
}

/** Paths of the single values in the first rows, as mappings name them: `fields.status` for a value inside an object. */
export function columnsIn(rows: readonly unknown[]): readonly string[] {
  const found = new Set<string>();
  const lookInto = (value: unknown, path: string, depth: number): void => {
    if (typeof value !== 'object' || value === null) {
      if (path !== '') found.add(path);
      return;
    }
    if (Array.isArray(value) || depth > 3) return;
    for (const [name, inner] of Object.entries(value))
      lookInto(inner, path === '' ? name : `${path}.${name}`, depth + 1);
  };
  for (const row of rows.slice(0, rowsLookedAt)) lookInto(row, '', 0);
  return [...found];
}
