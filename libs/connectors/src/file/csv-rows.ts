import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { CsvError, parse, type CsvErrorCode, type Options } from 'csv-parse/sync';
import { frameProblems, rawText, type Row, type RowBatch } from './row-batch.js';
import { framesOf, type Frame, type FrameBatch } from './text-lines.js';

/**
 * Reads CSV: the first line names the columns. A row without quotes is what lies between its delimiters; rows with quotes are
 * parsed by csv-parse, all of a batch together, and one by one only when that fails, so that one bad row costs nothing but itself.
 *
 * @throws {ConnectorFailure} when there is no usable header
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  file: string,
  delimiter: string,
): AsyncGenerator<RowBatch> {
  let columns: readonly string[] | null = null;
  for await (const batch of framesOf(chunks, { delimiter: delimiter.charCodeAt(0) })) {
    const [first, ...others] = batch.frames;
    if (columns === null && first) {
      columns = headerOf(first, batch, file, delimiter);
      yield batchOf({ bytes: batch.bytes, frames: others }, columns, delimiter);
    } else if (columns !== null) {
      yield batchOf(batch, columns, delimiter);
    }
  }
}

function headerOf(frame: Frame, batch: FrameBatch, file: string, delimiter: string): readonly string[] {
  const problem = frameProblems({ bytes: batch.bytes, frames: [frame] })(frame);
  const parsed = problem ?? parseOne(batch.bytes, frame, delimiter);
  if (typeof parsed === 'string') {
    throw new ConnectorFailure(
      'configuration',
      'headerUnreadable',
      `${file}: line ${frame.line}, which should name the columns, cannot be read. ${parsed}`,
      'Export the file again as CSV whose first line names the columns.',
    );
  }
  return parsed.map((name) => name.trim());
}

function batchOf(batch: FrameBatch, columns: readonly string[], delimiter: string): RowBatch {
  const { bytes, frames } = batch;
  const problemOf = frameProblems(batch);
  const quoted = parseQuoted(
    batch,
    frames.filter((frame) => frame.quoted && problemOf(frame) === null),
    delimiter,
  );
  const rows = frames.map((frame): Row => {
    const { line } = frame;
    const problem = problemOf(frame);
    if (problem !== null) return { line, frame, problem };
    const cells = quoted.get(frame) ?? bytes.toString('utf8', frame.start, frame.end).split(delimiter);
    if (typeof cells === 'string') return { line, frame, problem: cells };
    if (cells.length !== columns.length)
      return { line, frame, problem: cellCountProblem(cells.length, columns.length) };
    return { line, frame, cells, content: () => cells.join('\0') };
  });
  return { columns, rows, rawOf: (row) => rawText(bytes, row.frame), namesSeen: null };
}

function cellCountProblem(found: number, expected: number): string {
  return (
    `The row has ${found} ${found === 1 ? 'cell' : 'cells'} and the header has ${expected}. ` +
    'Put cells that hold the delimiter or a line end in quotes, and give every row the cells of the header.'
  );
}

const lineFeed = Buffer.from('\n');

function parseQuoted(
  batch: FrameBatch,
  frames: readonly Frame[],
  delimiter: string,
): ReadonlyMap<Frame, readonly string[] | string> {
  const parsed = new Map<Frame, readonly string[] | string>();
  if (frames.length === 0) return parsed;
  const together = frames.flatMap((frame) => [batch.bytes.subarray(frame.start, frame.end), lineFeed]);
  const rows = parseText(Buffer.concat(together), delimiter);
  const fits = typeof rows !== 'string' && rows.length === frames.length;
  for (const [index, frame] of frames.entries()) {
    parsed.set(frame, fits ? (rows[index] ?? []) : parseOne(batch.bytes, frame, delimiter));
  }
  return parsed;
}

/** @returns the cells, or a sentence that says why they cannot be told apart */
function parseOne(bytes: Buffer, frame: Frame, delimiter: string): readonly string[] | string {
  const rows = parseText(bytes.subarray(frame.start, frame.end), delimiter);
  return typeof rows === 'string' ? rows : (rows[0] ?? []);
}

function parseText(bytes: Buffer, delimiter: string): readonly (readonly string[])[] | string {
  const options: Options = {
    delimiter,
    record_delimiter: ['\n', '\r\n'],
    relax_column_count: true,
    max_record_size: 0,
  };
  try {
    return parse(bytes, options);
  } catch (error) {
    if (error instanceof CsvError) return quoteProblem(error);
    throw error;
  }
}

const doubled = 'Write a quote inside a cell twice, and put that cell in quotes.';
const quoteProblems: Partial<Record<CsvErrorCode, string>> = {
  CSV_QUOTE_NOT_CLOSED:
    'A quote is opened in this row and never closed. Close it, or write it twice inside a quoted cell.',
  CSV_INVALID_CLOSING_QUOTE: `Text follows a closing quote before the next delimiter. ${doubled}`,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: `Text follows a closing quote before the next delimiter. ${doubled}`,
  INVALID_OPENING_QUOTE: `A quote stands in the middle of a cell that does not begin with one. ${doubled}`,
};

function quoteProblem(error: CsvError): string {
  return quoteProblems[error.code] ?? `The row cannot be parsed as CSV: ${error.message}.`;
}
