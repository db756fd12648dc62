import type { Cell, CellType } from './export-table.js';
import { cellText, isPlainNumber } from './spreadsheet-text.js';
import { headingStyle, numberStyle, textStyle } from './xlsx-parts.js';

/** What a cell of Excel holds at most. */
const longestText = 32_767;
const cutMark = '… (cut; CSV and NDJSON hold all of it)';
const mostDigits = 15;

export function headingXml(names: readonly string[]): string {
  return rowXml(
    1,
    names.map((name, index) => stringXml(cellName(index, 1), name, headingStyle)),
  );
}

/** One row. Numbers are written with the digits they came with; one that a spreadsheet would cut becomes a text instead. */
export function cellsXml(row: number, cells: readonly Cell[], types: readonly CellType[]): string {
  return rowXml(
    row,
    cells.flatMap((cell, index) => {
      if (cell === null) return [];
      const name = cellName(index, row);
      return types[index] === 'number' && isPlainNumber(cell) && fits(String(cell))
        ? [numberXml(name, String(cell))]
        : [
            stringXml(
              name,
              types[index] === 'number' && isPlainNumber(cell) ? String(cell) : cellText(cell),
              textStyle,
            ),
          ];
    }),
  );
}

function rowXml(row: number, cells: readonly string[]): string {
  return `<row r="${row}">${cells.join('')}</row>`;
}

/** Excel computes in double precision and shows 15 digits: beyond that a number would silently be another one. */
function fits(digits: string): boolean {
  return digits.replace(/^-?0*\.?0*/, '').replace('.', '').length <= mostDigits;
}

function numberXml(name: string, digits: string): string {
  const decimals = digits.split('.')[1]?.length ?? 0;
  return `<c r="${name}" s="${numberStyle(decimals)}"><v>${digits}</v></c>`;
}

function stringXml(name: string, text: string, style: number): string {
  const whole = text.length > longestText ? text.slice(0, longestText - cutMark.length) + cutMark : text;
  return `<c r="${name}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(whole)}</t></is></c>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters cannot stand in XML; a workbook writes them as `_x0001_`, and so needs a mark where a text reads like that itself. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)
    .replace(/[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, (sign) => {
      const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase();
      return `_x${code.padStart(4, '0')}_`;
    });
}

function cellName(column: number, row: number): string {
  return columnName(column) + String(row);
}

function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}
