import { CsvError, parse } from 'csv-parse/sync';

/** A line of a list: its cells, where it begins, and the line as it stands. */
export interface ListLine {
  readonly cells: readonly string[];
  /** 1-based physical line on which it begins. */
  readonly line: number;
  readonly raw: string;
}

/**
 * A short list as CSV, or as a spreadsheet copies it: cells by commas, or by tabs where the first line has any. Empty lines are left out.
 *
 * @returns the lines, or why the text is no CSV
 */
export function csvList(text: string): { readonly lines: readonly ListLine[] } | { readonly unreadable: string } {
  const delimiter = (text.split('\n', 1)[0] ?? '').includes('\t') ? '\t' : ',';
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      raw: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number }; raw: string }[];
    const lines = records.map(({ record, info, raw }) => {
      const trimmed = raw.replace(/[\r\n]+$/, '');
      return { cells: record, line: info.lines - (trimmed.split('\n').length - 1), raw: trimmed };
    });
    return { lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { unreadable: error.message };
  }
}
