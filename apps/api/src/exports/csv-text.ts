import type { Cell, CellType, ExportTable } from './export-table.js';
import { cellText, isPlainNumber } from './spreadsheet-text.js';

const byteOrderMark = '\uFEFF';

/** A table as CSV after RFC 4180: commas, CRLF, quotes where they are needed. The mark in front tells Excel that it is UTF-8. */
export async function* csvText(table: ExportTable, options: { readonly bom: boolean }): AsyncGenerator<string> {
  if (options.bom) yield byteOrderMark;
  yield lineOf(table.columns.map(({ name }) => name));
  for await (const row of table.rows) {
    yield lineOf(row.map((cell, index) => fieldText(cell, table.columns[index]?.type ?? 'text')));
  }
}

function lineOf(fields: readonly string[]): string {
  return `${fields.map(quoted).join(',')}\r\n`;
}

function fieldText(cell: Cell, type: CellType): string {
  if (cell === null) return '';
  return type === 'number' && isPlainNumber(cell) ? String(cell) : cellText(cell);
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
