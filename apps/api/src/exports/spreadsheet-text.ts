import type { Cell } from './export-table.js';

// With white space in front some programs still see a formula; the wide signs are what an East Asian keyboard writes.
const couldRun = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;
const plainNumber = /^-?\d+(?:\.\d+)?$/;

/**
 * A text as a spreadsheet may have it. What a program could take for a formula gets an apostrophe in front, and NUL is left out. A plain number
 * stays as it is, a negative one too: it cannot be run.
 */
export function spreadsheetText(text: string): string {
  const withoutNul = text.replaceAll('\0', '');
  return couldRun.test(withoutNul) && !plainNumber.test(withoutNul) ? `'${withoutNul}` : withoutNul;
}

/** The text of a cell that is no number: pairs as JSON, which starts with a brace and is never run. */
export function cellText(cell: Exclude<Cell, null>): string {
  return spreadsheetText(typeof cell === 'object' ? JSON.stringify(cell) : String(cell));
}

export function isPlainNumber(cell: Cell): cell is string | number {
  return (typeof cell === 'string' || typeof cell === 'number') && plainNumber.test(String(cell));
}
