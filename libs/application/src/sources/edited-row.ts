import type { RefusedRow, RowEdit } from './quarantine-ports.js';

export type EditedRow = Pick<RefusedRow, 'stream' | 'file' | 'line' | 'raw' | 'columns' | 'cells'>;

/** Where a longer row was cut when it was put into quarantine. */
const rawKept = 4_000;

/**
 * A row of quarantine with what somebody changed in it. Cells are set by their column; a row without cells is a JSON object whose own keys are set, each
 * keeping the kind of value that it had.
 *
 * @returns the row, or what is wrong with the change
 */
export function editedRow(
  { stream, file, line, raw, columns, cells }: RefusedRow,
  edit: RowEdit | null,
): EditedRow | { readonly field: string | null; readonly problem: string } {
  const place = { stream, file, line };
  if (edit !== null && 'raw' in edit) return { ...place, raw: edit.raw, columns, cells: null };
  if (columns && cells) {
    const unknown = Object.keys(edit?.cells ?? {}).find((column) => !columns.includes(column));
    if (unknown !== undefined) return { field: unknown, problem: `The row has no column "${unknown}".` };
    return { ...place, raw, columns, cells: cells.map((cell, at) => cellOf(edit, columns[at] ?? '') ?? cell) };
  }
  if (raw.length >= rawKept)
    return { field: null, problem: 'The row was too long to be kept whole. Mend it at the source, and sync.' };
  if (edit === null) return { ...place, raw, columns, cells: null };
  const changed = withKeys(raw, edit.cells);
  if (changed === null) return { field: null, problem: 'The row is not a JSON object: write it anew as a whole.' };
  return { ...place, raw: changed, columns, cells: null };
}

function cellOf(edit: { readonly cells: Readonly<Record<string, string>> } | null, column: string): string | null {
  return edit && Object.hasOwn(edit.cells, column) ? (edit.cells[column] ?? null) : null;
}

function withKeys(raw: string, values: Readonly<Record<string, string>>): string | null {
  let object: unknown;
  try {
    object = JSON.parse(raw);
  } catch {
    return null;
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return null;
  const members = new Map<string, unknown>(Object.entries(object));
  for (const [key, text] of Object.entries(values)) members.set(key, sameKind(members.get(key), text));
  return JSON.stringify(Object.fromEntries(members));
}

function sameKind(before: unknown, text: string): unknown {
  if (typeof before === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (typeof before === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
