import { frameProblems, rawText, type Row, type RowBatch } from './row-batch.js';
import { framesOf, type Frame, type FrameBatch } from './text-lines.js';
import { isStorableText } from '@tandem/domain/record/storable-text';
import { cellText, valueAt } from '@tandem/connector-kit/mapping/cell-text';
import { quoted } from '@tandem/connector-kit/mapping/reading';

/**
 * Reads JSON lines: one object a line. A column is a key of the object, or a path of keys joined by dots; a key that is missing or
 * null is an empty cell.
 *
 * @param columns the columns that are wanted, in the order in which rows give their cells
 */
export async function* jsonRows(chunks: AsyncIterable<Buffer>, columns: readonly string[]): AsyncGenerator<RowBatch> {
  const paths = columns.map((column) => ({ column, path: column.split('.') }));
  for await (const batch of framesOf(chunks, { delimiter: null })) yield batchOf(batch, columns, paths);
}

interface WantedPath {
  readonly column: string;
  readonly path: readonly string[];
}

function batchOf(batch: FrameBatch, columns: readonly string[], paths: readonly WantedPath[]): RowBatch {
  const namesSeen = new Set<string>();
  const problemOf = frameProblems(batch);
  const rows = batch.frames.map((frame): Row => {
    const { line } = frame;
    const problem = problemOf(frame);
    if (problem !== null) return { line, frame, problem };
    const parsed = parseObject(batch.bytes, frame);
    if (typeof parsed === 'string') return { line, frame, problem: parsed };
    for (const name of Object.keys(parsed)) if (namesSeen.size < 1000) namesSeen.add(name);
    const cells: string[] = [];
    const numbers = new Set<number>();
    for (const { column, path } of paths) {
      const value = valueAt(parsed, column, path);
      const cell = cellText(value);
      if (cell === null) return { line, frame, problem: unreadable(column) };
      if (!isStorableText(cell)) return { line, frame, problem: unstorable(column) };
      if (cell !== '') namesSeen.add(column);
      if (typeof value === 'number') numbers.add(cells.length);
      cells.push(cell);
    }
    return { line, frame, cells, numbers, content: () => canonicalJson(parsed) };
  });
  return { columns, rows, rawOf: (row) => rawText(batch.bytes, row.frame), namesSeen };
}

function unreadable(column: string): string {
  return `The value of ${quoted(column)} is a list, an object, or a number with more digits than JSON keeps. Write it as text or as a plain number.`;
}

function unstorable(column: string): string {
  return `The value of ${quoted(column)} holds a NUL character or half of a character. Export it again as text in UTF-8.`;
}

function parseObject(bytes: Buffer, frame: Frame): object | string {
  const text = bytes.toString('utf8', frame.start, frame.end);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return nestsDeeper(value, mostLevels)
        ? `The object nests deeper than ${mostLevels} levels. Write the values that are wanted at its top.`
        : value;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (!/^\s*\[/.test(text)) return `The line is not valid JSON. Write one whole JSON object on each line.`;
  }
  return 'The line is not a JSON object. Write one object on each line, without a list around them and without commas between them.';
}

const mostLevels = 100;

function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => nestsDeeper(inner, levels - 1));
}

/** The same text for the same object, in whatever order its keys were written. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}
